"""Why a pair or why not, what would change it, and why nobody."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from sqlalchemy import Connection

from matching.enums import Side
from service import lever_shapes
from service import ranking_shapes as said
from service.api.calls import Call, needs
from service.api.fields import PathId
from service.api.shapes import pairs as shapes
from service.errors import Invalid
from service.permissions import Reach, Role
from service.usecases import pairs

router = APIRouter(tags=["rankings"])

Reading = Annotated[Call, needs("ranking", "R")]


@router.get("/pairs", response_model=shapes.Pair)
def why(call: Reading, query: Annotated[shapes.PairQuery, Query()]) -> Response:
    """Explain any pair of a person and an opening or a sponsor, ranked or not."""
    if (query.opening is None) == (query.sponsor is None):
        raise Invalid("give opening or sponsor, one of them", "pair")
    what, side, id = _asked(query)
    person, now = query.person, call.services.now()

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        found = pairs.why(c, reach, now, person, what, id)
        return said.why(c, found, person, side, id, query.facts, call.language)

    return call.read(act)


@router.get("/people/{id}/levers", response_model=shapes.Levers)
def levers(call: Reading, id: PathId, query: Annotated[shapes.LeverQuery, Query()]) -> Response:
    """Show which change of the record would bring most within a person's reach."""
    side = Side.OPENING if query.for_ == "openings" else Side.SPONSOR

    def act(c: Connection, reach: Reach) -> dict[str, Any]:
        found = pairs.levers(c, reach, call.services.now(), id, query.for_)
        shown = lever_shapes.levers(c, found.levers[: query.limit], side, found.catalogue, call.language)
        return {"person": id, "reachable": found.reachable, "levers": shown}

    return call.read(act)


@router.get("/openings/{id}/nobody", response_model=shapes.Nobody)
def nobody_for_opening(call: Annotated[Call, needs("suggestion", "R")], id: PathId) -> Response:
    """Say which rule removes how many people from an opening."""
    return _nobody(call, "openings", "opening", id)


@router.get("/sponsors/{id}/nobody", response_model=shapes.Nobody)
def nobody_for_sponsor(call: Annotated[Call, needs("sponsor_suggestion", "R")], id: PathId) -> Response:
    """Say which rule removes how many people from a sponsor."""
    return _nobody(call, "sponsors", "sponsor", id)


def _nobody(call: Call, what: str, side: str, id: str) -> Response:
    now, language = call.services.now(), call.language
    exact = call.reach.subject.role is Role.ADVISER

    def act(connection: Connection, reach: Reach) -> dict[str, Any]:
        record, found = pairs.nobody(connection, reach, now, what, id)
        call.count_question(id, record)
        return said.nobody(connection, record, found, side, id, exact, language)

    return call.read(act)


def _asked(query: shapes.PairQuery) -> tuple[str, str, str]:
    if query.opening is not None:
        return "openings", "opening", query.opening
    return "sponsors", "sponsor", str(query.sponsor)
