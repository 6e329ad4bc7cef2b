"""Who was erased, as marks from which nobody can tell whom: so that an old backup brings nobody back."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import Column, Connection, DateTime, Table, Text, select

from service.db.base import metadata
from service.db.rows import batches

tombstones = Table(
    "tombstones",
    metadata,
    Column("digest", Text, primary_key=True),  # keyed, of what they were and of their public id
    Column("at", DateTime(timezone=True), nullable=False),
)

_BATCH = 500  # marks in one query


def add(connection: Connection, digests: Iterable[str], now: dt.datetime) -> None:
    """Keep marks; those that are there already stay as they are."""
    wanted = set(digests)
    new = sorted(wanted - among(connection, wanted))
    if new:
        connection.execute(tombstones.insert(), [{"digest": digest, "at": now} for digest in new])


def among(connection: Connection, digests: Iterable[str]) -> set[str]:
    """Return those of these marks that are kept."""
    here = tombstones.c.digest
    queries = (select(here).where(here.in_(batch)) for batch in batches(digests, _BATCH))
    return {digest for query in queries for digest in connection.execute(query).scalars()}


def everything(connection: Connection) -> set[str]:
    """Return all marks."""
    return set(connection.execute(select(tombstones.c.digest)).scalars())
