"""Words without codes in records that are loaded → occupations and skills, kept beside what was said, and reported."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection

from matching.records import Record
from matching.text.features import official, wording
from service.db import documents, due, listing, taxonomy
from service.db.base import Store
from service.db.documents import Kind
from service.errors import NotFound, Stale
from service.filing import document_of
from service.importers.base import Problem
from service.importers.personal import masked
from service.progress import Progress, quiet
from service.understood import ad_of, titles_of, wants, with_read
from service.words import Words, at_hand, load_words

MOST: Final = 500  # documents of a kind that are read in one go: a minute
Row = tuple[int, Record]  # the line of a record, and the record


def understood(
    connection: Connection, kind: Kind, source: str, rows: Sequence[Row], progress: Progress
) -> tuple[list[Record], list[Problem]]:
    """Return the records, with the field `read` where words had no code, and a remark for each thing understood.

    What was read of a record that has not changed since is kept as it is; what a file says was read is read again.
    Without reference data nothing is.
    """
    wanting = [number for number, (_, record) in enumerate(rows) if wants(record, kind)]
    if not wanting or not taxonomy.any_occupation(connection):
        return [record for _, record in rows], []
    known = documents.existing(connection, kind, source)
    words = load_words(connection, progress)
    found = [record for _, record in rows]
    new = []
    for number in wanting:
        found[number] = {name: value for name, value in found[number].items() if name != "read"}
        if read := _read_before(found[number], known):
            found[number] = found[number] | {"read": read}
        else:
            new.append(number)
    for number, record in zip(new, with_read([found[number] for number in new], kind, words, progress), strict=True):
        found[number] = record
    return found, [problem for number in new for problem in _remarks(rows[number][0], found[number], kind, words)]


def catch_up(store: Store, dry_run: bool = False) -> dict[str, int]:
    """Read what was typed while no request could read it; return how many of each kind were (or would be) understood.

    Each is saved by itself, as anybody's change; one that somebody changes meanwhile waits for the next time.
    """
    return {kind.name: _catch_up(store, kind, dry_run) for kind in (documents.OPENINGS, documents.CANDIDATES)}


def _catch_up(store: Store, kind: Kind, dry_run: bool) -> int:
    with store.read() as connection:
        rows = ((row, json.loads(row.record)) for row in due.unread(connection, kind))
        waiting = list(islice(((row, record) for row, record in rows if wants(record, kind)), MOST))
        if not waiting or not taxonomy.any_occupation(connection):
            return 0
        words = at_hand(connection) or load_words(connection, quiet)
    found = zip(waiting, with_read([record for _, record in waiting], kind, words), strict=True)
    news = [(row, record) for (row, _), record in found if "read" in record]
    return len(news) if dry_run else sum(_kept(store, kind, row, record) for row, record in news)


def _kept(store: Store, kind: Kind, row: Any, record: Record) -> bool:
    try:
        with store.write() as connection:
            documents.change(connection, kind, row.public_id, row.version, document_of(kind, record, open=True))
            if kind is documents.OPENINGS:
                listing.refresh(connection)
    except (Stale, NotFound):
        return False
    return True


def _read_before(record: Record, known: dict[str, str]) -> Record | None:
    if record["id"] not in known:
        return None
    before = json.loads(known[record["id"]])
    read: Record | None = before.pop("read", None)
    return read if before == record else None


def _remarks(line: int, record: Record, kind: Kind, words: Words) -> Iterator[Problem]:
    read = record.get("read", {})
    names = dict(zip(words.index.occupations, words.index.names, strict=True))
    if kind is documents.OPENINGS:
        if "occupation" in read:
            if wording(ad_of(record).title) not in official(words.index):
                yield _remark(line, "occupation", names[read["occupation"]], read)
        else:
            yield _unknown(line, "title", ad_of(record).title)
    for title in dict.fromkeys(titles_of(record)):
        if wording(title) in official(words.index):
            continue
        meant = [entry for entry in read.get("titles", []) if entry["title"] == title]
        yield from (_remark(line, "wishes", names[entry["occupation"]], entry, title) for entry in meant)
        if not meant:
            yield _unknown(line, "wishes", title)


def _unknown(line: int, field: str, title: str) -> Problem:
    reason = f"{masked(title)[:60]!r} is not recognised as an occupation, kept: it meets only the same words"
    return Problem(line, field, reason, kept=True)


def _remark(line: int, field: str, name: str, read: Record, title: str = "") -> Problem:
    sure = f"{read['confidence']:.0%}"
    reason = f"read in the text: {name} ({read['occupation']}), sure to {sure}"
    if title:
        reason = f"{masked(title)[:60]!r} is read as {name} ({read['occupation']}), sure to {sure}"
    return Problem(line, field, reason, kept=True)
