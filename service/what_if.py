"""A change to a candidate's record that somebody only tries: JSON in the words of the documented format."""

import json
from typing import Any

from matching.changes import apply
from matching.errors import InvalidRecord
from matching.fields import read_fields
from matching.records import CANDIDATE, Record
from service.errors import Invalid


def read_change(told: str | None) -> dict[str, Any]:
    """Return the change that a request tries, empty for none; raise Invalid for what the format refuses."""
    if told is None:
        return {}
    try:
        raw = json.loads(told)
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict) or all(value is None for value in raw.values()):
        raise Invalid("with: give a JSON object such as '{\"max_km\": 30}'", "with")
    found, faults = read_fields(raw, CANDIDATE)
    if faults:
        raise Invalid(f"with: {'; '.join(f'{field}: {reason}' for field, reason in faults)}", "with", tuple(faults))
    return dict(found)


def changed(record: Record, change: dict[str, Any]) -> Record:
    """Return the record with the change made; raise Invalid for one that cannot be made."""
    try:
        return apply(record, change) if change else record
    except InvalidRecord as error:
        raise Invalid(f"with: {error}", "with") from None
