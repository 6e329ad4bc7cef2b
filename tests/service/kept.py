"""A store with people in it, for the tests that keep, erase and give back what it holds."""

import datetime as dt
import secrets
from typing import Any

from service.db import documents, personal
from service.db.base import Store
from service.db.documents import Document
from service.db.outbox import seal_with
from service.keys import Keys

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
    from sqlalchemy import func, select

    with store.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(table)) or 0)
