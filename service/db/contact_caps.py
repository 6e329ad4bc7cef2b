"""How many introductions a month a company wants at most."""

from sqlalchemy import Column, Connection, ForeignKey, Integer, Table, Text, select

from service.db import seats
from service.db.base import metadata
from service.db.versioned import STALE
from service.errors import Stale

contact_caps = Table(
    "contact_caps",
    metadata,
    Column("organisation", Text, ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True),
    Column("monthly", Integer),  # introductions proposed to it in a month; null = as many as there are
    Column("version", Integer, nullable=False, server_default="1"),
)


def get(connection: Connection, organisation: str) -> tuple[int | None, int]:
    """Return (number, version) of a company; None = as many as there are, (None, 0) where it never said."""
    row = connection.execute(select(contact_caps).where(contact_caps.c.organisation == organisation)).first()
    return (row.monthly, row.version) if row else (None, 0)


def save(connection: Connection, organisation: str, monthly: int | None, expected: int) -> None:
    """Set a company's number, None = no limit; `expected` is 0 for the first; raise Stale at another version."""
    here = contact_caps.c
    row = {"organisation": organisation, "monthly": monthly, "version": expected + 1}
    if expected == 0:
        done = seats.won(connection, contact_caps, [row])
    else:
        same = (here.organisation == organisation, here.version == expected)
        done = bool(connection.execute(contact_caps.update().where(*same).values(row)).rowcount)
    if not done:
        raise Stale(STALE)
