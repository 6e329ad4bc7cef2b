"""All tables as lines, and lines as tables: the same on both engines, so that a backup moves from one to the other.

A line is JSON: first what it is, then for each table its columns with their kinds and after them its rows, at the
end how many rows each table has and the sum of their digests, which does not depend on their order.
"""

import base64
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
import sqlalchemy as sa
from sqlalchemy import Column, Connection, MetaData, Table, select

from service.db import (
    migrate,
    schema,  # noqa: F401 all tables are known
)
from service.db.base import metadata
from service.db.rows import counted
from service.errors import Invalid

FORMAT: Final = 1
_ROWS: Final = 1_000  # read or written at once
_KINDS: Final[tuple[tuple[type[sa.types.TypeEngine[Any]], str], ...]] = (  # the first that fits
    (sa.Boolean, "bool"),
    (sa.LargeBinary, "bytes"),
    (sa.DateTime, "time"),
    (sa.Date, "date"),
    (sa.Float, "float"),
    (sa.BigInteger, "big"),
    (sa.Integer, "int"),
    (sa.String, "text"),
    (sa.JSON, "json"),
)
_TYPES: Final = {kind: type_ for type_, kind in _KINDS} | {"time": sa.DateTime(timezone=True)}
_TO_JSON: Final[dict[str, Callable[[Any], Any]]] = {
    "bytes": lambda value: base64.b64encode(value).decode(),
    "time": lambda value: (value if value.tzinfo else value.replace(tzinfo=dt.UTC)).astimezone(dt.UTC).isoformat(),
    "date": dt.date.isoformat,
}
_FROM_JSON: Final[dict[str, Callable[[Any], Any]]] = {
    "bytes": base64.b64decode,
    "time": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
}


@dataclass
class Sum:
    """How many rows, and the sum of their digests: equal for the same rows in any order."""

    rows: int = 0
    digest: int = 0

    def add(self, line: bytes) -> None:
        """Count one row."""
        self.rows += 1
        self.digest = (self.digest + int.from_bytes(hashlib.sha256(line).digest())) % (1 << 256)

    def said(self) -> list[Any]:
        """Return it as it stands in a dump."""
        return [self.rows, f"{self.digest:064x}"]


@dataclass
class Told:
    """What a dump says of itself; `tables` grows while it is read, and is whole at its end."""

    step: str  # of the migrations
    at: str
    tables: dict[str, list[Any]] = field(default_factory=dict)  # rows and digest
    log: list[Any] = field(default_factory=lambda: [0, ""])  # number and hash of the last row of the log


def dump(connection: Connection, at: dt.datetime) -> Iterator[bytes]:
    """Yield every row of one state of the store, in lines."""
    yield orjson.dumps({"format": FORMAT, "step": migrate.steps()[-1], "at": at.isoformat()}) + b"\n"
    sums = {}
    for table in metadata.sorted_tables:
        kinds = [_kind(column) for column in table.columns]
        name, columns = str(table.name), [str(column.name) for column in table.columns]
        yield orjson.dumps({"table": name, "columns": list(zip(columns, kinds, strict=True))}) + b"\n"
        found = sums[name] = Sum()
        for line in _lines(connection, table, kinds):
            found.add(line)
            yield line + b"\n"
    ended = {"end": {name: each.said() for name, each in sums.items()}, "log": _log_end(connection)}
    yield orjson.dumps(ended) + b"\n"


def sums(connection: Connection) -> dict[str, list[Any]]:
    """Return for every table how many rows it has and the sum of their digests."""
    *_, end = dump(connection, dt.datetime.min)
    return dict(orjson.loads(end)["end"])


def check(lines: Iterator[bytes]) -> Told:
    """Return what a dump holds; raise Invalid for one that is newer, or whose rows are not those that it counted."""
    told = _beginning(lines)
    told.tables, told.log = _counted(lines)
    return told


def load(connection: Connection, lines: Iterator[bytes]) -> Told:
    """Put a dump in the place of all that the store holds; raise Invalid as `check` does."""
    told = _beginning(lines)
    _rebuild(connection, told.step)
    told.tables, told.log = _counted(_inserted(connection, lines))
    _count_on(connection)
    migrate.upgrade(connection)
    counted(connection, *metadata.sorted_tables)
    return told


def _log_end(connection: Connection) -> list[Any]:
    ends = metadata.tables["audit_ends"].c
    return list(connection.execute(select(ends.seq, ends.hash).where(ends.name == "last")).one())


def _kind(column: Column[Any]) -> str:
    return next(kind for type_, kind in _KINDS if isinstance(column.type, type_))


def _lines(connection: Connection, table: Table, kinds: list[str]) -> Iterator[bytes]:
    changed = [(place, _TO_JSON[kind]) for place, kind in enumerate(kinds) if kind in _TO_JSON]
    for row in connection.execute(select(table), execution_options={"yield_per": _ROWS}):
        values = list(row)
        for place, change in changed:
            if values[place] is not None:
                values[place] = change(values[place])
        yield orjson.dumps(values)


def _beginning(lines: Iterator[bytes]) -> Told:
    said = orjson.loads(next(lines, b"{}"))
    if said.get("format") != FORMAT or said["step"] not in migrate.steps():
        raise Invalid("this backup was written by a newer Visavis: install that version or a newer one", "newer")
    return Told(said["step"], said["at"])


def _rebuild(connection: Connection, step: str) -> None:
    """Leave only the empty tables of a step."""
    from alembic import command  # slow to import, and seldom needed

    there = MetaData()
    there.reflect(connection)
    there.drop_all(connection)
    command.upgrade(migrate.configuration(connection), step)
    there.clear()
    there.reflect(connection)
    for table in reversed(there.sorted_tables):
        if table.name != "alembic_version":
            connection.execute(table.delete())  # what migrations put there is in the dump too


def _counted(lines: Iterator[bytes]) -> tuple[dict[str, list[Any]], list[Any]]:
    """Return what stands at the end of a dump, rows and digests and the log's end, if its lines are as it says."""
    found: dict[str, Sum] = {}
    current, last = Sum(), [0, ""]
    places: tuple[int, int] | None = None  # of the number and the hash, while the log is read
    end: dict[str, Any] = {"end": {}}
    for line in lines:
        if not line.startswith(b"{"):
            current.add(line)
            last = max(last, [orjson.loads(line)[place] for place in places]) if places else last
        elif "table" in (said := orjson.loads(line)):
            current = found[said["table"]] = Sum()
            names = [name for name, _ in said["columns"]]
            places = (names.index("seq"), names.index("hash")) if said["table"] == "audit" else None
        else:
            end = said
    if {name: each.said() for name, each in found.items()} != end["end"] or (last[0] and last != end["log"]):
        raise Invalid("the backup does not hold the rows that it counted: use another one", "backup_damaged")
    return end["end"], end["log"]


def _inserted(connection: Connection, lines: Iterator[bytes]) -> Iterator[bytes]:
    """Pass the lines on to who counts them, and write their rows."""
    into: _Into | None = None
    for line in lines:
        if line.startswith(b"{"):
            if into:
                into.write()
            said = orjson.loads(line)
            into = _Into(connection, said) if "table" in said else None
        elif into:
            into.take(line)
        yield line


class _Into:
    """The table that rows are written to, some at a time."""

    def __init__(self, connection: Connection, said: Mapping[str, Any]) -> None:
        self.connection = connection
        self.names = [name for name, _ in said["columns"]]
        self.change = [(name, _FROM_JSON[kind]) for name, kind in said["columns"] if kind in _FROM_JSON]
        columns = [Column(name, _TYPES[kind]) for name, kind in said["columns"]]
        self.insert = Table(said["table"], MetaData(), *columns).insert()
        self.rows: list[dict[str, Any]] = []

    def take(self, line: bytes) -> None:
        """Take one row, and write when there are enough."""
        row = dict(zip(self.names, orjson.loads(line), strict=True))
        for name, change in self.change:
            if row[name] is not None:
                row[name] = change(row[name])
        self.rows.append(row)
        if len(self.rows) == _ROWS:
            self.write()

    def write(self) -> None:
        """Write the rows that wait."""
        if self.rows:
            self.connection.execute(self.insert, self.rows)
            self.rows = []


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL's own numbers go on after those that were written."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None and sa.inspect(connection).has_table(table.name):
            last = select(sa.func.max(column)).scalar_subquery()
            sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(select(sa.func.setval(sequence, last)).where(sequence.is_not(None)))
