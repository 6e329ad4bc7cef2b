"""Meetups: when and where, how they are planned, how far they are."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    Row,
    Table,
    Text,
    case,
    cast,
    false,
    func,
    or_,
    select,
    true,
)

from service.collation import sort_key
from service.db import versioned
from service.db.base import metadata
from service.db.paging import Asked, Order, Page, page, wanted
from service.errors import Forbidden, NotFound
from service.permissions import Reach, Scope

meetups = Table(
    "meetups",
    metadata,
    Column("id", Text, primary_key=True),
    Column("territory", Text, ForeignKey("territories.id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("sort_key", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("date", Date),  # null = not set yet
    Column("start", Text),  # hours and minutes on the place's clock: 18:00
    Column("rounds", Integer, nullable=False),
    Column("round_minutes", Integer, nullable=False),
    Column("break_minutes", Integer, nullable=False),
    Column("tables", Text, nullable=False),  # fixed: hosts keep theirs; moving: people do
    Column("places", Integer, nullable=False),  # for people
    Column("host_places", Integer, nullable=False),
    Column("seats", Integer, nullable=False, server_default="1"),  # at a table, of hosts who say nothing else
    Column("min_meetings", Integer, nullable=False),
    Column("aims", Text, nullable=False),  # a JSON list, the first aim first
    Column("status", Text, nullable=False),
    Column("round", Integer),  # that is being played, or was last; null = none yet
    Column("round_at", DateTime(timezone=True)),  # when it began
    Column("plan", Text),  # JSON: what the plan is worth and what it does not keep; null = none
    Column("created_by", Text, nullable=False),  # an account
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),  # one more at each change of it or of who comes
)

DRAFT: Final = "draft"
STATUSES: Final = (DRAFT, "open", "planned", "running", "over", "cancelled")  # as they follow each other
SORTS: Final = ("title", "date", "status")
YEAR: Final = dt.timedelta(days=365)
_LEADING: Final = (Scope.TERRITORY, Scope.REGISTRANT)
_JOINING: Final = (Scope.PUBLISHED, Scope.OWN, Scope.CASELOAD, Scope.ORGANISATION)


def listed(connection: Connection, reach: Reach, status: str | None, asked: Asked, sort: str = "title") -> Page:
    """Return a page of the meetups within reach, in one of SORTS; of dates, those that are not set come last."""
    here, (name, down) = meetups.c, wanted(sort, SORTS)
    query = select(meetups).where(_within(reach), true() if status is None else here.status == status)
    moment = cast(here.date, Text).concat(func.coalesce(here.start, ""))
    key: ColumnElement[Any] = {
        "title": here.sort_key,
        "date": func.coalesce(moment, "" if down else "~"),
        "status": case({one: place for place, one in enumerate(STATUSES)}, value=here.status),
    }[name]
    return page(connection, query, Order(f"meetups {name}", key, here.id, down), asked)


def get(connection: Connection, reach: Reach, meetup: str) -> Row[Any]:
    """Return a meetup; raise NotFound."""
    row = connection.execute(select(meetups).where(meetups.c.id == meetup, _within(reach))).first()
    if row is None:
        raise NotFound("no meetup has that identifier")
    return row


def organised(connection: Connection, reach: Reach, meetup: str) -> Row[Any]:
    """Return a meetup that who asks may lead; raise Forbidden for a role that only takes part, or NotFound."""
    if not reach.has(*_LEADING):
        raise Forbidden("organisers lead meetups: ask one of them")
    return get(connection, reach, meetup)


def add(connection: Connection, territory: str, told: Mapping[str, Any], by: str, now: dt.datetime) -> str:
    """Add a meetup, which only organisers see as long as it is a draft, and return its id."""
    row = {"id": str(uuid.uuid4()), "territory": territory, "status": DRAFT, "created_by": by, "created_at": now}
    connection.execute(meetups.insert(), {**row, **_columns(told)})
    return row["id"]


def change(connection: Connection, meetup: str, expected: int, told: Mapping[str, Any]) -> None:
    """Change the columns given; raise Stale when it has another version than expected."""
    versioned.change(connection, meetups, meetup, expected, **_columns(told))


def touch(connection: Connection, meetup: str) -> None:
    """Give a meetup its next version: who comes, or what they wish, is otherwise than its plan knows."""
    connection.execute(meetups.update().where(meetups.c.id == meetup).values(version=meetups.c.version + 1))


def play(connection: Connection, meetup: str, number: int | None, at: dt.datetime | None) -> None:
    """Note which round is being played and since when; no plan and no page that changes one knows of it."""
    connection.execute(meetups.update().where(meetups.c.id == meetup).values(round=number, round_at=at))


def past(connection: Connection, day: dt.date) -> list[str]:
    """Return the meetups that took place before a day, and those without a date that are a year older."""
    here = meetups.c
    created = dt.datetime.combine(day - YEAR, dt.time(), dt.UTC)
    query = select(here.id).where(or_(here.date < day, here.date.is_(None) & (here.created_at < created)))
    return list(connection.execute(query).scalars())


def remove(connection: Connection, meetup: str, expected: int) -> None:
    """Delete a meetup and all that belongs to it; raise Stale when it has another version than expected."""
    versioned.remove(connection, meetups, meetup, expected)


def _within(reach: Reach) -> ColumnElement[bool]:
    """All of the territory for organisers; for those who may come, or bring somebody, what has been announced."""
    here = meetups.c
    announced = here.status != DRAFT if reach.has(*_JOINING) else false()
    return (here.territory == reach.subject.territory) & or_(true() if reach.has(*_LEADING) else false(), announced)


def _columns(told: Mapping[str, Any]) -> dict[str, Any]:
    aims = {"aims": json.dumps(told["aims"])} if "aims" in told else {}
    keys = {"sort_key": sort_key(told["title"])} if "title" in told else {}
    return {**told, **aims, **keys}
