"""Notes that advisers write about those whom they follow: sealed, and read by the person too."""

import datetime as dt
from typing import Any

from sqlalchemy import Connection

from service.db import notes, reached
from service.db.documents import CANDIDATES
from service.db.paging import Asked, Page
from service.errors import Forbidden
from service.keys import Keys
from service.permissions import Reach


def add(connection: Connection, keys: Keys, reach: Reach, person: str, text: str, now: dt.datetime) -> dict[str, Any]:
    """Keep a note about a person; raise NotFound for one out of reach."""
    reached.record(connection, reach, CANDIDATES, person, now)
    who = reach.subject
    name = notes.add(connection, keys, person, who.account or "", who.organisation, text, now)
    return opened(keys, notes.get(connection, person, name))


def browse(connection: Connection, reach: Reach, person: str, asked: Asked, now: dt.datetime) -> Page:
    """Return a page of the notes about a person, sealed, the newest first; raise NotFound for one out of reach."""
    reached.record(connection, reach, CANDIDATES, person, now)
    return notes.of(connection, person, asked)


def change(
    connection: Connection, keys: Keys, reach: Reach, person: str, note: str, text: str, expected: int, now: dt.datetime
) -> dict[str, Any]:
    """Write one's own note anew; raise NotFound, Forbidden for another's, Stale."""
    _own(connection, reach, person, note, now)
    notes.change(connection, keys, note, text, expected, now)
    return opened(keys, notes.get(connection, person, note))


def delete(
    connection: Connection, reach: Reach, person: str, note: str, expected: int, now: dt.datetime
) -> dict[str, str]:
    """Delete one's own note and return its id; raise NotFound, Forbidden for another's, Stale."""
    _own(connection, reach, person, note, now)
    notes.delete(connection, note, expected)
    return {"id": note}


def own(connection: Connection, keys: Keys, reach: Reach, person: str, note: str, now: dt.datetime) -> dict[str, Any]:
    """Return one's own note; raise NotFound, Forbidden for another's."""
    _own(connection, reach, person, note, now)
    return opened(keys, notes.get(connection, person, note))


def opened(keys: Keys, row: Any) -> dict[str, Any]:
    """Return a note with what it says."""
    return {**row._mapping, "text": notes.opened(keys, row)}


def _own(connection: Connection, reach: Reach, person: str, note: str, now: dt.datetime) -> None:
    reached.record(connection, reach, CANDIDATES, person, now)
    if notes.get(connection, person, note).author != reach.subject.account:
        raise Forbidden("only its author changes a note", "other_side")
