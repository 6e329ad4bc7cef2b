"""The tables of openings, candidates and sponsors.

The records stand in a table of their own, so that the engine's start reads only what it needs.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
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
