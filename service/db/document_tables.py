"""The tables of openings, candidates and sponsors, what stands in them, and the table of what lists of openings show.

The records stand in a table of their own, so that the engine's start reads only what it needs.
"""

import datetime as dt
from dataclasses import dataclass
from types import EllipsisType
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    func,
    true,
)

from service.db.base import Bytewise, metadata
from service.db.territories import HOME

PUBLISHED: Final = "published"  # the status of what is in the market while it is open


@dataclass(frozen=True, slots=True)
class Kind:
    """The two tables of one kind of document."""

    main: Table
    records: Table

    @property
    def name(self) -> str:
        """The kind as a word: openings, candidates or sponsors."""
        return self.main.name


@dataclass(frozen=True, slots=True)
class Document:
    """One opening, candidate or sponsor: its canonical record, and the bytes that the engine reads.

    What is `...` stays as it is, and is empty for a new document.
    """

    external_id: str
    record: str  # canonical JSON
    row: bytes
    items: bytes
    source: str = ""
    public_id: str = ""  # empty = to be made
    open: bool = True
    organisation: str | EllipsisType | None = ...
    status: str | EllipsisType = ...  # only what is published and open is in the market
    expires_on: dt.date | EllipsisType | None = ...  # the last day in the market
    sort_key: str | EllipsisType = ...
    search_key: str | EllipsisType = ...


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
        Column("status", Text, nullable=False, server_default=PUBLISHED),
        Column("expires_on", Date),
        Column("sort_key", Bytewise, nullable=False, server_default=""),  # French order of its title; see collation.py
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
_openings = OPENINGS.main.c
Index("ix_openings_sort_key_public_id", _openings.sort_key, _openings.public_id)
Index("ix_openings_territory_sort_key_public_id", _openings.territory, _openings.sort_key, _openings.public_id)
KINDS = {kind.name: kind for kind in (OPENINGS, CANDIDATES, SPONSORS)}

opening_details = Table(
    "opening_details",
    metadata,
    Column("id", Text, ForeignKey(_openings.public_id, ondelete="CASCADE"), primary_key=True),
    Column("changed", BigInteger, nullable=False, index=True),  # the change up to which the row is right
    Column("territory", Text, nullable=False),
    Column("expires", Date, nullable=False),  # the last day in the market; FOR_EVER = no such day
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("occupation", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("lat", Float),  # degrees; null = not known
    Column("lon", Float),
    Column("published", Bytewise, nullable=False),  # ISO 8601; empty = not known
    Column("positions", Integer, nullable=False),
    Column("filled", Integer, nullable=False, server_default="0"),
    Column("reason", Text, nullable=False, server_default=""),  # why it was taken out of the market
)
for _key in (opening_details.c.published, opening_details.c.expires):
    for _first in ((), (opening_details.c.territory,)):  # of all for visitors, else of one's own territory
        _order = (*_first, _key, opening_details.c.id)
        Index(f"ix_opening_details_{'_'.join(part.name for part in _order)}", *_order)
