"""schema.org JobPosting as our openings: JSON-LD by itself, in an array or @graph, or inside an HTML page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from matching.fields import Fault
from matching.records import OPENING
from service.errors import Invalid
from service.importers.base import Parsed, Problem
from service.importers.html_text import linked_data, looks_like_html
from service.importers.mending import first_of_each, read_parts
from service.importers.posting import asks, parts, place
from service.importers.posting.linked_values import text, types
from service.importers.posting.pay import hours_and_wage
from service.importers.reading import Source, content_of, is_zip, text_of
from service.importers.strict_json import Numbered, looks_like_json, printable, usable, values_of

MOST_POSTINGS = 100_000
MAX_PAGE = 15_000_000  # characters; a page that holds postings has some hundred thousand
_READ = frozenset(
    [
        *("title", "name", "description", "responsibilities", "qualifications", "skills", "identifier", "url", "@id"),
        *("datePosted", "validThrough", "jobStartDate", "jobDuration", "totalJobOpenings", "employmentType"),
        *("occupationalCategory", "relevantOccupation", "industry", "hiringOrganization", "jobLocation", "baseSalary"),
        *("salaryCurrency", "workHours", "experienceRequirements", "educationRequirements"),
    ]
)
_PARTS = (
    parts.words,
    parts.occupation,
    parts.company,
    place.place,
    parts.contract,
    asks.experience,
    asks.education,
    asks.skills,
    asks.permits,
    hours_and_wage,
)


def parse(source: Source, today: str = "") -> Parsed:
    """Return our openings from linked data, with numbered problems.

    A field that cannot be read is left out (a problem that is `kept`). The number of a row is its line in JSON
    lines, else its place among the postings of the file. With `today` (ISO 8601) a posting whose last day has
    passed gets a remark. Raise Invalid for what holds no posting at all.
    """
    name, raw = content_of(source)
    content = "" if is_zip(raw) else text_of(name, raw)
    if not content.strip() and not is_zip(raw):
        return Parsed()
    numbered, problems = _page(name, content) if looks_like_html(content) else _linked(name, content)
    rows = []
    for number, posting in numbered:
        record, faults = _opening(posting, today)
        problems += [Problem(number, field, reason, kept="id" in record) for field, reason in faults]
        if "id" in record:
            rows.append((number, record))
    if not (rows or problems):
        raise Invalid(f"{name}: no schema.org JobPosting in it; give JSON-LD, or a page that holds some")
    return first_of_each(Parsed(rows, problems))


def parse_files(paths: Sequence[Path], today: str = "") -> Parsed:
    """Return the openings of several files, each once, and their problems, each with its file.

    A file that cannot be read is one problem of several files, and an error when it is the only one.
    """
    if len(paths) == 1:
        return parse(paths[0], today)
    seen: dict[str, int] = {}
    rows, problems = [], []
    for path in paths:
        try:
            found = parse(path, today)
        except Invalid as error:
            found = Parsed([], [Problem(0, "file", str(error))])
        again = [
            Problem(line, "id", f"{row['id']!r} was already given on line {seen[row['id']]}")
            for line, row in found.rows
            if row["id"] in seen
        ]
        rows += [(line, row) for line, row in found.rows if row["id"] not in seen]
        seen |= {row["id"]: line for line, row in found.rows if row["id"] not in seen}
        problems += [replace(problem, file=path.name) for problem in [*found.problems, *again]]
    return Parsed(rows, problems)


def _linked(name: str, content: str) -> tuple[Numbered, list[Problem]]:
    if not looks_like_json(content):
        raise Invalid(f"{name}: no schema.org JobPosting in it; give JSON-LD, or a page that holds some")
    numbered, problems = values_of(name, content)
    by_line = len(numbered) + len(problems) > 1 and content.lstrip()[:1] != "["
    found: Numbered = []
    for number, value in numbered:
        postings = list(_postings_in(value, MOST_POSTINGS - len(found), name))
        if by_line and not postings:
            problems.append(Problem(number, "line", "no JobPosting in it"))
        found += [(number if by_line else len(found) + place, one) for place, one in enumerate(postings, start=1)]
    return found, problems


def _page(name: str, content: str) -> tuple[Numbered, list[Problem]]:
    if len(content) > MAX_PAGE:
        raise Invalid(f"{name}: a page of more than {MAX_PAGE:,} characters: refused")
    found: Numbered = []
    problems: list[Problem] = []
    for line, script in linked_data(content):
        try:
            values = values_of(name, script)[0]
        except Invalid:
            problems.append(Problem(line, "line", "linked data that is no JSON, left out"))
            continue
        postings = (one for _, value in values for one in _postings_in(value, MOST_POSTINGS - len(found), name))
        found += [(len(found) + place, one) for place, one in enumerate(list(postings), start=1)]
    return found, problems


def _postings_in(value: Any, room: int, name: str) -> Iterator[Mapping[str, Any]]:
    """Yield the postings anywhere in a value, in their order; one posting holds no other."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping) and _is_posting(one):
            room -= 1
            if room < 0:
                raise Invalid(f"{name}: more than {MOST_POSTINGS:,} postings; split it into smaller files")
            yield one
        elif isinstance(one, Mapping):
            waiting += reversed(list(one.values()))
        elif isinstance(one, list):
            waiting += reversed(one)


def _is_posting(value: Mapping[str, Any]) -> bool:
    """Return whether an object is a posting, by its type or, without any, by what it tells."""
    told = types(value)
    return "JobPosting" in told or (
        not told and "title" in value and ("hiringOrganization" in value or "jobLocation" in value)
    )


def _opening(posting: Mapping[str, Any], today: str) -> tuple[dict[str, Any], list[Fault]]:
    known, odd = usable({name: posting[name] for name in posting if name in _READ})
    record, remarks = read_parts({"id": parts.identifier(known)}, known, _PARTS, OPENING)
    last = text(known.get("validThrough"))[:10]
    if today and last and last < today:
        remarks.append(("validThrough", printable(f"the last day to apply has passed: {last}")))
    return record, [(field, printable(reason)) for field, reason in odd] + remarks
