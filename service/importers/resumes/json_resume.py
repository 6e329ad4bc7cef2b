"""JSON Resume 1.0 (jsonresume.org): basics, work, volunteer, education, skills, languages, certificates, projects.

One that Visavis wrote holds the whole record beside its words, under `meta.visavis`: that is read back as it was.
Dates are years, months or days. A job without an end goes on, as the format says. Of `basics` only the label, the
summary, the town, its postcode and country are read; licences may be told under certificates or skills.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from matching.records import CANDIDATE, Record
from matching.text.facts.licences import licence_code
from matching.text.reading import Fact, Resume, Span, Stay
from matching.text.stays import unpaid
from service.importers.base import Problem
from service.importers.mending import read_best
from service.importers.personal import split_personal
from service.importers.resumes.given import Given, texts
from service.importers.resumes.parts import certificates_in, education, language, left_out, level_of, licences, place
from service.importers.strict_json import printable, usable

EXTENSION = "visavis"  # under `meta`, the one part of the format that is open
_KNOWN = frozenset(("basics", "work", "education", "skills", "languages", "certificates", "volunteer"))


def knows(value: Any) -> bool:
    """Return whether a value has parts of a JSON Resume."""
    return isinstance(value, dict) and (not _KNOWN.isdisjoint(value) or record_of(value)[0] is not None)


def resume_of(value: Any) -> tuple[Resume, str, list[Problem]]:
    """Return the CV, the words about oneself, and what could not be read."""
    problems: list[Problem] = []
    root = Given(value, "", problems)
    basics, studies = root.part("basics"), root.many("education")
    jobs = [_job(item) for item in root.many("work")] + [unpaid(_job(item)) for item in root.many("volunteer")]
    certified, wordings = _certified(root)
    levels = [(level_of(_study_title(item)), item.span) for item in studies]
    resume = Resume(
        headline=basics.part("label").text(),
        jobs=tuple(stay for stay in jobs if stay.title or stay.organisation or stay.text),
        studies=tuple(stay for stay in map(_study, studies) if stay.title or stay.organisation),
        skills=(*_skills(root), *wordings),
        facts=(*_languages(root), *certified, *education(levels), *_place(basics)),
        left_out=(
            *left_out(basics, "label summary location"),
            *left_out(basics.part("location"), "postalCode city countryCode region"),
            *left_out(root, "basics"),
        ),
    )
    return resume, basics.part("summary").text(), problems


def record_of(value: Any) -> tuple[Record | None, list[Problem]]:
    """Return the candidate's record that a resume written by Visavis holds, None in any other, and what is left out.

    Personal fields that somebody added are left out without a word about their values.
    """
    meta = value.get("meta")
    held = meta.get(EXTENSION) if isinstance(meta, Mapping) else None
    if not isinstance(held, Mapping):
        return None, []
    kept, odd = usable(split_personal(held)[0])
    record, faults = read_best(kept, CANDIDATE)
    problems = [
        Problem(0, printable(f"meta.{EXTENSION}.{field}"), printable(reason), kept=True)
        for field, reason in odd + faults
    ]
    return (record if "id" in record else None), problems


def _job(item: Given) -> Stay:
    start, end = item.part("startDate").month(), item.part("endDate")
    points = [f"- {text}" for text, _ in texts(item.many("highlights"))]
    return Stay(
        title=item.part("position").text(),
        organisation=item.part("name", "organization", "company").text(),
        start=start,
        end=end.month(),
        current=end.is_now() or (bool(start) and end.value in (None, "")),
        text="\n".join(part for part in [item.part("summary").text(), *points] if part),
        span=item.span,
    )


def _study(item: Given) -> Stay:
    courses = [text for text, _ in texts(item.many("courses"))]
    return Stay(
        title=_study_title(item),
        organisation=item.part("institution").text(),
        start=item.part("startDate").month(),
        end=item.part("endDate").month(),
        current=item.part("endDate").is_now(),
        text="\n".join(courses),
        span=item.span,
    )


def _study_title(item: Given) -> str:
    return " ".join(part for part in (item.part("studyType").text(), item.part("area").text()) if part)


def _skills(root: Given) -> Iterator[tuple[str, Span]]:
    for item in root.many("skills"):
        if isinstance(item.value, str):
            yield from texts([item])
        else:
            yield from texts([item.part("name"), *item.many("keywords")])


def _certified(root: Given) -> tuple[list[Fact], list[tuple[str, Span]]]:
    """Return what the certificates name that our records know, licences too, and the wordings of the others."""
    facts: list[Fact] = []
    wordings: list[tuple[str, Span]] = []
    for item in root.many("certificates"):
        name = item if isinstance(item.value, str) else item.part("name")
        label = name.text()
        found = list(licences([name])) if licence_code(label) else certificates_in(name)
        facts += found
        wordings += [] if found or not label else [(label, name.span)]
    return facts, wordings


def _languages(root: Given) -> list[Fact]:
    found = []
    for item in root.many("languages"):
        name = item if isinstance(item.value, str) else item.part("language", "name")
        level = item.part("fluency", "level").text() if isinstance(item.value, dict) else ""
        found.append(language(item, name.text(), level))
    return [fact for fact in found if fact]


def _place(basics: Given) -> list[Fact]:
    where = basics.part("location")
    parts = [where.part(name).text() for name in ("postalCode", "city", "countryCode")]
    return place(where, *parts)
