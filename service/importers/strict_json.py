"""JSON that a stranger wrote: objects with their line, and a reason for all that cannot be kept."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matching.fields import Fault
from service.errors import Invalid
from service.importers.base import Problem

MAX_DEPTH = 40
_LONGEST_NUMBER = 20  # digits; beyond 2^63 no field has a use for it


@dataclass(frozen=True, slots=True)
class Unusable:
    """A value that no field takes: a number without end, or a name given twice."""

    reason: str

    def __str__(self) -> str:
        return self.reason


Numbered = list[tuple[int, Any]]


def values_of(name: str, text: str) -> tuple[Numbered, list[Problem]]:
    """Return the objects of a JSON array, one object or JSON lines, each with its number, and problems.

    The number is the line in JSON lines, the place in the array otherwise. Broken JSON lines are problems;
    a broken array or object raises Invalid with the position.
    """
    try:
        document = decoded(text)
    except ValueError as error:
        if not _has_json_lines(text):
            raise Invalid(f"{name}: {error}; the file may be cut short: export it again") from None
        return _lines(text)
    values = document if isinstance(document, list) else [document]
    return list(enumerate(values, start=1)), []


def decoded(text: str) -> Any:
    """Return the value of a text, Unusable where no field can take it; raise ValueError with a reason for people."""
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise ValueError(f"not JSON at {place} ({error.msg})") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None


def looks_like_json(text: str) -> bool:
    """Return whether a text begins as JSON does, or most of its lines are JSON objects."""
    return text.lstrip()[:1] in ("[", "{") or _has_json_lines(text)


def usable(raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """Return the fields of an object without those that hold what no field can take, and where and why."""
    kept: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, value in raw.items():
        wrong = _unusable(value, name[:60], 1)
        faults += [(printable(where), reason) for where, reason in wrong]
        if not wrong:
            kept[name] = value
    return kept, faults


def printable(text: str) -> str:
    """Return the text with control characters and lone surrogates spelt out, fit for any screen or store."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def _unusable(value: Any, where: str, depth: int) -> list[Fault]:
    if isinstance(value, Unusable):
        return [(where, value.reason)]
    if depth > MAX_DEPTH:
        return [(where[:60], f"nested more than {MAX_DEPTH} deep")]
    return [fault for place, part in _parts(value, where) for fault in _unusable(part, place, depth + 1)]


def _parts(value: Any, where: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from ((f"{where}.{key[:60]}", part) for key, part in value.items())
    elif isinstance(value, list):
        yield from ((f"{where}[{number}]", part) for number, part in enumerate(value))


def _lines(text: str) -> tuple[Numbered, list[Problem]]:
    values: Numbered = []
    problems = []
    for number, line in enumerate(text.split("\n"), start=1):  # not splitlines: U+2028 may stand in a text
        if not line.strip():
            continue
        try:
            values.append((number, decoded(line)))
        except ValueError as error:
            problems.append(Problem(number, "line", str(error)))
    return values, problems


def _has_json_lines(text: str) -> bool:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    whole = sum(line.startswith("{") and line.endswith("}") for line in lines)
    return not text.lstrip().startswith("[") and 0 < len(lines) <= 2 * whole


def _whole(digits: str) -> int | Unusable:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else Unusable(f"number too large ({len(digits)} digits)")


def _decimal(digits: str) -> float | Unusable:
    number = float(digits)
    return number if abs(number) <= 1e300 else Unusable(f"number too large ({digits[:20]})")


def _no_number(word: str) -> Unusable:
    return Unusable(f"{word} is not a number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        found[name] = Unusable("given twice") if name in found else value
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_int=_whole, parse_float=_decimal, parse_constant=_no_number)
