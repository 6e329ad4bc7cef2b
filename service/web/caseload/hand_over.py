"""A colleague also follows several people: who they are is shown first, then of each whether it was done."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from service.api.fields import Id
from service.api.shapes.people import PeopleAction
from service.errors import NotFound
from service.usecases import following, people
from service.web.caseload.chosen import MOST, ByAddress, Chosen, left_out, listed, report
from service.web.pages import Page, screen

router = APIRouter()


@router.get("/people/hand-over")
def hand_over(page: Annotated[Page, screen("identity", "R")], who: ByAddress) -> Response:
    """Show who was chosen, so that one of them can be dropped; all of a list, if that was asked for."""
    colleagues = page.look(lambda c, reach: following.colleagues(c, reach, page.now), "caseload:R")
    return page.show("people/hand_over.html", colleagues=list(colleagues.items()), **listed(page, who))


@router.post("/people/hand-over")
def assign(page: Annotated[Page, screen("identity", "W")]) -> Response:
    """Let a colleague follow these people too."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = page.form.told(PeopleAction, action="assign", ids=page.form.texts("person"))
        done = people.assign_many(c, reach, told.ids, told.adviser, told.reason, page.now)
        return {"items": done, "adviser": told.adviser}

    return page.do(
        act,
        then=lambda body: f"/people/hand-over/done?{report(body['items'], adviser=body['adviser'])}",
        again=lambda refused: hand_over(refused, Chosen(page.form.texts("person"))),
    )


@router.get("/people/hand-over/done")
def done(
    page: Annotated[Page, screen("identity", "R")],
    adviser: Id,
    done: Annotated[int, Query(ge=0, le=MOST)] = 0,
    failed: Annotated[list[str], Query(max_length=MOST)] = [],  # noqa: B006 (never changed)
) -> Response:
    """Show how many a colleague follows now, and who not, and why."""
    to = page.look(lambda c, reach: following.colleagues(c, reach, page.now), "caseload:R").get(adviser)
    if to is None:
        raise NotFound("nothing has that identifier in caseloads")
    return page.show("people/handed_over.html", done=done, to=to, **left_out(page, failed))
