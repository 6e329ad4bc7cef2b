"""What runs by itself, as people see it: the last runs, the messages that did not go, one's own notices."""

import json
from typing import Any, Final

from sqlalchemy import Connection

from service.db import accounts, job_runs, outbox
from service.mail_texts import notices, short
from service.permissions import Reach

_SHOWN: Final = 100


def runs(connection: Connection, most: int = _SHOWN) -> list[dict[str, Any]]:
    """Return the last runs of jobs, the newest first."""
    found = job_runs.latest(connection, most)
    return [row | {"result": json.loads(row["result"] or "null"), "error": row["error"] or None} for row in found]


def unsent(connection: Connection) -> list[dict[str, Any]]:
    """Return the last messages that were given up, without their addresses and texts."""
    return outbox.failed(connection, _SHOWN)


def waiting(connection: Connection) -> int:
    """Return how many messages have neither gone nor been given up."""
    return outbox.waiting(connection)


def notices_of(connection: Connection, reach: Reach, language: str, site: str) -> list[dict[str, Any]]:
    """Return the last notices that were also sent by mail to whoever asks, in the language they ask for."""
    address = accounts.get(connection, reach.subject.account or "").email
    found = outbox.to_address(connection, address, notices(), _SHOWN) if address else []
    said = [(message, *short(message.template, message.facts, language, site)) for message in found]
    return [{"id": m.id, "at": m.created_at, "subject": subject, "text": text} for m, subject, text in said]
