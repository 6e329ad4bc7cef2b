"""On which line of a JSON text a value stands: what a person needs in order to mend it."""

import json
import re
from typing import Final

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_READER: Final = json.JSONDecoder(parse_int=str, parse_float=str)  # values are only passed over


def line_of(text: str, place: str) -> int:
    """Return the line where the value of a place such as people[3].id begins, in a text that is JSON.

    The nearest part of the place that is there counts, so that a missing field has the line of its object.
    """
    at = _past_space(text, 0)
    for step in re.findall(r"[^.\[\]]+", place):
        inside = _member(text, at, step)
        if inside is None:
            break
        at = inside
    return text.count("\n", 0, at) + 1


def _member(text: str, at: int, step: str) -> int | None:
    """Return where the value called `step` begins in the object or array that begins at `at`; None if there is none."""
    named, number = text[at] == "{", 0
    if text[at] not in "{[":
        return None
    at = _past_space(text, at + 1)
    while text[at] not in "]}":
        key: str = str(number)
        if named:
            key, at = _READER.raw_decode(text, at)
            at = _past_space(text, _past_space(text, at) + 1)
        if key == step:
            return at
        at = _past_space(text, _READER.raw_decode(text, at)[1])
        at = _past_space(text, at + 1) if text[at] == "," else at
        number += 1
    return None


def _past_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
