"""Reasons and errors, written in English where they arise, in the language of the reader.

The French stands in locale/problems_fr/; files.toml there says how entries are written.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Final

from service.i18n import NARROW, narrowed, read_locale, worded

_QUOTED: Final = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""  # as repr() writes a text
_WHOLE: Final = ("error", "reason", "said")  # headings whose entries stand alone; an error may hold a reason


@dataclass(frozen=True, slots=True)
class _Entry:
    """A text that the source makes, and what it says in another language."""

    landmark: str  # its longest fixed part: most entries are ruled out by it, at little cost
    pattern: re.Pattern[str]
    translation: str


_Entries = Mapping[str, tuple[_Entry, ...]]  # by heading, those with most fixed letters first


def in_language(text: str, language: str) -> str:
    """Return a reason or an error in a language; what no entry knows comes back as it is, never an error."""
    if language == "en":
        return text
    entries = _entries(language)
    return next((said for heading in _WHOLE if (said := _said(text, heading, entries)) is not None), text)


def _said(text: str, heading: str, entries: _Entries) -> str | None:
    for entry in entries[heading]:
        if entry.landmark in text and (found := entry.pattern.fullmatch(text)):
            parts = {hole: _part(held, hole, entries) for hole, held in found.groupdict().items()}
            if None not in parts.values():
                return entry.translation.format_map(parts)
    return None


def _part(held: str, hole: str, entries: _Entries) -> str | None:
    """Return what a hole holds, translated; None when its heading has no entry for it."""
    if hole.endswith("count"):
        return _number(held)
    if hole == "day":
        return _day(held)
    if hole == "faults":
        return f"{NARROW}; ".join(_said(fault, "fault", entries) or fault for fault in _apart(held))
    return _said(held, hole, entries) if hole in entries else held


def _apart(faults: str) -> list[str]:
    return re.findall(rf"((?:{_QUOTED}|.)+?)(?:; |\Z)", faults, re.DOTALL)


def _number(digits: str) -> str:
    return digits.replace(",", NARROW).replace(".", ",") if re.fullmatch(r"[\d.,]+", digits) else digits


def _day(held: str) -> str:
    try:
        return worded(dt.date.fromisoformat(held), "date", "fr")
    except ValueError:
        return held


@cache
def _entries(language: str) -> _Entries:
    return {
        heading: tuple(_entry(text, texts[text]) for text in sorted(texts, key=_fixed, reverse=True))
        for heading, texts in read_locale(f"problems_{language}").items()
    }


def _fixed(text: str) -> int:
    return sum(len(plain) for plain, *_ in Formatter().parse(text))


def _entry(text: str, translation: str) -> _Entry:
    parts = list(Formatter().parse(text))
    pattern = "".join(re.escape(plain) + _held(hole, how) for plain, hole, _, how in parts)
    landmark = max((plain for plain, *_ in parts), key=len)
    return _Entry(landmark, re.compile(pattern, re.DOTALL), narrowed(translation))


def _held(hole: str | None, how: str | None) -> str:
    return f"(?P<{hole}>{_QUOTED if how == 'r' else '.*?'})" if hole else ""
