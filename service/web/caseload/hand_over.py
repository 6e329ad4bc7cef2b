"""A colleague also follows several people: who they are is shown first, then of each whether it was done."""

from collections.abc import Sequence
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from service.api.fields import ID_RULE, Id, Search
from service.api.shapes.people import PeopleAction, WantedStep
from service.errors import NotFound
from service.usecases import caseload, following, people
from service.web.pages import Page, screen

router = APIRouter()

MOST: Final = 200  # people at a time, as everywhere else
Persons = Annotated[list[Annotated[str, ID_RULE]], Query(max_length=MOST)]


@router.get("/people/hand-over")
def hand_over(
    page: Annotated[Page, screen("identity", "R")],
    person: Persons = [],  # noqa: B006 (never changed)
    q: Search = None,
    step: WantedStep = None,
    all: bool = False,
) -> Response:
    """Show who was chosen, so that one of them can be dropped; all of a list, if that was asked for."""
    return _shown(page, person, (q or "", step or "") if all else None)


@router.post("/people/hand-over")
def assign(page: Annotated[Page, screen("identity", "W")]) -> Response:
    """Let a colleague follow these people too."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = page.form.told(PeopleAction, action="assign", ids=page.form.texts("person"))
        done = people.assign_many(c, reach, told.ids, told.adviser, told.reason, page.now)
        return {"items": done, "adviser": told.adviser}

    return page.do(act, then=_report, again=lambda refused: _shown(refused, page.form.texts("person"), None))


@router.get("/people/hand-over/done")
def done(
    page: Annotated[Page, screen("identity", "R")],
    adviser: Id,
    done: Annotated[int, Query(ge=0, le=MOST)] = 0,
    failed: Annotated[list[str], Query(max_length=MOST)] = [],  # noqa: B006 (never changed)
) -> Response:
    """Show how many a colleague follows now, and who not, and why."""
    codes = dict(one.rpartition(".")[::2] for one in failed)

    def look(c: Any, reach: Any) -> dict[str, Any]:
        lines = caseload.some(c, reach, list(codes), page.now)
        to = following.colleagues(c, reach, page.now).get(adviser)
        if to is None:
            raise NotFound("nothing has that identifier in caseloads")
        return {"items": [{"id": line.id} for line in lines], "lines": lines, "to": to}

    told = page.look(look)
    return page.show("people/handed_over.html", done=done, codes=codes, lines=told["lines"], to=told["to"])


def _report(body: dict[str, Any]) -> str:
    failed = [f"{one['id']}.{one['code']}" for one in body["items"] if not one["done"]]
    told = {"adviser": body["adviser"], "done": len(body["items"]) - len(failed), "failed": failed}
    return f"/people/hand-over/done?{urlencode(told, doseq=True)}"


def _shown(page: Page, chosen: Sequence[str], filters: tuple[str, str] | None) -> Response:
    def look(c: Any, reach: Any) -> dict[str, Any]:
        asked = caseload.Asked(MOST)
        lines = (
            caseload.some(c, reach, chosen, page.now)
            if filters is None
            else caseload.browse(c, reach, *filters, False, "name", asked, page.now).lines
        )
        told = {"lines": lines, "colleagues": following.colleagues(c, reach, page.now)}
        return {"items": [{"id": line.id} for line in lines], **told}

    found = page.look(look, "identity:R")
    return page.show("people/hand_over.html", lines=found["lines"], colleagues=list(found["colleagues"].items()))
