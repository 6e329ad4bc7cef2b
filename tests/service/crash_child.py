"""What the processes do that are made to be killed: work on a database and tell what was acknowledged."""

import signal
from itertools import count, cycle
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import alembic.command  # noqa: F401  (imported early, so that a kill meets the work and not the import)
from sqlalchemy import Engine, event

from service.db import documents
from service.db.base import open_store
from service.db.documents import Document
from service.usecases.reference import import_rome

BATCH = 40


def make_tables(said: Connection, url: str) -> None:
    said.send("ready")
    open_store(url).close()
    said.send("done")


STEP = "UPDATE alembic_version"  # the last statement of each migration


def bring_up(said: Connection, url: str, moment: int, seconds: float, torn: bool = False) -> None:
    """Bring a database up to date, and die some time after the statement of that number; else tell all statements.

    `torn` gives each migration of an SQLite file a transaction of its own: the guard switched off.
    """
    done: list[str] = []

    def reached(connection: Any, *more: Any) -> None:
        done.append(more[1] if more else "COMMIT")
        if torn and done[-1].startswith(STEP):
            for what in ("COMMIT", "BEGIN IMMEDIATE"):
                connection.connection.dbapi_connection.execute(what)
        if len(done) == moment + 1:
            signal.setitimer(signal.ITIMER_REAL, seconds)  # nobody waits for its signal, which ends all at once

    for what in ("before_cursor_execute", "commit"):
        event.listen(Engine, what, reached)
    said.send("ready")
    open_store(url).close()
    signal.setitimer(signal.ITIMER_REAL, 0)
    said.send(done)


def load_in_turn(said: Connection, url: str, folders: list[Path]) -> None:
    with open_store(url) as store:
        said.send("ready")
        for folder in cycle(folders):
            import_rome(store, folder)
            said.send(folder.name)


def save_batches(said: Connection, url: str) -> None:
    """Save batch after batch: each is added once, then changed together with the next one."""
    with open_store(url) as store:
        said.send("ready")
        for number in count():
            with store.write() as connection:
                old = [opening(number - 1, place, 2) for place in range(BATCH) if number]
                new = [opening(number, place, 1) for place in range(BATCH)]
                documents.save(connection, documents.OPENINGS, "here", old + new)
            said.send(number)


def opening(number: int, place: int, version: int) -> Document:
    text = f"{number} {place} {version} "
    return Document(f"{number}-{place}", text * 50, text.encode(), text.encode() * 2)
