"""Who a token stands for: a session or key with its account and role, in one query for every request."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, Table, bindparam, select

from service.db.accounts import accounts
from service.db.api_keys import ApiKey, api_keys
from service.db.memberships import Membership, memberships
from service.db.second_factors import second_factors
from service.db.sessions import Session, clock, sessions
from service.db.times import utc
from service.permissions import STAFF, Role


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session as it stands in the database."""

    session: Session
    membership: Membership
    disabled: bool
    enrolled: bool  # has a second factor that was shown to work
    latest: dt.datetime | None  # time that any session was seen at

    @property
    def needs_second_factor(self) -> bool:
        """Whether somebody has signed in by halves only."""
        return not self.session.complete and (self.membership.role in STAFF or self.enrolled)


def by_session(connection: Connection, digest: str) -> SignedIn | None:
    """Return the session whose token has that digest, ended or not; None if there never was one."""
    row = connection.execute(_BY_SESSION, {"digest": digest}).one_or_none()
    if row is None:
        return None
    found = _read(row, sessions, Session), _read(row, memberships, Membership)
    return SignedIn(*found, row.disabled_at is not None, row.confirmed_at is not None, utc(row.latest))


def by_key(connection: Connection, digest: str) -> tuple[ApiKey, Membership, bool] | None:
    """Return the key with that digest, its role, and whether its account is disabled; None if there is none."""
    row = connection.execute(_BY_KEY, {"digest": digest}).one_or_none()
    if row is None:
        return None
    return _read(row, api_keys, ApiKey), _read(row, memberships, Membership), row.disabled_at is not None


def newcomers(connection: Connection, role: Role) -> list[str]:
    """Return the accounts in a role that nobody has an address for yet: their invitation waits to be used."""
    query = select(accounts.c.id).join(memberships).where(memberships.c.role == role, accounts.c.email.is_(None))
    return list(connection.execute(query).scalars())


def _columns(table: Table, noun: Any) -> list[Any]:
    return [table.c[name].label(f"{table.name}_{name}") for name in noun.__slots__]


def _read(row: Row[Any], table: Table, noun: Any) -> Any:
    named = row._mapping
    told = {name: named[f"{table.name}_{name}"] for name in noun.__slots__}
    told |= {name: utc(value) for name, value in told.items() if name.endswith("_at")}
    return noun(**(told | {"role": Role(told["role"])} if "role" in told else told))


# Made once: every request runs one of them.
_BY_KEY: Final = (
    select(*_columns(api_keys, ApiKey), *_columns(memberships, Membership), accounts.c.disabled_at)
    .select_from(api_keys.join(memberships).join(accounts))
    .where(api_keys.c.digest == bindparam("digest"))
)
_BY_SESSION: Final = (
    select(
        *_columns(sessions, Session),
        *_columns(memberships, Membership),
        accounts.c.disabled_at,
        second_factors.c.confirmed_at,
        select(clock.c.seen_at).scalar_subquery().label("latest"),
    )
    .select_from(sessions.join(memberships).join(accounts, accounts.c.id == sessions.c.account))
    .outerjoin(second_factors, second_factors.c.account == sessions.c.account)
    .where(sessions.c.digest == bindparam("digest"))
)
