"""Files that were sent to be loaded: which there are, what loading one did, and what stands beside its new lines."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from service.db import audit, personal, reached, uploads
from service.db.documents import CANDIDATES, Kind
from service.db.paging import Asked, Page
from service.errors import NotFound
from service.keys import Keys
from service.permissions import Reach

__all__ = ["Asked"]  # named here too, for those who ask
IDENTITY: Final = "identity:R"  # as it stands in the log


@dataclass(frozen=True, slots=True)
class Did:
    """What loading a file did, or what of it could not be undone."""

    added: int
    changed: int
    left: list[dict[str, Any]]  # id, code and reason of what stayed as it was loaded


@dataclass(frozen=True, slots=True)
class Known:
    """A document of the store, for those who may see it."""

    record: Mapping[str, Any]
    facts: Mapping[str, str]


def browse(connection: Connection, reach: Reach, asked: Asked, kind: str = "", oldest: bool = False) -> Page:
    """Return a page of the files that one has sent, or one's company has, the last one first unless asked."""
    return uploads.listed(connection, reach, asked, kind, oldest)


def sources(connection: Connection, reach: Reach) -> list[str]:
    """Return the names of the sources that files came from so far."""
    return [own_name(source) for source in uploads.sources(connection, reach)]


def own_name(source: str) -> str:
    """Return a source as somebody named it, without whose it is."""
    return source.partition(":")[2]


def kind_of(connection: Connection, reach: Reach, id: str) -> str:
    """Return what a file holds; raise NotFound."""
    return str(uploads.get(connection, reach, id).kind)


def did(connection: Connection, keys: Keys, reach: Reach, id: str) -> Did:
    """Return what loading a file did; raise NotFound for one that was not loaded, or after thirty days."""
    row = uploads.get(connection, reach, id)
    kept = uploads.undo_of(row, keys)
    if row.undone_at is not None:
        return Did(0, 0, kept)
    added = sum(one["record"] is None for one in kept)
    return Did(added, len(kept) - added, [])


def known(connection: Connection, reach: Reach, kind: Kind, ids: Iterable[str], now: dt.datetime) -> dict[str, Known]:
    """Return those of these documents that one may see, by their ids; of people what is personal too.

    For people, `reach` is that of the right to identities, in a writing transaction: whom one saw is written down.
    """
    found = {}
    for id in ids:
        try:
            record = reached.record(connection, reach, kind, id, now)
        except NotFound:
            continue
        found[id] = Known(record, personal.read(connection, id) if kind is CANDIDATES else {})
    if found and kind is CANDIDATES:
        audit.record(connection, reach.subject, IDENTITY, sorted(found), "", at=now)
    return found
