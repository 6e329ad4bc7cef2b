"""A CV beside what was understood of it: each line is agreed to, corrected or left, and nothing is saved unseen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Final, NamedTuple

import orjson
from fastapi import APIRouter, Response
from starlette.datastructures import UploadFile

from matching.enums import LanguageLevel
from matching.fields import FieldError, Group
from matching.records import CANDIDATE
from service.api.fields import PathId
from service.api.shapes import people as shapes
from service.errors import Invalid, ServiceError
from service.http.bodies import LARGER
from service.i18n import names
from service.usecases import cvs, people
from service.usecases.cvs import Line, Place, Understood
from service.web.caseload.person import person_of, undone
from service.web.pages import Page, screen

router = APIRouter()

Writing = Annotated[Page, screen("profile", "W")]
_NAMED: Final = {"education": "level", "languages": "language"}  # fields whose words are codes
_TITLED: Final = {"wishes": "title", "experience": "title", "skills": "label", "place": "label"}


class Piece(NamedTuple):
    """A piece of the text, and the number of the line that was understood of it."""

    text: str
    line: int | None = None


class Shown(NamedTuple):
    """A line as the form shows it: how it is shown, and whether it is agreed to."""

    line: Line
    value: str  # JSON
    mark: int | None  # the number of the piece of text that it comes from


@router.get("/people/{id}/cv")
def ask(page: Writing, id: PathId) -> Response:
    """Ask for the CV: a file, or its text."""
    return page.show("people/cv.html", person=person_of(page, id))


@router.post("/people/{id}/cv", openapi_extra={LARGER: cvs.MOST_BYTES})
def read(page: Writing, id: PathId) -> Response:
    """Show what was understood of a CV; nothing is saved."""
    page.look(lambda c, reach: people.get(c, reach, id, page.now), "profile:W")
    try:
        document = cvs.document_of(_sent(page)) if _is_file(page) else cvs.pasted(page.form.text("text"))
        found = page.look(lambda c, _: cvs.understood(c, document, page.now.date()), "reference:R")
    except ServiceError as error:
        return _refused(page, id, error)
    return _beside(page, id, found)


@router.post("/people/{id}/cv/save")
def save(page: Writing, id: PathId) -> Response:
    """Merge the lines that are ticked into the profile."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        record = people.get(c, reach, id, page.now)["record"]
        changes = cvs.merged(record, _chosen(page))
        return shapes.profile(people.change(c, reach, id, page.call.expected, changes, page.now), reach.subject.role)

    return page.do(
        act,
        then=f"/people/{id}",
        again=lambda refused: _beside(refused, id, _told_again(refused)),
        said="people_cv_saved",
        undo=lambda body: undone(id, body),
    )


def _is_file(page: Page) -> bool:
    try:
        return bool(page.form.file("file"))
    except Invalid:
        return False


def _sent(page: Page) -> bytes:
    file: UploadFile = page.form.file("file")
    return file.file.read()


def _refused(page: Page, id: str, error: ServiceError) -> Response:
    shown = ask(replace(page, refusal=error), id)
    shown.status_code = error.status
    return shown


def _beside(page: Page, id: str, found: Understood) -> Response:
    pieces, marks = _pieces(found.text, [line.place for line in found.lines])
    lines = [
        Shown(line, orjson.dumps(line.value).decode(), mark) for line, mark in zip(found.lines, marks, strict=True)
    ]
    return page.show(
        "people/cv_read.html", person=person_of(page, id), found=found, pieces=pieces, lines=lines,
        levels=list(LanguageLevel),
    )  # fmt: skip


def _pieces(text: str, places: Sequence[Place | None]) -> tuple[list[Piece], list[int | None]]:
    """Return the text in pieces, and for each place the number of the piece that holds its beginning."""
    spans: list[Place] = []
    for start, end in sorted({place for place in places if place and place[0] < place[1] <= len(text)}):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    pieces, last = [], 0
    for number, (start, end) in enumerate(spans):
        pieces += [Piece(text[last:start]), Piece(text[start:end], number)]
        last = end
    held = [
        next((n for n, span in enumerate(spans) if place and span[0] <= place[0] < span[1]), None) for place in places
    ]
    return [*pieces, Piece(text[last:])], held


def _told_again(page: Page) -> Understood:
    """Return the CV as the form holds it: what was refused is shown again without reading the file anew."""
    form, matters = page.form, (f"left-{matter}" for matter in names("matter", page.language))
    return Understood(
        form.get("text").replace("\r\n", "\n"),
        [_line(page, n) for n in _numbers(page)],
        {name.removeprefix("left-"): 1 for name in matters if name in form},
    )


def _line(page: Page, n: int) -> Line:
    """Return a line as the form holds it; raise Invalid for one that is none of ours."""
    field, value, was, place, why = (
        page.form.text(f"{part}-{n}") for part in ("field", "value", "was", "place", "why")
    )
    try:
        line = Line(field, orjson.loads(value), was, _place(place), why)
        is_ours = _can_be_shown(line, page.language)
    except orjson.JSONDecodeError:
        is_ours = False
    if not is_ours:
        raise Invalid("unknown field", "invalid_fields", ((f"field-{n}", "unknown field"),))
    return line


def _can_be_shown(line: Line, language: str) -> bool:
    """Return whether a line is one that a form of ours holds: hidden fields come back as anybody likes."""
    is_known = line.field in names("field", language) and line.why in ("", *names("unsure", language))
    words = _NAMED.get(line.field)
    has_words = words is None or line.words in names(words, language)
    is_group = isinstance(line.value, Mapping) or (line.value is None and line.field == "experience")
    return is_known and has_words and (is_group or line.field not in ("experience", "languages"))


def _place(told: str) -> Place | None:
    start, _, end = told.partition("-")
    return (int(start), int(end)) if all(part.isdecimal() and len(part) < 8 for part in (start, end)) else None


def _numbers(page: Page) -> Iterable[int]:
    return range(sum(1 for name in page.form.typed if name.startswith("field-")))


def _chosen(page: Page) -> list[tuple[str, Any]]:
    """Return (field, value) of the lines that are ticked, as corrected; raise Invalid, naming the line at fault."""
    found, faults = [], []
    for n in _numbers(page):
        if not page.form.text(f"keep-{n}"):
            continue
        field = page.form.text(f"field-{n}")
        try:
            found.append((field, _value(page, n, field)))
        except (FieldError, KeyError, orjson.JSONDecodeError) as error:
            reason = error.faults[0][1] if isinstance(error, FieldError) else "unknown field"
            faults.append((f"words-{n}", reason))
    if faults:
        raise Invalid(f"the request has faults: {faults[0][1]}", "invalid_fields", tuple(faults))
    if not found:
        raise Invalid("tick at least one line, or go back to the sheet", "nothing_ticked")
    return found


def _value(page: Page, n: int, field: str) -> Any:
    """Return the value of a line: that which was understood where its words are as they were, else what they say."""
    kind, words = CANDIDATE[field], page.form.text(f"words-{n}")
    item = getattr(kind, "item", kind)
    value = orjson.loads(page.form.text(f"value-{n}"))
    if words != page.form.text(f"was-{n}") or value is None:
        value = {**_kept(value), _TITLED[field]: words} if field in _TITLED else words
    more = {name: told for name in ("months", "level") if (told := page.form.text(f"{name}-{n}"))}
    if isinstance(item, Group) and more:
        value = {**(value if isinstance(value, Mapping) else {"code": value}), **more}
    return item.read(value, f"words-{n}")


def _kept(value: Any) -> dict[str, Any]:
    """Return what stays of an entry whose words were corrected: nothing that its code says."""
    return (
        {name: told for name, told in value.items() if name in ("months", "level")}
        if isinstance(value, Mapping)
        else {}
    )
