"""What the columns of a source's spreadsheets become, as last loaded, and the key of the identifiers made for it."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Column, Connection, Table, Text, select

from service.db.base import metadata

column_mappings = Table(
    "column_mappings",
    metadata,
    Column("source", Text, primary_key=True),
    Column("kind", Text, primary_key=True),  # candidates, openings
    Column("mapping", Text, nullable=False),  # JSON: header → target, null = left out
    Column("key", Text, nullable=False),  # in hexadecimal
)


class Remembered(NamedTuple):
    """The mapping of one source, and the key that its identifiers are made with."""

    mapping: dict[str, str | None]
    key: str


def read(connection: Connection, source: str, kind: str) -> Remembered | None:
    """Return what is remembered of a source; None before its first load."""
    here = column_mappings.c
    query = select(here.mapping, here.key).where(here.source == source, here.kind == kind)
    row = connection.execute(query).one_or_none()
    return Remembered(json.loads(row.mapping), row.key) if row else None


def save(connection: Connection, source: str, kind: str, mapping: Mapping[str, str | None], key: str) -> None:
    """Remember a mapping in the place of the one before."""
    here = column_mappings.c
    connection.execute(column_mappings.delete().where(here.source == source, here.kind == kind))
    row = {"source": source, "kind": kind, "mapping": json.dumps(dict(mapping), ensure_ascii=False), "key": key}
    connection.execute(column_mappings.insert().values(**row))
