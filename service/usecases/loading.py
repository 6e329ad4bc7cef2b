"""Files of openings, candidates and sponsors into the store: a diff, all of it or nothing."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from matching.fields import FieldError, Text
from matching.packing import pack_candidate, pack_opening, pack_sponsor
from matching.records import Record
from service.db import documents, imports, personal, taxonomy
from service.db.base import Store
from service.db.documents import Document, Kind
from service.errors import Invalid
from service.importers import job_posting, offers, own, partner_offers
from service.importers.base import Difference, Parsed, Problem, compare
from service.importers.strict_json import printable
from service.usecases import duplicates, understanding

Progress = Callable[[int, int, str], None]
SHOWN_EVERY = 1000
_OCCUPATIONS = (("title_code", "titles"), ("occupation", "occupations"))
_PACK = {"candidates": pack_candidate, "openings": pack_opening, "sponsors": pack_sponsor}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file changed, or would change, and what was wrong with it."""

    difference: Difference
    problems: list[Problem]


def load_offers(store: Store, path: Path, source: str, complete: bool, dry_run: bool, progress: Progress) -> Loaded:
    """Load France Travail's offers; with `complete`, those of the source that the file lacks are closed."""
    return _load(store, path, offers.parse(path), documents.OPENINGS, source, complete, dry_run, progress)


def load_openings(store: Store, path: Path, source: str, complete: bool, dry_run: bool, progress: Progress) -> Loaded:
    """Load openings in our own format."""
    return _load(store, path, own.parse_openings(path), documents.OPENINGS, source, complete, dry_run, progress)


def load_candidates(store: Store, path: Path, source: str, complete: bool, dry_run: bool, progress: Progress) -> Loaded:
    """Load candidates in our own format; what is personal goes to a table that no ranking reads."""
    return _load(store, path, own.parse_candidates(path), documents.CANDIDATES, source, complete, dry_run, progress)


def load_sponsors(store: Store, path: Path, source: str, complete: bool, dry_run: bool, progress: Progress) -> Loaded:
    """Load sponsors in our own format; a column that names them is left out."""
    return _load(store, path, own.parse_sponsors(path), documents.SPONSORS, source, complete, dry_run, progress)


def load_table(
    store: Store, path: Path, parsed: Parsed, what: str, source: str, complete: bool, dry_run: bool, progress: Progress
) -> Loaded:
    """Load the rows that came of anyone's spreadsheet."""
    kind = documents.CANDIDATES if what == "candidates" else documents.OPENINGS
    return _load(store, path, parsed, kind, source, complete, dry_run, progress)


def load_partner(store: Store, path: Path, source: str, complete: bool, dry_run: bool, progress: Progress) -> Loaded:
    """Load a partner's flow; the offers that it takes back are closed."""
    found = partner_offers.parse(path)
    closed = found.closed
    return _load(store, path, found.parsed, documents.OPENINGS, source, complete, dry_run, progress, closed)


def load_postings(
    store: Store, paths: Sequence[Path], source: str, complete: bool, dry_run: bool, progress: Progress, today: str
) -> Loaded:
    """Load schema.org job postings from several files as if they were one; of two with one id the first counts."""
    parsed = job_posting.parse_files(paths, today)
    return _load(store, paths[0], parsed, documents.OPENINGS, source, complete, dry_run, progress)


def _load(
    store: Store,
    path: Path,
    parsed: Parsed,
    kind: Kind,
    source: str,
    complete: bool,
    dry_run: bool,
    progress: Progress,
    taken_back: Sequence[str] = (),
) -> Loaded:
    rows = [(line, *_split(row)) for line, row in parsed.rows]
    source = _source(source)
    whole = bool(rows) and all(problem.kept for problem in parsed.problems)
    said = (
        []
        if whole or not complete
        else [Problem(0, "file", "not every line can be read: nothing is closed", kept=True)]
    )
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""  # a pipe is read once
    with store.read() as connection:
        records = [(line, record) for line, record, _ in rows]
        problems = said + parsed.problems + _unknown_codes(connection, records)
        whole_records, remarks = understanding.understood(connection, kind, source, records, progress)
        found = as_documents(whole_records, kind, progress)
        problems += remarks
        if kind is not documents.SPONSORS:  # of whom nothing is known that could tell two from one
            problems += duplicates.remarks(connection, kind, source, rows)
        if dry_run:
            return Loaded(_difference(connection, kind, source, found, complete and whole, taken_back)[0], problems)
    with store.write() as connection:
        difference, gone = _difference(connection, kind, source, found, complete and whole, taken_back)
        documents.save(connection, kind, source, found)
        documents.close(connection, kind, source, gone)
        _keep_apart(connection, source, {record["id"]: facts for _, record, facts in rows})
        imports.record(connection, kind.main.name, source, printable(path.name), digest, asdict(difference))
    return Loaded(difference, problems)


def _source(name: str) -> str:
    try:
        return Text(longest=64, pattern=r"[^\t\r\n]+").read(name, "--source")
    except FieldError:
        raise Invalid("--source: a source needs a name of one line") from None


def _split(row: Mapping[str, Any]) -> tuple[Record, dict[str, str]]:
    return (row["record"], row["personal"]) if "record" in row else (dict(row), {})


def as_documents(records: list[Record], kind: Kind, progress: Progress) -> list[Document]:
    """Return canonical records as the store keeps them, packed for the engine."""
    pack = _PACK[kind.main.name]
    found = []
    for done, record in enumerate(records):
        if not done % SHOWN_EVERY:
            progress(done, len(records), kind.main.name)
        found.append(Document(record["id"], _canonical(record), *pack(record)))
    progress(len(records), len(records), kind.main.name)
    return found


def _canonical(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _difference(
    connection: Connection, kind: Kind, source: str, found: list[Document], complete: bool, taken_back: Sequence[str]
) -> tuple[Difference, list[str]]:
    """Return what a load changes, and what it closes: what it takes back; what it lacks, if it is complete."""
    closed = documents.closed(connection, kind, source)
    old = {name: record for name, record in documents.existing(connection, kind, source).items() if name not in closed}
    new = {document.external_id: document.record for document in found}
    added, changed, gone = compare(old, new)
    gone = gone if complete else [name for name in taken_back if name in old and name not in new]
    return Difference(len(added), len(changed), len(gone), len(new) - len(added) - len(changed)), gone


def _unknown_codes(connection: Connection, rows: list[tuple[int, Record]]) -> list[Problem]:
    """Return a remark for each code that the reference data lack: it is kept, and meets only itself."""
    named = [(line, field, table, code) for line, record in rows for field, table, code in _codes(record)]
    known = {
        table: taxonomy.labels(connection, table, {code for _, _, other, code in named if other == table})
        for table in ("occupations", "titles", "items")
    }
    return [
        Problem(line, field, f"unknown code {code}, kept: it meets only the same code", kept=True)
        for line, field, table, code in named
        if code not in known[table]
    ]


def _codes(record: Record) -> Iterable[tuple[str, str, str]]:
    for field in ("wishes", "experience", "occupations"):
        for entry in record.get(field, []):
            yield from ((field, table, entry[name]) for name, table in _OCCUPATIONS if name in entry)
    yield from ((name, table, record[name]) for name, table in _OCCUPATIONS if name in record)
    for entry in [*record.get("skills", []), *record.get("gives", {}).get("skills", [])]:
        if "code" in entry:
            yield "skills", "items", entry["code"]


def _keep_apart(connection: Connection, source: str, facts: Mapping[str, Mapping[str, str]]) -> None:
    """Store what is personal apart; a file that says nothing of a person leaves what is known."""
    told = {name: known for name, known in facts.items() if known}
    if told:
        public = documents.public_ids(connection, documents.CANDIDATES, source)
        for name, known in told.items():
            personal.save(connection, public[name], known)
