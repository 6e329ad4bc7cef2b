"""The sheet of somebody: who they are, what they look for and can do, what happened; notes; closing and opening."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from service.api.calls import Act
from service.api.fields import PathId
from service.api.shapes import following as told
from service.api.shapes import introductions as shapes
from service.usecases import consenting, following, introducing, my_day, notes, people, replaying
from service.web.caseload import next_steps, timeline
from service.web.caseload.person import person_of
from service.web.done import Undo
from service.web.pages import Page, screen

router = APIRouter()

MOST: Final = 50  # of each kind in the timeline
LONGEST_UNDONE: Final = 1_500  # bytes of a note that a browser's cookie can give back

Reading = Annotated[Page, screen("profile", "R")]
Writing = Annotated[Page, screen("profile", "W")]
Noting = Annotated[Page, screen("note", "W")]


@router.get("/people/{id}")
def sheet(page: Reading, id: PathId) -> Response:
    """Show the sheet."""
    person = person_of(page, id)
    parts = _parts(page, id)
    today = page.now.date()
    called = page.look(lambda c, _: following.called(c, _accounts(parts)))
    return page.show(
        "people/sheet.html",
        person=person,
        entries=timeline.entries({**parts, "runs": _by_day(parts["runs"])}, called, page.language),
        mine=[row for row in parts["caseload"] if not row["ends_at"]],
        introductions=[row for row in parts["introductions"] if _goes_on(row, today)],
        today=today,
        choices=lambda row: next_steps.choices(row, today),
        corrections=next_steps.corrections,
        reasons=next_steps.REASONS_TO_LEAVE,
    )


@router.post("/people/{id}/notes")
def add_note(page: Noting, id: PathId) -> Response:
    """Write a note."""
    keys = page.services.keys

    def act(c: Any, reach: Any) -> dict[str, Any]:
        return told.note(notes.add(c, keys, reach, id, page.form.told(told.NewNote).text, page.now))

    return page.do(act, then=f"/people/{id}#timeline", again=lambda refused: sheet(refused, id), said="people_noted")


@router.get("/people/{id}/notes/{note}")
def show_note(page: Noting, id: PathId, note: PathId) -> Response:
    """Show one's own note, to be written anew or deleted."""
    keys = page.services.keys

    def look(c: Any, reach: Any) -> dict[str, Any]:
        return told.note(notes.own(c, keys, reach, id, note, page.now))

    return page.show("people/note.html", person=person_of(page, id), note=page.look(look, "note:W"))


@router.post("/people/{id}/notes/{note}")
def change_note(page: Noting, id: PathId, note: PathId) -> Response:
    """Write one's own note anew."""
    keys = page.services.keys

    def act(c: Any, reach: Any) -> dict[str, Any]:
        text, expected = page.form.told(told.NewNote).text, page.call.expected
        return told.note(notes.change(c, keys, reach, id, note, text, expected, page.now))

    return page.do(
        act,
        then=f"/people/{id}#timeline",
        again=lambda refused: show_note(refused, id, note),
        said="people_note_changed",
    )


@router.post("/people/{id}/notes/{note}/delete")
def delete_note(page: Noting, id: PathId, note: PathId) -> Response:
    """Delete one's own note; what it said can be given back."""
    keys = page.services.keys

    def act(c: Any, reach: Any) -> dict[str, Any]:
        text = notes.own(c, keys, reach, id, note, page.now)["text"]
        return {**notes.delete(c, reach, id, note, page.call.expected, page.now), "text": text}

    def undo(body: Mapping[str, Any]) -> Undo | None:
        return (
            Undo(f"/people/{id}/notes", {"text": body["text"]})
            if len(body["text"].encode()) <= LONGEST_UNDONE
            else None
        )

    return page.do(
        act,
        then=f"/people/{id}#timeline",
        again=lambda refused: show_note(refused, id, note),
        said="people_note_deleted",
        undo=undo,
    )


@router.post("/people/{id}/close")
def close(page: Writing, id: PathId) -> Response:
    """Take somebody out of all rankings."""
    return page.do(
        lambda c, reach: {"id": people.close(c, reach, id, page.now)["public_id"]},
        then=f"/people/{id}",
        again=lambda refused: sheet(refused, id),
        said="people_closed",
        undo=Undo(f"/people/{id}/reopen"),
    )


@router.post("/people/{id}/reopen")
def reopen(page: Writing, id: PathId) -> Response:
    """Take a closed file up again."""
    return page.do(
        lambda c, reach: {"id": people.reopen(c, reach, id, page.now)["public_id"]},
        then=f"/people/{id}",
        again=lambda refused: sheet(refused, id),
        said="people_reopened",
        undo=Undo(f"/people/{id}/close"),
    )


@router.post("/people/{id}/undo")
def undo(page: Writing, id: PathId) -> Response:
    """Give the profile back what its last change took, or took away."""
    return page.do(
        lambda c, reach: {"id": people.put_back(c, reach, id, page.call.expected, page.now)["public_id"]},
        then=f"/people/{id}",
        again=lambda refused: sheet(refused, id),
        said="people_put_back",
    )


def _accounts(parts: Mapping[str, list[dict[str, Any]]]) -> set[str]:
    """Return who wrote or did something of it."""
    steps = [step for row in parts["introductions"] for step in row["steps"]]
    rows = [*steps, *(row for part in parts.values() for row in part)]
    return {str(row[who]) for row in rows for who in ("author", "adviser", "given_by", "account") if row.get(who)}


def _goes_on(row: Mapping[str, Any], today: dt.date) -> bool:
    return bool(row["open"] or next_steps.choices(row, today) or next_steps.corrections(row))


def _parts(page: Page, id: str) -> dict[str, list[dict[str, Any]]]:
    """Return all that the timeline is made of, each part under the right that it needs."""
    now, keys, asked = page.now, page.services.keys, consenting.Asked(MOST)

    def written(c: Any, reach: Any) -> dict[str, Any]:
        rows = [told.note(notes.opened(keys, row)) for row in notes.browse(c, reach, id, asked, now).rows]
        own = [{**row, "person": id, "is_own": row["author"] == page.subject.account} for row in rows]
        return {"items": own}

    def agreed(c: Any, reach: Any) -> tuple[list[Any], list[Any]]:
        given = [told.consent(row, None) for row in consenting.browse(c, reach, id, asked, now).rows]
        return [told.notice(row) for row in consenting.notices(c, reach, id, now)], given

    def introduced(c: Any, reach: Any) -> list[dict[str, Any]]:
        _, found = introducing.browse(c, reach, {"candidate": id}, asked, now)
        names = introducing.openings_of(c, found)
        rows = [shapes.introduction(one, page.subject.role) for one in found]
        return [row | dict(zip(("title", "company"), names.get(row["opening"], ("", "")), strict=True)) for row in rows]

    def followed(c: Any, reach: Any) -> list[dict[str, Any]]:
        return [told.assignment(row, page.language) for row in following.browse(c, reach, id, True, asked).rows]

    def part(right: str, act: Act, nothing: Any = ()) -> Any:
        return page.look(act, right) if page.may(right) else nothing  # in an emergency, no more than who it is

    notices, consents = part("consent:R", agreed, ([], []))
    meetings = part("sponsorship:R", lambda c, reach: my_day.meetings_of(c, reach, id, now))
    runs = part("run:R", lambda c, reach: replaying.listed(c, reach, now, id, asked).rows)
    return {
        "caseload": part("caseload:R", followed),
        "notices": notices,
        "consents": consents,
        "notes": part("note:R", written, {"items": []})["items"],
        "introductions": part("introduction:R", introduced),
        "appointments": [row._asdict() for row in meetings],
        "runs": [{"at": row.at} for row in runs],
    }


def _by_day(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return how many rankings were shown on each day: looking again is not worth a line."""
    return [{"at": day, "count": count} for day, count in Counter(row["at"].date() for row in runs).items()]
