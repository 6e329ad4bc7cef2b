"""A CV beside what was understood of it: line by line, each with its words in the text, until a person agrees.

Nothing is saved here. What somebody agrees to is merged into the record as any other change.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection

from matching.errors import InvalidRecord
from matching.records import Record
from matching.text.cv import resume_of
from matching.text.reading import Resume
from service.errors import Invalid
from service.importers.cv_files import Document, read_document
from service.record_names import RecordNames, names_of
from service.usecases import reading
from service.usecases.reading import Profile, likely_for
from service.words import at_hand, load_words

MOST_BYTES: Final = 10 << 20  # of a file
LONGEST_TEXT: Final = 60_000  # characters of a text that somebody pastes, and of any that is shown
LISTS: Final = ("wishes", "skills", "experience", "languages", "licences", "certificates")
MOST_WISHES: Final = 3
_ASIDE: Final = ("id", "partial", "read")

Place = tuple[int, int]  # characters of the text, from … to


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was understood; `words` are how it is shown, `place` where it stands in the text."""

    field: str
    value: Any  # None = it is not known what is meant: the words say it
    words: str
    place: Place | None
    why: str = ""  # it should be asked first; "" = it is sure


@dataclass(frozen=True, slots=True)
class Understood:
    """A CV's text, what was understood of it, and how much that is personal was left out, by its matter."""

    text: str
    lines: Sequence[Line]
    left_out: Mapping[str, int]


def document_of(raw: bytes) -> Document:
    """Return what a file holds, read in a process of its own; raise Invalid with the cause and the mend."""
    return read_document(raw)


def pasted(text: str) -> Document:
    """Return a text that somebody pasted; raise Invalid for an empty or endless one."""
    if not text.strip():
        raise Invalid("choose a file, or paste the text of the CV", "no_file", (("file", "missing"),))
    if len(text) > LONGEST_TEXT:
        raise Invalid(f"text: longer than {LONGEST_TEXT} characters", "too_long")
    return Document("text", text.replace("\r\n", "\n"))


def understood(connection: Connection, document: Document, today: dt.date) -> Understood:
    """Return what a CV tells, those lines first that are sure; without reference data nothing in it is coded."""
    words = at_hand(connection) or load_words(connection, lambda *_: None)
    resume = document.resume or resume_of(document.text, today)
    try:
        profile = reading.profile(replace(document, resume=resume), words, today)
    except InvalidRecord as error:
        raise Invalid("; ".join(f"{field}: {reason}" for field, reason in error.problems), "record") from None
    names = names_of(connection, [profile.record, *({"wishes": [one]} for one in _asked_jobs(profile))])
    lines = [*_sure(document.text, resume, profile, names), *_unsure(document.text, profile, names)]
    return Understood(document.text[:LONGEST_TEXT], lines, Counter(item.name for item in profile.left_out))


def merged(record: Record, chosen: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the changes of a record that lines (field, value) make: lists grow, single values are replaced.

    A list that begins with a CV is marked as perhaps not whole.
    """
    changes: dict[str, Any] = {}
    for field, value in chosen:
        if field not in LISTS:
            changes[field] = value
            continue
        items = changes.setdefault(field, list(record.get(field, ())))
        known = next((place for place, item in enumerate(items) if _same(item, value)), None)
        if known is None:
            items.append(value)
        else:
            items[known] = {**items[known], **value}
    if len(changes.get("wishes", ())) > MOST_WISHES:
        raise Invalid("no more than three jobs are wished: untick some", "full")
    new = [
        name
        for name in ("licences", "certificates", "languages", "experience")
        if name in changes and name not in record
    ]
    return changes | ({"partial": [*record.get("partial", ()), *new]} if new else {})


def _same(item: Mapping[str, Any], value: Mapping[str, Any]) -> bool:
    """Return whether two entries of a list are about the same: code for code, else occupation, else words."""
    for name in ("code", "title_code", "occupation", "title", "label"):
        if name in item and name in value:
            return bool(item[name] == value[name])
    return False


def _sure(text: str, resume: Resume, profile: Profile, names: RecordNames) -> Iterator[Line]:
    for field, value in profile.record.items():
        if field in _ASIDE:
            continue
        for one in value if field in LISTS else [value]:
            yield Line(field, one, shown(field, one, names), _place(text, resume, profile, field, one))


def _unsure(text: str, profile: Profile, names: RecordNames) -> Iterator[Line]:
    for asked in profile.to_confirm:
        value, place = asked.value, asked.span and (asked.span.start, asked.span.end)
        likely = likely_for(asked, profile)
        if isinstance(value, Mapping):
            value = {name: told for name, told in value.items() if told is not None}
        is_coded = value and (not isinstance(value, Mapping) or value.keys() - {"months"})
        words = (likely.title if likely else "") or (shown(asked.field, value, names) if is_coded else asked.told)
        if not is_coded and asked.field == "experience":
            value = {**(value or {}), "title": asked.told}
        yield Line(asked.field, value or None, words, place or _found(text, asked.told), asked.why)


def _asked_jobs(profile: Profile) -> Iterator[Mapping[str, Any]]:
    yield from (asked.value for asked in profile.to_confirm if isinstance(asked.value, Mapping))


def shown(field: str, value: Any, names: RecordNames) -> str:
    """Return what a value is called in words, as far as it has any; a code or a number else."""
    if field in ("wishes", "experience"):
        return names.job(value)
    if field == "skills":
        return names.skill(value)
    if field == "place":
        return names.place(value)
    return str(value.get("code", "")) if isinstance(value, Mapping) else str(value)


def _place(text: str, resume: Resume, profile: Profile, field: str, value: Any) -> Place | None:
    """Return where the words of a value stand in the text; None where they cannot be shown."""
    if field == "wishes":
        return _found(text, resume.headline)
    if field == "experience":
        return next(_stays(resume, profile, value), None)
    if field == "skills":
        told = profile.wordings.get(value.get("code", ""), value.get("label", ""))
        spans = (span for wording, span in resume.skills if wording == told and span)
        return next(((span.start, span.end) for span in spans), None) or _found(text, told)
    facts = (fact.span for fact in resume.facts if fact.name == field and _is_told(fact.value, value))
    return next(((span.start, span.end) for span in facts if span), None)


def _stays(resume: Resume, profile: Profile, value: Mapping[str, Any]) -> Iterator[Place]:
    meant = {title for title, read in profile.likely.items() if read.code == value.get("occupation")}
    for stay in resume.jobs:
        if stay.span and any(stay.title.endswith(title) for title in meant):
            yield stay.span.start, stay.span.end


def _is_told(fact: Any, value: Any) -> bool:
    both = isinstance(fact, Mapping) and isinstance(value, Mapping)
    return fact.get("code") == value.get("code") if both and "code" in value else both or fact == value


def _found(text: str, words: str) -> Place | None:
    start = text.find(words) if words else -1
    return (start, start + len(words)) if start >= 0 else None
