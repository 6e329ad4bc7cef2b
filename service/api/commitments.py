"""What companies offer beside openings: a sponsor, a mock interview, a seat at meetups."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from service.api.calls import Call, needs
from service.api.fields import PathId
from service.api.shapes import commitments as shapes
from service.api.shapes.pages import page
from service.usecases import commitments

router = APIRouter(prefix="/commitments", tags=["commitments"])

Reading = Annotated[Call, needs("commitment", "R")]
Writing = Annotated[Call, needs("commitment", "W")]
Using = Annotated[Call, needs("commitment", "A")]


@router.get("", response_model=shapes.CommitmentPage)
def browse(call: Reading, query: Annotated[shapes.CommitmentQuery, Query()]) -> Response:
    """List what companies offer beside openings."""
    filters = commitments.Filters(query.kind, query.state, query.organisation)
    asked, now = commitments.Asked(query.limit, query.cursor, query.total), call.services.now()
    return call.read(lambda c, r: page(commitments.browse(c, r, filters, query.sort, asked, now), shapes.commitment))


@router.post("", response_model=shapes.Commitment, status_code=201)
def create(call: Writing, body: shapes.NewCommitment) -> Response:
    """Offer something in the name of your organisation."""
    told, now = body.model_dump(), call.services.now()
    return call.write(lambda c, reach: shapes.commitment(commitments.create(c, reach, told, now)), 201)


@router.get("/{id}", response_model=shapes.Commitment)
def get(call: Reading, id: PathId) -> Response:
    """Return what a company offers."""
    return call.read(lambda c, reach: shapes.commitment(commitments.get(c, reach, id, call.services.now())))


@router.patch("/{id}", response_model=shapes.Commitment)
def change(call: Writing, id: PathId, body: shapes.CommitmentChange) -> Response:
    """Change what you offer, or withdraw it: what is not named stays."""
    expected, told, now = call.expected, body.model_dump(exclude_unset=True), call.services.now()
    return call.write(lambda c, reach: shapes.commitment(commitments.change(c, reach, id, expected, told, now)))


@router.post("/{id}/use", response_model=shapes.Commitment)
def use(call: Using, id: PathId) -> Response:
    """Note that one more of what was offered is used."""
    return call.write(lambda c, reach: shapes.commitment(commitments.use(c, reach, id, call.services.now())))


@router.post("/{id}/give-back", response_model=shapes.Commitment)
def give_back(call: Using, id: PathId) -> Response:
    """Note that the last one noted by hand was not used after all."""
    return call.write(lambda c, reach: shapes.commitment(commitments.give_back(c, reach, id, call.services.now())))
