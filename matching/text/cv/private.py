"""What is personal in a CV: found in order to be left out, so that no other reader ever meets it."""

import re
from bisect import bisect_right

from matching.text.cv.entries import pieces_of
from matching.text.cv.lines import Line, blank, lines_of
from matching.text.cv.names import name_spans
from matching.text.cv.private_rule import Rule
from matching.text.cv.private_rules import RULES
from matching.text.cv.sections import Part, Section
from matching.text.cv.words import JOB_WORDS, job_likeness
from matching.text.facts.base import folded
from matching.text.months import NAMES
from matching.text.reading import LeftOut, Span

_HIGHEST = 12  # lines among which the name is looked for
_WORD = re.compile(r"[a-z]+")
_WORDS = re.compile(r"[a-z][a-z'-]+")
_LINE_END = re.compile(r"[\r\n]")
_DATED_WORDS = """
janv fev avr juil sept oct nov dec depuis jusqu aujourd hui jour cours the from since and
"""
_DATED = frozenset((*NAMES, *_DATED_WORDS.split()))
_PIECES = re.compile(r"[|,;:•·()/]|\s-\s")
_NO_TITLES = frozenset(("second", "seconde", "femme", "homme", "en", "de"))  # "femme en congé maternité"


def left_out_of(text: str, key: str, sections: list[Section]) -> list[LeftOut]:
    """Return what is personal in a CV with its place, in the order of the text; `key` is the folded text."""
    starts, parts = _parts(sections)
    words = frozenset([*_WORD.findall(key), *("@" if "@" in key else "")])
    top = [line for section in sections[:2] if section.part in (Part.TOP, Part.PERSONAL) for line in section.lines]
    found: list[tuple[str, int, int]] = []
    for rule in RULES:
        if not rule.words or not rule.words.isdisjoint(words):
            spans = _spans(rule, key, starts, parts)
            found += [(rule.matter, *_whole(key, *_trimmed(key, *span))) for span in spans]
    rest = _rest_of(top[:_HIGHEST], text, [(start, end) for _, start, end in found])
    return _apart(found + [("name", *span) for span in name_spans(text, key, rest)])


def is_private(text: str) -> bool:
    """Return whether a text that stands alone, such as one item of a list, tells something personal.

    The words that are also those of a trade count where the text begins with them: "handicapé", but not "aide aux
    personnes handicapées".
    """
    key = folded(_LINE_END.sub(" ", text)).strip()
    words = frozenset([*_WORD.findall(key), *("@" if "@" in key else "")])
    for rule in RULES:
        if Part.PROFILE in rule.parts and (not rule.words or not rule.words.isdisjoint(words)):
            spans = [match.span("it" if match["it"] is not None else "it2") for match in rule.pattern.finditer(key)]
            if any(Part.SKILLS in rule.parts or not key[:start].strip("-• ") for start, _ in spans):
                return True
    return False


def _rest_of(top: list[Line], text: str, spans: list[tuple[int, int]]) -> list[Line]:
    """Return how the first lines begin, without what is already known to be left out: a name may share its line."""
    end = max((line.start + len(line.text) for line in top), default=0)
    bare = blank(text[:end], [span for span in spans if span[1] <= end])
    lines = [(line, pieces_of(line)[:1]) for line in lines_of(bare, folded(bare))]
    return [Line(p.start, bare[p.start : p.end], p.key, line.bullet) for line, pieces in lines for p in pieces]


def _parts(sections: list[Section]) -> tuple[list[int], list[Part]]:
    """Return where each part begins; without headings, all that follows the first lines is about work."""
    told = [(section.lines[0].start, section.part) for section in sections if section.lines]
    if len(sections) == 1 and sections[0].part == Part.TOP:
        later = _first_work(sections[0].lines)
        told += [(later.start, Part.JOBS)] if later else []
    return [start for start, _ in told], [part for _, part in told]


def _first_work(lines: tuple[Line, ...]) -> Line | None:
    """Return the first line after the very first ones that begins or ends with a year, none of a birth."""
    year = re.compile(r"\(?(?:\w{2,9}\.?\s){0,2}(?:\d\d/)?(?:19|20)\d\d\b|.{0,200}\b(?:19|20)\d\d\)?$")
    later = (line for line in lines[1:] if year.match(line.key) and not re.search(r"\bnee?\b|naissance|born", line.key))
    return next(later, None)


def _spans(rule: Rule, key: str, starts: list[int], parts: list[Part]) -> list[tuple[int, int]]:
    found = []
    for match in rule.pattern.finditer(key):
        group = "it" if match["it"] is not None else "it2"
        start, end = match.span(group)
        part = parts[max(0, bisect_right(starts, start) - 1)] if parts else Part.TOP
        if part in rule.parts and end > start:
            whole = rule.whole_line and not (rule.spares_jobs and _tells_a_job(key[_line_at(key, start)[0] : start]))
            found.append(_line_at(key, start) if whole else (start, end))
    return found


def _tells_a_job(before: str) -> bool:
    """Return whether the words before a leave name a job: the leave was within it, or somebody else's."""
    pieces = ([word for word in _WORDS.findall(piece) if word not in _DATED] for piece in _PIECES.split(before[-300:]))
    return any(not _NO_TITLES.issuperset(words) and job_likeness(" ".join(words)) >= 2 for words in pieces)


def _trimmed(key: str, start: int, end: int) -> tuple[int, int]:
    told = key[start:end]
    return start + len(told) - len(told.lstrip()), end - len(told) + len(told.rstrip())


def _line_at(key: str, start: int) -> tuple[int, int]:
    after = key.find("\n", start)
    return key.rfind("\n", 0, start) + 1, after if after >= 0 else len(key)


def _whole(key: str, start: int, end: int) -> tuple[int, int]:
    """Return the whole line where nothing but dates would be left of it: they would tell the same."""
    first, last = _line_at(key, start)
    if last - first > 300 or end > last:
        return start, end
    rest = _WORD.findall(key[first:start]) + _WORD.findall(key[end:last])
    dates_only = not any((len(word) > 3 or word in JOB_WORDS) and word not in _DATED for word in rest)
    return (first, last) if dates_only and re.search(r"\d{4}", key[first:start] + key[end:last]) else (start, end)


def _apart(found: list[tuple[str, int, int]]) -> list[LeftOut]:
    """Return the finds in order, those of one matter that lie within another once; different matters may overlap."""
    kept: list[LeftOut] = []
    ends: dict[str, int] = {}
    for matter, start, end in sorted(found, key=lambda item: (item[1], -item[2])):
        if end > ends.get(matter, -1):
            kept.append(LeftOut(matter, Span("text", max(start, ends.get(matter, 0)), end)))
            ends[matter] = end
    return kept
