"""What became of an introduction, in two clicks from the sheet; a correction keeps what was written before."""

from typing import Annotated, Any

from fastapi import APIRouter, Response

from service.api.fields import PathId
from service.api.shapes import introductions as shapes
from service.usecases import introducing
from service.web.caseload.sheet import sheet
from service.web.pages import Page, screen

router = APIRouter()


@router.post("/people/{id}/introductions/{introduction}/outcome")
def end(page: Annotated[Page, screen("outcome", "W")], id: PathId, introduction: PathId) -> Response:
    """Record an outcome, or another in place of the last one."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        given = {} if page.form.text("step") == "left" else {"reason": None}  # the list stands beside all buttons
        body = page.form.told(shapes.NewOutcome, **given)
        told = introducing.told_of(reach, body.step, body.side, body.day or page.now.date(), body.reason, body.corrects)
        found = introducing.record(c, reach, introduction, told, None, page.call.expected, page.now)
        return shapes.introduction(found, reach.subject.role)

    return page.do(
        act, then=f"/people/{id}#introductions", again=lambda refused: sheet(refused, id), said="people_outcome_kept"
    )
