"""Loading the reference data: a file becomes the content of its tables, in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table

from service.db import changes, imports, places, rows, taxonomy, tension
from service.db.base import Store
from service.importers import archive, communes, lists, rome
from service.importers import tension as tension_file
from service.importers.base import Difference, Problem
from service.importers.strict_json import printable
from service.progress import Progress, quiet


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load changed in each table, or would change, and what was wrong with the file."""

    tables: dict[str, Difference]
    problems: list[Problem]  # the first ones of each file; a problem at line 0 counts the rest
    refused: int  # rows left out
    remarks: int  # rows kept all the same

    @property
    def nothing(self) -> bool:
        """True when the store already held all of it."""
        return all(difference.nothing for difference in self.tables.values())


def import_rome(store: Store, path: Path, dry_run: bool = False, progress: Progress = quiet) -> Loaded:
    """Make a ROME release (a folder or a zip) the reference; a dry run only says what would change."""
    files = archive.read_files(path, rome.NAME)
    parsed = rome.parse(files)
    tables = [(table, parsed.tables[table.name]) for table in taxonomy.TABLES]
    return _load(store, _Source("rome", path, files), tables, parsed.problems, dry_run, progress)


def import_communes(store: Store, path: Path, dry_run: bool = False, progress: Progress = quiet) -> Loaded:
    """Make a file the list of communes; a dry run only says what would change."""
    raw = archive.read_file(path)
    parsed = communes.parse(raw, path.name)
    source = _Source("communes", path, {path.name: raw})
    return _load(store, source, [(places.communes, parsed.rows)], parsed.problems, dry_run, progress)


def import_tension(store: Store, path: Path, dry_run: bool = False, progress: Progress = quiet) -> Loaded:
    """Make a file the table of tensions; a dry run only says what would change."""
    raw = archive.read_file(path)
    parsed = tension_file.parse(raw, path.name)
    source = _Source("tension", path, {path.name: raw})
    return _load(store, source, [(tension.tensions, parsed.rows)], parsed.problems, dry_run, progress)


def is_loaded(connection: Connection) -> bool:
    """Return whether occupations and communes are there: without them no title and no place is recognised."""
    return taxonomy.any_occupation(connection) and places.any_commune(connection)


@dataclass(frozen=True, slots=True)
class _Source:
    kind: str
    path: Path
    files: Mapping[str, bytes]

    def digest(self) -> str:
        """Return the same for the same files, whether they came in a folder or in a zip."""
        parts = (sha256(self.files[name]).hexdigest() + " " + name for name in sorted(self.files))
        return sha256("\n".join(parts).encode()).hexdigest()


def _load(
    store: Store,
    source: _Source,
    tables: list[tuple[Table, list[tuple[Any, ...]]]],
    problems: list[Problem],
    dry_run: bool,
    progress: Progress,
) -> Loaded:
    total, done = sum(len(new) for _, new in tables), 0
    found: dict[str, Difference] = {}
    with (store.read if dry_run else store.write)() as connection:
        for table, new in tables:
            progress(done, total, table.name)
            found[table.name] = _bring(connection, table, new, dry_run, _steps(progress, done, total, table.name))
            done += len(new)
        if not dry_run:
            counts = {name: asdict(difference) for name, difference in found.items()}
            if not all(difference.nothing for difference in found.values()):
                changes.advance(connection, changes.REFERENCE)
            imports.record(connection, source.kind, "", printable(source.path.name), source.digest(), counts)
    progress(total, total, "")
    refused = sum(not problem.kept for problem in problems)
    return Loaded(found, lists.listed(problems), refused, len(problems) - refused)


def _bring(
    connection: Connection, table: Table, new: list[tuple[Any, ...]], dry_run: bool, step: Callable[[int], None]
) -> Difference:
    found = rows.difference(connection, table, new)
    if not dry_run:
        rows.apply(connection, found, step)
    return Difference(len(found.added), len(found.changed), len(found.gone), found.same)


def _steps(progress: Progress, done: int, total: int, what: str) -> Callable[[int], None]:
    """Return a function that adds up batches of rows and reports the sum, never more than the total."""

    def step(count: int) -> None:
        nonlocal done
        done = min(done + count, total)
        progress(done, total, what)

    return step
