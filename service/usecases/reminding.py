"""Reminds people of what waits for them: each occasion once, whoever runs this and how often."""

import datetime as dt
from typing import Final

from sqlalchemy import Connection

from service.db import addressees, due, introductions, outbox, reminders
from service.db.addressees import Addressee
from service.db.due import Offer, Waiting
from service.errors import Conflict
from service.permissions import Reach, Role
from service.steps import ANSWER_DAYS, AWAITS, Side

REPLY_DAYS: Final = (3, 7, 9, 21, 45)  # after it was proposed; at ANSWER_DAYS it waits no longer
CLOSING_DAYS: Final = (7, 1)  # before an opening's last day
STALE: Final = dt.timedelta(days=90)  # an opening that nobody has changed
TOLD_OF: Final = dt.timedelta(days=7)  # what waited too long is told for that long, should the jobs have stood still
COOL_DOWN: Final = dt.timedelta(hours=24)  # between two reminders by hand


def of_replies(connection: Connection, now: dt.datetime) -> int:
    """Remind those whose answer is awaited, after 3, 7, 9, 21 and 45 days; return how many reminders are new."""
    return sum(_reply(connection, one, now) for one in due.waiting(connection))


def of_unanswered(connection: Connection, now: dt.datetime) -> int:
    """Tell the person of each introduction that waited too long; return how many are new."""
    told = 0
    for one in due.unanswered_since(connection, now - TOLD_OF):
        if reminders.first(connection, f"unanswered {one.answer_due.date()}", one.id, now):
            people = addressees.of_person(connection, one.candidate, now)
            told += _mail(connection, people, "unanswered", {"title": one.title, "days": ANSWER_DAYS}, one.id)
    return told


def of_closing(connection: Connection, now: dt.datetime) -> int:
    """Remind companies of openings that end in 7 days and tomorrow; return how many reminders are new."""
    today, told = now.date(), 0
    for one in due.closing(connection, today, today + dt.timedelta(days=CLOSING_DAYS[0])):
        assert one.expires_on is not None
        left = min(days for days in CLOSING_DAYS if (one.expires_on - today).days <= days)
        if reminders.first(connection, f"closes {one.expires_on} {left}", one.id, now):
            told += _company(connection, one, "opening_closes", {"day": one.expires_on.isoformat()}, now)
    return told


def of_stale(connection: Connection, now: dt.datetime) -> int:
    """Ask companies whether openings that nobody changed for 90 days are still open; return how many are new."""
    told = 0
    for one in due.stale(connection, now - STALE):
        if reminders.first(connection, f"stale {one.updated_at.date()}", one.id, now):
            told += _company(connection, one, "opening_stale", {"days": (now - one.updated_at).days}, now)
    return told


def by_hand(connection: Connection, reach: Reach, introduction: str, now: dt.datetime) -> int:
    """Remind who is awaited, at most once in 24 hours; return how many people that is.

    Raise NotFound for an introduction out of reach, Conflict for one that waits for nobody, too soon, or where who is
    awaited has no account.
    """
    introductions.get(connection, reach, introduction, now)
    found = due.waiting(connection, introduction)
    if not found:
        raise Conflict("this introduction waits for nobody", "nobody_awaited")
    last = reminders.last(connection, "by hand", introduction)
    if last is not None and now - last < COOL_DOWN:
        raise Conflict("a reminder was sent less than 24 hours ago: wait until tomorrow", "reminded")
    reminders.again(connection, "by hand", introduction, now)
    reminded = _remind(connection, found[0], _days(found[0], now), now)
    if not reminded:
        raise Conflict("who is awaited has no account, so no message reaches them: call them", "nobody_reached")
    return reminded


def _reply(connection: Connection, one: Waiting, now: dt.datetime) -> int:
    """Of several occasions that have passed meanwhile, one reminder is enough."""
    passed = [days for days in REPLY_DAYS if days <= _days(one, now)]
    new = [reminders.first(connection, f"reply {one.step} {one.answer_due.date()} {d}", one.id, now) for d in passed]
    return _remind(connection, one, _days(one, now), now) if any(new) else 0


def _days(one: Waiting, now: dt.datetime) -> int:
    """Return for how many whole days somebody has been awaited."""
    return (now - (one.answer_due - dt.timedelta(days=ANSWER_DAYS))).days


def _remind(connection: Connection, one: Waiting, days: int, now: dt.datetime) -> int:
    if AWAITS.get(one.step) is Side.COMPANY:
        people = addressees.of_organisation(connection, one.organisation, Role.COMPANY, now)
    else:
        people = addressees.of_person(connection, one.candidate, now)
    return _mail(connection, people, "reply_reminder", {"title": one.title, "days": days}, one.id)


def _company(connection: Connection, one: Offer, template: str, facts: dict[str, str | int], now: dt.datetime) -> int:
    people = addressees.of_organisation(connection, one.organisation or "", Role.COMPANY, now)
    return _mail(connection, people, template, {"title": one.title, **facts}, one.id)


def _mail(
    connection: Connection, people: list[Addressee], template: str, facts: dict[str, str | int], about: str
) -> int:
    for one in people:
        outbox.add(connection, one.email, template, facts, one.language, about)
    return len(people)
