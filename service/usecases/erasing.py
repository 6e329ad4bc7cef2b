"""Erase somebody everywhere: what they were, what was written of them, and what remembers that they were here.

What stays is a mark from which nobody can tell whom (so that a backup brings them not back), counts by month, and
the log, which then speaks of nobody.
"""

import datetime as dt
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from service.backups import folder as shelf
from service.db import audit, documents, erasure, meetup_steps, outbox, reminders, rights, runs, tallies, tombstones
from service.db.base import Store
from service.errors import NotFound
from service.keys import Keys

UNANSWERED: Final = dt.timedelta(days=21)  # then an erasure is carried out unasked: the law gives a month for all of it
_COLUMN: Final = {"candidates": "candidate", "sponsors": "sponsor"}


def digest(keys: Keys, kind: str, person: str) -> str:
    """Return the mark of somebody who is erased."""
    return keys.digest(f"{kind} {person}", "erased")


def erase(connection: Connection, keys: Keys, kind: str, person: str, now: dt.datetime) -> None:
    """Erase a candidate, a sponsor or an account (`kind` is candidates, sponsors or accounts), by public id.

    An account that was only theirs goes with them. Raise NotFound for somebody unknown. The caller then calls
    `finish`, outside the transaction.
    """
    if kind == "accounts":
        _account(connection, person, now)
    else:
        _document(connection, kind, person, now)
        erasure.forget_answers(connection, keys, person)
    tombstones.add(connection, [digest(keys, kind, person)], now)


def again(connection: Connection, keys: Keys, now: dt.datetime) -> int:
    """Erase everybody of whom there is a mark; return how many were there."""
    erased = 0
    for kind in erasure.KEYS:
        marks = {digest(keys, kind, person): person for person in erasure.everybody(connection, kind)}
        for mark in sorted(tombstones.among(connection, marks)):
            erase(connection, keys, kind, marks[mark], now)
            erased += 1
    return erased


def asked(connection: Connection, keys: Keys, now: dt.datetime) -> int:
    """Erase whose request was granted, and who has waited in vain for an answer; return how many requests that were."""
    found = rights.to_erase(connection, now - UNANSWERED)
    for request in found:
        if request.status == rights.OPEN:
            values = {"status": rights.GRANTED, "answered_at": now}
            rights.settle(connection, request, request.version, values)
    for kind, column in _COLUMN.items():
        for person in sorted({getattr(request, column) for request in found} - {None}):
            erase(connection, keys, kind, person, now)
    return len(found)


def carry_out(store: Store, keys: Keys, marks: Path, now: dt.datetime) -> int:
    """Do what `asked` does in a transaction of its own, and finish it."""
    with store.write() as connection:
        done = asked(connection, keys, now)
    if done:
        finish(store, marks)
    return done


def finish(store: Store, marks: Path) -> bool:
    """After the transaction: mark who was erased beside the keys too, and have their bytes overwritten.

    Return False while somebody still reads an older state; then the next night does it.
    """
    with store.read() as connection:
        shelf.mark(marks, tombstones.everything(connection))
    return erasure.overwrite(store)


def _document(connection: Connection, kind: str, person: str, now: dt.datetime) -> None:
    territory = erasure.territory_of(connection, kind, person)
    if territory is None:
        raise NotFound(f"nobody is called {person} in {kind}")
    column = _COLUMN[kind]
    tallies.count(connection, territory, column, person)
    for account in erasure.accounts_of(connection, column, person):
        _account(connection, account, now)
    if kind == "candidates":
        runs.forget(connection, person)
    else:
        erasure.unname_runs(connection, person)
    erasure.forget_files(connection, kind, person)
    gone = erasure.sweep(connection, kind, person)
    documents.erase(connection, documents.KINDS[kind], person)
    _forget(connection, [person, *gone])


def _account(connection: Connection, account: str, now: dt.datetime) -> None:
    email = erasure.blank(connection, account, now)
    gone = erasure.sweep(connection, "accounts", account)
    if email:
        outbox.forget_address(connection, email)
    _forget(connection, [account, *gone])


def _forget(connection: Connection, ids: list[str]) -> None:
    """Take these ids out of what only remembers: messages, reminders, and the pseudonyms of the log."""
    for id in ids:
        outbox.forget(connection, id)
        reminders.forget(connection, id)
        meetup_steps.forget_guest(connection, id)
    audit.forget(connection, ids)
