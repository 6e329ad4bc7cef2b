"""Rankings for a person, and the people suggested for an opening or to a sponsor; each is kept as a run."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy import Connection

from service import ranking_shapes as said
from service.api.calls import Call, needs
from service.api.fields import PathId
from service.api.shapes import rankings as shapes
from service.http.turns import in_turn
from service.permissions import Reach
from service.sealed_cursor import opened, sealed
from service.usecases import ranking, suggesting
from service.usecases.suggesting import Place
from service.what_if import read_change

router = APIRouter(tags=["rankings"], dependencies=[Depends(in_turn, scope="function")])

Reading = Annotated[Call, needs("ranking", "R")]
Asked = Annotated[shapes.RankingQuery, Query()]
Page = Annotated[shapes.SuggestionQuery, Query()]
Found = tuple[Any, dict[str, Any]]  # the run, and the answer


@router.get("/people/{id}/ranking/openings", response_model=shapes.Ranking)
def openings(call: Reading, id: PathId, query: Asked) -> Response:
    """Rank openings for a person, with reasons."""
    return _ranked(call, "openings", id, query)


@router.get("/people/{id}/ranking/sponsors", response_model=shapes.Ranking)
def sponsors(call: Reading, id: PathId, query: Asked) -> Response:
    """Rank sponsors for a person, with reasons and hours in common."""
    return _ranked(call, "sponsors", id, query)


@router.get("/people/{id}/ranking/courses", response_model=shapes.Ranking)
def courses(call: Reading, id: PathId, query: Asked) -> Response:
    """Rank training places for a person, with reasons."""
    return _ranked(call, "courses", id, query)


@router.get("/openings/{id}/suggestions", response_model=shapes.Suggestions)
def for_opening(call: Annotated[Call, needs("suggestion", "R")], id: PathId, query: Page) -> Response:
    """Suggest people for an opening: without a name to companies, to advisers those whom they follow."""
    return _suggested(call, "openings", id, query)


@router.get("/sponsors/{id}/suggestions", response_model=shapes.Suggestions)
def for_sponsor(call: Annotated[Call, needs("sponsor_suggestion", "R")], id: PathId, query: Page) -> Response:
    """Suggest people to a sponsor: those whom who asks follows, or who agreed to be known to the sponsor."""
    return _suggested(call, "sponsors", id, query)


def _ranked(call: Call, what: str, id: str, query: shapes.RankingQuery) -> Response:
    change, now = read_change(query.with_), call.services.now()

    def act(connection: Connection, reach: Reach) -> Found:
        found = ranking.ranked(connection, reach, now, what, id, query.limit, change)
        return found.run, said.ranked(connection, found, query.facts, call.language)

    return _kept(call, act)


def _suggested(call: Call, what: str, id: str, query: shapes.SuggestionQuery) -> Response:
    keys, now = call.services.keys, call.services.now()
    after = None if query.cursor is None else Place(*opened(keys, query.cursor, id))

    def act(connection: Connection, reach: Reach) -> Found:
        found = suggesting.suggested(connection, reach, now, what, id, query.limit, after)
        call.count_question(id, found.record)
        next_ = sealed(keys, found.places[-1], id) if found.more else None
        return found.run, said.suggested(connection, found, keys, next_, query.facts, call.language)

    return _kept(call, act)


def _kept(call: Call, act: Callable[[Connection, Reach], Found]) -> Response:
    """Answer once the run is committed; the connection that read is given back before."""
    made = []

    def read(connection: Connection, reach: Reach) -> dict[str, Any]:
        run, body = act(connection, reach)
        made.append(run)
        return body

    answer = call.read(read)
    ranking.keep(call.services.store, *made)
    return answer
