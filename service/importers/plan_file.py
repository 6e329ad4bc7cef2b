"""The plan of a meetup as its commands save it: who meets whom, and what was printed of it before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matching.fields import Fault, Field, Group, Many, Number, Text, read_fields
from matching.word_fields import ID, TABLE
from service.errors import Invalid
from service.importers.reading import Source, content_of, text_of
from service.importers.strict_json import printable, usable, values_of

Json = dict[str, Any]
Seat = tuple[int, str, str, str]  # round from 1, person, host, table
Pair = tuple[str, str]  # person, host

_MEETING: dict[str, Field] = {
    "round": Number("the round, from 1", 1, 100, whole=True),
    "person": ID,
    "host": ID,
    "table": TABLE,
}
_CARD: dict[str, Field] = {
    "why": Many(Text("why these two meet", 500)),
    "question": Text("what to ask first", 500),
}
_VERSION: dict[str, Field] = {
    "id": ID,
    "sequence": Number("how often it changed", 0, 1_000_000, whole=True),
    "digest": Text("a mark of what it says", 64),
}
_MOST = 1_000_000
_FIELDS: dict[str, Field] = {
    "meetings": Many(Group(_MEETING | _CARD), most=_MOST),
    "meetup": Text("what the calendars of this meetup are known by", 64),
    "versions": Many(Group(_VERSION), most=_MOST),
}


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A saved plan: who meets whom, and what was printed of it."""

    answer: Json  # all that the file holds
    seats: list[Seat]
    meetup: str = ""  # empty before it was printed
    versions: list[Json] = field(default_factory=list)  # of the sheets printed: id, sequence, digest
    why: Mapping[Pair, tuple[str, ...]] = field(default_factory=dict)
    questions: Mapping[Pair, str] = field(default_factory=dict)


def read_plan(source: Source) -> PlanFile:
    """Return the plan of a JSON file; raise Invalid, with the place, for one that cannot be read."""
    name, raw = content_of(source)
    answer, faults = usable(_object(name, text_of(name, raw)))
    found, wrong = read_fields({key: _known(key, answer[key]) for key in _FIELDS if key in answer}, _FIELDS)
    faults += [*wrong, *_missing(found)]
    if faults:
        told = f"{printable(faults[0][0])}: {printable(faults[0][1])}"
        raise Invalid(f"{name}: the plan cannot be read: {told}")
    meetings = found.get("meetings", [])
    seats = [(met["round"], met["person"], met["host"], met["table"]) for met in meetings]
    why = {(met["person"], met["host"]): tuple(met["why"]) for met in meetings if "why" in met}
    questions = {(met["person"], met["host"]): met["question"] for met in meetings if "question" in met}
    return PlanFile(answer, seats, found.get("meetup", ""), found.get("versions", []), why, questions)


def _object(name: str, text: str) -> Mapping[str, Any]:
    values, problems = values_of(name, text) if text.strip() else ([], [])
    if problems or len(values) != 1 or not isinstance(values[0][1], dict) or "meetings" not in values[0][1]:
        raise Invalid(f"{name}: no plan; give the JSON that meetup plan saves")
    return values[0][1]


def _known(key: str, value: Any) -> Any:
    """Return a list without what its records tell besides: other commands may add to a plan."""
    parts = _MEETING | _CARD if key == "meetings" else _VERSION
    if not isinstance(value, list):
        return value
    return [{part: row[part] for part in parts if part in row} if isinstance(row, dict) else row for row in value]


def _missing(found: Mapping[str, Any]) -> list[Fault]:
    """Return a fault for each part that a meeting or a sheet does not tell."""
    return [
        (f"{key}[{number}].{part}", "missing")
        for key, parts in (("meetings", _MEETING), ("versions", ("id", "sequence")))
        for number, record in enumerate(found.get(key, []))
        for part in parts
        if part not in record
    ]
