"""What advisers write about those whom they follow, sealed; the person reads it, no company and no sponsor does."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import Column, Connection, DateTime, ForeignKey, Integer, LargeBinary, Row, Table, Text, select

from service.db import versioned
from service.db.base import metadata
from service.db.paging import Asked, Order, Page, page
from service.errors import NotFound
from service.keys import Keys

notes = Table(
    "notes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("candidate", Text, ForeignKey("candidates.public_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("author", Text, nullable=False),  # an account
    Column("organisation", Text, ForeignKey("organisations.id")),
    Column("sealed", LargeBinary, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
)


def add(
    connection: Connection,
    keys: Keys,
    candidate: str,
    author: str,
    organisation: str | None,
    text: str,
    now: dt.datetime,
) -> str:
    """Keep a note and return its id."""
    name = str(uuid.uuid4())
    row = {"id": name, "candidate": candidate, "author": author, "organisation": organisation}
    row |= {"sealed": keys.seal(text, _about(name)), "written_at": now, "changed_at": now}
    connection.execute(notes.insert(), row)
    return name


def of(connection: Connection, candidate: str, asked: Asked) -> Page:
    """Return a page of the notes about a person, sealed, the newest first."""
    query = select(notes).where(notes.c.candidate == candidate)
    return page(connection, query, Order("notes", notes.c.written_at, notes.c.id, down=True), asked)


def get(connection: Connection, candidate: str, note: str) -> Row[Any]:
    """Return a note about a person, sealed; raise NotFound."""
    row = connection.execute(select(notes).where(notes.c.candidate == candidate, notes.c.id == note)).first()
    if row is None:
        raise NotFound("nothing has that identifier in notes")
    return row


def opened(keys: Keys, row: Row[Any]) -> str:
    """Return what a note says."""
    return keys.unseal(row.sealed, _about(row.id))


def change(connection: Connection, keys: Keys, note: str, text: str, expected: int, now: dt.datetime) -> None:
    """Write a note anew; raise Stale at another version than expected."""
    versioned.change(connection, notes, note, expected, sealed=keys.seal(text, _about(note)), changed_at=now)


def delete(connection: Connection, note: str, expected: int) -> None:
    """Delete a note; raise Stale at another version than expected."""
    versioned.remove(connection, notes, note, expected)


def _about(note: str) -> str:
    return f"note:{note}"
