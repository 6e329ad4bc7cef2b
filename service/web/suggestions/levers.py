"""What would bring more within a person's reach, each change as a card."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from matching.effects import Lever
from matching.enums import Side
from matching.records import Record
from service import lever_shapes, shapes
from service.api.fields import PathId
from service.names import Named, names_in
from service.usecases import choosing, pairs
from service.web.pages import Page, screen
from service.web.suggestions.person import person_of, tabs_of

router: Final = APIRouter()

Json = dict[str, Any]
SHOWN: Final = 12
MORE_OF: Final = {"openings": Side.OPENING, "sponsors": Side.SPONSOR}
MADE_HERE: Final = frozenset({"lever_km", "lever_minutes", "lever_start", "lever_contract"})  # by a yes of the person


@router.get("/people/{id}/suggestions/levers")
def levers(page: Annotated[Page, screen("ranking", "R")], id: PathId) -> Response:
    """Show which change would bring most, and where it is made."""
    more_of = page.request.query_params.get("for", "openings")
    more_of = more_of if more_of in MORE_OF else "openings"

    def look(connection: Any, reach: Any) -> Json:
        found = pairs.levers(connection, reach, page.now, id, more_of)
        best = found.levers[:SHOWN]
        shown = lever_shapes.levers(connection, best, MORE_OF[more_of], found.catalogue, page.language)
        for told, card in zip(shown, _cards(connection, best, page.language), strict=True):
            told["card"] = card
        version = choosing.beside(connection, reach, page.now, more_of, id).version
        return {"reachable": found.reachable, "levers": shown, "version": version}

    return page.show(
        "suggestions/levers.html",
        person=person_of(page, id),
        tabs=tabs_of(page, id),
        more_of=more_of,
        made_here=MADE_HERE,
        **page.look(look, "ranking:R"),
    )


def _cards(connection: Any, levers: Sequence[Lever], language: str) -> list[Json]:
    """Return what the title of each lever's card needs: the numbers of its change, and what that is called."""
    courses = choosing.heads(connection, "courses", [str(lever.numbers.get("course")) for lever in levers])
    changes = names_in(lever.change for lever in levers)
    named = shapes.complete(connection, changes, changes.keys() | shapes.title_keys(courses.values()), language)
    return [{**lever.numbers, "label": _label(lever, courses, named)} for lever in levers]


def _label(lever: Lever, courses: Mapping[str, Record], named: Named) -> str:
    numbers = lever.numbers
    if course := courses.get(str(numbers.get("course"))):
        return str(shapes.about_opening(course, named).get("title", ""))
    return named.get(numbers.get("permit") or numbers.get("skill") or 0, {}).get("label", "")
