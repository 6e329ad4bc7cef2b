"""What is due: asking people who began to work whether they are still there, telling of consents about to end."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from service.db import addressees, consents, introductions, outbox, reminders
from service.db.addressees import Addressee
from service.db.times import utc
from service.next_steps import due
from service.steps import AT_WORK, KEPT_MONTHS, past_of

BEFORE: Final = dt.timedelta(days=7)  # a consent is told of that much before it ends


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A person of whom it is due to be asked whether they are still at work."""

    introduction: str
    person: str
    step: str  # kept_3, kept_6 or kept_12: the last that is due and not known
    since: dt.date


@dataclass(frozen=True, slots=True)
class Ending:
    """A consent to show who somebody is, that is about to end."""

    consent: str
    person: str
    introduction: str | None
    expires_at: dt.datetime


def of_work(connection: Connection, now: dt.datetime) -> list[FollowUp]:
    """Return of whom it is due to be asked whether they are still at work, 3, 6 or 12 months after they began."""
    rows, found = introductions.at(connection, AT_WORK), []
    known = introductions.steps_of(connection, [row.id for row in rows])
    for row in rows:
        if news := due(past_of(known[row.id]), now.date()):
            found.append(FollowUp(row.id, row.candidate, news.step, news.since))
    return found


def of_consents(connection: Connection, now: dt.datetime) -> list[Ending]:
    """Return the consents that end within a week, the first to end first."""
    rows = consents.ending(connection, now, now + BEFORE)
    return [Ending(row.id, row.candidate, row.introduction, utc(row.expires_at)) for row in rows]


def ask(connection: Connection, now: dt.datetime) -> int:
    """Ask of whom it is due, and their advisers, whether they are still at work; return how many messages are new."""
    told = 0
    for one in of_work(connection, now):
        if reminders.first(connection, f"work {one.step}", one.introduction, now):
            facts, about = {"months": KEPT_MONTHS[one.step]}, one.introduction
            told += _mail(connection, addressees.of_person(connection, one.person, now), "still_at_work", facts, about)
            advisers = addressees.of_advisers(connection, one.person, now)
            told += _mail(connection, advisers, "still_at_work_adviser", facts, about)
    return told


def tell(connection: Connection, now: dt.datetime) -> int:
    """Tell people which day a consent of theirs ends, once, within its last week; return how many messages are new."""
    told = 0
    for one in of_consents(connection, now):
        if reminders.first(connection, "consent ends", one.consent, now):
            people = addressees.of_person(connection, one.person, now)
            told += _mail(connection, people, "consent_ends", {"day": one.expires_at.date().isoformat()}, one.person)
    return told


def _mail(
    connection: Connection, people: list[Addressee], template: str, facts: Mapping[str, str | int], about: str
) -> int:
    for one in people:
        outbox.add(connection, one.email, template, dict(facts), one.language, about)
    return len(people)
