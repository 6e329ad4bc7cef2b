"""A new file: who might have one already is shown beside what was typed, before anything is saved."""

from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from service.api.shapes import people as shapes
from service.errors import Invalid, ServiceError
from service.usecases import caseload, people
from service.web.pages import Page, screen

router = APIRouter()

NOTICE: Final = "2026-11"  # which text of the notice is handed out
TOLD: Final = ("paper", "phone", "interpreter")
SURE: Final = "sure"


@router.get("/people/new")
def new(page: Annotated[Page, screen("identity", "W")]) -> Response:
    """Show the form."""
    return _shown(page)


@router.post("/people/new")
def create(page: Annotated[Page, screen("identity", "W")]) -> Response:
    """Open a file; where somebody is called so and born that day already, ask first."""
    if not page.form.text(SURE):
        try:
            found = page.look(lambda c, reach: _known(page, c, reach))
        except Invalid:
            found = {"items": []}  # told below, with what else is wrong
        except ServiceError as error:
            return _refused(page, error)
        if found["items"]:
            return _shown(page, found["items"], found["lines"])

    def act(c: Any, reach: Any) -> dict[str, Any]:
        told = page.form.told(shapes.Identity)
        facts = {name: str(value) for name, value in told.model_dump(exclude_none=True).items()}
        return shapes.profile(people.create(c, reach, facts, {}, _notice(page), page.now), reach.subject.role)

    return page.do(
        act,
        then=lambda body: f"/people/{body['id']}",
        again=lambda refused: _shown(_beside(refused)),
        said="people_created",
    )


def _known(page: Page, c: Any, reach: Any) -> dict[str, Any]:
    """Return who is called exactly so and born that day, and of them those whom one follows."""
    told = page.form.told(shapes.NewSearch)
    found = people.find(c, reach, told.first_name, told.last_name, told.birth_date, page.now)
    return {"items": [{"id": id} for id in found], "lines": caseload.some(c, reach, found, page.now)}


def _beside(page: Page) -> Page:
    """Return the page with its faults under the names of the form, which has no parts."""
    if not isinstance(page.refusal, Invalid):
        return page
    faults = tuple((name.removeprefix("identity."), reason) for name, reason in page.refusal.faults)
    return replace(page, refusal=Invalid(str(page.refusal), page.refusal.code, faults))


def _notice(page: Page) -> people.Proof | None:
    channel = page.form.text("notice")
    return people.Proof(page.subject.account or "", channel, NOTICE) if channel in TOLD else None


def _refused(page: Page, error: ServiceError) -> Response:
    shown = _shown(replace(page, refusal=error))
    shown.status_code = error.status
    return shown


def _shown(page: Page, known: Any = (), lines: Any = ()) -> Response:
    return page.show("people/new.html", known=known, lines=lines, told=TOLD, typed=page.form.typed)
