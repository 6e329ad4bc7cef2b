"""Who comes to a meetup: people who look for work, hosts (a sponsor, or a member of a company), and what they wish.

Each has a place with a number: of many who want the last one, the database lets one in.
"""

import datetime as dt
import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    DateTime,
    ForeignKey,
    Integer,
    Row,
    Select,
    Table,
    Text,
    UniqueConstraint,
    column,
    false,
    func,
    or_,
    select,
    table,
    true,
)

from service.db import seats
from service.db.base import metadata
from service.db.document_tables import SPONSORS, Kind
from service.db.rows import BATCH, batches
from service.db.scoping import in_caseload, registrants_in
from service.errors import Conflict, NotFound
from service.permissions import Reach, Scope, Subject

PERSON, HOST = "person", "host"

guests = Table(
    "meetup_guests",
    metadata,
    Column("id", Text, primary_key=True),
    Column("meetup", Text, ForeignKey("meetups.id", ondelete="CASCADE"), nullable=False),
    Column("side", Text, nullable=False),
    Column("candidate", Text, ForeignKey("candidates.public_id", ondelete="CASCADE"), index=True),
    Column("sponsor", Text, ForeignKey("sponsors.public_id", ondelete="CASCADE"), index=True),
    Column("account", Text, ForeignKey("accounts.id", ondelete="CASCADE"), index=True),  # a company's member
    Column("organisation", Text, ForeignKey("organisations.id")),  # theirs
    Column("opening", Text, ForeignKey("openings.public_id", ondelete="SET NULL"), index=True),  # what they offer
    Column("called", Text),  # the name that an organiser typed, of somebody who has no file here
    Column("company", Text),  # likewise, of a host
    Column("seats", Integer, nullable=False),  # at a host's table
    Column("min_meetings", Integer),  # null = as the meetup says
    Column("away", Text, nullable=False),  # a JSON list of the rounds missed, from 1
    Column("registered_by", Text, nullable=False),  # an account
    Column("registered_as", Text, nullable=False),  # in that role
    Column("registered_at", DateTime(timezone=True), nullable=False),
    *(UniqueConstraint("meetup", name) for name in ("candidate", "sponsor", "account")),
)
places = {
    PERSON: seats.table("meetup_places", "meetups.id", "meetup_guests.id"),
    HOST: seats.table("meetup_host_places", "meetups.id", "meetup_guests.id"),
}
wishes = Table(
    "meetup_wishes",
    metadata,
    Column("person", Text, ForeignKey("meetup_guests.id", ondelete="CASCADE"), primary_key=True),
    Column("host", Text, ForeignKey("meetup_guests.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("side", Text, primary_key=True),  # whose word it is: person, host, organiser
    Column("kind", Text, nullable=False),  # must, wish, never
)
_ORGANISATIONS: Final = table("organisations", *map(column, ("id", "name", "siret")))  # owned by organisations.py
_ALONE: Final = ("candidate", "sponsor", "account", "organisation", "opening", "called", "company")


def register(
    connection: Connection, meetup: Row[Any], side: str, told: Mapping[str, Any], by: Subject, now: dt.datetime
) -> str:
    """Give somebody a place and return their id; raise Conflict where none is left, or for who has one already."""
    name = str(uuid.uuid4())
    row = {**dict.fromkeys(_ALONE), "seats": 1, "min_meetings": None, **told, "away": json.dumps(told.get("away", []))}
    row |= {"id": name, "meetup": meetup.id, "side": side}
    row |= {"registered_by": by.account or "", "registered_as": by.role, "registered_at": now}
    if not seats.won(connection, guests, [row]):
        raise Conflict("already registered for this meetup", "already")
    capacity = meetup.places if side == PERSON else meetup.host_places
    seats.take_any(connection, places[side], meetup.id, name, capacity)
    return name


def of(connection: Connection, meetup: str) -> Sequence[Row[Any]]:
    """Return everybody who comes, people first, by the number of their place."""
    return connection.execute(_all(true()).where(guests.c.meetup == meetup)).all()


def seen(connection: Connection, reach: Reach, meetup: str, now: dt.datetime) -> Sequence[Row[Any]]:
    """Return the same for who asks: those within reach (`mine`), and the hosts, whom all may wish to meet."""
    mine = _mine(reach, now)
    return connection.execute(_all(mine).where(guests.c.meetup == meetup, or_(mine, guests.c.side == HOST))).all()


def mine(connection: Connection, reach: Reach, meetup: str, now: dt.datetime) -> dict[str, Row[Any]]:
    """Return the guests within reach by their id."""
    rows = connection.execute(_all(true()).where(guests.c.meetup == meetup, _mine(reach, now))).all()
    return {row.id: row for row in rows}


def registered(connection: Connection, candidate: str) -> dict[str, str]:
    """Return the places that a person has, by meetup: the ids of these guests."""
    query = select(guests.c.meetup, guests.c.id).where(guests.c.candidate == candidate)
    return dict(map(tuple, connection.execute(query)))


def get(connection: Connection, reach: Reach, meetup: str, guest: str, now: dt.datetime) -> Row[Any]:
    """Return a guest within reach; raise NotFound."""
    here = guests.c
    row = connection.execute(_all(true()).where(here.meetup == meetup, here.id == guest, _mine(reach, now))).first()
    if row is None:
        raise NotFound("nobody at this meetup has that identifier")
    return row


def registrants(connection: Connection, reach: Reach, meetup: str) -> Sequence[Row[Any]]:
    """Return the people whom one may know by name because they registered, or because one of us typed their name."""
    here = guests.c
    known = or_(registrants_in(reach, here), here.called.is_not(None))
    query = _all(false()).where(here.meetup == meetup, here.side == PERSON, known)
    return connection.execute(query).all()


def companies(connection: Connection, meetup: str) -> dict[str, str]:
    """Return the company of each host who has one, by the host's id: one text for a company, whoever comes of it."""
    here, sponsor, told, firm = guests.c, SPONSORS.main.c, SPONSORS.records.c, _ORGANISATIONS.c
    query = select(here.id, here.company, firm.name, firm.siret, told.record).where(
        here.meetup == meetup, here.side == HOST
    )
    query = query.outerjoin(SPONSORS.main, sponsor.public_id == here.sponsor)
    query = query.outerjoin(SPONSORS.records, told.public_id == here.sponsor)
    query = query.outerjoin(_ORGANISATIONS, firm.id == func.coalesce(here.organisation, sponsor.organisation))
    names: dict[str, str] = {}  # by SIREN
    found = {}
    for row in connection.execute(query.order_by(here.side, here.registered_at, here.id)):
        known = json.loads(row.record or "{}").get("company", {})
        name = row.name or row.company or known.get("name", "")
        siren = (row.siret or known.get("siret", ""))[:9]
        found[row.id] = names.setdefault(siren, name or siren) if siren else name
    return {guest: name for guest, name in found.items() if name}


def change(connection: Connection, guest: str, told: Mapping[str, Any]) -> None:
    """Change the columns given; `away` is a list of rounds."""
    away = {"away": json.dumps(told["away"])} if "away" in told else {}
    if told:
        connection.execute(guests.update().where(guests.c.id == guest).values({**told, **away}))


def remove(connection: Connection, guest: str) -> None:
    """Take somebody off; their place is free again."""
    connection.execute(guests.delete().where(guests.c.id == guest))


def counts(connection: Connection, meetups: Collection[str]) -> dict[str, dict[str, int]]:
    """Return how many come to each of these meetups, by side, and how many `seats` the hosts have."""
    here, found = guests.c, {meetup: {PERSON: 0, HOST: 0, "seats": 0} for meetup in meetups}
    query = select(here.meetup, here.side, func.count(), func.sum(here.seats)).where(here.meetup.in_(meetups))
    for meetup, side, count, seats_there in connection.execute(query.group_by(here.meetup, here.side)):
        found[meetup] |= {side: count} | ({"seats": int(seats_there)} if side == HOST else {})
    return found


def filed(connection: Connection, kind: Kind, territory: str, names: Collection[str]) -> dict[str, str]:
    """Return the public ids of those whom a file calls by one of these names: their public id, or that of a source.

    A name that two have is nobody's.
    """
    main, found = kind.main.c, dict[str, set[str]]()
    for batch in batches(names, BATCH):
        query = select(main.public_id, main.external_id).where(main.territory == territory, main.open)
        for row in connection.execute(query.where(or_(main.public_id.in_(batch), main.external_id.in_(batch)))):
            for name in {row.public_id, row.external_id} & set(batch):
                found.setdefault(name, set()).add(row.public_id)
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}


def remove_added(connection: Connection, meetup: str, account: str, at: dt.datetime) -> int:
    """Take off all whom an account registered at one moment; return how many."""
    here = guests.c
    those = (here.meetup == meetup, here.registered_by == account, here.registered_at == at)
    return connection.execute(guests.delete().where(*those)).rowcount


def forget_typed(connection: Connection, meetups: Collection[str]) -> int:
    """Forget the names that organisers typed for these meetups; return how many."""
    here = guests.c
    some = (here.meetup.in_(meetups), or_(here.called.is_not(None), here.company.is_not(None)))
    return connection.execute(guests.update().where(*some).values(called=None, company=None)).rowcount


def highest(connection: Connection, side: str, meetup: str) -> int:
    """Return the highest number of a place that somebody has; 0 where nobody comes."""
    here = places[side].c
    return connection.execute(select(func.max(here.number)).where(here.of == meetup)).scalar() or 0


def wished(connection: Connection, meetup: str) -> Sequence[Row[Any]]:
    """Return all wishes, musts and nevers, in a fixed order."""
    here = wishes.c
    query = select(wishes).join(guests, guests.c.id == here.person).where(guests.c.meetup == meetup)
    return connection.execute(query.order_by(here.person, here.host, here.side)).all()


def wish(connection: Connection, side: str, whose: Collection[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Put rows (person, host, kind) in the place of what that side said for these guests."""
    here = wishes.c
    own = here.host if side == HOST else here.person
    connection.execute(wishes.delete().where(here.side == side, own.in_(whose)))
    if rows:
        connection.execute(wishes.insert(), [{**row, "side": side} for row in rows])


def _all(mine: ColumnElement[bool]) -> Select[Any]:
    """Select guests with the number of their place, and whether they are within reach."""
    number = func.coalesce(*(_number(numbers) for numbers in places.values())).label("number")
    return select(guests, number, mine.label("mine")).order_by(guests.c.side.desc(), number)


def _number(numbers: Table) -> Any:
    return select(numbers.c.number).where(numbers.c.holder == guests.c.id).scalar_subquery()


def _mine(reach: Reach, now: dt.datetime) -> ColumnElement[bool]:
    here, who = guests.c, reach.subject
    rules = {
        Scope.OWN: or_(_is(here.candidate, who.candidate), _is(here.sponsor, who.sponsor)),
        Scope.CASELOAD: in_caseload(reach, here.candidate, now),
        Scope.ORGANISATION: _is(here.organisation, who.organisation),
        Scope.TERRITORY: true(),
    }
    return or_(false(), *(rule for scope, rule in rules.items() if scope in reach.scopes))


def _is(column: ColumnElement[Any], value: str | None) -> ColumnElement[bool]:
    return column == value if value else false()
