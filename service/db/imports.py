"""The log of what was loaded, written in the same transaction as the load."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Connection, DateTime, Integer, Table, Text, func, select

from service.db.base import metadata

imports = Table(
    "imports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("kind", Text, nullable=False),  # rome, communes, tension, openings, candidates
    Column("source", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("counts", Text, nullable=False),  # JSON
)


def record(connection: Connection, kind: str, source: str, file: str, sha256: str, counts: Mapping[str, Any]) -> None:
    """Write one line of the log."""
    row = {"kind": kind, "source": source, "file": file, "sha256": sha256}
    connection.execute(imports.insert().values(**row, counts=json.dumps(counts)))


def history(connection: Connection) -> list[dict[str, Any]]:
    """Return the log, the newest first."""
    rows = connection.execute(select(imports).order_by(imports.c.id.desc())).mappings()
    return [{**row, "counts": json.loads(row["counts"])} for row in rows]
