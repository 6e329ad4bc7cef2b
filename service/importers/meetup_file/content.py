"""The values of a meetup's file, read field by field, and every fault among them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matching.fields import Fault, Field, FieldError, Many, read_fields
from service.errors import Invalid
from service.importers.meetup_file import fields
from service.importers.meetup_file.consistency import backwards, contradictions, crowded, indices
from service.importers.strict_json import usable, values_of

MISSING = "missing"
UNKNOWN = "unknown field"  # the reason that matching.fields gives
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: settings, people and hosts as records, and lists of rows that name both by index."""

    rounds: int
    settings: Record
    people: list[Record]
    hosts: list[Record]
    rows: dict[str, list[tuple[Any, ...]]]


def read_content(name: str, text: str) -> tuple[Content, list[Fault], list[Fault]]:
    """Return what the text of a file holds, its faults and the remarks; raise Invalid when it is no JSON object."""
    raw, unusable = usable(_document(name, text))
    faults = list(unusable)
    settings = _read({key: raw[key] for key in raw if key not in fields.OTHERS}, fields.SETTINGS, "", faults)
    rounds = _rounds(raw, faults)
    people = _records(raw, "people", fields.person(rounds), faults)
    hosts = _records(raw, "hosts", fields.host(rounds), faults)
    faults += crowded(people, hosts)
    listed = fields.rows(*indices(people, hosts, faults), rounds)
    rows = _rows(raw if people and hosts else {}, listed, len(people) * len(hosts), faults)
    faults += [*contradictions(settings, rows), *backwards("people", people), *backwards("hosts", hosts)]
    there = _there(faults)
    known = [(place, why) for place, why in faults if why != UNKNOWN and not (why == MISSING and place in there)]
    remarks = [(place, f"{UNKNOWN}, ignored") for place, reason in faults if reason == UNKNOWN]
    return Content(rounds, settings, people, hosts, rows), known, remarks


def _document(name: str, text: str) -> Mapping[str, Any]:
    if not text.strip():
        raise Invalid(f"{name}: nothing is in it; a meetup is a JSON object with rounds, people and hosts")
    values, problems = values_of(name, text)
    if problems:
        raise Invalid(f"{name}: {problems[0].reason}; the file may be cut short: export it again")
    if len(values) != 1 or not isinstance(values[0][1], dict):
        raise Invalid(f"{name}: a meetup is one JSON object with rounds, people and hosts")
    if "meetings" in values[0][1] and not {"people", "hosts"} & values[0][1].keys():
        raise Invalid(f"{name}: this is a plan; give the meetup that it was made for")
    return values[0][1]


def _there(faults: list[Fault]) -> set[str]:
    """Return the places that are not empty, but hold what cannot be read."""
    refused = [place for place, reason in faults if reason not in (MISSING, UNKNOWN)]
    return {place[: part.start()] for place in refused for part in re.finditer(r"[.\[]|\Z", place)}


def _read(raw: Any, known: Mapping[str, Field], where: str, faults: list[Fault]) -> Record:
    record, wrong = read_fields(raw, known, where)
    faults += wrong
    return record


def _rounds(raw: Mapping[str, Any], faults: list[Fault]) -> int:
    """Return how many rounds there are; when nobody can say, the most, so that the rest can be read."""
    if "rounds" not in raw:
        faults.append(("rounds", MISSING))
        return fields.MOST_ROUNDS
    try:
        return int(fields.ROUNDS.read(raw["rounds"], "rounds"))
    except FieldError as error:
        faults += error.faults
        return fields.MOST_ROUNDS


def _records(raw: Mapping[str, Any], key: str, known: Mapping[str, Field], faults: list[Fault]) -> list[Record]:
    """Return the people or the hosts, each at its place in the list; what cannot be read leaves an empty record."""
    listed = raw.get(key)
    if not isinstance(listed, list) or not listed:
        faults.append((key, MISSING if listed in (None, []) else 'a list such as [{"id": "J1"}] is expected'))
        return []
    if len(listed) > fields.MOST_PEOPLE:
        faults.append((key, f"more than {fields.MOST_PEOPLE} items"))
        return []
    return [_record(item, known, f"{key}[{n}]", faults) for n, item in enumerate(listed)]


def _record(item: Any, known: Mapping[str, Field], where: str, faults: list[Fault]) -> Record:
    if not isinstance(item, dict):
        faults.append((where, 'named values such as {"id": "J1"} are expected'))
        return {}
    record = _read(item, known, f"{where}.", faults)
    if "id" not in record and not any(place == f"{where}.id" for place, _ in faults):
        faults.append((f"{where}.id", MISSING))
    return record


def _rows(raw: Mapping[str, Any], known: Mapping[str, Field], pairs: int, faults: list[Fault]) -> dict[str, list[Any]]:
    """Return the lists of pairs; only the pairs that there are can have a score."""
    lists: dict[str, Field] = {
        key: Many(row, most=pairs if key == "scores" else fields.MOST_PAIRS) for key, row in known.items()
    }
    found = _read({key: raw[key] for key in raw if key in lists}, lists, "", faults)
    return {key: found.get(key, []) for key in lists}
