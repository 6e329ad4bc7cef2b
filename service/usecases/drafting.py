"""Ads that are pasted → drafts of openings: what was understood, and where in the text it stands."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection

from matching.fields import read_fields
from matching.records import OPENING
from matching.text.ads import AdRead, read_ads
from matching.text.facts import read_facts
from matching.text.features import Ad
from matching.text.reading import Fact, OccupationRead, SkillRead, Span
from matching.text.skills import match_wordings
from matching.text.titles import read_titles
from service.words import Words, at_hand

LISTS: Final = ("licences", "certificates", "languages")
TIMES: Final = "working_times"
SCALARS: Final = ("kind", "contract", "months", "hours", "wage", "experience", "education", "positions", "start")
SURE: Final = 0.5  # the confidence from which a fact goes into the draft
USUAL: Final = 0.05  # and from which a skill that the text does not name is worth a tick
BEST: Final = 10
LONGEST_TITLE: Final = 120  # characters of a first line that is a title
_ODD: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
)  # left by other programs in what is pasted

Draft = dict[str, Any]
Passage = tuple[str, str]  # words of a text, and the field that was read in them, or ""


@dataclass(frozen=True, slots=True)
class Understood:
    """What was read in an ad: for the form, for those who check it, and what its occupation usually asks."""

    draft: Draft
    title: tuple[Passage, ...]
    description: tuple[Passage, ...]
    usual: tuple[SkillRead, ...]


def parts_of(text: str) -> tuple[str, str]:
    """Return the title and the rest of a pasted text; a first line that is too long is no title."""
    whole = _ODD.sub(" ", text.replace("\r\n", "\n")).strip()
    first, _, rest = whole.partition("\n")
    return (first.strip(), rest.strip()) if len(first) <= LONGEST_TITLE else ("", whole)


def understood(connection: Connection, title: str, description: str, today: dt.date) -> Understood:
    """Return what an ad says; without words at hand, its facts only."""
    read = _read(Ad(title, description), at_hand(connection), today)
    facts = list(_kept(read.facts))
    named = [skill for skill in read.skills if skill.span]
    spans = [(fact.span, fact.name) for fact in facts] + [(skill.span, "skills") for skill in named if skill.span]
    return Understood(
        _draft(facts, named),
        tuple(_passages(title, "title", spans)),
        tuple(_passages(description, "description", spans)),
        tuple(skill for skill in read.skills if not skill.span and skill.confidence >= USUAL),
    )


def occupations(connection: Connection, title: str, k: int) -> list[OccupationRead]:
    """Return the k occupations that a title may mean, surest first; none without words at hand."""
    words = at_hand(connection)
    if words is None or not title:
        return []
    return [found for found in next(read_titles([title], words.index, words.model, k)) if found.confidence > 0]


def asked_in(connection: Connection, lines: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
    """Return what each line asks of people: (field, item) of a record; a skill in the line's own words at least."""
    words = at_hand(connection)
    return [asked for line in lines for asked in _asked(line, words)]


def _asked(line: str, words: Words | None) -> list[tuple[str, dict[str, Any]]]:
    facts = [fact for fact in read_facts({"title": line}) if fact.name in (*LISTS, "experience", "education")]
    if facts:
        return [(fact.name, dict(fact.value)) for fact in facts]
    near = match_wordings([line], words.index)[0] if words else None
    return [("skills", {"code": near.code, "label": near.label} if near else {"label": line})]


@lru_cache(64)
def _read(ad: Ad, words: Words | None, today: dt.date) -> AdRead:
    """Return what is read of an ad; its page is shown several times before it is published."""
    if words is None:
        return AdRead(facts=tuple(read_facts({"title": ad.title, "description": ad.description}, today)))
    return next(iter(read_ads([ad], words.index, words.model, BEST, today)))


def _kept(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Yield the facts that a draft takes: sure enough, and of what there is one, the surest."""
    taken = set()
    for fact in sorted(facts, key=lambda fact: -fact.confidence):
        if fact.confidence >= SURE and (fact.name in (*LISTS, TIMES) or fact.name not in taken):
            taken.add(fact.name)
            yield fact


def _draft(facts: Sequence[Fact], skills: Sequence[SkillRead]) -> Draft:
    draft: Draft = {fact.name: fact.value for fact in facts if fact.name in (*SCALARS, "place")}
    for fact in facts:
        if fact.name in LISTS:
            draft.setdefault(fact.name, []).append(fact.value)
        elif fact.name == TIMES:
            draft[TIMES] = list(dict.fromkeys([*draft.get(TIMES, []), *fact.value]))
    if skills:
        draft["skills"] = [_skill(skill) for skill in skills]
    return read_fields(draft, OPENING)[0]  # without what no record takes


def _skill(read: SkillRead) -> Mapping[str, Any]:
    return {"code": read.code, "label": read.label, "requirement": read.requirement or "wish"}


def _passages(text: str, field: str, spans: Sequence[tuple[Span, str]]) -> Iterator[Passage]:
    """Yield a text in parts; of two readings that overlap, the one that begins first is shown."""
    at, here = 0, [part for part in spans if part[0].field == field]
    for span, name in sorted(here, key=lambda part: (part[0].start, -part[0].end)):
        if span.start >= at:
            if span.start > at:
                yield text[at : span.start], ""
            yield text[span.start : span.end], name
            at = span.end
    if at < len(text):
        yield text[at:], ""
