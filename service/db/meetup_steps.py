"""The versions of a meetup's plan as somebody adjusts it: each change is a step, which can be undone and done again."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    ForeignKey,
    Integer,
    Row,
    Table,
    Text,
    func,
    select,
    update,
)

from service.db.base import metadata

steps = Table(
    "meetup_steps",
    metadata,
    Column("meetup", Text, ForeignKey("meetups.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("before", Integer),  # the step that it changed; null = the plan as it was saved
    Column("how", Text, nullable=False),  # planned, moved, locked, replanned …
    Column("who", Text, nullable=False),  # JSON: the guests, whom seats name by their place in this list
    Column("seats", Text, nullable=False),  # JSON: (round, person, host, table) …
    Column("locked", Text, nullable=False),  # JSON: (round, person) …
    Column("here", Boolean, nullable=False),  # the step that is shown
    Column("saved", Boolean, nullable=False),  # the plan that everybody sees was once this
    Column("made_by", Text, nullable=False),  # an account
    Column("made_at", DateTime(timezone=True), nullable=False),
)

MOST: Final = 200  # steps of one meetup; the oldest go
Seat = tuple[int, str, str, int]  # round from 1, person, host, table
Lock = tuple[int, str]  # round from 1, person


class Step(NamedTuple):
    """A version of a plan."""

    number: int  # 0 = the saved plan, which nobody has changed yet
    before: int | None
    how: str
    seats: list[Seat]
    locked: list[Lock]
    saved: bool
    made_at: dt.datetime | None


def here(connection: Connection, meetup: str) -> Step | None:
    """Return the step that is shown; None before the first."""
    row = connection.execute(select(steps).where(steps.c.meetup == meetup, steps.c.here)).first()
    return _step(row) if row else None


def get(connection: Connection, meetup: str, number: int) -> Step | None:
    """Return a step; None where there is none of that number."""
    row = connection.execute(select(steps).where(steps.c.meetup == meetup, steps.c.number == number)).first()
    return _step(row) if row else None


def later(connection: Connection, meetup: str, number: int) -> int | None:
    """Return the last step that changed this one; None where none did."""
    query = select(func.max(steps.c.number)).where(steps.c.meetup == meetup, steps.c.before == number)
    found: int | None = connection.scalar(query)
    return found


def saved(connection: Connection, meetup: str) -> Sequence[Row[Any]]:
    """Return the steps that were saved, newest first, without their seats."""
    told = select(steps.c.number, steps.c.how, steps.c.made_at, steps.c.here)
    return connection.execute(told.where(steps.c.meetup == meetup, steps.c.saved).order_by(steps.c.number.desc())).all()


def add(
    connection: Connection,
    meetup: str,
    how: str,
    seats: Iterable[Seat],
    locked: Iterable[Lock],
    by: str,
    now: dt.datetime,
) -> int:
    """Add a step after the one that is shown, show it, and return its number."""
    before = here(connection, meetup)
    number = 1 + (connection.scalar(select(func.max(steps.c.number)).where(steps.c.meetup == meetup)) or 0)
    connection.execute(update(steps).where(steps.c.meetup == meetup).values(here=False))
    row = {"meetup": meetup, "number": number, "before": before.number if before else None, "how": how, "here": True}
    row |= {**_told(seats, locked), "saved": False, "made_by": by, "made_at": now}
    connection.execute(steps.insert().values(**row))
    connection.execute(steps.delete().where(steps.c.meetup == meetup, steps.c.number <= number - MOST))
    return number


def show(connection: Connection, meetup: str, number: int) -> None:
    """Show a step."""
    connection.execute(update(steps).where(steps.c.meetup == meetup).values(here=steps.c.number == number))


def mark_saved(connection: Connection, meetup: str, number: int) -> None:
    """Note that a step became the plan that everybody sees."""
    connection.execute(update(steps).where(steps.c.meetup == meetup, steps.c.number == number).values(saved=True))


def forget(connection: Connection, meetups: Iterable[str]) -> int:
    """Forget all steps of these meetups; return how many."""
    return connection.execute(steps.delete().where(steps.c.meetup.in_(list(meetups)))).rowcount


def forget_guest(connection: Connection, guest: str) -> int:
    """Take a guest who has been erased out of all steps; return out of how many."""
    nobody = steps.update().values(who=func.replace(steps.c.who, guest, ""))
    return connection.execute(nobody.where(steps.c.who.contains(guest))).rowcount


def _told(seats: Iterable[Seat], locked: Iterable[Lock]) -> dict[str, str]:
    seats, locked = list(seats), list(locked)
    who = list(dict.fromkeys(name for _, person, host, _ in seats for name in (person, host)))
    place = {name: number for number, name in enumerate(who)}
    rows = [(turn, place[person], place[host], at) for turn, person, host, at in seats]
    locks = [(turn, place[person]) for turn, person in locked if person in place]
    return {"who": json.dumps(who), "seats": json.dumps(rows), "locked": json.dumps(locks)}


def _step(row: Row[Any]) -> Step:
    who = json.loads(row.who)
    seats = [(turn, who[person], who[host], at) for turn, person, host, at in json.loads(row.seats)]
    locked = [(turn, who[person]) for turn, person in json.loads(row.locked)]
    return Step(row.number, row.before, row.how, seats, locked, row.saved, row.made_at)
