"""Files of openings, candidates and sponsors into the store: a diff, all of it or nothing."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from matching.fields import FieldError, Text
from matching.records import Record
from service.db import documents, imports, listing, personal, taxonomy
from service.db.base import Store
from service.db.documents import Document, Kind
from service.db.territories import HOME
from service.errors import Invalid
from service.filing import document_of
from service.importers import job_posting, offers, own, partner_offers
from service.importers.base import Difference, Parsed, Problem, compare
from service.importers.strict_json import printable
from service.progress import Progress
from service.usecases import duplicates, understanding
from service.usecases.duplicates import Twin

SHOWN_EVERY = 1000
_OCCUPATIONS = (("title_code", "titles"), ("occupation", "occupations"))


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


@dataclass(frozen=True, slots=True)
class Prepared:
    """What came of a file, ready to be compared with the store and saved."""

    kind: Kind
    source: str
    documents: list[Document]
    facts: Mapping[str, Mapping[str, str]]  # what is personal, by the record's identifier
    problems: list[Problem]
    complete: bool  # what the file lacks is closed
    taken_back: Sequence[str]  # identifiers that the file takes back
    twins: Sequence[Twin]  # new lines that look like what is there


def prepare(
    connection: Connection,
    parsed: Parsed,
    kind: Kind,
    source: str,
    complete: bool,
    progress: Progress,
    taken_back: Sequence[str] = (),
    territory: str = HOME,
    among: Collection[str] | None = None,
) -> Prepared:
    """Return what a file's rows become: words understood, likely duplicates (see twins) and unknown codes told of."""
    rows = [(line, *_split(row)) for line, row in parsed.rows]
    source = _source(source)
    whole = bool(rows) and all(problem.kept for problem in parsed.problems)
    said = (
        []
        if whole or not complete
        else [Problem(0, "file", "not every line can be read: nothing is closed", kept=True)]
    )
    records = [(line, record) for line, record, _ in rows]
    problems = said + parsed.problems + _unknown_codes(connection, records)
    whole_records, remarks = understanding.understood(connection, kind, source, records, progress)
    found = as_documents(whole_records, kind, progress)
    problems += remarks
    told = kind is not documents.SPONSORS  # of whom nothing is known that could tell two from one
    twins = duplicates.twins(connection, kind, source, rows, territory, among) if told else []
    problems += duplicates.remarks(twins)
    facts = {record["id"]: facts for _, record, facts in rows}
    return Prepared(kind, source, found, facts, problems, complete and whole, taken_back, twins)


def difference(connection: Connection, new: Prepared, territory: str = HOME) -> Difference:
    """Return what saving would change."""
    return _difference(connection, new, territory)[0]


def save(connection: Connection, new: Prepared, territory: str, file: str, digest: str) -> Difference:
    """Save what came of a file, all of it, and return what that changed."""
    changed, gone = _difference(connection, new, territory)
    documents.save(connection, new.kind, new.source, new.documents, territory)
    documents.close(connection, new.kind, new.source, gone, territory)
    listing.refresh(connection)
    _keep_apart(connection, new.source, new.facts, territory)
    imports.record(connection, new.kind.main.name, new.source, file, digest, asdict(changed))
    return changed


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
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""  # a pipe is read once
    with store.read() as connection:
        new = prepare(connection, parsed, kind, source, complete, progress, taken_back)
        if dry_run:
            return Loaded(difference(connection, new), new.problems)
    with store.write() as connection:
        return Loaded(save(connection, new, HOME, printable(path.name), digest), new.problems)


def _source(name: str) -> str:
    try:
        return Text(longest=64, pattern=r"[^\t\r\n]+").read(name, "--source")
    except FieldError:
        raise Invalid("--source: a source needs a name of one line") from None


def _split(row: Mapping[str, Any]) -> tuple[Record, dict[str, str]]:
    return (row["record"], row["personal"]) if "record" in row else (dict(row), {})


def as_documents(records: list[Record], kind: Kind, progress: Progress) -> list[Document]:
    """Return canonical records as the store keeps them, packed for the engine."""
    found = []
    for done, record in enumerate(records):
        if not done % SHOWN_EVERY:
            progress(done, len(records), kind.main.name)
        found.append(document_of(kind, record))
    progress(len(records), len(records), kind.main.name)
    return found


def _difference(connection: Connection, new: Prepared, territory: str) -> tuple[Difference, list[str]]:
    """Return what a load changes, and what it closes: what it takes back; what it lacks, if it is complete."""
    here = (connection, new.kind, new.source, territory)
    closed = documents.closed(*here)
    old = {name: record for name, record in documents.existing(*here).items() if name not in closed}
    told = {document.external_id: document.record for document in new.documents}
    added, changed, gone = compare(old, told)
    gone = gone if new.complete else [name for name in new.taken_back if name in old and name not in told]
    return Difference(len(added), len(changed), len(gone), len(told) - len(added) - len(changed)), gone


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


def _keep_apart(connection: Connection, source: str, facts: Mapping[str, Mapping[str, str]], territory: str) -> None:
    """Store what is personal apart; a file that says nothing of a person leaves what is known."""
    told = {name: known for name, known in facts.items() if known}
    if told:
        public = documents.public_ids(connection, documents.CANDIDATES, source, territory)
        for name, known in told.items():
            personal.save(connection, public[name], known)
