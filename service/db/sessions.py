"""Sessions of browsers: only a digest of the token is kept, and an end is for good."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, Connection, DateTime, ForeignKey, Row, Table, Text, false, select

from service.db.base import metadata
from service.db.times import utc

sessions = Table(
    "sessions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("account", Text, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("membership", Text, ForeignKey("memberships.id", ondelete="CASCADE"), nullable=False),
    Column("complete", Boolean, nullable=False, server_default=false()),  # with the second factor, if one is needed
    Column("agent", Text, nullable=False, server_default=""),  # the browser, for the person's own list
    Column("started_at", DateTime(timezone=True), nullable=False),  # of the sign-in, also after a change of role
    Column("seen_at", DateTime(timezone=True), nullable=False),  # to the minute
    Column("ended_at", DateTime(timezone=True)),
)

clock = Table(
    "clock",
    metadata,
    Column("id", Text, primary_key=True),
    Column("seen_at", DateTime(timezone=True), nullable=False),  # the latest time that a session was seen at
)

ONLY = "latest"  # the clock's one row


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which somebody has signed in."""

    id: str
    account: str
    membership: str
    complete: bool
    agent: str
    started_at: dt.datetime
    seen_at: dt.datetime
    ended_at: dt.datetime | None = None


def add(
    connection: Connection, digest: str, account: str, membership: str, complete: bool, agent: str,
    started_at: dt.datetime, now: dt.datetime,
) -> Session:  # fmt: skip
    """Return a new session."""
    new = Session(str(uuid.uuid4()), account, membership, complete, agent, started_at, now)
    values = {name: getattr(new, name) for name in Session.__slots__}
    connection.execute(sessions.insert(), {**values, "digest": digest})
    return new


def by_digest(connection: Connection, digest: str) -> Session | None:
    """Return the session whose token has that digest, ended or not; None if there never was one."""
    row = connection.execute(select(sessions).where(sessions.c.digest == digest)).one_or_none()
    return row and _session(row)


def of_account(connection: Connection, account: str) -> list[Session]:
    """Return the sessions of an account that have not been ended, the newest first."""
    here = sessions.c
    query = select(sessions).where(here.account == account, here.ended_at.is_(None))
    return [_session(row) for row in connection.execute(query.order_by(here.started_at.desc(), here.id))]


def touch(connection: Connection, session: str, now: dt.datetime) -> None:
    """Write down that a session is in use."""
    connection.execute(sessions.update().where(sessions.c.id == session).values(seen_at=now))


def end(connection: Connection, session: str, now: dt.datetime) -> None:
    """End a session."""
    _end(connection, now, sessions.c.id == session)


def end_all(connection: Connection, now: dt.datetime) -> None:
    """End everybody's sessions."""
    _end(connection, now)


def end_of_account(connection: Connection, account: str, now: dt.datetime, but: str | None = None) -> None:
    """End an account's sessions, all or all but one."""
    _end(connection, now, sessions.c.account == account, *([sessions.c.id != but] if but else []))


def end_of_membership(connection: Connection, membership: str, now: dt.datetime) -> None:
    """End the sessions in which somebody acts in a role."""
    _end(connection, now, sessions.c.membership == membership)


def latest(connection: Connection) -> dt.datetime | None:
    """Return the latest time that was seen; None in a new store."""
    return utc(connection.execute(select(clock.c.seen_at)).scalar_one_or_none())


def set_latest(connection: Connection, now: dt.datetime) -> None:
    """Keep a time as the latest that was seen."""
    if not connection.execute(clock.update().values(seen_at=now)).rowcount:
        connection.execute(clock.insert(), {"id": ONLY, "seen_at": now})


def _end(connection: Connection, now: dt.datetime, *here: Any) -> None:
    connection.execute(sessions.update().where(sessions.c.ended_at.is_(None), *here).values(ended_at=now))


def _session(row: Row[Any]) -> Session:
    told = {name: getattr(row, name) for name in Session.__slots__}
    return Session(**{name: utc(value) if name.endswith("_at") else value for name, value in told.items()})
