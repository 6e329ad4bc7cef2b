"""What an organiser asks of an assignment, from a JSON file: who, which places, scores, musts, nevers, aims.

Nothing of a file that has a fault is used: half a plan would be another plan.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from matching.assignment.model import AIMS, Aim, Never
from matching.cells import kind_of
from matching.fields import Choice, Fault, Field, FieldError, Number, Text, read_fields
from service.errors import Invalid
from service.importers.reading import content_of, text_of
from service.importers.strict_json import Unusable, printable, values_of

MOST: Final = 10_000  # people, and places
_FAULTS_SHOWN = 10
_ID, _SEATS = Text("identifier", 64), Number("seats", 0, 1_000_000, whole=True)
_PLACE: Final[Mapping[str, Field]] = {"id": _ID, "capacity": _SEATS, "taken": _SEATS}
_KEYS: Final = ("people", "places", "scores", "must", "never", "aims", "weights")
_WEIGHED: Final = (Aim.PLACED, Aim.FIT, Aim.EVEN)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file says; what it leaves out is None or empty."""

    people: tuple[str, ...] | None = None
    places: Mapping[str, Mapping[str, int]] | None = None  # id → capacity and taken, as far as they are told
    scores: Mapping[Pair, float] | None = None
    must: tuple[Pair, ...] = ()
    never: Mapping[Pair, Never] = field(default_factory=dict)
    aims: tuple[Aim, ...] = AIMS
    weights: Mapping[Aim, float] | None = None


def read_asked(path: Path) -> Asked:
    """Return what a file asks; raise Invalid, naming the places in it that cannot be read."""
    name, raw = content_of(path)
    values, problems = values_of(name, text_of(name, raw))
    if problems or len(values) != 1 or not isinstance(values[0][1], dict):
        raise Invalid(f"{name}: what to assign is one JSON object with people, places, scores, must, never, aims")
    document = values[0][1]
    faults: list[Fault] = [(printable(key[:60]), "unknown field") for key in document if key not in _KEYS]
    told = {key: value for key, value in document.items() if value is not None}
    asked = Asked(
        _people(told, faults),
        _places(told, faults),
        _scores(told, faults),
        tuple(_pairs(told, "must", 2, faults)),
        {pair: _kind(rest, where, faults) for pair, (where, rest) in _pairs(told, "never", 3, faults).items()},
        _aims(told, faults),
        _weights(told, faults),
    )
    refuse(name, faults)
    return asked


def refuse(name: str, faults: list[Fault]) -> None:
    """Raise Invalid with the first faults, if there are any."""
    if faults:
        said = "; ".join(f"{where}: {reason}" for where, reason in faults[:_FAULTS_SHOWN])
        raise Invalid(f"{name}: nothing was assigned: {said}")


def _list(told: Mapping[str, Any], key: str, most: float, faults: list[Fault]) -> list[Any]:
    """Return the items of a list; none, and a fault, where it is no list or too long."""
    listed = told.get(key, [])
    if not isinstance(listed, list):
        faults.append((key, f"list expected, found {_kind_of(listed)}"))
    elif len(listed) > most:
        faults.append((key, f"more than {MOST:,} of them: assign fewer at once"))
    else:
        return listed
    return []


def _people(told: Mapping[str, Any], faults: list[Fault]) -> tuple[str, ...] | None:
    found: dict[str, str] = {}
    for number, value in enumerate(_list(told, "people", MOST, faults)):
        if identifier := _identifier(value, where := f"people[{number}]", faults):
            _once(found, identifier, where, faults)
    return tuple(found) if "people" in told else None


def _places(told: Mapping[str, Any], faults: list[Fault]) -> Mapping[str, Mapping[str, int]] | None:
    found: dict[str, Mapping[str, int]] = {}
    for number, value in enumerate(_list(told, "places", MOST, faults)):
        where = f"places[{number}]"
        if not isinstance(value, dict):
            faults.append((where, f"named values expected, found {_kind_of(value)}"))
            continue
        record, wrong = read_fields(_plain(value, f"{where}.", faults), _PLACE, f"{where}.")
        faults += wrong
        if "id" not in record and not wrong:
            faults.append((f"{where}.id", "missing"))
        elif identifier := record.pop("id", None):
            if identifier in found:
                faults.append((where, f"{identifier!r} is there twice"))
            found[identifier] = record
    return found if "places" in told else None


def _scores(told: Mapping[str, Any], faults: list[Fault]) -> Mapping[Pair, float] | None:
    found: dict[Pair, float] = {}
    for pair, (where, rest) in _pairs(told, "scores", 3, faults).items():
        score = rest[0] if rest else None
        if isinstance(score, bool) or not isinstance(score, int | float):
            faults.append((where, f"number expected, found {_kind_of(score)}"))
        elif not math.isfinite(score) or abs(score) > 1e9:
            faults.append((where, "number too large"))
        else:
            found[pair] = float(score)
    return found if "scores" in told else None


def _pairs(told: Mapping[str, Any], key: str, most: int, faults: list[Fault]) -> dict[Pair, tuple[str, list[Any]]]:
    """Return (person, place) → where it stands and what stands after it."""
    found: dict[Pair, tuple[str, list[Any]]] = {}
    for number, value in enumerate(_list(told, key, math.inf, faults)):
        where = f"{key}[{number}]"
        if not isinstance(value, list) or not 2 <= len(value) <= most:
            faults.append((where, _FORMS[key]))
            continue
        pair = _identifier(value[0], where, faults), _identifier(value[1], where, faults)
        if pair in found:
            faults.append((where, f"this pair stands at {found[pair][0]} too"))
        elif all(pair):
            found[pair] = where, value[2:]
    return found


_FORMS: Final = {
    "scores": 'a score such as ["C1", "P1", 0.71] is expected',
    "must": 'a pair such as ["C1", "P1"] is expected',
    "never": 'a pair with its reason such as ["C1", "P1", "conflict"] is expected',
}


def _kind(rest: list[Any], where: str, faults: list[Fault]) -> Never:
    """Return why a pair may not be; a conflict, the hardest to lift, when nobody says."""
    return _choice(Never, rest[0], where, faults) or Never.CONFLICT if rest else Never.CONFLICT


def _aims(told: Mapping[str, Any], faults: list[Fault]) -> tuple[Aim, ...]:
    found: dict[str, str] = {}
    for number, value in enumerate(_list(told, "aims", MOST, faults)):
        if aim := _choice(Aim, value, where := f"aims[{number}]", faults):
            _once(found, aim.value, where, faults)
    return tuple(map(Aim, found)) or AIMS


def _weights(told: Mapping[str, Any], faults: list[Fault]) -> Mapping[Aim, float] | None:
    if (weights := told.get("weights")) is None:
        return None
    if not isinstance(weights, dict):
        faults.append(("weights", f"named values expected, found {_kind_of(weights)}"))
        return None
    if Aim.WORST_OFF in weights:
        faults.append(("weights", "worst_off cannot be weighed: put it among the aims, and leave weights out"))
        return None
    raw = _plain(weights, "weights.", faults)
    found, wrong = read_fields(raw, {aim.value: Number("", 0, 1e6) for aim in _WEIGHED}, "weights.")
    if not wrong and not any(found.values()):
        wrong = [("weights", "one of them must be above 0")]
    faults += wrong
    return {Aim(aim): float(weight) for aim, weight in found.items()}


def _identifier(value: Any, where: str, faults: list[Fault]) -> str:
    try:
        if text := "" if isinstance(value, Unusable) else _ID.read(value, where):
            return text
        faults.append((where, "an identifier is missing"))
    except FieldError as error:
        faults += error.faults
    return ""


def _choice(values: type[Any], value: Any, where: str, faults: list[Fault]) -> Any:
    try:
        return values(Choice(values).read(value if isinstance(value, str) else "", where))
    except FieldError as error:
        faults += error.faults
        return None


def _once(found: dict[str, str], value: str, where: str, faults: list[Fault]) -> None:
    if value in found:
        faults.append((where, f"{value!r} is there twice"))
    found[value] = where


def _plain(raw: Mapping[str, Any], prefix: str, faults: list[Fault]) -> dict[str, Any]:
    """Return the values that are any; a number without end or a name given twice is a fault."""
    faults += [(f"{prefix}{printable(key[:60])}", value.reason) for key, value in raw.items() if _is_none(value)]
    return {key: value for key, value in raw.items() if not _is_none(value)}


def _is_none(value: Any) -> bool:
    return isinstance(value, Unusable)


def _kind_of(value: Any) -> str:
    return value.reason if isinstance(value, Unusable) else kind_of(value)
