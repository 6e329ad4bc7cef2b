"""A CV as lines, each with a folded form of the same length, so that what is found has a place in the text."""

import re
from dataclasses import dataclass

_LEAD = re.compile(r"[\W_]*", re.ASCII)
_BULLET = re.compile(r"[•◦▪‣·●○■□►➢✓✔*§\-–—>\x7f\uf000-\uf0ff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its bullet: where it starts in the text, the words as written, and folded."""

    start: int
    text: str
    key: str
    bullet: bool


def lines_of(text: str, key: str) -> list[Line]:
    """Return the lines that hold a letter or a digit, in order; `key` is the folded text."""
    found, start = [], 0
    for raw in text.split("\n"):
        line = _line(raw, key[start : start + len(raw)], start)
        if line.text:
            found.append(line)
        start += len(raw) + 1
    return found


def _line(raw: str, key: str, start: int) -> Line:
    lead = len(_LEAD.match(key)[0]) if key and not key[0].isalnum() else 0  # type: ignore[index]
    end = len(raw.rstrip(" \t\r|•·–—-"))
    opening = key.rfind("(", 0, lead)  # "(2019)": a bracket belongs to its words
    lead = opening if opening >= 0 else lead
    return Line(start + lead, raw[lead:end], key[lead:end], bool(_BULLET.search(raw, 0, lead)))


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text with those places filled with spaces, so that no reader meets what stood there."""
    pieces, done = [], 0
    for start, end in sorted(spans):
        if end > done:
            start = max(start, done)
            pieces += [text[done:start], re.sub(r"[^\n]", " ", text[start:end])]
            done = end
    return "".join([*pieces, text[done:]])
