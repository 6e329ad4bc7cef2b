"""Emergencies: one person's file opened for half an hour, with a reason that the person is told."""

from dataclasses import replace
from operator import itemgetter
from typing import Annotated, Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from service import short_lists
from service.api.fields import PathId, Reason
from service.api.shapes import members as shapes
from service.api.shapes.people import NewSearch
from service.errors import Conflict, NotFound, ServiceError
from service.permissions import Reach
from service.usecases import emergencies
from service.web.pages import Page, screen

router = APIRouter(prefix="/admin/emergencies")

Opening = Annotated[Page, screen("emergency", "W")]


class WhoAndWhy(NewSearch):
    """Whose file is opened, by what is known of them, and why."""

    reason: Reason


@router.get("")
def browse(page: Annotated[Page, screen("emergency", "R")]) -> Response:
    """Show one's own emergencies, and the form that opens a file."""
    found = page.look(lambda c, reach: [shapes.emergency_of(one) for one in emergencies.mine(c, reach)], "emergency:R")
    for one in found:
        one["seconds"] = max(0, round((one["ends_at"] - page.now).total_seconds()))
    past = [one for one in found if not one["seconds"]]
    past = short_lists.listed(past, page.request.query_params, {"at": itemgetter("starts_at")}, "-at")
    return page.show("admin/emergencies.html", open=[one for one in found if one["seconds"]], past=past)


@router.post("")
def open_file(page: Opening) -> Response:
    """Open one person's file for 30 minutes: of who is called exactly so and born that day, or by its identifier."""
    try:
        person = page.form.text("person") or _sought(page)
    except ServiceError as error:
        shown = browse(replace(page, refusal=error))
        shown.status_code = error.status
        return shown

    def act(connection: Connection, reach: Reach) -> dict[str, Any]:
        told = page.form.told(shapes.EmergencyAsked, person=person)
        return shapes.emergency_of(emergencies.open_file(connection, reach, told.person, told.reason, page.now))

    return page.do(act, "/admin/emergencies", browse, "admin_emergency_opened")


@router.post("/{id}/end")
def end(page: Opening, id: PathId) -> Response:
    """Close the file before the 30 minutes are over."""

    def act(connection: Connection, reach: Reach) -> dict[str, Any]:
        emergencies.end(connection, reach, id, page.now)
        return {"id": id}

    return page.do(act, "/admin/emergencies", browse, "admin_emergency_ended")


def _sought(page: Page) -> str:
    """Return whose file somebody means; that they sought it is written down, whatever comes of it."""
    told = page.form.told(WhoAndWhy)
    who = told.first_name, told.last_name, told.birth_date
    found: list[str] = page.look(lambda c, reach: emergencies.find(c, reach, *who, page.now))
    if not found:
        raise NotFound("nobody of your territory is called exactly that and born that day: check with who calls")
    if len(found) > 1:
        raise Conflict("several files have that name and birth date: ask an adviser for the file's identifier")
    return found[0]
