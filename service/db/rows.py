"""Whole tables as plain rows: read fast, compared with a file's rows, and brought in line with them."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, select

from service.db.times import utc

Row = tuple[Any, ...]

BATCH = 5_000  # rows: small enough to report progress, large enough to be fast


@dataclass(frozen=True, slots=True)
class Changes:
    """What must be done to a table to make it hold other rows."""

    table: Table
    added: list[Row]
    changed: list[Row]
    gone: list[Row]  # keys
    same: int


def fetch(connection: Connection, query: Select[Any]) -> list[Row]:
    """Return the rows of a query without parameters, as the driver gives them: the fast way for many rows."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(str(query.compile(connection)))
        return list(cursor.fetchall())
    finally:
        cursor.close()


def columns(connection: Connection, query: Select[Any]) -> list[Row]:
    """Return each column of a query as a tuple, the rows in their own order: the same on any database."""
    rows = sorted(fetch(connection, query))
    return list(zip(*rows, strict=True)) or [() for _ in query.selected_columns]


def difference(connection: Connection, table: Table, rows: Sequence[Row]) -> Changes:
    """Return what loading would change; rows hold the table's columns in order, each key once."""
    n_keys = len(table.primary_key.columns)
    old = {row[:n_keys]: tuple(row) for row in fetch(connection, select(table))}
    new = {row[:n_keys]: row for row in rows}
    added = [row for key, row in new.items() if key not in old]
    changed = [row for key, row in new.items() if key in old and old[key] != row]
    gone = [key for key in old if key not in new]
    return Changes(table, added, changed, gone, len(new) - len(added) - len(changed))


def apply(connection: Connection, changes: Changes, done: Callable[[int], None] = lambda rows: None) -> None:
    """Make the changes, telling `done` how many rows each batch held."""
    table = changes.table
    names = [column.name for column in table.columns]
    keys = [f"_{column.name}" for column in table.primary_key.columns]
    here = [column == bindparam(name) for column, name in zip(table.primary_key.columns, keys, strict=True)]
    values: dict[str, Any] = {name: bindparam(name) for name in names[len(keys) :]}
    for statement, called, rows in (
        (table.delete().where(*here), keys, changes.gone),
        (table.update().where(*here).values(values), keys + names[len(keys) :], changes.changed),
        (table.insert(), names, changes.added),
    ):
        for batch in batches(rows, BATCH):
            connection.execute(statement, [dict(zip(called, row, strict=True)) for row in batch])
            done(len(batch))
    if len(changes.added) >= BATCH:
        counted(connection, table)


def counted(connection: Connection, *tables: Table) -> None:
    """Let PostgreSQL plan by what large loads brought to tables; it would see by itself a minute later."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ANALYZE {', '.join(table.name for table in tables)}")


def plain(row: Any) -> dict[str, Any]:
    """Return a row of a query by the names of its columns, its times with their zone."""
    named = {str(name): value for name, value in row._mapping.items()}
    return {name: utc(value) if isinstance(value, dt.datetime) else value for name, value in named.items()}


def batches(rows: Any, size: int) -> Iterator[list[Any]]:
    """Yield the rows in lists of at most `size`."""
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch
