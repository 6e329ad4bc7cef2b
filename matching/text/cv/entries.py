"""Dated lines of a CV grouped into entries: a period, the lines that head it, and what is told below."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from matching.text.cv.dates import Period
from matching.text.cv.lines import Line
from matching.text.cv.words import job_likeness

_SPLIT = re.compile(
    r"\s+[-–—/]+\s+|\s*[–—|•·;\t→]\s*|\s{3,}|\s*,\s+|\s*,$|\s*:\s*|\s-(?=\w)|(?<=\w)-\s|\s+(?:chez|@"
    r"|at)\s+|\s*[()]\s*|\ufffd"
)
_HEADING_WORDS = 14
_BESIDE = 6  # characters between a date and its duration: "2014 (6 mois)"
_MOST_ABOVE = 3
_LONGEST = 400  # characters of a line that are looked at
MOST_ENTRIES = 100


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line between dashes, commas or dates: where it is, and its folded words."""

    start: int
    end: int
    key: str
    likeness: int  # to a job title


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated part of a past: lines above and on the date's line, lines right below, and all told under it."""

    period: Period | None
    above: tuple[Piece, ...]
    beside: tuple[Piece, ...]
    below: tuple[Piece, ...]
    told: tuple[int, int]  # characters from the first line after the heading to the last


def entries_of(lines: tuple[Line, ...], periods: list[Period]) -> list[Entry]:
    """Return the entries of a section in order, given the periods of the whole text; none without any date."""
    anchors = _anchors(lines, periods)
    if not anchors:
        return []
    places = [place for place, _ in anchors]
    above = _height(lines, places)
    firsts = [_first(lines, places, number, above) for number in range(len(places))] + [len(lines)]
    return [
        _entry(lines, firsts[number], place, firsts[number + 1], period)
        for number, (place, period) in enumerate(anchors)
    ]


def pieces_of(line: Line, without: tuple[Period, ...] = ()) -> list[Piece]:
    """Return the parts of a line that hold letters, the periods cut out."""
    end = line.start + min(len(line.text), _LONGEST)
    cuts = [(period.at, period.to) for period in without]
    cuts += [(line.start + m.start(), line.start + m.end()) for m in _SPLIT.finditer(line.text, 0, _LONGEST)]
    found, at = [], line.start
    for start, stop in [*sorted(cuts), (end, end)]:
        if start > at:
            found.append(_trimmed(line, at, min(start, end)))
        at = max(at, stop)
    return [piece for piece in found if re.search("[a-z]{2}", piece.key)]


def _trimmed(line: Line, start: int, end: int) -> Piece:
    key = line.key[start - line.start : end - line.start]
    lead = len(key) - len(key.lstrip(" .,;:-'\t/\"«»*()&+"))
    tail = len(key.rstrip(' .,;:-\t/"«»*(&+'))
    words = key[lead : max(lead, tail)]
    return Piece(start + lead, start + max(lead, tail), words, job_likeness(words))


def is_head(line: Line) -> bool:
    """Return whether a line can name a job or an employer: short, and no sentence."""
    words = len(line.key[:_LONGEST].split())
    return words <= _HEADING_WORDS and not line.key.endswith((".", ";", ",")) and line.text[0] in line.text[0].upper()


def _anchors(lines: tuple[Line, ...], periods: list[Period]) -> list[tuple[int, Period]]:
    """Return the lines that a period stands at the beginning or the end of, with that period."""
    if not lines:
        return []
    start, end = lines[0].start, lines[-1].start + len(lines[-1].key)
    found: list[tuple[int, Period]] = []
    place, swallowed = 0, 0
    for period in periods[bisect_left(periods, start, key=_place_of) : bisect_left(periods, end, key=_place_of)]:
        while place + 1 < len(lines) and lines[place + 1].start <= period.at:
            place += 1
        beside = bool(found) and found[-1][0] == place and 0 <= period.at - found[-1][1].to < _BESIDE
        if period.at < swallowed or not (beside or _stands_out(lines[place], period)):
            continue
        found = _added(found, place, period)
        swallowed = period.to
        if len(found) == MOST_ENTRIES:
            break
    return found


def _place_of(period: Period) -> int:
    return period.at


def _added(found: list[tuple[int, Period]], place: int, period: Period) -> list[tuple[int, Period]]:
    """Return the anchors with one more; of two periods on a line the one with two ends is kept."""
    if not found or found[-1][0] != place:
        return [*found, (place, period)] if period.start or not found or place else [(place, period)]
    held = found[-1][1]
    if held.start and period.months and not held.spans and not held.months:
        merged = Period(held.at, period.to, held.start, held.end, held.current, period.months)
        return [*found[:-1], (place, merged if period.at - held.to < _BESIDE else held)]
    better = period if period.spans and not held.spans else held
    return [*found[:-1], (place, better)]


def _stands_out(line: Line, period: Period) -> bool:
    """Return whether a period belongs to the line as its date, not to a sentence in it."""
    at, to = period.at - line.start, period.to - line.start
    before, after = line.key[:at].strip(" (-:,|\t"), line.key[to:].strip(" ).-:,|;\t")
    words = len(line.key[:_LONGEST].split())
    if not period.start and line.bullet and not before and after[:2] in ("d'", "de"):
        return False
    if not before:
        return period.spans or words <= _HEADING_WORDS
    if not after:
        return words <= (_HEADING_WORDS if period.spans else 10)
    return period.spans and words <= 20 and len(line.key) < 160


def _height(lines: tuple[Line, ...], places: list[int]) -> int:
    """Return how many lines stand above each date: those above the first one show it."""
    first = places[0]
    if first > _MOST_ABOVE or not all(is_head(line) and not line.bullet for line in lines[:first]):
        return min(1, first) if first and is_head(lines[first - 1]) and _names_a_job(lines[first - 1]) else 0
    return first


def _names_a_job(line: Line) -> bool:
    return any(piece.likeness >= 2 for piece in pieces_of(line))


def _first(lines: tuple[Line, ...], places: list[int], number: int, above: int) -> int:
    """Return the first line of an entry: its date's line, or the heading lines above it."""
    place = first = places[number]
    least = places[number - 1] + 1 if number else 0
    while first > max(least, place - above) and is_head(lines[first - 1]) and not lines[first - 1].bullet:
        first -= 1
    return first


def _entry(lines: tuple[Line, ...], first: int, place: int, stop: int, period: Period) -> Entry:
    under = tuple(line for line in lines[place + 1 : stop] if line.start >= period.to)
    below = [line for line in under[:2] if is_head(line) and not line.bullet]
    told = (under[0].start, under[-1].start + len(under[-1].text)) if under else (0, 0)
    return Entry(
        period,
        tuple(piece for line in lines[first:place] for piece in pieces_of(line)),
        tuple(pieces_of(lines[place], (period,))),
        tuple(piece for line in below for piece in pieces_of(line)),
        told,
    )
