"""A CV in parts → a candidate's record of our own format, and what the person should confirm first."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from matching.records import CANDIDATE, Record, read_candidate
from matching.text.reading import Fact, OccupationRead, Resume, SkillRead, Span, Stay
from matching.text.stays import is_unpaid, months_of

OccupationOf = Callable[[str], OccupationRead | None]
SkillOf = Callable[[str], SkillRead | None]

UNNAMED = "cv"  # the caller gives the record an identifier of its own
_SURE_OCCUPATION, _SURE_SKILL, _SURE_TASK, _SURE_FACT = 0.6, 0.6, 0.8, 0.8
_MOST_TASKS, _MOST_SKILLS, _LONGEST_LABEL = 60, 100, 80
_LISTS = ("experience", "languages", "licences", "certificates")  # a CV may leave out what it does not need
_LEAD = re.compile(
    r"(?:(?:stages?|stagiaire|missions?|int[ée]rim|int[ée]rimaire|alternance|apprentissage|contrat|saison"
    r"|job d['’][ée]t[ée])\b"
    r"[\s:,/-]{0,3}){1,3}(?:(?:de|en|comme|d['’]un[e]?|d['’]|en tant que|d['’]int[ée]rim)\b\s?:?\s?)?",
    re.IGNORECASE,
)


class WhyUnsure(StrEnum):
    """Why something that a CV tells is not in the record yet."""

    NO_OCCUPATION = "no_occupation"  # no occupation was recognised, or not surely
    NO_DATES = "no_dates"  # when, or how long, is not told
    UNPAID = "unpaid"  # voluntary work: does it count as experience?
    DOUBTFUL = "doubtful"  # the reading itself is unsure


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """Something to ask the person: the field of the record, what was read, why it is unsure, and where it stands."""

    field: str
    value: Any
    why: WhyUnsure
    told: str
    span: Span | None = None


def profile_of(
    resume: Resume, occupation_of: OccupationOf, skill_of: SkillOf, today: date
) -> tuple[Record, list[ToConfirm]]:
    """Return the record that the CV surely tells, its `id` "cv" to be replaced, and what is to be confirmed.

    `occupation_of` and `skill_of` code a wording or return None. Jobs that are still held count up to `today`;
    times of one occupation that overlap count once. Every list is marked as partial: a CV need not tell all.
    """
    asked: list[ToConfirm] = []
    raw: dict[str, Any] = {"id": UNNAMED}
    raw["wishes"] = _wishes(resume, occupation_of, asked)
    raw["skills"] = _skills(resume, skill_of, asked)
    raw["experience"] = _experience(resume.jobs, occupation_of, today, asked)
    raw |= _facts(resume.facts, asked)
    told = {name: value for name, value in raw.items() if value not in ([], None)}
    partial = [name for name in _LISTS if name in told]
    return read_candidate({**told, "partial": partial} if partial else told), asked


def _wishes(resume: Resume, occupation_of: OccupationOf, asked: list[ToConfirm]) -> list[dict[str, str]]:
    if not resume.headline:
        return []
    read = occupation_of(resume.headline)
    if read and read.confidence >= _SURE_OCCUPATION:
        return [_coded(read)]
    asked.append(ToConfirm("wishes", _coded(read) if read else None, WhyUnsure.NO_OCCUPATION, resume.headline))
    return []


def _coded(read: OccupationRead) -> dict[str, str]:
    return {"title_code": read.title_code, "occupation": read.code} if read.title_code else {"occupation": read.code}


def _experience(
    jobs: tuple[Stay, ...], occupation_of: OccupationOf, today: date, asked: list[ToConfirm]
) -> list[dict[str, Any]]:
    """Return the months per occupation, the longest first."""
    stays: dict[str, list[Stay]] = {}
    titles: dict[str, list[OccupationRead]] = {}
    for stay in jobs:
        read = occupation_of(_LEAD.sub("", stay.title, count=1) if _LEAD.match(stay.title) else stay.title)
        if why := _doubt(stay, read, today):
            value = {**(_coded(read) if read else {}), "months": months_of([stay], today)}
            asked.append(ToConfirm("experience", value, why, stay.title, stay.span))
        elif read:
            stays.setdefault(read.code, []).append(stay)
            titles.setdefault(read.code, []).append(read)
    found = [
        {**_coded(max(titles[code], key=lambda read: read.confidence)), "months": months_of(held, today)}
        for code, held in stays.items()
    ]
    return sorted(found, key=lambda item: -item["months"])


def _doubt(stay: Stay, read: OccupationRead | None, today: date) -> WhyUnsure | None:
    if is_unpaid(stay):
        return WhyUnsure.UNPAID
    if read is None or read.confidence < _SURE_OCCUPATION:
        return WhyUnsure.NO_OCCUPATION
    return None if months_of([stay], today) else WhyUnsure.NO_DATES


def _skills(resume: Resume, skill_of: SkillOf, asked: list[ToConfirm]) -> list[dict[str, str]]:
    """Return the skills listed, coded or in the person's words, then those that the tasks of the jobs surely show."""
    found: dict[str, dict[str, str]] = {}
    for wording, span in resume.skills:
        read = skill_of(wording)
        if read and read.confidence >= _SURE_SKILL:
            found.setdefault(read.code, {"code": read.code, "label": read.label})
        elif len(wording) <= _LONGEST_LABEL:
            found.setdefault(wording.casefold(), {"label": wording})
        else:
            asked.append(ToConfirm("skills", None, WhyUnsure.DOUBTFUL, wording, span))
    for task in _tasks(resume.jobs):
        read = skill_of(task)
        if read and read.confidence >= _SURE_TASK:
            found.setdefault(read.code, {"code": read.code, "label": read.label})
    return list(found.values())[:_MOST_SKILLS]


def _tasks(jobs: tuple[Stay, ...]) -> Iterator[str]:
    lines = (line.strip(" \t•-–*·") for stay in jobs for line in stay.text.split("\n"))
    short = (line for line in lines if 2 < len(line) <= 2 * _LONGEST_LABEL)
    yield from (line for line, _ in zip(short, range(_MOST_TASKS), strict=False))


def _facts(facts: tuple[Fact, ...], asked: list[ToConfirm]) -> dict[str, Any]:
    """Return the fields that sure facts fill: lists are joined, of single values the surest is taken."""
    found: dict[str, Any] = {}
    for fact in sorted(facts, key=lambda fact: -fact.confidence):
        several = fact.name in _LISTS
        if fact.name not in CANDIDATE or (not several and fact.name in found):
            continue
        if fact.confidence < _SURE_FACT:
            asked.append(ToConfirm(fact.name, fact.value, WhyUnsure.DOUBTFUL, "", fact.span))
        elif several:
            held = found.setdefault(fact.name, [])
            if all(item.get("code") != fact.value.get("code") for item in held):
                held.append(fact.value)
        else:
            found[fact.name] = fact.value
    return found
