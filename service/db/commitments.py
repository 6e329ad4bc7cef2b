"""What companies offer beside openings: a sponsor, a mock interview, a seat at meetups; and what was made of it.

Of one commitment there are as many as its `places`; each that is used has a row, so that no two use the same.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    Select,
    Table,
    Text,
    case,
    column,
    false,
    func,
    literal,
    or_,
    select,
    table,
    true,
)

from service.db import seats, versioned
from service.db.base import metadata
from service.db.paging import Asked, Order, Page, page, wanted
from service.errors import Conflict, NotFound
from service.permissions import Reach, Scope

OPEN, USED, OVER, WITHDRAWN = "open", "used", "over", "withdrawn"
SORTS: Final = ("company", "kind", "until", "offered")

commitments = Table(
    "commitments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("territory", Text, ForeignKey("territories.id"), nullable=False, index=True),
    Column("organisation", Text, ForeignKey("organisations.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),  # sponsor, mock_interview, meetup_seat
    Column("places", Integer, nullable=False),  # how many of it
    Column("starts_on", Date),  # null = at once
    Column("ends_on", Date),  # null = until it is withdrawn
    Column("note", Text, nullable=False),
    Column("offered_at", DateTime(timezone=True), nullable=False),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False, server_default="1"),
)
uses = Table(
    "commitment_uses",
    metadata,
    Column("of", Text, ForeignKey("commitments.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("holder", Text, nullable=False),  # the account that made use of it
    Column("guest", Text, ForeignKey("meetup_guests.id", ondelete="CASCADE"), index=True),  # who has the seat
    Column("used_at", DateTime(timezone=True), nullable=False),
)
_ORGANISATIONS: Final = table("organisations", *(column(name, Text) for name in ("id", "name", "sort_key"))).c
_ACCOUNTS: Final = table("accounts", *map(column, ("id", "name"))).c
_GUESTS: Final = table("meetup_guests", *map(column, ("id", "meetup"))).c
_MEETUPS: Final = table("meetups", *map(column, ("id", "title"))).c


@dataclass(frozen=True, slots=True)
class Filters:
    """Which commitments are wanted; None = any."""

    kind: str | None = None
    state: str | None = None
    organisation: str | None = None


def listed(connection: Connection, reach: Reach, filters: Filters, sort: str, asked: Asked, today: dt.date) -> Page:
    """Return a page of the commitments within reach; each row has its `company`, its `state` and how many are `used`.

    Raise Invalid for an order that the list does not have.
    """
    here, (name, down) = commitments.c, wanted(sort, SORTS)
    keys: dict[str, ColumnElement[Any]] = {
        "company": _ORGANISATIONS.sort_key,
        "kind": here.kind,
        "until": func.coalesce(here.ends_on, literal(dt.date.max, Date)),
        "offered": here.offered_at,
    }
    query = _all(today).where(_within(reach))
    told = ((here.kind, filters.kind), (here.organisation, filters.organisation), (_state(today), filters.state))
    query = query.where(*(known == value for known, value in told if value is not None))
    return page(connection, query, Order(f"commitments {name}", keys[name], here.id, down), asked)


def get(connection: Connection, reach: Reach, commitment: str, today: dt.date) -> Row[Any]:
    """Return a commitment as lists have it; raise NotFound."""
    row = connection.execute(_all(today).where(commitments.c.id == commitment, _within(reach))).first()
    if row is None:
        raise NotFound("no commitment has that identifier")
    return row


def add(connection: Connection, territory: str, organisation: str, told: Mapping[str, Any], now: dt.datetime) -> str:
    """Add a commitment and return its id."""
    name = str(uuid.uuid4())
    of = {"id": name, "territory": territory, "organisation": organisation, "offered_at": now}
    connection.execute(commitments.insert(), {**told, **of})
    return name


def change(connection: Connection, commitment: str, expected: int, told: Mapping[str, Any]) -> None:
    """Change the columns given; raise Stale when it has another version than expected."""
    versioned.change(connection, commitments, commitment, expected, **told)


def use(connection: Connection, row: Row[Any], account: str, now: dt.datetime, guest: str | None = None) -> None:
    """Note that one more is used, and by which guest of a meetup if it is a seat; raise Conflict where none is left."""
    if row.state != OPEN:
        raise Conflict("nothing of this is left: it was used or withdrawn, or its last day has passed", "not_offered")
    seats.take_any(connection, uses, row.id, account, row.places, guest=guest, used_at=now)


def give_back(connection: Connection, commitment: str) -> None:
    """Forget the last use that no guest of a meetup stands behind; raise Conflict where there is none."""
    here = uses.c
    last = select(func.max(here.number)).where(here.of == commitment, here.guest.is_(None)).scalar_subquery()
    if not connection.execute(uses.delete().where(here.of == commitment, here.number == last)).rowcount:
        raise Conflict("nobody has noted by hand that this was used", "not_used")


def behind(connection: Connection, guest: str) -> str | None:
    """Return what a company offered by which a guest of a meetup has a seat, if it is so."""
    return connection.scalar(select(uses.c.of).where(uses.c.guest == guest))


def uses_of(connection: Connection, commitment: str) -> Sequence[Row[Any]]:
    """Return by whom (`name`) and when each was used, the newest first, with the `meetup` and its `title` if any."""
    here = uses.c
    query = select(here.number, here.used_at, _ACCOUNTS.name, _GUESTS.meetup, _MEETUPS.title).select_from(uses)
    query = query.outerjoin(_ACCOUNTS.id.table, _ACCOUNTS.id == here.holder)
    query = query.outerjoin(_GUESTS.id.table, _GUESTS.id == here.guest)
    query = query.outerjoin(_MEETUPS.id.table, _MEETUPS.id == _GUESTS.meetup)
    return connection.execute(query.where(here.of == commitment).order_by(here.used_at.desc(), here.number)).all()


def _all(today: dt.date) -> Select[Any]:
    named = (_ORGANISATIONS.name.label("company"), _used().label("used"), _state(today).label("state"))
    query = select(commitments, *named)
    return query.join(_ORGANISATIONS.id.table, _ORGANISATIONS.id == commitments.c.organisation)


def _used() -> Any:
    return select(func.count()).where(uses.c.of == commitments.c.id).scalar_subquery()


def _state(today: dt.date) -> ColumnElement[str]:
    here = commitments.c
    return case(
        (here.withdrawn_at.is_not(None), WITHDRAWN),
        (_used() >= here.places, USED),
        (here.ends_on < today, OVER),
        else_=OPEN,
    )


def _within(reach: Reach) -> ColumnElement[bool]:
    here, who = commitments.c, reach.subject
    rules = {
        Scope.ORGANISATION: false() if who.organisation is None else here.organisation == who.organisation,
        Scope.TERRITORY: true(),
    }
    within = or_(false(), *(rule for scope, rule in rules.items() if scope in reach.scopes))
    return (here.territory == who.territory) & within
