"""The meetups that a person may still come to: they get a place, or it is set aside."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from service.api.fields import PathId
from service.api.shapes import meetups as shapes
from service.usecases import choosing, dismissing, gatherings
from service.web.done import Undo
from service.web.pages import Page, screen
from service.web.suggestions.person import check_whose, person_of, tabs_of

router: Final = APIRouter()

Json = dict[str, Any]
Joining = Annotated[Page, screen("meetup", "W")]
Changing = Annotated[Page, screen("profile", "W")]


@router.get("/people/{id}/suggestions/meetups")
def meetups(page: Annotated[Page, screen("ranking", "R")], id: PathId) -> Response:
    """Show the meetups to come, with what can be done about each."""

    def look(connection: Any, reach: Any) -> Json:
        there = choosing.beside(connection, reach, page.now, "meetups", id)
        coming = [shapes.meetup(row) for row in choosing.coming(connection, reach)]
        coming.sort(key=lambda row: (str(row["date"] or "9"), row["title"]))
        aside = there.aside
        put_aside = [{**row, "why": aside[row["id"]]} for row in coming if row["id"] in aside]
        left = [row for row in coming if row["id"] not in aside]
        return {"beside": there, "coming": left, "put_aside": put_aside}

    return page.show(
        "suggestions/meetups.html",
        person=person_of(page, id),
        tabs=tabs_of(page, id),
        **page.look(look, "ranking:R"),
    )


@router.post("/people/{id}/suggestions/meetups/{meetup}/join")
def join(page: Joining, id: PathId, meetup: PathId) -> Response:
    """Give the person a place."""
    home = f"/people/{id}/suggestions/meetups"
    return page.do(
        lambda c, reach: shapes.guest(gatherings.register_person(c, reach, meetup, id, {}, page.now)),
        then=home,
        again=lambda refused: meetups(refused, id),
        said="suggestions_joined",
        undo=lambda made: Undo(f"{home}/{meetup}/leave", {"guest": made["id"]}),
    )


@router.post("/people/{id}/suggestions/meetups/{meetup}/leave")
def leave(page: Joining, id: PathId, meetup: PathId) -> Response:
    """Free the person's place."""

    def act(connection: Any, reach: Any) -> Json:
        found = gatherings.withdraw(connection, reach, meetup, page.form.text("guest"), page.now)
        check_whose(found, id)
        return shapes.guest(found)

    return page.do(
        act,
        then=f"/people/{id}/suggestions/meetups",
        again=lambda refused: meetups(refused, id),
        said="suggestions_left",
    )


@router.get("/people/{id}/suggestions/meetups/{meetup}/aside")
def why_aside(page: Changing, id: PathId, meetup: PathId) -> Response:
    """Ask for which reason a meetup is set aside."""
    told: Json = {"person": person_of(page, id), "reasons": dismissing.REASONS}
    told["back"] = f"/people/{id}/suggestions/meetups"
    title = page.look(lambda c, reach: gatherings.get(c, reach, meetup).title, "meetup:R")
    return page.show("suggestions/aside.html", title=title, **told)


@router.post("/people/{id}/suggestions/meetups/{meetup}/aside")
def set_aside(page: Changing, id: PathId, meetup: PathId) -> Response:
    """Hide a meetup, for a reason from the list."""
    home, reason = f"/people/{id}/suggestions/meetups", page.form.text("reason")

    def act(connection: Any, reach: Any) -> Json:
        return {"id": dismissing.set_aside(connection, reach, id, "meetup", meetup, reason, page.now)}

    return page.do(
        act,
        then=home,
        again=lambda refused: why_aside(refused, id, meetup),
        said="suggestions_set_aside",
        undo=lambda made: Undo(f"{home}/restored", {"dismissal": made["id"]}),
    )


@router.post("/people/{id}/suggestions/meetups/restored")
def restore(page: Changing, id: PathId) -> Response:
    """Show again what was set aside."""
    return page.do(
        lambda c, r: {"kind": dismissing.restore(c, r, id, page.form.text("dismissal"), page.now)},
        then=f"/people/{id}/suggestions/meetups",
        again=lambda refused: meetups(refused, id),
        said="suggestions_restored",
    )
