"""Requests about one's data that wait for an answer, and the answers."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from sqlalchemy import Connection

from service.api.fields import ListQuery, PathId
from service.api.shapes import rights as shapes
from service.backups.folder import marks_beside
from service.errors import Invalid
from service.keys import key_file
from service.permissions import Reach
from service.usecases import erasing, rights
from service.web.pages import Page, screen

router = APIRouter(prefix="/requests")

Reading = Annotated[Page, screen("right", "R")]


class RequestQuery(ListQuery):
    """Which requests."""

    status: Literal["open", "granted", "refused", "withdrawn", "all"] = "open"
    sort: Literal["due", "-due", "asked", "-asked"] = "due"


@router.get("")
def browse(page: Reading, query: Annotated[RequestQuery, Query()]) -> Response:
    """List the requests of people and sponsors, those due first at the head."""
    status = None if query.status == "all" else query.status
    asked = rights.Asked(query.limit, query.cursor, total=True)

    def look(connection: Connection, reach: Reach) -> dict[str, Any]:
        found = rights.due(connection, reach, status, asked, page.now, query.sort)
        return {"items": [_shown(row) for row in found.rows], "next": found.next, "total": found.total}

    return page.show("admin/requests.html", found=page.look(look), which=query.status, today=page.now.date())


@router.get("/{id}")
def get(page: Reading, id: PathId) -> Response:
    """Show a request, and the form that answers it."""
    found = page.look(lambda c, reach: _shown(rights.get(c, reach, id, page.now)))
    return page.show("admin/request.html", asked=found, today=page.now.date())


@router.post("/{id}/answer")
def answer(page: Annotated[Page, screen("right", "W")], id: PathId) -> Response:
    """Answer a request, with the reason; granting an erasure erases who asked."""
    services, now, expected = page.services, page.now, page.call.expected

    def act(connection: Connection, reach: Reach) -> dict[str, Any]:
        told, asked = page.form.told(shapes.NewAnswer), rights.get(connection, reach, id, now)
        if told.granted and asked.kind == "erasure" and not page.form.text("confirmed"):
            raise Invalid("confirmed: an erasure cannot be undone", "not_confirmed", (("confirmed", "missing"),))
        whose = _whose(asked)
        done = rights.answer(
            connection, reach, whose, getattr(asked, whose), id, expected, told.granted, told.reason, now
        )
        return shapes.request(done)

    done = page.do(act, "/requests", lambda refused: get(refused, id), "admin_request_said")
    erasing.carry_out(services.store, services.keys, marks_beside(key_file(services.settings)), now)
    return done


def _shown(row: Any) -> dict[str, Any]:
    whose = _whose(row)
    return {**shapes.request(row), "whose": whose, "who": getattr(row, whose)}


def _whose(row: Any) -> str:
    return rights.CANDIDATE if row.candidate else rights.SPONSOR
