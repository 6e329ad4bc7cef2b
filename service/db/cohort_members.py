"""Who is in a cohort: each has a place with a number, which is also what organisers call them."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Column, Connection, DateTime, ForeignKey, Index, Row, Select, Table, Text, func, select, text

from service.db import seats
from service.db.base import metadata
from service.db.scoping import candidates_in
from service.errors import Conflict, NotFound
from service.permissions import Reach

UNLIMITED: Final = 100_000  # places of a cohort without a limit

members = Table(
    "cohort_members",
    metadata,
    Column("id", Text, primary_key=True),
    Column("cohort", Text, ForeignKey("cohorts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("candidate", Text, ForeignKey("candidates.public_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("added_by", Text, nullable=False),  # an account
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("left_by", Text),
    Column("left_at", DateTime(timezone=True)),
)
Index(
    "uq_cohort_members_now",
    members.c.cohort,
    members.c.candidate,
    unique=True,
    sqlite_where=text("left_at IS NULL"),
    postgresql_where=text("left_at IS NULL"),
)
places = seats.table("cohort_places", "cohorts.id", "cohort_members.id")


def add(connection: Connection, cohort: Row[Any], candidate: str, account: str, now: dt.datetime) -> str:
    """Give somebody a place and return the id of that; raise Conflict where none is left, or for who has one."""
    name = str(uuid.uuid4())
    row = {"id": name, "cohort": cohort.id, "candidate": candidate, "added_by": account, "added_at": now}
    if not seats.won(connection, members, [row]):
        raise Conflict("this person is already in this cohort", "already")
    seats.take_any(connection, places, cohort.id, name, UNLIMITED if cohort.places is None else cohort.places)
    return name


def leave(connection: Connection, member: str, account: str, now: dt.datetime) -> None:
    """Let somebody leave; their place is free again."""
    connection.execute(members.update().where(members.c.id == member).values(left_at=now, left_by=account))
    seats.leave(connection, places, member)


def get(connection: Connection, reach: Reach, cohort: str, member: str, now: dt.datetime) -> Row[Any]:
    """Return somebody within reach who is in a cohort; raise NotFound."""
    row = connection.execute(_within(reach, cohort, now).where(members.c.id == member)).first()
    if row is None:
        raise NotFound("nobody in this cohort has that identifier")
    return row


def of(connection: Connection, reach: Reach, cohort: str, now: dt.datetime) -> Sequence[Row[Any]]:
    """Return those within reach who are in a cohort, by the number of their place."""
    return connection.execute(_within(reach, cohort, now)).all()


def counts(connection: Connection, cohorts: Sequence[str]) -> dict[str, int]:
    """Return how many are in each of these cohorts; those without anybody are left out."""
    here = places.c
    query = select(here.of, func.count().label("taken")).where(here.of.in_(cohorts)).group_by(here.of)
    return {row.of: row.taken for row in connection.execute(query)}


def highest(connection: Connection, cohort: str) -> int:
    """Return the highest number of a place that somebody has; 0 in an empty cohort."""
    return connection.scalar(select(func.max(places.c.number)).where(places.c.of == cohort)) or 0


def _within(reach: Reach, cohort: str, now: dt.datetime) -> Select[Any]:
    here, number = members.c, places.c.number
    query = select(members, number).join(places, places.c.holder == here.id)
    return query.where(here.cohort == cohort, candidates_in(reach, here.candidate, now)).order_by(number)
