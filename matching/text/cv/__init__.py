"""A CV's text in parts: what it tells of work, and what is personal, which is left out of everything else."""

import re
from datetime import date

from matching.text.cv.dates import periods_in
from matching.text.cv.entries import Entry, entries_of
from matching.text.cv.facts import facts_of
from matching.text.cv.headline import headline_of
from matching.text.cv.jobs import jobs_in, loose_jobs_in
from matching.text.cv.lines import blank, lines_of
from matching.text.cv.private import left_out_of
from matching.text.cv.private_rules import MATTERS
from matching.text.cv.sections import Part, Section, sections_of
from matching.text.cv.skills import skills_in
from matching.text.cv.studies import loose_studies_in, studies_in
from matching.text.facts.base import folded
from matching.text.reading import Resume, Span, Stay
from matching.text.stays import unpaid

__all__ = ["MATTERS", "resume_of"]

Dated = list[tuple[Section, list[Entry]]]
_LOOSE = (Part.TOP, Part.PROFILE, Part.OTHER, Part.PERSONAL)  # where jobs stand only when they have no heading
_BESIDE = (Part.PROFILE, Part.SKILLS, Part.LANGUAGES, Part.PERMITS)  # side columns, flattened into the main one
_LONGEST = 100_000
_LINE_END = re.compile("[\r\v\f\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # that no field of a record takes


def resume_of(text: str, today: date) -> Resume:
    """Return a CV in parts; spans are places in `text`, one visual line a line, of which 100,000 characters are read.

    What is personal is named in `left_out` and read by no other part. What stands under the heading of voluntary
    work is a job that says so; under that of hobbies there are none. A CV without headings gives the dated lines
    that name a job or a diploma.
    """
    text = _UNSEEN.sub(" ", _LINE_END.sub("\n", text[:_LONGEST]))
    key = folded(text)
    left_out = left_out_of(text, key, sections_of(lines_of(text, key)))
    spans = [(item.span.start, item.span.end) for item in left_out]
    text, key = blank(text, spans), blank(key, spans)
    sections = sections_of(lines_of(text, key))
    periods = periods_in(key, today)
    dated = [(section, entries_of(section.lines, periods)) for section in sections]
    jobs, studies = _jobs(dated, text), _studies(dated, text)
    facts = facts_of(text, key, sections, studies, left_out)
    taken = [fact.span for fact in facts] + [_line_around(text, stay.span) for stay in jobs if stay.span]
    skills = [item for item in _skills(sections, text) if item[1] and not _overlaps(item[1], taken)]
    return Resume(
        headline_of(sections, text), tuple(jobs), tuple(studies), tuple(skills), tuple(facts), tuple(left_out)
    )


def _jobs(dated: Dated, text: str) -> list[Stay]:
    told = [(section.lines, entries) for section, entries in dated if section.part == Part.JOBS]
    found = [stay for lines, entries in told for stay in jobs_in(lines, entries, text)]
    beside = _BESIDE if found else (*_LOOSE, *_BESIDE, *((Part.STUDIES,) if not told else ()))
    loose = [entries for section, entries in dated if section.part in beside]
    strays = [stay for entries in loose for stay in loose_jobs_in(entries, text)]
    voluntary = [(section.lines, entries) for section, entries in dated if section.part == Part.VOLUNTEERING]
    strays += [unpaid(stay) for lines, entries in voluntary for stay in jobs_in(lines, entries, text)]
    return sorted([*found, *strays], key=lambda stay: stay.span.start if stay.span else 0)


def _studies(dated: Dated, text: str) -> list[Stay]:
    told = [(section.lines, entries) for section, entries in dated if section.part == Part.STUDIES]
    found = [stay for lines, entries in told for stay in studies_in(lines, entries, text)]
    beside = (Part.JOBS, *_LOOSE) if not found else (Part.JOBS,)
    loose = [entries for section, entries in dated if section.part in beside]
    return found + [stay for entries in loose for stay in loose_studies_in(entries, text)]


def _skills(sections: list[Section], text: str) -> list[tuple[str, Span | None]]:
    lines = tuple(line for section in sections if section.part == Part.SKILLS for line in section.lines)
    return skills_in(lines, text)


def _line_around(text: str, span: Span) -> Span:
    return Span("text", text.rfind("\n", 0, span.start) + 1, max(span.end, text.find("\n", span.end)))


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)
