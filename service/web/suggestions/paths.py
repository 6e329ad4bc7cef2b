"""How to reach what is out of reach now: the courses that lead to an opening or to a wished job, in their order."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from service import path_shapes
from service.api.fields import Id, PathId
from service.errors import NotFound
from service.record_names import names_of
from service.usecases import pathways
from service.web.pages import Page, screen
from service.web.suggestions.person import back, person_of

router: Final = APIRouter()

Json = dict[str, Any]


@router.get("/people/{id}/suggestions/path")
def path(
    page: Annotated[Page, screen("ranking", "R")],
    id: PathId,
    opening: Id | None = None,
    wish: Annotated[int, Query(ge=1, le=3)] = 1,
) -> Response:
    """Show the earliest and the surest way to an opening, else to the wished job of that place, or why none is."""

    def look(connection: Any, reach: Any) -> Json:
        trade, job = ("", "") if opening else _wished(page, connection, reach, id, wish)
        found, catalogue = pathways.ways(connection, reach, page.now, id, opening, trade)
        return {"job": job, "found": path_shapes.paths(connection, found, catalogue, page.language)}

    told = page.look(look, "ranking:R")
    ways = [way for way in (told["found"]["shortest"], told["found"]["surest"]) if way]
    is_one = len(ways) == 2 and ways[0]["steps"] == ways[1]["steps"]
    return page.show(
        "suggestions/path.html",
        person=person_of(page, id),
        ways=ways[:1] if is_one else ways,
        opening=opening,
        back=back(page, id, f"/people/{id}/suggestions/openings"),
        **told,
    )


def wished_jobs(page: Page, id: str) -> list[str]:
    """Return the words of the wished jobs that a way can lead to, in the places by which `path` knows them."""
    found = page.look(lambda c, reach: {"jobs": _jobs(page, c, reach, id)}, "ranking:R")["jobs"]
    return [job for _, job in found]


def _wished(page: Page, connection: Any, reach: Any, id: str, place: int) -> tuple[str, str]:
    jobs = _jobs(page, connection, reach, id)
    if place > len(jobs):
        raise NotFound("nothing has that place among the wished jobs")
    return jobs[place - 1]


def _jobs(page: Page, connection: Any, reach: Any, id: str) -> list[tuple[str, str]]:
    """Return the code and the words of each."""
    trades = pathways.trades(connection, reach, page.now, id)
    names = names_of(connection, [{"wishes": [wish for _, wish in trades]}])
    return [(code, names.job(wish)) for code, wish in trades]
