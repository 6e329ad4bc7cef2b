"""Lets go of what has had its time, as retention.toml says; each function returns how many there were.

A person is told a month before. Whatever happens around their file meanwhile makes it start again.
"""

import calendar
import datetime as dt
from typing import Final

from sqlalchemy import Connection

from service.db import activity, outbox, reminders, retention, runs, tallies
from service.keys import Keys
from service.usecases import erasing

NOTICE, END = 23, 24  # months without activity
GRACE: Final = dt.timedelta(days=30)  # between the notice and the end
REFUSED: Final = ("declined", "not_presented", "withdrawn", "unanswered")
ENDED_MONTHS, RUN_MONTHS, REQUEST_MONTHS = 3, 12, 12
WHAT: Final = "retention"  # the name of the notice among the reminders
_TEMPLATES: Final = {"candidates": "file_notice", "sponsors": "file_notice", "accounts": "account_notice"}


def sign_ins_noted(connection: Connection) -> int:
    """Note when each account last signed in."""
    return activity.remember(connection)


def erasure_requests(connection: Connection, keys: Keys, now: dt.datetime) -> int:
    """Erase those who asked for it and whom nobody has answered in time."""
    return erasing.asked(connection, keys, now)


def people(connection: Connection, keys: Keys, kind: str, now: dt.datetime) -> int:
    """Tell those who were not active for 23 months, and erase who was not for 24 and was told 30 days ago.

    `kind` is candidates, sponsors or accounts.
    """
    done, told = 0, months_before(now, NOTICE)
    for person in _quiet(connection, kind, told):
        last = activity.last(connection, kind, person)
        if last >= told:
            continue
        noticed = reminders.last(connection, WHAT, person)
        if noticed is None or noticed < last:
            _tell(connection, kind, person, now)
            done += 1
        elif last < months_before(now, END) and noticed <= now - GRACE:
            erasing.erase(connection, keys, kind, person, now)
            done += 1
    return done


def introductions(connection: Connection, now: dt.datetime) -> int:
    """Delete refused introductions three months after their end; counts stay."""
    found = retention.ended_introductions(connection, REFUSED, months_before(now, ENDED_MONTHS))
    for row in found:
        tallies.add(connection, row.territory, "introduction", row.step, row.created_at)
    return retention.delete(connection, "introductions", [row.id for row in found])


def proofs(connection: Connection) -> int:
    """Drop the proofs that were checked."""
    return retention.checked_proofs(connection)


def shown(connection: Connection, now: dt.datetime) -> int:
    """Make rankings nameless after twelve months."""
    return runs.purge(connection, now)


def requests(connection: Connection, now: dt.datetime) -> int:
    """Delete rights requests twelve months after their answer."""
    return retention.answered_requests(connection, months_before(now, REQUEST_MONTHS))


def months_before(now: dt.datetime, months: int) -> dt.datetime:
    """Return the same day so many months before, or the last of that month where it has no such day."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    day = min(now.day, calendar.monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)


def _quiet(connection: Connection, kind: str, before: dt.datetime) -> list[str]:
    if kind == "accounts":
        return retention.people_who_sign_in(connection, before)
    return activity.quiet(connection, kind, before)


def _tell(connection: Connection, kind: str, person: str, now: dt.datetime) -> None:
    """Write to the person that their file will be erased, where an address is known; the term runs in any case."""
    day = (now + GRACE).date().isoformat()
    for to, language in retention.addresses(connection, kind, person):
        outbox.add(connection, to, _TEMPLATES[kind], {"day": day}, language, person)
    reminders.again(connection, WHAT, person, now)
