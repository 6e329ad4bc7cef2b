"""Roles: what an account is in a territory, for which organisation or person, and since when."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    ForeignKey,
    Row,
    Table,
    Text,
    and_,
    false,
    or_,
    select,
)

from service.db.base import metadata
from service.db.paging import Asked, Order, page
from service.db.times import lasts, utc
from service.errors import NotFound
from service.permissions import Reach, Role, Scope

memberships = Table(
    "memberships",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account", Text, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("territory", Text, ForeignKey("territories.id"), nullable=False, index=True),
    Column("organisation", Text, ForeignKey("organisations.id")),
    Column("candidate", Text, index=True),  # public id: whom a candidate's account is about
    Column("sponsor", Text, index=True),  # likewise of a sponsor
    Column("lead", Boolean, nullable=False, server_default=false()),  # may manage the organisation's members
    Column("given_by", Text),  # account; null = the command line
    Column("approved_by", Text),  # account: the second person
    Column("pending", Boolean, nullable=False, server_default=false()),  # waits for the second person
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True)),
)


@dataclass(frozen=True, slots=True)
class Membership:
    """One role of an account."""

    role: Role
    territory: str
    account: str = ""
    id: str = ""
    organisation: str | None = None
    candidate: str | None = None
    sponsor: str | None = None
    lead: bool = False
    given_by: str | None = None
    approved_by: str | None = None
    pending: bool = False
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None


def in_force(now: dt.datetime) -> ColumnElement[bool]:
    """Return the condition that a role counts at a time."""
    here = memberships.c
    return and_(~here.pending, lasts(here.starts_at, here.ends_at, now))


def add(connection: Connection, new: Membership, now: dt.datetime) -> str:
    """Return the id of a new role, which begins now."""
    name = str(uuid.uuid4())
    values = {field: getattr(new, field) for field in ("role", "territory", "account", "organisation", "candidate")}
    values |= {field: getattr(new, field) for field in ("sponsor", "lead", "given_by", "pending", "ends_at")}
    connection.execute(memberships.insert(), {**values, "id": name, "starts_at": now})
    return name


def of_account(connection: Connection, account: str, now: dt.datetime) -> list[Membership]:
    """Return the roles that an account has now, the oldest first."""
    here = memberships.c
    query = select(memberships).where(here.account == account, in_force(now)).order_by(here.starts_at, here.id)
    return [_membership(row) for row in connection.execute(query)]


def of_organisation(connection: Connection, organisation: str, now: dt.datetime) -> list[Membership]:
    """Return the roles for an organisation that count now: of who leads it first, then the oldest first."""
    here = memberships.c
    query = select(memberships).where(here.organisation == organisation, in_force(now))
    return [_membership(row) for row in connection.execute(query.order_by(here.lead.desc(), here.starts_at, here.id))]


def get(connection: Connection, reach: Reach, membership: str) -> Membership:
    """Return a role that somebody's right to members reaches; raise NotFound."""
    query = select(memberships).where(memberships.c.id == membership, _within(reach))
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("no such member")
    return _membership(row)


def page_within(connection: Connection, reach: Reach, asked: Asked) -> tuple[list[Membership], str | None]:
    """Return a page of the roles that somebody's right to members reaches, ended ones too, the newest first."""
    here = memberships.c
    order = Order("members newest", here.starts_at, here.id, down=True)
    found = page(connection, select(memberships).where(_within(reach)), order, asked)
    return [_membership(row) for row in found.rows], found.next


def all_within(connection: Connection, reach: Reach) -> list[Membership]:
    """Return all roles that somebody's right to members reaches, ended ones too."""
    return [_membership(row) for row in connection.execute(select(memberships).where(_within(reach)))]


def has(connection: Connection, role: Role, accounts: Collection[str], now: dt.datetime) -> bool:
    """Return whether somebody has a role now, beside these accounts."""
    here = memberships.c
    query = select(here.id).where(here.role == role, in_force(now), here.account.not_in(accounts)).limit(1)
    return connection.execute(query).first() is not None


def has_approver(connection: Connection, territory: str, besides: Collection[str], now: dt.datetime) -> bool:
    """Return whether somebody beside these accounts is organiser or administrator of a territory now."""
    here = memberships.c
    who = (here.territory == territory, here.role.in_((Role.ORGANISER, Role.ADMIN)), here.account.not_in(besides))
    return connection.execute(select(here.id).where(*who, in_force(now)).limit(1)).first() is not None


def approve(connection: Connection, membership: str, by: str, now: dt.datetime) -> None:
    """Let a role that waited for a second person begin."""
    values = {"pending": False, "approved_by": by, "starts_at": now}
    connection.execute(memberships.update().where(memberships.c.id == membership).values(**values))


def end(connection: Connection, membership: str, now: dt.datetime) -> None:
    """End a role; one that has ended keeps its date."""
    here = (memberships.c.id == membership, or_(memberships.c.ends_at.is_(None), memberships.c.ends_at > now))
    connection.execute(memberships.update().where(*here).values(ends_at=now))


def resume(connection: Connection, membership: str) -> None:
    """Let a role go on that has ended."""
    connection.execute(memberships.update().where(memberships.c.id == membership).values(ends_at=None))


def _within(reach: Reach) -> ColumnElement[bool]:
    """Those of the territory, or only those of one's organisation."""
    here, subject = memberships.c, reach.subject
    whole = here.territory == subject.territory
    return whole if reach.has(Scope.TERRITORY) else and_(whole, here.organisation == subject.organisation)


def _membership(row: Row[Any]) -> Membership:
    told = {name: getattr(row, name) for name in Membership.__slots__}
    times = {name: utc(told[name]) for name in ("starts_at", "ends_at")}
    return Membership(**{**told, **times, "role": Role(row.role)})
