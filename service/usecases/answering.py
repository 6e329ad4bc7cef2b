"""What a person answered to a question of a suggestion: it joins their profile, and can be taken back."""

import datetime as dt
import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection

from matching.records import Record
from service.db import documents, reached
from service.db.documents import CANDIDATES
from service.errors import Conflict
from service.filing import OURS, changed_document
from service.permissions import Reach
from service.what_if import changed
from service.words import at_hand


def answer(
    connection: Connection,
    reach: Reach,
    person: str,
    expected: int,
    news: Mapping[str, Any],
    complete: Collection[str],
    now: dt.datetime,
) -> int:
    """Join news to a profile: items join their list, other values take the old one's place; return its version then.

    Lists that are `complete` hold all there is from now on. Raise NotFound, Stale, or Invalid with the fields at fault.
    """
    record = reached.record(connection, reach, CANDIDATES, person, now)
    then = changed(record, dict(news))
    then |= {name: then.get(name, []) for name in complete}
    told = {name: value for name, value in then.items() if value != record.get(name)}
    if complete:
        told["partial"] = [name for name in then.get("partial", ()) if name not in complete] or None
    return _merge(connection, person, expected, record, told)


def take_back(connection: Connection, reach: Reach, person: str, expected: int, now: dt.datetime) -> int:
    """Put a profile back as it was before its last change; return its version then.

    Raise NotFound, Stale, or Conflict where nothing is before it.
    """
    row = reached.row(connection, reach, CANDIDATES, person, now)
    record = json.loads(row.record)
    before = reached.record_then(connection, CANDIDATES, person, row.changed - 1)
    if before is None:
        raise Conflict("nothing is before this version", "first_version")
    names = {name for name in (before.keys() | record.keys()) - set(OURS) if before.get(name) != record.get(name)}
    return _merge(connection, person, expected, record, {name: before.get(name) for name in names})


def _merge(connection: Connection, person: str, expected: int, record: Record, told: Mapping[str, Any]) -> int:
    """Put fields in the place of what they were, groups of fields whole."""
    whole = {name: _instead(record.get(name), value) for name, value in told.items()}
    document = changed_document(CANDIDATES, record, whole, at_hand(connection))
    documents.change(connection, CANDIDATES, person, expected, document)
    return expected + 1


def _instead(old: Any, new: Any) -> Any:
    return {**dict.fromkeys(old), **new} if isinstance(old, dict) and isinstance(new, dict) else new
