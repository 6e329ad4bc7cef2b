"""Who is followed by which sponsor: proposed, agreed to by both, ended. A sponsor has so many places and no more."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
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
    and_,
    false,
    func,
    or_,
    select,
    text,
    true,
)

from service.db import seats, versioned
from service.db.base import metadata
from service.db.document_tables import CANDIDATES, SPONSORS
from service.db.paging import Asked, Order, Page, page
from service.db.rows import BATCH, batches
from service.db.scoping import IDENTITY, agrees, candidates_in
from service.errors import Conflict, NotFound
from service.permissions import Reach, Scope

ACTIVE: Final = "active"  # the step of a sponsorship that is in force
ALREADY: Final = "this sponsor and this person already have a sponsorship that is open"

sponsorships = Table(
    "sponsorships",
    metadata,
    Column("id", Text, primary_key=True),
    Column("candidate", Text, ForeignKey("candidates.public_id", ondelete="CASCADE"), nullable=False),
    Column("sponsor", Text, ForeignKey("sponsors.public_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("territory", Text, ForeignKey("territories.id"), nullable=False),
    Column("step", Text, nullable=False),
    Column("open", Boolean, nullable=False, server_default=true()),
    Column("reason", Text),
    Column("outcome", Text),  # what the person found with the sponsor's help
    Column("outcome_day", Date),
    Column("run", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("created_by", Text, nullable=False),  # an account
    Column("person_agreed_at", DateTime(timezone=True)),
    Column("sponsor_agreed_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("changed_by", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
)
Index(
    "uq_sponsorships_open_pair",
    sponsorships.c.candidate,
    sponsorships.c.sponsor,
    unique=True,
    sqlite_where=text("open"),
    postgresql_where=text("open"),
)

places = seats.table("sponsor_places", "sponsors.public_id", "sponsorships.id")


@dataclass(frozen=True, slots=True)
class Asking:
    """A sponsor whom somebody may be proposed to."""

    id: str
    capacity: int  # how many people they follow at most


def asking(connection: Connection, territory: str | None, sponsor: str) -> Asking:
    """Return a territory's sponsor; raise NotFound. One who names no number follows one person."""
    here = SPONSORS.main.c
    query = select(SPONSORS.records.c.record).join(SPONSORS.main)
    record = connection.scalar(query.where(here.public_id == sponsor, here.territory == territory, here.open))
    if record is None:
        raise NotFound(f"nothing has that identifier in {SPONSORS.name}")
    return Asking(sponsor, json.loads(record).get("capacity", 1))


def is_open(connection: Connection, candidate: str, sponsor: str) -> bool:
    """Return whether a person and a sponsor have a sponsorship that is proposed or in force."""
    here = sponsorships.c
    query = select(here.id).where(here.candidate == candidate, here.sponsor == sponsor, here.open)
    return connection.execute(query).first() is not None


def open_of(connection: Connection, candidate: str) -> Mapping[str, Row[Any]]:
    """Return the sponsorships of a person that are open, by sponsor."""
    here = sponsorships.c
    query = select(here.id, here.sponsor, here.step, here.version).where(here.candidate == candidate, here.open)
    return {row.sponsor: row for row in connection.execute(query)}


def open_among(connection: Connection, candidates: Sequence[str]) -> Mapping[str, Row[Any]]:
    """Return the sponsorship that is open of each of these people, the one that is furthest; none of the others."""
    here, found = sponsorships.c, dict[str, Row[Any]]()
    for batch in batches(candidates, BATCH):
        query = select(here.id, here.candidate, here.sponsor, here.step).where(here.open, here.candidate.in_(batch))
        for row in connection.execute(query.order_by(here.created_at, here.id)):
            if row.step == ACTIVE or row.candidate not in found:
                found[row.candidate] = row
    return found


def open_with(connection: Connection, sponsors: Sequence[str]) -> Mapping[str, int]:
    """Return how many sponsorships of each of these sponsors are open, those that wait for an answer too."""
    here, found = sponsorships.c, dict[str, int]()
    for batch in batches(sponsors, BATCH):
        query = select(here.sponsor, func.count().label("taken")).where(here.open, here.sponsor.in_(batch))
        found |= {row.sponsor: row.taken for row in connection.execute(query.group_by(here.sponsor))}
    return found


def followed(connection: Connection, sponsor: str) -> set[str]:
    """Return the people whom a sponsor follows now."""
    here = sponsorships.c
    query = select(here.candidate).where(here.sponsor == sponsor, here.step == ACTIVE, here.open)
    return set(connection.execute(query).scalars())


def add(connection: Connection, values: dict[str, Any], now: dt.datetime) -> str:
    """Return the id of a new sponsorship; raise Conflict where that pair has one that is open."""
    name = str(uuid.uuid4())
    if not seats.won(connection, sponsorships, [{**values, "id": name, "created_at": now}]):
        raise Conflict(ALREADY, "already")
    return name


def move(connection: Connection, sponsorship: str, expected: int, news: dict[str, Any]) -> None:
    """Change a sponsorship; raise Stale at another version than expected."""
    versioned.change(connection, sponsorships, sponsorship, expected, **news)


def get(connection: Connection, reach: Reach, sponsorship: str, now: dt.datetime) -> Row[Any]:
    """Return a sponsorship within reach, with `revealed`; raise NotFound."""
    found = connection.execute(_within(reach, now).where(sponsorships.c.id == sponsorship)).first()
    if found is None:
        raise NotFound("nothing has that identifier in sponsorships")
    return found


def bare(connection: Connection, sponsorship: str, now: dt.datetime) -> Row[Any]:
    """Return a sponsorship that was reached already, as it stands now."""
    return connection.execute(_all(now).where(sponsorships.c.id == sponsorship)).one()


def within(connection: Connection, reach: Reach, asked: Asked, now: dt.datetime) -> Page:
    """Return a page of the sponsorships within reach, the newest first."""
    here = sponsorships.c
    return page(connection, _within(reach, now), Order("sponsorships", here.created_at, here.id, down=True), asked)


def _within(reach: Reach, now: dt.datetime) -> Select[Any]:
    """Of a sponsor only those to whom the person shows themselves: what is not agreed to yet is not theirs to see."""
    here, who, people = sponsorships.c, reach.subject, CANDIDATES.main.c
    mine = and_(here.sponsor == who.sponsor, here.territory == who.territory, _revealed(now))
    ours = mine if reach.has(Scope.OWN) and who.sponsor else false()
    same = select(people.public_id).where(people.territory == who.territory)
    return _all(now).where(here.candidate.in_(same), or_(candidates_in(reach, here.candidate, now), ours))


def _all(now: dt.datetime) -> Select[Any]:
    return select(sponsorships, _revealed(now).label("revealed"))


def _revealed(now: dt.datetime) -> Any:
    here = sponsorships.c
    return agrees(here.candidate, IDENTITY, now, sponsor=here.sponsor)
