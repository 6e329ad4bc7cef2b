"""What people were reminded of: one row for each occasion, so that nobody is reminded of it twice."""

import datetime as dt

from sqlalchemy import Column, Connection, DateTime, Table, Text, select

from service.db.base import metadata
from service.db.times import utc

reminders = Table(
    "reminders",
    metadata,
    Column("what", Text, primary_key=True),  # the occasion, such as "reply 3" or "closes 2026-12-01 7"
    Column("about", Text, primary_key=True),  # a public id
    Column("at", DateTime(timezone=True), nullable=False),
)


def first(connection: Connection, what: str, about: str, now: dt.datetime) -> bool:
    """Note an occasion; return whether it is new, so that of two runs only one reminds. In a writing transaction."""
    here = reminders.c
    if connection.scalar(select(here.what).where(here.what == what, here.about == about)) is not None:
        return False
    connection.execute(reminders.insert().values(what=what, about=about, at=now))
    return True


def last(connection: Connection, what: str, about: str) -> dt.datetime | None:
    """Return when an occasion was noted, in UTC; None if it never was."""
    here = reminders.c
    at = connection.scalar(select(here.at).where(here.what == what, here.about == about))
    return utc(at)


def again(connection: Connection, what: str, about: str, now: dt.datetime) -> None:
    """Note an occasion that may come back, in place of its last time."""
    here = reminders.c
    connection.execute(reminders.delete().where(here.what == what, here.about == about))
    connection.execute(reminders.insert().values(what=what, about=about, at=now))


def forget(connection: Connection, about: str) -> int:
    """Delete what somebody was reminded of; return how many there were."""
    return connection.execute(reminders.delete().where(reminders.c.about == about)).rowcount


def purge(connection: Connection, before: dt.datetime) -> int:
    """Delete what was noted before that; return how many."""
    return connection.execute(reminders.delete().where(reminders.c.at < before)).rowcount
