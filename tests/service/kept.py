"""A store with people in it, for the tests that keep, erase and give back what it holds."""

import datetime as dt
import json
import secrets
import uuid
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, DateTime, Integer, LargeBinary, Table, func, select

from service import register
from service.db import audit, documents, outbox, personal
from service.db.base import Store, metadata
from service.db.documents import Document
from service.db.outbox import seal_with
from service.db.territories import HOME
from service.keys import Keys
from service.permissions import NOBODY

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
KEYS = Keys((bytes.fromhex("c1" * 16 + "0123456789abcdef" * 2),))


def people(store: Store, number: int, source: str = "here", first: int = 0) -> list[str]:
    """Add people with a name each, and return their public ids."""
    seal_with(store.engine, KEYS)
    new = [person(f"P{first + n}", secrets.token_hex(12)) for n in range(number)]
    with store.write() as connection:
        documents.save(connection, documents.CANDIDATES, source, new)
        ids = documents.public_ids(connection, documents.CANDIDATES, source)
        for document in new:
            personal.save(connection, ids[document.external_id], {"last_name": f"Nom{document.external_id}"})
    return [ids[document.external_id] for document in new]


def person(name: str, told: str) -> Document:
    return Document(name, f'{{"id": "{name}", "about": "{told}"}}', told.encode(), told.encode() * 2)


def rows(store: Store, table: Any) -> int:
    with store.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(table)) or 0)


SKIPPED = {"audit", "audit_objects", "audit_ends", "audit_seals", "pseudonyms", "changes", "tombstones", "tallies"}
SKIPPED |= {"figures", "outbox", "alembic_version", "territories", "job_runs", "imports", "column_mappings"}


def fill(store: Store, mark: str) -> str:
    """Put a row about one new person into every table that can hold one; return their id.

    The mark is in every text that the register calls personal. Walks the tables, so that a new one is filled too.
    """
    seal_with(store.engine, KEYS)
    with store.write() as connection:
        [candidate] = _documents(connection, documents.CANDIDATES, mark)
        [sponsor] = _documents(connection, documents.SPONSORS, mark)
        [opening] = _documents(connection, documents.OPENINGS, mark)
        known = {"candidates": candidate, "sponsors": sponsor, "openings": opening, "territories": HOME}
        known["accounts"] = str(uuid.uuid4())
        for table in metadata.sorted_tables:
            if (
                table.name in SKIPPED | set(known) - {"accounts"}
                or table.name.endswith("_records")
                or not _about_people(table)
            ):
                continue
            row = {str(column.name): _value(column, known, mark) for column in table.columns}
            connection.execute(table.insert(), row)
            if len(table.primary_key.columns) == 1:
                known[str(table.name)] = row[table.primary_key.columns[0].name]
        outbox.add(connection, f"{mark}@example.test", "erased", {}, "fr", candidate)
        audit.record(connection, NOBODY, "identity:R", [candidate], "r1", at=NOW)
    return candidate


def _documents(connection: Connection, kind: documents.Kind, mark: str) -> list[str]:
    documents.save(connection, kind, f"source {mark}", [person(mark, mark)])
    return list(documents.public_ids(connection, kind, f"source {mark}").values())


def _about_people(table: Table) -> bool:
    entry, pointed_at = register.declared()["tables"], ("cohorts", "meetups", "organisations", "programmes")
    return str(table.name) in entry or table.name in pointed_at


def _value(column: Column[Any], known: dict[str, str], mark: str) -> Any:
    """A value that fits a column and tells whose it is."""
    table, name = str(column.table.name), str(column.name)
    for key in column.foreign_keys:
        if key.column.table.name in known:
            return known[key.column.table.name]
    special = {
        "candidate": known["candidates"],
        "subject_id": known["candidates"],
        "about": known["candidates"],
        "sponsor": known["sponsors"],
        "territory": HOME,
        "shown": json.dumps([{"id": known["openings"], "score": 0.5, "reasons": []}]),
        "request": json.dumps({"with": mark}),
        "subject_kind": "candidates",
        "step": "declined",
        "purpose": "identity",
        "role": "company",
        "language": "fr",
    }
    if name in ("account", "adviser", "author") or name.endswith("_by") or (table, name) == ("accounts", "id"):
        return known["accounts"]
    if table == "runs" and name in ("what", "organisation"):
        return "openings"
    if table == "uploads" and name == "source":
        return f"source {mark}"
    if name in special and table != "programmes":  # which tells of nobody
        return special[name]
    if isinstance(column.type, LargeBinary):
        abouts = {"answers": f"{known['accounts']}{_text(column.table.c.key, mark)}" if table == "answers" else ""}
        abouts |= {
            "notes": f"note:{_text(metadata.tables['notes'].c.id, mark)}",
            "statuses": f"status:{_text(metadata.tables['statuses'].c.id, mark)}",
        }
        return KEYS.seal(mark, abouts.get(table, "test") + (" proof" if name == "proof" else ""))
    if isinstance(column.type, DateTime):
        return NOW - dt.timedelta(days=900)
    if isinstance(column.type, Date):
        return NOW.date()
    if isinstance(column.type, Boolean):
        return False
    return 1 if isinstance(column.type, Integer) else _text(column, mark)


def _text(column: Column[Any], mark: str) -> str:
    """The mark, in a personal column; else something that is each person's own and tells nothing."""
    table, name = str(column.table.name), str(column.name)
    personal = register.declared()["tables"].get(table, {"personal": ()})["personal"]
    own = f"{name} of {KEYS.digest(mark, table)[:12]}"
    return f"{mark}, {own}" if name in personal and (table, name) != ("rights_requests", "kind") else own
