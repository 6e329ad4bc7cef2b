"""Ends what has had its time and forgets what is no longer needed; each function returns how many there were."""

import datetime as dt
from typing import Final

from sqlalchemy import Connection

from service.db import (
    audit,
    documents,
    due,
    idempotency,
    job_runs,
    listing,
    meetup_guests,
    meetup_steps,
    meetups,
    outbox,
    reminders,
    uploads,
    works,
)
from service.db.documents import OPENINGS, Document
from service.keys import Keys

EXPIRED: Final = "expired"
KEEP_MESSAGES: Final = dt.timedelta(days=30)
KEEP_SESSIONS: Final = dt.timedelta(days=30)
KEEP_LOG: Final = dt.timedelta(days=366)  # twelve months, in whole months


def openings(connection: Connection, now: dt.datetime) -> int:
    """Take openings whose last day is over out of the market."""
    late = due.expired(connection, now.date())
    for row in late:
        document = Document(row.external_id, row.record, row.row, row.items, open=False, status=EXPIRED)
        documents.change(connection, OPENINGS, row.public_id, row.version, document)
    if late:
        listing.refresh(connection)
    return len(late)


def answers(connection: Connection, now: dt.datetime) -> int:
    """Forget the answers kept for repeated requests, after 48 hours."""
    return idempotency.purge(connection, now)


def sign_ins(connection: Connection, now: dt.datetime) -> int:
    """Forget sessions and one-time links that nobody can use any more, after 30 days."""
    before = now - KEEP_SESSIONS
    return due.forget_sessions(connection, before) + due.forget_links(connection, before)


def messages(connection: Connection, now: dt.datetime) -> int:
    """Forget whom messages went to and what they said, after 30 days."""
    return outbox.purge(connection, now - KEEP_MESSAGES)


def files(connection: Connection, now: dt.datetime) -> int:
    """Forget what was in files that were sent to be loaded, after 30 days; undoing them ends with that."""
    return uploads.purge(connection, now - KEEP_MESSAGES)


def drafts(connection: Connection, now: dt.datetime) -> int:
    """Forget how plans of meetups came about, and the names typed for them, 30 days after; old long work likewise."""
    before = now - KEEP_MESSAGES
    over = meetups.past(connection, before.date())
    typed = meetup_guests.forget_typed(connection, over) + meetup_steps.forget(connection, over)
    return typed + works.purge(connection, before)


def log(connection: Connection, keys: Keys, now: dt.datetime) -> int:
    """Forget the months of the log that ended a year ago or before, and the notes of what ran and who was reminded."""
    month = (now - KEEP_LOG).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    gone = audit.purge(connection, month, keys)
    return gone + job_runs.purge(connection, month) + reminders.purge(connection, month)


def seal(connection: Connection, keys: Keys) -> int:
    """Seal the log as it is now."""
    audit.seal(connection, keys)
    return audit.end(connection)[0]
