"""What steps bring to a candidate's record: a gain never lowers what is held already."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from matching.changes import apply
from matching.enums import LanguageLevel, place_in
from matching.pathways.model import Day
from matching.records import Record

_LISTS: Final = ("skills", "licences", "certificates")
_OCCUPATION: Final = ("title_code", "title", "occupation")


def gain(record: Record, gives: Record) -> Record:
    """Return what `gives` changes in a record, in the record's own words; what is held already stays as it is."""
    change: Record = {}
    for name in _LISTS:
        held = {_name(item) for item in record.get(name, []) if item.get("held", True)}
        if new := [item for item in gives.get(name, []) if _name(item) not in held]:
            change[name] = new
    if languages := [item for item in gives.get("languages", []) if _level(item) > _spoken(record, item["code"])]:
        change["languages"] = languages
    if gives.get("education", 0) > record.get("education", 0):
        change["education"] = gives["education"]
    if gives.get("experience"):
        change["experience"] = [_longer(record, item) for item in gives["experience"]]
    return change


def after_steps(record: Record, gives: Iterable[Record], free: Day | None = None) -> tuple[Record, Record]:
    """Return the record once all that is done, and the one change that makes it; `free` is the day after.

    The change applied to the record gives the same.
    """
    change: Record = {}
    now = record
    for each in gives:
        more = gain(now, each)
        now = apply(now, more) if more else now
        change = _joined(change, more)
    if free is not None:
        change["start"] = dt.date.fromordinal(free).isoformat()
    return (apply(record, change) if change else record), change


def _joined(change: Record, more: Record) -> Record:
    found = dict(change)
    for name, value in more.items():
        if isinstance(value, list):
            new = {_name(item) for item in value}
            value = [item for item in found.get(name, []) if _name(item) not in new] + value
        found[name] = value
    return found


def _name(item: Record) -> Any:
    return item.get("code") or item.get("label") or tuple(item.get(part) for part in _OCCUPATION)


def _level(item: Record) -> int:
    return 1 + place_in(LanguageLevel, item["level"]) if "level" in item else 0


def _spoken(record: Record, code: str) -> int:
    """Return the level at which a language is spoken; -1 where it is not listed."""
    return max((_level(item) for item in record.get("languages", []) if item["code"] == code), default=-1)


def _longer(record: Record, item: Record) -> Record:
    before = next((e.get("months", 0) for e in record.get("experience", []) if _name(e) == _name(item)), 0)
    return {**item, "months": before + item.get("months", 0)}
