"""The openings, the candidates and the sponsors: each one's record as received, and packed for the engine."""

import unicodedata
import uuid
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Insert, Row, Select, and_, bindparam, func, or_, select, true

from service.db import changes, history
from service.db.document_tables import CANDIDATES, KINDS, OPENINGS, PUBLISHED, SPONSORS, Document, Kind
from service.db.rows import batches, counted
from service.db.territories import HOME
from service.errors import Conflict, NotFound, Stale

__all__ = [
    "CANDIDATES",
    "KINDS",
    "OPENINGS",
    "SPONSORS",
    "Document",
    "Kind",
]  # named here too, for all who keep documents

BATCH = 500  # documents of some kilobytes
API: Final = "api"  # the source of what was made here; such a document's external id is its public id
COLUMNS: Final = ("record", "row", "items", "open", "organisation", "status", "expires_on", "sort_key", "search_key")
NOTHING: Final = {"organisation": None, "status": PUBLISHED, "expires_on": None, "sort_key": "", "search_key": ""}


class Saved(NamedTuple):
    """How many documents a save added, changed and left alone."""

    added: int
    changed: int
    same: int


def add(connection: Connection, kind: Kind, document: Document, territory: str) -> int:
    """Add a document that was made here just now; return the number of that change."""
    number = changes.advance(connection, changes.DOCUMENTS)
    _insert(connection, kind, document.source, territory, number, [document])
    history.keep(connection, kind, number)
    return number


def save(
    connection: Connection, kind: Kind, source: str, documents: Iterable[Document], territory: str = HOME
) -> Saved:
    """Add what is new, change what differs, open again what was closed; touch nothing else.

    Of two documents with one external id, the later counts. All that a call changes has one number of change.
    Raise Conflict where another territory uses that source with one of these names.
    """
    added = changed = same = number = 0
    for batch in batches(documents, BATCH):
        given = {document.external_id: document for document in batch}
        rows = connection.execute(_known(kind), {"from": source, "names": list(given)})
        known = {row.external_id: row for row in rows}
        if any(row.territory != territory for row in known.values()):
            raise Conflict(f"another territory has {kind.name} of a source called {source}: choose another name for it")
        new = [document for name, document in given.items() if name not in known]
        other = [(row, given[name]) for name, row in known.items() if _differs(row, given[name])]
        if new or other:
            number = number or changes.advance(connection, changes.DOCUMENTS)
            _insert(connection, kind, source, territory, number, new)
            _update(connection, kind, number, other)
        added, changed, same = added + len(new), changed + len(other), same + len(known) - len(other)
    if number:
        history.keep(connection, kind, number)
    if added >= BATCH:
        counted(connection, kind.main, kind.records, history.history)
    return Saved(added, changed, same)


def close(connection: Connection, kind: Kind, source: str, ids: Iterable[str], territory: str = HOME) -> int:
    """Take the documents with these external ids out of the market; return how many were in it."""
    main, closed, number = kind.main, 0, 0
    for batch in batches(ids, BATCH):
        here = and_(main.c.source == source, main.c.territory == territory, main.c.external_id.in_(batch), main.c.open)
        if connection.execute(select(main.c.id).where(here).limit(1)).first() is None:
            continue
        number = number or changes.advance(connection, changes.DOCUMENTS)
        news = {"open": False, "changed": number, "version": main.c.version + 1, "updated_at": func.now()}
        closed += connection.execute(main.update().where(here).values(news)).rowcount
    if number:
        history.keep(connection, kind, number)
    return closed


def get_by_id(connection: Connection, kind: Kind, public_id: str, condition: ColumnElement[bool]) -> Row[Any]:
    """Return a document with its record; raise NotFound where nothing that meets the condition has that id."""
    found = connection.execute(_whole(kind).where(kind.main.c.public_id == public_id, condition)).first()
    if found is None:
        raise NotFound(f"nothing has that identifier in {kind.name}")
    return found


def change(connection: Connection, kind: Kind, public_id: str, expected_version: int, document: Document) -> Row[Any]:
    """Give a document another content and return its row; the same content changes nothing.

    Raise NotFound, or Stale when it has another version than expected.
    """
    row = get_by_id(connection, kind, public_id, true())
    if row.version != expected_version:
        raise Stale(f"this has changed since it was read: it is at version {row.version}; read it again")
    if not _differs(row, document):
        return row
    number = changes.advance(connection, changes.DOCUMENTS)
    _update(connection, kind, number, [(row, document)])
    history.keep(connection, kind, number)
    return get_by_id(connection, kind, public_id, true())


def erase(connection: Connection, kind: Kind, public_id: str) -> None:
    """Remove a document, its record and all that it was; raise NotFound where there is none."""
    get_by_id(connection, kind, public_id, true())
    for table in (kind.records, kind.main):
        connection.execute(table.delete().where(table.c.public_id == public_id))
    history.forget(connection, kind, public_id, changes.advance(connection, changes.DOCUMENTS))


def existing(connection: Connection, kind: Kind, source: str, territory: str = HOME) -> dict[str, str]:
    """Return the records of a source by their external ids, closed ones included."""
    main = kind.main.c
    query = _whole(kind).with_only_columns(main.external_id, kind.records.c.record)
    rows = connection.execute(query.where(main.source == source, main.territory == territory))
    return {row.external_id: row.record for row in rows}


def public_ids(connection: Connection, kind: Kind, source: str, territory: str = HOME) -> dict[str, str]:
    """Return the public ids of a source's documents by their external ids."""
    main = kind.main.c
    query = select(main.external_id, main.public_id).where(main.source == source, main.territory == territory)
    return {row.external_id: row.public_id for row in connection.execute(query)}


def sources(connection: Connection) -> set[str]:
    """Return the sources of all that is kept."""
    queries = [select(kind.main.c.source).distinct() for kind in KINDS.values()]
    return {source for query in queries for source in connection.execute(query).scalars()}


def get(connection: Connection, kind: Kind, name: str) -> Document:
    """Return the document with that external or public id, or source:external id; an open one before closed ones.

    Raise NotFound, or Conflict when two sources use the same external id.
    """
    main, name = kind.main.c, unicodedata.normalize("NFC", name.strip())
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise NotFound(f"nothing is called {name!a} in {kind.name}")
    rows = connection.execute(_whole(kind).where(or_(main.public_id == name, main.external_id == name))).all()
    if not rows and ":" in name:
        ends = [place for place, character in enumerate(name) if character == ":"]
        both = [and_(main.source == name[:end], main.external_id == name[end + 1 :]) for end in ends]
        rows = connection.execute(_whole(kind).where(or_(*both))).all()
    if not rows:
        raise NotFound(f"nothing is called {name} in {kind.name}")
    rows = [row for row in rows if row.open] or rows if len(rows) > 1 else rows
    if len(rows) > 1:
        choices = ", ".join(sorted(f"{row.source}:{row.external_id}" for row in rows))
        raise Conflict(f"{name} is the name of {len(rows)} {kind.name}; choose one: {choices}")
    row = rows[0]
    return Document(row.external_id, row.record, row.row, row.items, row.source, row.public_id, row.open)


def records(connection: Connection, kind: Kind, source: str | None = None) -> Iterator[str]:
    """Yield the records of the open documents, oldest first; of one source if one is named."""
    query = _whole(kind).with_only_columns(kind.records.c.record).where(kind.main.c.open).order_by(kind.main.c.id)
    query = query if source is None else query.where(kind.main.c.source == source)
    yield from connection.execute(query, execution_options={"yield_per": BATCH}).scalars()


def closed(connection: Connection, kind: Kind, source: str, territory: str = HOME) -> set[str]:
    """Return the external ids of a source's documents that are out of the market."""
    main = kind.main.c
    query = select(main.external_id).where(main.source == source, main.territory == territory, ~main.open)
    return set(connection.execute(query).scalars())


@cache
def _whole(kind: Kind) -> Select[Any]:
    return select(kind.main, kind.records.c.record).join(kind.records)


@cache
def _known(kind: Kind) -> Select[Any]:
    names: Any = bindparam("names", expanding=True)
    return _whole(kind).where(kind.main.c.source == bindparam("from"), kind.main.c.external_id.in_(names))


def _told(document: Document, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that a document gives, with what was there where it says nothing."""
    given = {name: getattr(document, name) for name in COLUMNS}
    return {name: before[name] if value is ... else value for name, value in given.items()}


def _differs(row: Row[Any], document: Document) -> bool:
    before = row._mapping
    return any(before[name] != value for name, value in _told(document, before).items())


@cache
def _adding(kind: Kind) -> list[tuple[Insert, list[str]]]:
    """Return how rows are added to each table, and the columns that they have."""
    told = (*COLUMNS, "public_id", "external_id", "source", "territory", "changed")
    return [(each.insert().inline(), [name for name in told if name in each.c]) for each in (kind.main, kind.records)]


def _insert(
    connection: Connection, kind: Kind, source: str, territory: str, number: int, documents: list[Document]
) -> None:
    rows = [
        {
            **_told(document, NOTHING),
            "public_id": document.public_id or str(uuid.uuid4()),
            "external_id": document.external_id,
            "source": source,
            "territory": territory,
            "changed": number,
        }
        for document in documents
    ]
    for statement, names in _adding(kind) if rows else ():
        connection.execute(statement, [{name: row[name] for name in names} for row in rows])


def _update(connection: Connection, kind: Kind, number: int, documents: list[tuple[Row[Any], Document]]) -> None:
    rows = [{"here": row.public_id, **_told(document, row._mapping)} for row, document in documents]
    if not rows:
        return
    here: Any = bindparam("here")
    main: dict[str, Any] = {name: bindparam(name) for name in COLUMNS if name != "record"}
    main |= {"changed": number, "version": kind.main.c.version + 1, "updated_at": func.now()}
    connection.execute(kind.main.update().where(kind.main.c.public_id == here).values(main), rows)
    update = kind.records.update().where(kind.records.c.public_id == here).values(record=bindparam("record"))
    connection.execute(update, rows)
