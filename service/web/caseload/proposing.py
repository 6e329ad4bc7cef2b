"""One opening is proposed to several people: chosen, looked over, done, told of each; and whom one takes along."""

from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from service import shapes
from service.api.fields import Id, Search
from service.errors import Invalid
from service.usecases import introducing, openings
from service.web.caseload.chosen import MOST, ByAddress, Chosen, left_out, listed, report
from service.web.pages import Page, screen

router = APIRouter()

SHOWN: Final = 10  # openings to choose from
Format = Annotated[str, Query(pattern="^(csv|xlsx)$")]


@router.get("/people/propose")
def propose(page: Annotated[Page, screen("introduction", "W")], who: ByAddress, title: Search = None) -> Response:
    """Show who was chosen, so that one of them can be dropped, and the openings that are called so."""
    asked = openings.Asked(SHOWN, None, False)
    filters = openings.Filters(q=title, status="published")

    def look(c: Any, reach: Any) -> dict[str, Any]:
        rows = openings.browse(c, reach, filters, None, "title", asked, page.now).rows if title else ()
        return {
            "items": [(row.public_id, " · ".join(filter(None, (row.title, row.company, row.place)))) for row in rows]
        }

    found = page.look(look, "opening:R")["items"]
    return page.show("people/propose.html", title=title or "", openings=found, **listed(page, who))


@router.post("/people/propose")
def suggest(page: Annotated[Page, screen("introduction", "W")]) -> Response:
    """Propose the opening to each of them who can be introduced."""
    persons, opening = page.form.texts("person")[:MOST], page.form.text("opening")

    def act(c: Any, reach: Any) -> dict[str, Any]:
        if not opening:
            raise Invalid("choose an opening first", "invalid_fields", (("opening", "missing"),))
        if not persons:
            raise Invalid("choose somebody first", "invalid_fields", (("person", "missing"),))
        return {"items": introducing.suggest_each(c, page.services.keys, reach, persons, opening, page.now)}

    return page.do(
        act,
        then=lambda body: f"/people/propose/done?{report(body['items'], opening=opening)}",
        again=lambda refused: propose(refused, Chosen(persons), page.form.text("title")),
    )


@router.get("/people/propose/done")
def done(
    page: Annotated[Page, screen("introduction", "R")],
    opening: Id,
    done: Annotated[int, Query(ge=0, le=MOST)] = 0,
    failed: Annotated[list[str], Query(max_length=MOST)] = [],  # noqa: B006 (never changed)
) -> Response:
    """Show to how many the opening is proposed now, and to whom not, and why."""

    def look(c: Any, reach: Any) -> Any:
        record = openings.get(c, reach, opening, page.now)["record"]
        return shapes.about_opening(record, shapes.words(c, [], [record], page.language))

    told = {"title": page.look(look, "opening:R").get("title", ""), "opening": opening, "done": done}
    return page.show("people/proposed.html", **told, **left_out(page, failed))


@router.get("/people/export")
def export(page: Annotated[Page, screen("bulk_export", "X")], who: ByAddress, format: Format = "csv") -> Response:
    """Lead to the file of those who were chosen, or tell that nobody was."""
    if not who.persons:
        return page.show("people/nobody.html")
    return page.go(f"/api/v1/people/export.{format}?{urlencode({'person': who.persons}, doseq=True)}")
