"""Who works beside whom: the advisers of an organisation, and what accounts are called."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Boolean, Connection, DateTime, Text, column, select, table

from service.db.times import lasts
from service.permissions import Reach, Role

_AT: Final = DateTime(timezone=True)
_ACCOUNTS: Final = table("accounts", column("id", Text), column("name", Text), column("disabled_at", _AT))
_MEMBERSHIPS: Final = table(
    "memberships",
    *(column(name, Text) for name in ("account", "role", "territory", "organisation")),
    column("pending", Boolean),
    column("starts_at", _AT),
    column("ends_at", _AT),
)


def advisers(connection: Connection, reach: Reach, now: dt.datetime) -> dict[str, str]:
    """Return what the other advisers of one's organisation are called, by account, in the order of their names."""
    here, role, who = _ACCOUNTS.c, _MEMBERSHIPS.c, reach.subject
    query = select(here.id, here.name).join(_MEMBERSHIPS, role.account == here.id)
    beside = (role.role == Role.ADVISER, role.territory == who.territory, role.organisation == who.organisation)
    in_force = (~role.pending, lasts(role.starts_at, role.ends_at, now), here.disabled_at.is_(None))
    query = query.where(*beside, *in_force, here.id != who.account).order_by(here.name, here.id)
    return {row.id: row.name for row in connection.execute(query)}


def names(connection: Connection, accounts: Iterable[str]) -> dict[str, str]:
    """Return what accounts are called; one that is gone is left out."""
    here = _ACCOUNTS.c
    query = select(here.id, here.name).where(here.id.in_(set(accounts)))
    return {row.id: row.name for row in connection.execute(query)}
