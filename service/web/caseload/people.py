"""Those whom an adviser follows: searched as one types, filtered, ordered, taken along as a file."""

from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from service.api.fields import Cursor, Search
from service.api.shapes.people import WantedStep
from service.steps import LIFE, NEW
from service.usecases import caseload
from service.web.pages import Page, screen

router = APIRouter()

STEPS: Final = tuple(step for step in LIFE if step != NEW)
A_PAGE: Final = 30
BY_NAME: Final = "name"
Sort = Annotated[str, Query(max_length=20)]
Closed = Annotated[bool, Query()]


@router.get("/people")
def people(
    page: Annotated[Page, screen("identity", "R")],
    q: Search = None,
    step: WantedStep = None,
    sort: Sort = BY_NAME,
    closed: Closed = False,
    cursor: Cursor = None,
) -> Response:
    """Show a page of those whom one follows."""
    asked = caseload.Asked(A_PAGE, cursor, total=True)

    def look(c: Any, reach: Any) -> dict[str, Any]:
        found = caseload.browse(c, reach, q or "", step or "", closed, sort, asked, page.now)
        return {"items": [{"id": line.id} for line in found.lines], "found": found}

    found = page.look(look)["found"]
    filters = (("q", q), ("step", step), ("closed", "true" if closed else ""))
    wanted = urlencode({name: value for name, value in filters if value})
    return page.show("people/list.html", found=found, q=q or "", steps=STEPS, wanted=wanted, now=page.now)
