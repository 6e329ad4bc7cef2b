"""Skills told in a CV: the wordings of its lists, as written, without their level and their category."""

import re
from itertools import zip_longest

from matching.text.cv.lines import Line
from matching.text.reading import Span

_SPLIT = re.compile(r"\s*(?:[;|•·▪●◦\t]|\s[-–—*/]\s|\s{3,}|,(?![^(]{0,60}\))(?!\d))\s*")
_CATEGORY = re.compile(r"[^:]{2,40}?\s?:\s+")
_LEVEL = re.compile(
    r"\s*[(:-]?\s*(?:notions?|bases?|debutante?|intermediaire|confirmee?|avancee?|maitrise|experte?"
    r"|bon niveau|courant"
    r"|professional|experienced|basic|beginner|advanced|intermediate|expert|\*{1,5}|\d{1,3}\s?%"
    r"|\d\s?/\s?\d{1,2})\s*\)?$"
)
_SHORTEST, _LONGEST, MOST_SKILLS = 2, 120, 200


def skills_in(lines: tuple[Line, ...], text: str) -> list[tuple[str, Span | None]]:
    """Return the wordings of a list of skills with their places, each once, sentences of a paragraph left out."""
    found: list[tuple[str, Span | None]] = []
    seen: set[str] = set()
    for line, after in zip_longest(lines, lines[1:]):
        if after and after.bullet and not line.bullet:
            continue  # it heads the list below
        for start, end in _items(line):
            wording = text[start:end]
            if wording.casefold() not in seen and len(found) < MOST_SKILLS:
                seen.add(wording.casefold())
                found.append((wording, Span("text", start, end)))
    return found


def _items(line: Line) -> list[tuple[int, int]]:
    category = _CATEGORY.match(line.text[:60])
    at = category.end() if category else 0
    cuts = [match.span() for match in _SPLIT.finditer(line.text, at, 2000)]
    found = []
    for start, stop in [*cuts, (len(line.text), len(line.text))]:
        found.append(_trimmed(line, at, start))
        at = stop
    return [(start, end) for start, end in found if _is_wording(line.key[start - line.start : end - line.start])]


def _trimmed(line: Line, start: int, end: int) -> tuple[int, int]:
    key = line.key[start:end]
    if level := _LEVEL.search(key, max(0, len(key) - 40)):
        key = key[: level.start()]
    lead = len(key) - len(key.lstrip(" .,;:-*•\"'"))
    return line.start + start + lead, line.start + start + max(lead, len(key.rstrip(" .,;:-*\"'")))


def _is_wording(key: str) -> bool:
    letters = sum(character.isalpha() for character in key[:10])
    return _SHORTEST <= len(key) <= _LONGEST and letters >= min(2, len(key)) and key.count(" ") < 15
