"""Emergencies: an administrator sees one person's file for half an hour, with a reason, and the person is told."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import Column, Connection, DateTime, ForeignKey, Table, Text, select

from service.db.base import metadata
from service.db.times import utc
from service.errors import NotFound

break_glass = Table(
    "break_glass",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account", Text, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("candidate", Text, ForeignKey("candidates.public_id", ondelete="CASCADE"), nullable=False),
    Column("territory", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Emergency:
    """What an administrator may see, why and until when."""

    id: str
    account: str
    candidate: str
    territory: str
    reason: str
    starts_at: dt.datetime
    ends_at: dt.datetime


def add(
    connection: Connection, account: str, candidate: str, territory: str, reason: str,
    now: dt.datetime, until: dt.datetime,
) -> Emergency:  # fmt: skip
    """Return a new emergency."""
    new = Emergency(str(uuid.uuid4()), account, candidate, territory, reason, now, until)
    connection.execute(break_glass.insert(), {name: getattr(new, name) for name in Emergency.__slots__})
    return new


def of_account(connection: Connection, account: str | None) -> list[Emergency]:
    """Return the emergencies of an administrator, the newest first."""
    query = select(break_glass).where(break_glass.c.account == account).order_by(break_glass.c.starts_at.desc())
    told = [dict(row._mapping) for row in connection.execute(query)]
    return [Emergency(**{n: utc(v) if n.endswith("_at") else v for n, v in one.items()}) for one in told]


def end(connection: Connection, account: str | None, emergency: str, now: dt.datetime) -> None:
    """End one's own emergency before its time; raise NotFound. One that has ended keeps its date."""
    found = {one.id: one for one in of_account(connection, account)}
    if emergency not in found:
        raise NotFound("no such emergency")
    here = (break_glass.c.id == emergency, break_glass.c.ends_at > now)
    connection.execute(break_glass.update().where(*here).values(ends_at=now))
