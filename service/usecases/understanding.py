"""Words without codes in records that are loaded → occupations and skills, kept beside what was said, and reported."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from matching.packing import MEANINGS
from matching.records import CANDIDATE, OPENING, Record
from matching.text.ads import read_ads, reading_of
from matching.text.features import Ad, official, wording
from matching.text.skills import match_wordings
from matching.text.titles import read_titles
from service.db import documents, taxonomy
from service.db.documents import Kind
from service.importers.base import Problem
from service.importers.personal import masked
from service.words import Words, load_words

SURE = 0.3  # the confidence from which a title in everyday words is taken for its occupation
AT_ONCE = 32  # openings between two signs of progress

Progress = Callable[[int, int, str], None]
Row = tuple[int, Record]  # the line of a record, and the record


def understood(
    connection: Connection, kind: Kind, source: str, rows: Sequence[Row], progress: Progress
) -> tuple[list[Record], list[Problem]]:
    """Return the records, with the field `read` where words had no code, and a remark for each thing understood.

    What was read of a record that has not changed since is kept as it is; what a file says was read is read again.
    Without reference data nothing is.
    """
    wanting = [number for number, (_, record) in enumerate(rows) if _wants(record, kind)]
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
    read_of = _read_openings if kind is documents.OPENINGS else _read_candidates
    field = (OPENING if kind is documents.OPENINGS else CANDIDATE)["read"]
    for number, read in zip(new, read_of([found[number] for number in new], words, progress), strict=True):
        if read:
            found[number] = found[number] | {"read": field.read(read, "read")}  # as a file of records would say it
    return found, [problem for number in new for problem in _remarks(rows[number][0], found[number], kind, words)]


def _wants(record: Record, kind: Kind) -> bool:
    if kind is documents.OPENINGS:
        return not {"occupation", "title_code"} & record.keys() and ("title" in record or "description" in record)
    return any(True for _ in _titles(record)) or any("code" not in skill for skill in record.get("skills", []))


def _titles(record: Record) -> Iterator[str]:
    for entry in [*record.get("wishes", []), *record.get("experience", [])]:
        if "title" in entry and not {"occupation", "title_code"} & entry.keys():
            yield entry["title"]


def _read_before(record: Record, known: dict[str, str]) -> Record | None:
    if record["id"] not in known:
        return None
    before = json.loads(known[record["id"]])
    read: Record | None = before.pop("read", None)
    return read if before == record else None


def _read_openings(records: Sequence[Record], words: Words, progress: Progress) -> Iterator[Record | None]:
    ads = [_ad(record) for record in records]
    for start in range(0, len(ads), AT_ONCE):
        progress(start, len(ads), "reading")
        for read in read_ads(ads[start : start + AT_ONCE], words.index, words.model):
            yield reading_of(read)
    progress(len(ads), len(ads), "reading")


def _ad(record: Record) -> Ad:
    description = record.get("description", "")
    title = record.get("title") or description.partition("\n")[0]
    return Ad(title[:300], description, record.get("company", {}).get("sector", ""))


def _read_candidates(records: Sequence[Record], words: Words, progress: Progress) -> Iterator[Record | None]:
    titles = list(dict.fromkeys(title for record in records for title in _titles(record)))
    occupations = dict(zip(titles, read_titles(titles, words.index, words.model, MEANINGS), strict=True))
    labels = [skill["label"] for r in records for skill in r.get("skills", []) if "code" not in skill]
    labels = list(dict.fromkeys(labels))
    skills = dict(zip(labels, match_wordings(labels, words.index), strict=True))
    for record in records:
        read: dict[str, Any] = {}
        for title in dict.fromkeys(_titles(record)):
            for best in occupations[title]:
                if best.confidence >= SURE:
                    told = {"title": title, "occupation": best.code, "confidence": best.confidence}
                    read.setdefault("titles", []).append(told)
        for skill in record.get("skills", []):
            if "code" not in skill and (near := skills[skill["label"]]):
                told = {"label": skill["label"], "code": near.code, "confidence": near.confidence}
                read.setdefault("skills", []).append(told)
        yield read or None


def _remarks(line: int, record: Record, kind: Kind, words: Words) -> Iterator[Problem]:
    read = record.get("read", {})
    names = dict(zip(words.index.occupations, words.index.names, strict=True))
    if kind is documents.OPENINGS:
        if "occupation" in read:
            if wording(_ad(record).title) not in official(words.index):
                yield _remark(line, "occupation", names[read["occupation"]], read)
        else:
            yield _unknown(line, "title", _ad(record).title)
    for title in dict.fromkeys(_titles(record)):
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
