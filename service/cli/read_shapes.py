"""What was read, as JSON: documented in the README, and what the terminal shows."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from matching.records import Record
from matching.text.ads import AdRead
from matching.text.index import WordIndex
from matching.text.reading import OccupationRead, Span
from service.ad_files import GivenAd
from service.i18n import name
from service.importers.cv_files import Document
from service.problems import in_language
from service.usecases.linking import Linked
from service.usecases.reading import CODED, Profile, likely_for

Json = dict[str, Any]


def title(language: str, text: str, read: Sequence[OccupationRead]) -> Json:
    """Return a title with its occupations."""
    return {"text": text, "occupations": [_occupation(item, language) for item in read]}


def ad(language: str, given: GivenAd, read: AdRead) -> Json:
    """Return an ad with its occupations, skills and facts, each list surest first."""
    skills = [
        {
            "code": item.code,
            "label": item.label,
            "requirement": item.requirement,
            "confidence": item.confidence,
            "span": _span(item.span, given),
        }
        for item in read.skills
    ]
    facts = [
        {"name": fact.name, "value": fact.value, "span": _span(fact.span, given), "confidence": fact.confidence}
        for fact in read.facts
    ]
    occupations = [_occupation(item, language) for item in read.occupations]
    return {"id": given.id, "title": given.ad.title, "occupations": occupations, "skills": skills, "facts": facts}


def cv(document: Document, record: Record, profile: Profile, index: WordIndex, language: str) -> Json:
    """Return a CV's record; of what is personal only what it is about, never what it says."""
    left_out = Counter(item.name for item in profile.left_out)
    return {
        "file": document.name,
        "record": record,
        "left_out": [{"matter": matter, "count": count} for matter, count in left_out.items()],
        "confirm": [
            {"field": item.field, "value": item.value, "why": item.why, "told": item.told}
            for item in profile.to_confirm
        ],
        "problems": [
            {"line": problem.line, "field": problem.field, "reason": in_language(problem.reason, language)}
            for problem in document.problems
        ],
        "labels": _labels(record, index),
    }


def shown_cv(document: Document, record: Record, profile: Profile, index: WordIndex, language: str) -> Json:
    """Return the same with what only the terminal shows: the person's words for skills, and occupations to ask about.

    They stay out of the JSON: nobody has agreed to them.
    """
    answer = cv(document, record, profile, index, language)
    for item, asked in zip(answer["confirm"], profile.to_confirm, strict=True):
        likely = likely_for(asked, profile)
        item["likely"] = likely and {"code": likely.code, "title": likely.title, "confidence": likely.confidence}
    return answer | {"wordings": dict(profile.wordings)}


def linked(_: str, number: int, query: str, found: Sequence[Linked]) -> Json:
    """Return a query with the labels that are near it; `concept` where the list has any."""
    labels = [
        {"label": item.label, "line": item.line, "score": round(item.score, 6)}
        | ({"concept": item.concept} if item.concept else {})
        for item in found
    ]
    return {"query": query, "line": number, "labels": labels}


def _occupation(read: OccupationRead, language: str) -> Json:
    return {
        "code": read.code,
        "title": read.title,
        "title_code": read.title_code,
        "confidence": read.confidence,
        "because": [name("read", "coded", language) if word == CODED else word for word in read.because],
    }


def _span(span: Span | None, given: GivenAd) -> Json | None:
    if span is None:
        return None
    text = {"title": given.ad.title, "description": given.ad.description}[span.field]
    return {"field": span.field, "start": span.start, "end": span.end, "text": text[span.start : span.end]}


def _labels(record: Record, index: WordIndex) -> dict[str, str]:
    """Return the names of the occupations in a record, which has only their codes."""
    experience = record.get("experience", [])
    entries = [*record.get("wishes", []), *(experience if isinstance(experience, list) else [])]
    codes = {entry["occupation"] for entry in entries if "occupation" in entry}
    return {code: label for code, label in zip(index.occupations, index.names, strict=True) if code in codes}
