"""Emergencies: one person's file opened for half an hour, with a reason that the person is told."""

from typing import Annotated, Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from service.api.fields import PathId
from service.api.shapes import members as shapes
from service.permissions import Reach
from service.usecases import emergencies
from service.web.pages import Page, screen

router = APIRouter(prefix="/admin/emergencies")

Opening = Annotated[Page, screen("emergency", "W")]


@router.get("")
def browse(page: Annotated[Page, screen("emergency", "R")]) -> Response:
    """Show one's own emergencies, and the form that opens a file."""
    found = page.look(lambda c, reach: [shapes.emergency_of(one) for one in emergencies.mine(c, reach)])
    for one in found:
        one["seconds"] = max(0, round((one["ends_at"] - page.now).total_seconds()))
    return page.show("admin/emergencies.html", found=found)


@router.post("")
def open_file(page: Opening) -> Response:
    """Open one person's file for 30 minutes."""

    def act(connection: Connection, reach: Reach) -> dict[str, Any]:
        told = page.form.told(shapes.EmergencyAsked)
        return shapes.emergency_of(emergencies.open_file(connection, reach, told.person, told.reason, page.now))

    return page.do(act, "/admin/emergencies", browse, "admin_emergency_opened")


@router.post("/{id}/end")
def end(page: Opening, id: PathId) -> Response:
    """Close the file before the 30 minutes are over."""

    def act(connection: Connection, reach: Reach) -> dict[str, Any]:
        emergencies.end(connection, reach, id, page.now)
        return {"id": id}

    return page.do(act, "/admin/emergencies", browse, "admin_emergency_ended")
