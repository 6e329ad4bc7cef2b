"""The rankings that were shown: listed, read, computed again; and, for a person, who saw them."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Response

from service import ranking_shapes as said
from service.api.calls import Call, needs
from service.api.fields import ListQuery, PathId
from service.api.shapes import runs as shapes
from service.api.shapes.pages import page
from service.permissions import Role
from service.usecases import replaying

router = APIRouter(tags=["runs"])

Reading = Annotated[Call, needs("run", "R")]


@router.get("/runs", response_model=shapes.RunPage)
def browse(call: Reading, query: Annotated[shapes.RunQuery, Query()]) -> Response:
    """List the rankings shown, the latest first: for a person, an opening or a sponsor, if one is named."""
    subject, now = query.person or query.opening or query.sponsor, call.services.now()
    asked = replaying.Asked(query.limit, query.cursor, query.total)
    return call.read(lambda c, reach: page(replaying.listed(c, reach, now, subject, asked), said.listed))


@router.get("/runs/{id}", response_model=shapes.Run)
def get(call: Reading, id: PathId) -> Response:
    """Return a ranking exactly as it was shown, without people whom you may see no longer."""
    unnamed, keys, now = call.reach.subject.role is Role.COMPANY, call.services.keys, call.services.now()
    return call.read(lambda c, reach: said.run(c, replaying.get(c, reach, now, id), keys, unnamed, call.language))


@router.get("/runs/{id}/replay", response_model=shapes.Replayed, responses={409: {}})
def replay(call: Reading, id: PathId) -> Response:
    """Compute a ranking again from what the store held then, and compare."""
    now = call.services.now()
    return call.read(lambda c, reach: said.replayed(replaying.replayed(c, reach, now, id), id))


@router.get("/people/{id}/showings", response_model=shapes.Showings)
def showings(
    call: Annotated[Call, needs("suggestion", "R")], id: PathId, query: Annotated[ListQuery, Query()]
) -> Response:
    """List for which openings and to which sponsors a person was shown, the latest first."""
    asked, now = replaying.Asked(query.limit, query.cursor, query.total), call.services.now()
    show = partial(said.showing, person=id)
    return call.read(lambda c, reach: page(replaying.showing(c, reach, now, id, asked), show))
