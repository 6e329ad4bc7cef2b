"""The rankings that were shown for a person: what, when, by whom, with which engine; computed again on demand."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from matching.enums import Criterion
from service import ranking_shapes as said
from service import shapes
from service.api.fields import PathId
from service.api.shapes.pages import page as page_of
from service.errors import Conflict, NotFound
from service.i18n import LANGUAGES, read_locale
from service.usecases import choosing, replaying
from service.web.pages import Page, screen
from service.web.suggestions.person import SIDES, person_of

router: Final = APIRouter()

Json = dict[str, Any]
Reading = Annotated[Page, screen("run", "R")]
OF_A_PAGE: Final = 20


@router.get("/people/{id}/runs")
def runs(page: Reading, id: PathId) -> Response:
    """List the rankings shown for a person, the latest first."""
    asked = replaying.Asked(OF_A_PAGE, page.request.query_params.get("cursor") or None, True)
    found = page.look(lambda c, r: page_of(replaying.listed(c, r, page.now, id, asked), said.listed), "run:R")
    return page.show("suggestions/runs.html", person=person_of(page, id), found=found)


@router.get("/people/{id}/runs/{run}")
def run(page: Reading, id: PathId, run: PathId) -> Response:
    """Show a ranking as it was shown, and why; with ?again, whether it comes out the same today."""
    again = "again" in page.request.query_params

    def look(connection: Any, reach: Any) -> Json:
        found = replaying.get(connection, reach, page.now, run)
        if found.subject_id != id:
            raise NotFound("nothing has that identifier in runs")
        ids = [row["id"] for row in found.shown]
        records = choosing.heads(connection, found.what, ids)
        named = shapes.words(connection, [], records.values(), page.language)
        about = shapes.about_sponsor if found.what == "sponsors" else shapes.about_opening
        heads = {name: about(record, named) for name, record in records.items()}
        told = said.run(connection, found, page.services.keys, False, page.language)
        return {"run": told, "side": SIDES[found.what], "heads": heads, "replayed": _again(connection, reach)}

    def _again(connection: Any, reach: Any) -> Json | None:
        if not again:
            return None
        try:
            return said.replayed(replaying.replayed(connection, reach, page.now, run), run)
        except Conflict as changed:
            return {"refused": changed}

    shown = page.look(look, "run:R")
    return page.show("suggestions/run.html", person=person_of(page, id), criteria=_criteria(), **shown)


@cache
def _criteria() -> Mapping[str, str]:
    """Return the criterion of each reason's code: sentences stand under it."""
    said_under = read_locale(LANGUAGES[0])
    return {
        code: criterion.value
        for criterion in Criterion
        for code in said_under.get(criterion.value) or said_under.get(criterion.value.partition("_")[0], {})
    }
