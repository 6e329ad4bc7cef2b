"""An adviser's day: whom to call, who has answered, what waits for an answer, and what is due."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from service.db import day, followed, people, reached
from service.db.paging import Asked
from service.db.times import utc
from service.errors import Forbidden
from service.permissions import Reach, Scope
from service.seeking import QUIET_DAYS
from service.steps import AWAITS
from service.usecases import follow_ups

RECENT: Final = dt.timedelta(days=7)  # since when an answer is new
WEEK: Final = dt.timedelta(days=7)
SHOWN: Final = 8  # of the people without news; the list has all


@dataclass(frozen=True, slots=True)
class Quiet:
    """Somebody without news."""

    person: str
    days: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A step that somebody else recorded."""

    person: str
    step: str
    side: str
    at: dt.datetime
    title: str
    company: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An introduction that waits for the person or the company."""

    person: str
    step: str
    side: str
    days: int
    until: dt.datetime
    title: str
    company: str


@dataclass(frozen=True, slots=True)
class Due:
    """Something with a day: what it is, and whom it is about (nobody: a meetup, which then has an id)."""

    kind: str
    day: dt.date
    person: str = ""
    about: str = ""  # the title of a meetup, the place of a meeting, the kind of a request
    id: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """All of it, with what the people are called."""

    quiet: Sequence[Quiet]
    n_quiet: int
    answers: Sequence[Answer]
    waiting: Sequence[Waiting]
    due: Sequence[Due]
    n_followed: int
    names: Mapping[str, str]


def of(connection: Connection, reach: Reach, now: dt.datetime) -> Day:
    """Return the day of who asks; raise Forbidden for who follows nobody by their role."""
    if not reach.has(Scope.CASELOAD):
        raise Forbidden("advisers have this page: it is about those whom they follow")
    mine = reached.people(connection, reach, now)
    quiet = followed.quiet(connection, reach, now - dt.timedelta(days=QUIET_DAYS), now)
    longest = followed.listed(connection, reach, quiet, "news", False, Asked(SHOWN), now).rows
    answers = [_answer(row) for row in day.answers(connection, reach, now - RECENT, now)]
    waiting = [_waiting(row, now) for row in day.waiting(connection, reach, now)]
    due = sorted(_due(connection, reach, mine, now), key=lambda one: (one.day, one.kind, one.person))
    shown = {*(row.public_id for row in longest), *(one.person for part in (answers, waiting, due) for one in part)}
    facts = people.facts_of(connection, sorted(shown - {""}))
    return Day(
        [Quiet(row.public_id, (now - utc(row.news)).days) for row in longest],
        len(quiet),
        answers,
        waiting,
        due,
        len(mine),
        {person: " ".join(_names(told)) for person, told in facts.items()},
    )


def meetings_of(connection: Connection, reach: Reach, person: str, now: dt.datetime) -> Sequence[Any]:
    """Return the meetings of a person within reach with their sponsors, the latest first."""
    return day.meetings_of(connection, reach, person, now)


def _answer(row: Any) -> Answer:
    return Answer(row.candidate, row.step, row.side, utc(row.at), row.title or "", row.company or "")


def _waiting(row: Any, now: dt.datetime) -> Waiting:
    days, about = (now - utc(row.since)).days, (row.title or "", row.company or "")
    return Waiting(row.candidate, row.step, AWAITS[row.step], days, utc(row.answer_due), *about)


def _due(connection: Connection, reach: Reach, mine: set[str], now: dt.datetime) -> list[Due]:
    until, who = now + WEEK, reach.subject
    works = [one for one in follow_ups.of_work(connection, now) if one.person in mine]
    ends = [one for one in follow_ups.of_consents(connection, now) if one.person in mine]
    meetings = day.appointments(connection, reach, until, now)
    meetups = day.meetups(connection, who.territory or "", now.date(), until.date())
    return [
        *(Due(one.step, one.since, one.person) for one in works),
        *(Due("consent", one.expires_at.date(), one.person) for one in ends),
        *(Due("appointment", utc(row.starts_at).date(), row.candidate, row.place) for row in meetings),
        *(Due("meetup", row.date, "", row.title, row.id) for row in meetups),
        *(
            Due("request", utc(row.due_at).date(), row.candidate, row.kind)
            for row in day.requests(connection, reach, now)
        ),
    ]


def _names(facts: Mapping[str, str]) -> list[str]:
    told = people.called(facts)
    return [told[part] for part in ("first_name", "last_name") if told[part]]
