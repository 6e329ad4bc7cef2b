"""When somebody was last active: from all the times that stand beside them, and from when they signed in."""

import datetime as dt
from typing import Any, Final

from sqlalchemy import Column, Connection, DateTime, Table, Text, func, select

from service.db.base import metadata
from service.db.times import utc

account_activity = Table(
    "account_activity",
    metadata,
    Column("account", Text, primary_key=True),
    Column("seen_at", DateTime(timezone=True), nullable=False),  # sessions are forgotten after a month; this is not
)

NOT_THEIRS: Final = frozenset(
    {"expires_at", "ends_at", "answer_due", "answered_at", "seen_at"}
)  # time alone, or others
_WITHOUT: Final = frozenset({"sharings", "break_glass", "notices"})  # what others did with their file


def remember(connection: Connection) -> int:
    """Note for every account when it was last signed in, before its sessions are forgotten; return how many."""
    sessions = metadata.tables["sessions"].c
    last = connection.execute(select(sessions.account, func.max(sessions.seen_at)).group_by(sessions.account)).all()
    for account, at in last:
        here = account_activity.c.account == account
        if not connection.execute(account_activity.update().where(here).values(seen_at=at)).rowcount:
            connection.execute(account_activity.insert().values(account=account, seen_at=at))
    return len(last)


def quiet(connection: Connection, kind: str, before: dt.datetime) -> list[str]:
    """Return the ids of those whose own row has not changed since; who of them was active, `last` says."""
    key, changed = _own(kind)
    return list(connection.execute(select(key).where(changed < before).order_by(key)).scalars())


def last(connection: Connection, kind: str, person: str) -> dt.datetime:
    """Return the latest time that stands in somebody's row, in the rows about them, or at their sign-ins.

    Raise NoResultFound for somebody unknown.
    """
    key, changed = _own(kind)
    own = connection.execute(select(changed).where(key == person)).scalar_one()
    column = kind.removesuffix("s")
    return max(utc(at) for at in [own, *_beside(connection, column, person), *_signed_in(connection, column, person)])


def _own(kind: str) -> tuple[Any, Any]:
    """Return the columns of the id and of the last change."""
    here = metadata.tables[kind].c
    return (here.id, here.created_at) if kind == "accounts" else (here.public_id, here.updated_at)


def _beside(connection: Connection, column: str, person: str) -> list[dt.datetime]:
    found: list[dt.datetime] = []
    for table in metadata.sorted_tables if column != "account" else ():
        if column not in table.c or table.name in _WITHOUT:
            continue
        times = [c for c in table.c if isinstance(c.type, DateTime) and c.name not in NOT_THEIRS]
        if times:
            row = connection.execute(select(*map(func.max, times)).where(table.c[column] == person)).one()
            found += [at for at in row if at is not None]
    return found


def _signed_in(connection: Connection, column: str, person: str) -> list[dt.datetime]:
    members, sessions, seen = (metadata.tables[name].c for name in ("memberships", "sessions", "account_activity"))
    accounts = [person]
    if column != "account":
        accounts = list(connection.execute(select(members.account).where(members[column] == person)).scalars())
    queries = [select(func.max(table.seen_at)).where(table.account.in_(accounts)) for table in (sessions, seen)]
    return [at for at in map(connection.scalar, queries) if at is not None]
