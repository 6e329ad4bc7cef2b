"""The wizard of a meetup: its numbers, and, as they are typed, what they allow."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import Response

from service.api.fields import PathId
from service.api.shapes import meetups as shapes
from service.errors import Forbidden
from service.permissions import Scope
from service.usecases import foreseeing, gatherings
from service.web.meetups.common import Writing, new_router
from service.web.pages import Page

router = new_router()

NUMBERS: Final = {  # as a new meetup has them until somebody says otherwise
    **{"places": 24, "host_places": 9, "rounds": 6, "seats": 1, "min_meetings": 2},
    **{"round_minutes": 10, "break_minutes": 2},
}
BLANK: Final = {**dict.fromkeys(("title", "place", "date", "start"), ""), **NUMBERS, "tables": "fixed"}


@router.get("/meetups/new")
def new(page: Writing) -> Response:
    """Show the wizard to who leads meetups."""
    _check_leads(page)
    return page.show("meetups/wizard.html", meetup=BLANK, foreseen=foretold(page, {}), action="/meetups/new")


@router.post("/meetups/new")
def create(page: Writing) -> Response:
    """Add a meetup, as a draft; where only the foreseen was asked for, show that."""
    if page.form.text("only") == "foreseen":
        return page.show("meetups/wizard.html", meetup=_typed(page), foreseen=foretold(page, {}), action=page.path)

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = page.form.told(shapes.NewMeetup)
        return shapes.meetup(gatherings.create(c, reach, told.model_dump() | {"place": told.place or ""}, page.now))

    return page.do(act, then=lambda made: f"/meetups/{made['id']}/guests", again=new, said="meetups_created")


@router.get("/meetups/foreseen")
def foreseen(page: Writing) -> Response:
    """Show the line of what can be foreseen alone, as it is typed."""
    _check_leads(page)
    return page.show("meetups/foreseen.html", foreseen=foretold(page, {}))


@router.get("/meetups/{id}/edit")
def edit(page: Writing, id: PathId) -> Response:
    """Show the wizard of a meetup that there is."""
    found = page.look(lambda c, reach: shapes.meetup(gatherings.led(c, reach, id)))
    told = foretold(page, found)
    return page.show("meetups/wizard.html", meetup=found, foreseen=told, action=f"/meetups/{id}/edit")


@router.post("/meetups/{id}/edit")
def change(page: Writing, id: PathId) -> Response:
    """Change a meetup."""
    if page.form.text("only") == "foreseen":
        typed = {"id": id, "version": page.form.text("version"), **_typed(page)}
        return page.show("meetups/wizard.html", meetup=typed, foreseen=foretold(page, {}), action=page.path)

    def act(c: Any, reach: Any) -> dict[str, Any]:
        before = shapes.meetup(gatherings.get(c, reach, id))
        told = page.form.told(shapes.MeetupChange).model_dump(exclude_none=True, exclude={"status"})
        news = {field: value for field, value in told.items() if value != before[field]}
        return shapes.meetup(gatherings.change(c, reach, id, page.call.expected, news))

    return page.do(act, then=f"/meetups/{id}", again=lambda refused: edit(refused, id), said="meetups_changed")


def _check_leads(page: Page) -> None:
    if not page.call.reach.has(Scope.TERRITORY):
        raise Forbidden("organisers lead meetups: ask one of them")


def _typed(page: Page) -> dict[str, str]:
    """Return what was typed so far."""
    return {field: page.form.text(field) for field in shapes.MeetupChange.model_fields}


def foretold(page: Page, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what can be foreseen of numbers as typed; of those that cannot be, nothing."""
    asked = page.request.query_params
    try:
        numbers = {
            key: int(page.form.text(key) or asked.get(key) or str(known.get(key, "")) or usual)
            for key, usual in NUMBERS.items()
        }
        read = shapes.NewMeetup.model_validate({"title": "-", **numbers})
    except ValueError:
        return {}
    told = foreseeing.foreseen(
        *(read.places, read.host_places, read.rounds, known.get("all_seats") or read.host_places * read.seats),
        *(read.min_meetings, read.round_minutes, read.break_minutes),
    )
    start = page.form.text("start") or asked.get("start") or known.get("start") or None
    return {"numbers": told, "ends": told.ends(start) if start and len(start) == 5 else ""}
