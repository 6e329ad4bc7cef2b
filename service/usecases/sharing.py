"""Candidates and openings in the formats that other programs read."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from matching.records import Record
from service.db import documents, places, taxonomy
from service.export_job_posting import POSTED, posting_of
from service.export_json_resume import resume_of

Json = dict[str, Any]


def resume(connection: Connection, candidate: str, language: str) -> Json:
    """Return a candidate as a JSON Resume, without anything that tells who it is; raise NotFound."""
    record: Record = json.loads(documents.get(connection, documents.CANDIDATES, candidate).record)
    return resume_of(record, labels(connection, [record]), language)


def postings(connection: Connection, source: str | None = None) -> Iterator[Json]:
    """Yield the open jobs, apprenticeships and internships as postings, source by source; of one if one is named."""
    for name in sorted(documents.sources(connection)) if source is None else [source]:
        records = [json.loads(text) for text in documents.records(connection, documents.OPENINGS, name)]
        found = labels(connection, records)
        yield from (posting_of(record, name, found) for record in records if record.get("kind", "job") in POSTED)


def labels(connection: Connection, records: Iterable[Record]) -> dict[str, str]:
    """Return the words of all codes in some records, communes included."""
    codes = {code for record in records for code in _codes(record)}
    found = places.labels(connection, codes)
    for table in ("items", "titles", "occupations"):
        found |= taxonomy.labels(connection, table, codes)
    return found


def _codes(record: Record) -> Iterator[str]:
    yield record.get("place", {}).get("insee", "")
    for entry in (record, *record.get("wishes", []), *_entries(record.get("experience")), *record.get("skills", [])):
        yield from (entry[name] for name in ("title_code", "occupation", "code") if name in entry)


def _entries(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
