"""Takes the faulty parts out of a raw record, so that the rest of it can be read."""

import copy
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from matching.fields import Fault, Field
from matching.records import Record, faults_of
from service.importers.base import Parsed, Problem, filled
from service.importers.strict_json import printable

_GONE = object()
_MADE = re.compile("row-[0-9a-f]{20}")  # an identifier made for a row that had none: nobody has seen it
UNKNOWN = "unknown field"  # the reason that matching.fields gives


def read_known(raw: Mapping[str, Any], fields: Mapping[str, Field]) -> tuple[Record, list[Fault], list[Fault]]:
    """Return the record, the faults that forbid it, and the unknown fields that were left out."""
    record, faults = faults_of(raw, fields)
    unknown = [fault for fault in faults if fault[1] == UNKNOWN]
    if any(place not in raw for place, _ in unknown):  # inside a group: the whole group was refused
        record, faults = faults_of(without(raw, [place for place, _ in unknown]), fields)
    return record, [fault for fault in faults if fault[1] != UNKNOWN], unknown


def read_best(raw: Mapping[str, Any], fields: Mapping[str, Field]) -> tuple[Record, list[Fault]]:
    """Return what can be kept of a record, list items one by one, and the faults of what was left out."""
    record, faults = faults_of(raw, fields)
    if not faults:
        return record, []
    record, left = faults_of(without(raw, [_whole_item(place) for place, _ in faults]), fields)
    if left:
        record, _ = faults_of(without(raw, [_top(place) for place, _ in faults + left]), fields)
    return record, faults


Part = tuple[dict[str, Any], list[Fault]]  # fields of a record, and remarks
Parts = Iterable[Callable[[Any], Part]]


def read_parts(
    raw: Mapping[str, Any], value: Any, parts: Parts, fields: Mapping[str, Field]
) -> tuple[Record, list[Fault]]:
    """Return what can be kept of `raw` and of the fields that each part reads of a value, and all faults, printable.

    What is empty counts as not told.
    """
    told, faults = dict(raw), []
    for part in parts:
        found, said = part(value)
        told.update(found)
        faults += said
    record, left_out = read_best(filled(told), fields)
    return record, [(place, printable(reason)) for place, reason in faults + left_out]


def without(raw: Mapping[str, Any], places: Iterable[str]) -> dict[str, Any]:
    """Return a copy of the record without those places, such as `wage.min` or `skills[2]`; others are ignored."""
    kept = copy.deepcopy(dict(raw))
    for place in places:
        if place in kept:
            del kept[place]
        else:
            _strike(kept, re.findall(r"[^.\[\]]+", place))
    return {name: _swept(value) for name, value in kept.items()}


def first_of_each(parsed: Parsed, key: str = "id") -> Parsed:
    """Return the rows whose identifier comes for the first time; the later ones become problems."""
    seen: dict[str, int] = {}
    rows, problems = [], list(parsed.problems)
    for line, row in parsed.rows:
        identifier = (row.get("record") or row)[key]
        if identifier in seen:
            problems.append(_again(line, key, row, seen[identifier]))
        else:
            seen[identifier] = line
            rows.append((line, row))
    return Parsed(rows, sorted(problems, key=lambda problem: problem.line))


def _again(line: int, key: str, row: Mapping[str, Any], first: int) -> Problem:
    identifier = (row.get("record") or row)[key]
    if not _MADE.fullmatch(identifier):
        return Problem(line, key, f"{identifier!r} was already given on line {first}")
    if row.get("personal"):
        return Problem(line, key, f"the same person as line {first}")
    return Problem(line, key, f"the same as line {first}")


def _strike(value: Any, names: list[str]) -> None:
    for name in names[:-1]:
        value = _part(value, name)
    last = names[-1] if names else ""
    if isinstance(value, dict):
        value.pop(last, None)
    elif isinstance(value, list) and last.isdecimal() and int(last) < len(value):
        value[int(last)] = _GONE


def _part(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, list) and name.isdecimal() and int(name) < len(value):
        return value[int(name)]
    return None


def _swept(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _swept(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_swept(part) for part in value if part is not _GONE]
    return value


def _whole_item(place: str) -> str:
    return place[: place.rindex("]") + 1] if "]" in place else place


def _top(place: str) -> str:
    return re.split(r"[.\[]", place, maxsplit=1)[0]
