"""Introductions of persons to companies: each step with its day, its author and its reason; steps are only added."""

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    Table,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
    text,
    true,
)

from service.db import seats
from service.db.alike import NOW, alike, own
from service.db.base import metadata
from service.db.document_tables import OPENINGS
from service.db.paging import Asked, Order, Page, page
from service.db.rows import BATCH, batches
from service.db.scoping import IDENTITY, agrees, candidates_in, is_published, is_visible
from service.db.versioned import STALE
from service.errors import Conflict, NotFound, Stale
from service.permissions import Reach, Scope

ALREADY: Final = "this person and this opening already have an introduction that is open"

introductions = Table(
    "introductions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("candidate", Text, ForeignKey("candidates.public_id", ondelete="CASCADE"), nullable=False),
    Column("opening", Text, ForeignKey("openings.public_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("sponsor", Text, ForeignKey("sponsors.public_id", ondelete="SET NULL")),  # who opened the door
    Column("organisation", Text, ForeignKey("organisations.id"), index=True),  # the company; empty = has no account
    Column("territory", Text, ForeignKey("territories.id"), nullable=False),
    Column("step", Text, nullable=False),
    Column("open", Boolean, nullable=False, server_default=true()),  # a step may still follow by itself
    Column("asked_by", Text, nullable=False),  # person, adviser or company
    Column("disputed", Boolean, nullable=False, server_default=false()),
    Column("answer_due", DateTime(timezone=True)),  # until when who is awaited may answer
    Column("pseudonym", Text),  # under which the company asked
    Column("run", Text),  # the ranking that it came from
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("created_by", Text, nullable=False),  # an account
    Column("version", Integer, nullable=False, server_default="1"),
)
Index(
    "uq_introductions_open_pair",
    introductions.c.candidate,
    introductions.c.opening,
    unique=True,
    sqlite_where=text("open"),
    postgresql_where=text("open"),
)

steps = Table(
    "introduction_steps",
    metadata,
    Column("id", Text, primary_key=True),
    Column("introduction", Text, ForeignKey("introductions.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("step", Text, nullable=False),
    Column("side", Text),  # whose word it is: person, company or adviser; none = time alone
    Column("day", Date, nullable=False),  # when it happened
    Column("at", DateTime(timezone=True), nullable=False),  # when it was recorded
    Column("account", Text),  # who recorded it; none = time alone
    Column("reason", Text),
    Column("corrects", Integer),  # the number of the step that it stands in for
    UniqueConstraint("introduction", "number"),
    CheckConstraint("step = 'unanswered' OR account IS NOT NULL", name="somebody"),
    CheckConstraint("step NOT IN ('declined', 'not_presented') OR reason IS NOT NULL", name="reasoned"),
)

posts = seats.table("opening_posts", "openings.public_id", "introductions.id")


@dataclass(frozen=True, slots=True)
class Asking:
    """An opening that somebody may be introduced to."""

    id: str
    organisation: str | None
    positions: int
    version: int


def asking(connection: Connection, territory: str | None, opening: str, now: dt.datetime) -> Asking:
    """Return a territory's opening that is in the market; raise NotFound for any other."""
    here = OPENINGS.main.c
    found = _opening(connection, opening, here.territory == territory, here.open, is_published(here, now))
    if found is None:
        raise NotFound(f"nothing has that identifier in {OPENINGS.name}")
    return found


def behind(connection: Connection, introduction: Row[Any]) -> Asking:
    """Return the opening of an introduction, in the market or not."""
    found = _opening(connection, introduction.opening)
    assert found is not None  # the introduction would be gone with it
    return found


def add(connection: Connection, values: dict[str, Any], now: dt.datetime) -> str:
    """Return the id of a new introduction; raise Conflict where that person and opening have one that is open."""
    name = str(uuid.uuid4())
    if not seats.won(connection, introductions, [{**values, "id": name, "created_at": now}]):
        raise Conflict(ALREADY, "already")
    return name


def open_of(connection: Connection, candidate: str) -> Mapping[str, Row[Any]]:
    """Return the introductions of a person that are open, by opening."""
    here = introductions.c
    query = select(here.id, here.opening, here.step, here.version).where(here.candidate == candidate, here.open)
    return {row.opening: row for row in connection.execute(query)}


def open_to(connection: Connection, openings: Iterable[str]) -> Mapping[str, int]:
    """Return with how many people each of these openings has an introduction that is open; none = left out."""
    here = introductions.c
    query = select(here.opening, func.count()).where(here.opening.in_(list(openings)), here.open)
    return dict(map(tuple, connection.execute(query.group_by(here.opening))))


def append(connection: Connection, introduction: str, step: dict[str, Any]) -> None:
    """Add a step after those that there are."""
    last = select(func.max(steps.c.number)).where(steps.c.introduction == introduction)
    row = {"id": str(uuid.uuid4()), "introduction": introduction, "number": (connection.scalar(last) or 0) + 1, **step}
    connection.execute(steps.insert(), row)


def move(connection: Connection, introduction: str, expected: int, news: dict[str, Any]) -> None:
    """Change where an introduction stands; raise Stale at another version than expected.

    Raise Conflict when it opens again although another of the same pair is open.
    """
    here = introductions.c
    change = introductions.update().where(here.id == introduction, here.version == expected)
    done = seats.changed(connection, change.values(**news, version=expected + 1))
    if done is None:
        raise Conflict(ALREADY, "already")
    if not done:
        raise Stale(STALE)


def get(connection: Connection, reach: Reach, introduction: str, now: dt.datetime) -> Row[Any]:
    """Return an introduction within reach, with `revealed`; raise NotFound."""
    found = connection.execute(_listed(alike(reach), ("id",))[0], {"id": [introduction], **own(reach, now)}).first()
    if found is None:
        raise NotFound("nothing has that identifier in introductions")
    return found


def bare(connection: Connection, introduction: str, now: dt.datetime) -> Row[Any]:
    """Return an introduction that was reached already, as it stands now."""
    return connection.execute(_all().where(introductions.c.id == introduction), {"_now": now}).one()


def within(connection: Connection, reach: Reach, filters: Mapping[str, Any], asked: Asked, now: dt.datetime) -> Page:
    """Return a page of the introductions within reach, the newest first; `filters`: columns' values, several ids."""
    query, order = _listed(alike(reach), tuple(filters))
    return page(connection, query, order, asked, {**filters, **own(reach, now)})


def steps_of(connection: Connection, ids: Iterable[str]) -> dict[str, list[Row[Any]]]:
    """Return the steps of introductions, in their order."""
    found: dict[str, list[Row[Any]]] = {name: [] for name in ids}
    in_order = select(steps).order_by(steps.c.introduction, steps.c.number)
    for some in batches(list(found), BATCH):
        for row in connection.execute(in_order.where(steps.c.introduction.in_(some))):
            found[row.introduction].append(row)
    return found


def awaiting(connection: Connection) -> list[Row[Any]]:
    """Return (id, candidate, organisation, step, version, answer_due) of those that wait for an answer."""
    here = introductions.c
    shown = here["id", "candidate", "organisation", "step", "version", "answer_due"]
    return list(connection.execute(select(*shown).where(here.open, here.answer_due.is_not(None)).order_by(here.id)))


def at(connection: Connection, where: Iterable[str]) -> list[Row[Any]]:
    """Return (id, candidate) of the introductions that are open and stand at one of these steps."""
    here = introductions.c
    query = select(here["id"], here.candidate).where(here.open, here.step.in_(list(where))).order_by(here.id)
    return list(connection.execute(query))


def proposed_since(connection: Connection, organisation: str, since: dt.datetime) -> int:
    """Return how many introductions were proposed to a company since then."""
    here = steps.c
    query = select(func.count(here.introduction.distinct())).join(introductions)
    query = query.where(introductions.c.organisation == organisation, here.step == "proposed", here.at >= since)
    return int(connection.execute(query).scalar_one())


def _opening(connection: Connection, opening: str, *conditions: ColumnElement[bool]) -> Asking | None:
    main, record = OPENINGS.main.c, OPENINGS.records.c.record
    query = select(main.organisation, main.version, record).join(OPENINGS.records)
    row = connection.execute(query.where(main.public_id == opening, *conditions)).first()
    if row is None:
        return None
    return Asking(opening, row.organisation, json.loads(row.record).get("positions", 1), row.version)


@cache
def _listed(reach: Reach, filters: tuple[str, ...]) -> tuple[Select[Any], Order]:
    """Of a company only those of whom it may know: the person shows themselves, or it asked and they are visible."""
    here, who = introductions.c, reach.subject
    told = or_(_revealed(), and_(here.step == "asked", is_visible(here.candidate, NOW)))
    company = and_(here.organisation == who.organisation, here.territory == who.territory, told)
    ours = company if reach.has(Scope.ORGANISATION) and who.organisation is not None else false()
    ids = here["id"].in_(bindparam("id", expanding=True))
    named = (ids if name == "id" else here[name] == bindparam(name) for name in filters)
    query = _all().where(or_(candidates_in(reach, here.candidate, NOW), ours), *named)
    if "candidate" in filters and reach.has(Scope.ORGANISATION):
        query = query.where(_revealed())  # else a guess would tell who a pseudonym is
    return query, Order("introductions", here.created_at, here.id, down=True)


@cache
def _all() -> Select[Any]:
    return select(introductions, _revealed().label("revealed"))


def _revealed() -> ColumnElement[bool]:
    return agrees(introductions.c.candidate, IDENTITY, NOW, introduction=introductions.c["id"])
