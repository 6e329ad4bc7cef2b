"""The openings, the candidates and the sponsors: each one's record as received, and packed for the engine.

The records stand in a table of their own, so that the engine's start reads only what it needs.
"""

import unicodedata
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    Select,
    Table,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
)

from service.db.base import metadata
from service.db.rows import batches, fetch
from service.db.territories import HOME
from service.errors import Conflict, NotFound

Packed = tuple[str, str, str, bytes, bytes]  # public_id, source, external_id, row, items: what the engine reads

BATCH = 500  # documents of some kilobytes


@dataclass(frozen=True, slots=True)
class Document:
    """One opening, candidate or sponsor: its canonical record, and the bytes that the engine reads."""

    external_id: str
    record: str  # canonical JSON
    row: bytes
    items: bytes
    source: str = ""
    public_id: str = ""
    open: bool = True


class Saved(NamedTuple):
    """How many documents a save added, changed and left alone."""

    added: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True)
class Kind:
    """The two tables of one kind of document."""

    main: Table
    records: Table


def _tables(name: str) -> Kind:
    main = Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("public_id", Text, nullable=False, unique=True),
        Column("source", Text, nullable=False),
        Column("external_id", Text, nullable=False),
        Column("open", Boolean, nullable=False, server_default=true()),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("updated_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("row", LargeBinary, nullable=False),
        Column("items", LargeBinary, nullable=False),
        Column("territory", Text, nullable=False, server_default=HOME),  # no foreign key: SQLite adds none later
        Column("organisation", Text),  # that posts the opening, or is the sponsor's
        Column("version", Integer, nullable=False, server_default="1"),  # one more at each change: the ETag
        Column("changed", BigInteger, nullable=False, server_default="0", index=True),  # the store's last change then
        Column("status", Text, nullable=False, server_default="published"),
        Column("expires_on", Date),
        Column("sort_key", Text, nullable=False, server_default=""),  # French order of its title; see collation.py
        Column("search_key", Text, nullable=False, server_default=""),  # words without accents and case
        UniqueConstraint("external_id", "source"),  # in this order it also finds an id of any source
    )
    records = Table(
        f"{name}_records",
        metadata,
        Column("public_id", Text, ForeignKey(main.c.public_id, ondelete="CASCADE"), primary_key=True),
        Column("record", Text, nullable=False),
    )
    return Kind(main, records)


OPENINGS = _tables("openings")
CANDIDATES = _tables("candidates")
SPONSORS = _tables("sponsors")
KINDS = {kind.main.name: kind for kind in (OPENINGS, CANDIDATES, SPONSORS)}


def save(connection: Connection, kind: Kind, source: str, documents: Iterable[Document]) -> Saved:
    """Add what is new, change what differs, open again what was closed; touch nothing else.

    Of two documents with one external id, the later counts.
    """
    added = changed = same = 0
    for batch in batches(documents, BATCH):
        given = {document.external_id: document for document in batch}
        known = {row.external_id: row for row in connection.execute(_known(kind, source, list(given)))}
        new = [document for name, document in given.items() if name not in known]
        other = [(row.public_id, given[name]) for name, row in known.items() if _content(row) != _content(given[name])]
        _insert(connection, kind, source, new)
        _update(connection, kind, other)
        added, changed, same = added + len(new), changed + len(other), same + len(known) - len(other)
    return Saved(added, changed, same)


def existing(connection: Connection, kind: Kind, source: str) -> dict[str, str]:
    """Return the records of a source by their external ids, closed ones included."""
    query = _whole(kind).with_only_columns(kind.main.c.external_id, kind.records.c.record)
    rows = connection.execute(query.where(kind.main.c.source == source))
    return {row.external_id: row.record for row in rows}


def public_ids(connection: Connection, kind: Kind, source: str) -> dict[str, str]:
    """Return the public ids of a source's documents by their external ids."""
    main = kind.main.c
    rows = connection.execute(select(main.external_id, main.public_id).where(main.source == source))
    return {row.external_id: row.public_id for row in rows}


def sources(connection: Connection) -> set[str]:
    """Return the sources of all that is kept."""
    queries = [select(kind.main.c.source).distinct() for kind in KINDS.values()]
    return {source for query in queries for source in connection.execute(query).scalars()}


def packed(connection: Connection, kind: Kind) -> list[Packed]:
    """Return the open documents as plain tuples (public_id, source, external_id, row, items), oldest first."""
    main = kind.main.c
    return fetch(
        connection,
        select(*main["public_id", "source", "external_id", "row", "items"]).where(main.open).order_by(main.id),
    )


def get(connection: Connection, kind: Kind, name: str) -> Document:
    """Return the document with that external or public id, or source:external id; an open one before closed ones.

    Raise NotFound, or Conflict when two sources use the same external id.
    """
    main, name = kind.main.c, unicodedata.normalize("NFC", name.strip())
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise NotFound(f"nothing is called {name!a} in {kind.main.name}")
    rows = connection.execute(_whole(kind).where(or_(main.public_id == name, main.external_id == name))).all()
    if not rows and ":" in name:
        ends = [place for place, character in enumerate(name) if character == ":"]
        both = [and_(main.source == name[:end], main.external_id == name[end + 1 :]) for end in ends]
        rows = connection.execute(_whole(kind).where(or_(*both))).all()
    if not rows:
        raise NotFound(f"nothing is called {name} in {kind.main.name}")
    rows = [row for row in rows if row.open] or rows if len(rows) > 1 else rows
    if len(rows) > 1:
        choices = ", ".join(sorted(f"{row.source}:{row.external_id}" for row in rows))
        raise Conflict(f"{name} is the name of {len(rows)} {kind.main.name}; choose one: {choices}")
    row = rows[0]
    return Document(row.external_id, row.record, row.row, row.items, row.source, row.public_id, row.open)


def close(connection: Connection, kind: Kind, source: str, ids: Iterable[str]) -> int:
    """Take the documents with these external ids out of the market; return how many were in it."""
    main, closed = kind.main.c, 0
    for batch in batches(ids, BATCH):
        here = (main.source == source, main.external_id.in_(batch), main.open)
        closed += connection.execute(kind.main.update().where(*here).values(open=False, updated_at=func.now())).rowcount
    return closed


def records(connection: Connection, kind: Kind, source: str | None = None) -> Iterator[str]:
    """Yield the records of the open documents, oldest first; of one source if one is named."""
    query = _whole(kind).with_only_columns(kind.records.c.record).where(kind.main.c.open).order_by(kind.main.c.id)
    query = query if source is None else query.where(kind.main.c.source == source)
    yield from connection.execute(query, execution_options={"yield_per": BATCH}).scalars()


def closed(connection: Connection, kind: Kind, source: str) -> set[str]:
    """Return the external ids of a source's documents that are out of the market."""
    main = kind.main.c
    return set(connection.execute(select(main.external_id).where(main.source == source, ~main.open)).scalars())


def _whole(kind: Kind) -> Select[Any]:
    return select(kind.main, kind.records.c.record).join(kind.records)


def _known(kind: Kind, source: str, names: list[str]) -> Select[Any]:
    return _whole(kind).where(kind.main.c.source == source, kind.main.c.external_id.in_(names))


def _content(document: Any) -> tuple[Any, ...]:
    return document.record, document.row, document.items, document.open


def _insert(connection: Connection, kind: Kind, source: str, documents: list[Document]) -> None:
    rows = [
        {
            "public_id": str(uuid.uuid4()),
            "source": source,
            "external_id": document.external_id,
            "row": document.row,
            "items": document.items,
            "open": document.open,
            "record": document.record,
        }
        for document in documents
    ]
    if rows:
        connection.execute(kind.main.insert(), _only(kind.main, rows))
        connection.execute(kind.records.insert(), _only(kind.records, rows))


def _only(table: Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name in table.columns} for row in rows]


def _update(connection: Connection, kind: Kind, documents: list[tuple[str, Document]]) -> None:
    rows = [
        {"here": public_id, "row": d.row, "items": d.items, "open": d.open, "record": d.record}
        for public_id, d in documents
    ]
    if not rows:
        return
    main: dict[str, Any] = {name: bindparam(name) for name in ("row", "items", "open")}
    here: Any = bindparam("here")
    update = kind.main.update().where(kind.main.c.public_id == here).values(**main, updated_at=func.now())
    connection.execute(update, rows)
    update = kind.records.update().where(kind.records.c.public_id == here).values(record=bindparam("record"))
    connection.execute(update, rows)
