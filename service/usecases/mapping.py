"""Anyone's spreadsheet: is it ours, what do its columns become, has somebody seen that, and which rows come of it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from matching.codes import plain
from service.db import mappings
from service.db.base import Store
from service.importers.base import Parsed, Problem
from service.importers.foreign.columns import Proposed, Rule, given, propose
from service.importers.foreign.headers import means_something
from service.importers.foreign.rows import rows_of
from service.importers.foreign.tables import Table, first_row, table_of
from service.importers.foreign.targets import Kind, kind_named
from service.importers.personal import is_personal

_FOR_PROGRAMS: Final = {"place.lat", "place.lon", "partial", "read", "timezone"}  # nobody's spreadsheet holds them


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A foreign table with its columns; `seen` = somebody agreed to all of them, now or at the last load."""

    table: Table
    columns: list[Proposed]
    parsed: Parsed
    seen: bool
    key: str


def is_foreign(path: Path, kind_name: str) -> bool:
    """Return whether a file is a spreadsheet with headers that are not mostly ours; a pipe is taken for ours."""
    cells = first_row(path, kind_name) if path.is_file() else None
    if cells is None:
        return False
    kind = kind_named(kind_name)
    named = [cell.strip() for cell in cells if cell.strip() and not (kind_name == "candidates" and is_personal(cell))]
    ours = [cell for cell in named if cell.casefold().partition(" (")[0] in kind.fields]
    has_id = any(cell.casefold() == "id" for cell in ours)
    return not has_id or ((len(ours) > 1 or len(named) > 1) and 2 * (len(ours) - 1) < len(named) - 1)


def targets(kind_name: str) -> list[str]:
    """Return what people choose from where they say what a column becomes, in the order of the record."""
    kind = kind_named(kind_name)
    found = {target for target in kind.phrases.values() if kind.has(target)} - _FOR_PROGRAMS
    order = {name: place for place, name in enumerate(kind.fields)}
    return sorted(found, key=lambda target: (order.get(target.partition(".")[0], -1), target))


def look(
    store: Store, path: Path, kind_name: str, source: str, by_hand: Mapping[str, object] | None, agreed: bool
) -> Spreadsheet:
    """Return a spreadsheet with its columns and the rows that come of it; nothing is saved.

    What is said by hand comes first, then what is remembered of the source, then a proposal. By hand alone, columns
    that are not named are left out; with `agreed`, the proposal counts for them. Raise Invalid for a mapping that
    names a column or a field that does not exist.
    """
    with store.read() as connection:
        return look_within(connection, path, kind_name, source, by_hand, agreed)


def look_within(
    connection: Connection,
    path: Path,
    kind_name: str,
    source: str,
    by_hand: Mapping[str, object] | None,
    agreed: bool,
) -> Spreadsheet:
    """Return the same, within a transaction of the caller's."""
    kind = kind_named(kind_name)
    table = table_of(path, lambda cell: means_something(cell, kind))
    before = mappings.read(connection, source, kind.name)
    key = before.key if before else secrets.token_hex(16)
    columns = _columns(table, kind, by_hand, before.mapping if before else {}, agreed)
    seen = agreed or by_hand is not None or all(column.rule is Rule.REMEMBERED for column in columns)
    parsed = rows_of(table, columns, kind, bytes.fromhex(key))
    changed = _changed(table, before.mapping) if before and by_hand is None else []
    return Spreadsheet(table, columns, Parsed(parsed.rows, changed + parsed.problems), seen, key)


def remember(store: Store, spreadsheet: Spreadsheet, kind_name: str, source: str) -> None:
    """Keep the mapping of a source for its next file, and the key that its identifiers were made with."""
    with store.write() as connection:
        remember_within(connection, spreadsheet, kind_name, source)


def remember_within(connection: Connection, spreadsheet: Spreadsheet, kind_name: str, source: str) -> None:
    """Keep the same, within a transaction of the caller's."""
    mapping = {column.name: column.target for column in spreadsheet.columns}
    mappings.save(connection, source, kind_name, mapping, spreadsheet.key)


def _columns(
    table: Table,
    kind: Kind,
    by_hand: Mapping[str, object] | None,
    before: Mapping[str, str | None],
    agreed: bool,
) -> list[Proposed]:
    if by_hand is not None:
        said = given(table, kind, by_hand, Rule.HAND)
        return _filled(said, propose(table, kind)) if agreed else said
    if not before or not {plain(name) for name in before} & {plain(name) for name in table.names}:
        return propose(table, kind)
    proposed = propose(table, kind)
    if not table.line and any(column.target and column.target != before.get(column.name) for column in proposed):
        return proposed  # without headers only the contents tell whether these are the same columns
    return _filled(given(table, kind, before, Rule.REMEMBERED), proposed)


def _filled(said: list[Proposed], proposed: list[Proposed]) -> list[Proposed]:
    """Return what is said of the columns, and the proposal for those of which nothing is."""
    return [own if own.rule is not Rule.NONE else other for own, other in zip(said, proposed, strict=True)]


def _changed(table: Table, before: Mapping[str, str | None]) -> list[Problem]:
    known, here = ({plain(name) or name: name for name in names} for names in (before, table.names))
    new = [
        Problem(table.line, here[name], "a new column since the last load", kept=True) for name in here.keys() - known
    ]
    gone = [Problem(table.line, known[name], "gone since the last load", kept=True) for name in known.keys() - here]
    return sorted(new + gone, key=lambda problem: problem.field)
