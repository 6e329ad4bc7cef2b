"""Who follows whom."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Response

from service.api.calls import Call, needs
from service.api.fields import PathId
from service.api.shapes import following as shapes
from service.api.shapes.pages import page
from service.usecases import following

router = APIRouter(prefix="/caseloads", tags=["caseloads"])

Reading = Annotated[Call, needs("caseload", "R")]
Writing = Annotated[Call, needs("caseload", "W")]


@router.get("", response_model=shapes.AssignmentPage)
def browse(call: Reading, query: Annotated[shapes.AssignmentQuery, Query()]) -> Response:
    """List assignments: yours, those about you, or all of the territory; the newest first."""
    asked = following.Asked(query.limit, query.cursor, query.total)
    shown = partial(shapes.assignment, language=call.language)
    return call.read(lambda c, reach: page(following.browse(c, reach, query.person, query.ended, asked), shown))


@router.post("", response_model=shapes.Assignment, status_code=201)
def assign(call: Writing, body: shapes.NewAssignment) -> Response:
    """Let an adviser of the territory follow a person from now on."""
    told = (body.person, body.adviser, body.reason, call.services.now())
    return call.write(lambda c, reach: shapes.assignment(following.assign(c, reach, *told), call.language), 201)


@router.post("/{id}/hand-over", response_model=shapes.Assignment, status_code=201)
def hand_over(call: Writing, id: PathId, body: shapes.HandingOver) -> Response:
    """End an assignment and begin a colleague's; the answer is the new one."""
    told = (id, body.adviser, body.reason, call.services.now())
    return call.write(lambda c, reach: shapes.assignment(following.hand_over(c, reach, *told), call.language), 201)


@router.post("/{id}/end", response_model=shapes.Assignment)
def end(call: Writing, id: PathId) -> Response:
    """End an assignment: its rights end with it."""
    now = call.services.now()
    return call.write(lambda c, reach: shapes.assignment(following.end(c, reach, id, now), call.language))
