"""Sponsors: who they are to those who look, what they offer, when they pause."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from service.db import documents, reached, sponsors
from service.db.documents import SPONSORS
from service.db.paging import Asked, Page
from service.errors import Forbidden
from service.filing import changed_document, new_document
from service.permissions import Reach, Scope

__all__ = ["Asked"]  # named here too, for those who ask
Sponsor = Mapping[str, Any]


def browse(
    connection: Connection, reach: Reach, q: str | None, asked: Asked, now: dt.datetime, down: bool = False
) -> Page:
    """Return a page of sponsors, by where they work; each row says by which scope (`seen`) it is seen."""
    return sponsors.listed(connection, reach, q, asked, now, down)


def get(connection: Connection, reach: Reach, sponsor: str, now: dt.datetime) -> Sponsor:
    """Return a sponsor and by which scope they are seen; raise NotFound."""
    row = reached.row(connection, reach, SPONSORS, sponsor, now)
    seen = sponsors.seen_as(connection, reach, sponsor, now)
    return {**row._mapping, "record": json.loads(row.record), "seen": seen}


def create(connection: Connection, reach: Reach, told: Mapping[str, Any], now: dt.datetime) -> Sponsor:
    """Add a sponsor to one's territory; raise Forbidden for who only looks after themselves, or Invalid."""
    if not reach.has(Scope.TERRITORY):
        raise Forbidden("organisers add sponsors: ask one of them")
    document = new_document(SPONSORS, str(uuid.uuid4()), told)
    documents.save(connection, SPONSORS, document.source, [document], reach.subject.territory or "")
    return get(connection, reach, document.public_id, now)


def change(
    connection: Connection, reach: Reach, sponsor: str, expected: int, told: Mapping[str, Any], now: dt.datetime
) -> Sponsor:
    """Merge changes into a sponsor's record (null removes a field); raise NotFound, Stale or Invalid."""
    found = get(connection, reach, sponsor, now)
    documents.change(connection, SPONSORS, sponsor, expected, changed_document(SPONSORS, found["record"], told))
    return get(connection, reach, sponsor, now)


def pause(
    connection: Connection, reach: Reach, sponsor: str, first: dt.date, last: dt.date | None, now: dt.datetime
) -> Sponsor:
    """Let a sponsor take nobody new from a day on, for good unless a last day is given."""
    found = get(connection, reach, sponsor, now)
    until = {} if last is None else {"until": last.isoformat()}
    pauses = [*found["record"].get("pauses", []), {"from": first.isoformat(), **until}]
    return change(connection, reach, sponsor, found["version"], {"pauses": pauses}, now)


def resume(connection: Connection, reach: Reach, sponsor: str, now: dt.datetime) -> Sponsor:
    """End all pauses of today and later."""
    found, today = get(connection, reach, sponsor, now), now.date().isoformat()
    over = [pause for pause in found["record"].get("pauses", []) if pause.get("until", "~") < today]
    return change(connection, reach, sponsor, found["version"], {"pauses": over or None}, now)


def withdraw(connection: Connection, reach: Reach, sponsor: str, expected: int, now: dt.datetime) -> Sponsor:
    """Take a sponsor out of all suggestions."""
    found = get(connection, reach, sponsor, now)
    document = changed_document(SPONSORS, found["record"], {}, open=False, status="withdrawn")
    documents.change(connection, SPONSORS, sponsor, expected, document)
    return get(connection, reach, sponsor, now)
