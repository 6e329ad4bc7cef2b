"""Sponsors: their profile, what they offer, their pauses."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from service.api.calls import Call, needs
from service.api.fields import PathId
from service.api.shapes import sponsors as shapes
from service.api.shapes.pages import page
from service.api.shapes.sponsors import whole
from service.usecases import sponsors

router = APIRouter(prefix="/sponsors", tags=["sponsors"])

Reading = Annotated[Call, needs("sponsor", "R")]
Writing = Annotated[Call, needs("sponsor", "W")]


@router.get("", response_model=shapes.SponsorPage)
def browse(call: Reading, query: Annotated[shapes.SponsorQuery, Query()]) -> Response:
    """List sponsors, by where they work."""
    asked, now = sponsors.Asked(query.limit, query.cursor, query.total), call.services.now()
    return call.read(lambda c, reach: page(sponsors.browse(c, reach, query.q, asked, now), shapes.item))


@router.post("", response_model=shapes.Sponsor, status_code=201)
def create(call: Writing, body: shapes.NewSponsor) -> Response:
    """Add a sponsor."""
    return call.write(lambda c, reach: whole(sponsors.create(c, reach, body.record, call.services.now())), 201)


@router.get("/{id}", response_model=shapes.Sponsor)
def get(call: Reading, id: PathId) -> Response:
    """Return a sponsor."""
    return call.read(lambda c, reach: whole(sponsors.get(c, reach, id, call.services.now())))


@router.patch("/{id}", response_model=shapes.Sponsor)
def change(call: Writing, id: PathId, body: shapes.SponsorChange) -> Response:
    """Change a sponsor, such as the places (capacity) or the hours (availability); null removes a field."""
    expected, now = call.expected, call.services.now()
    return call.write(lambda c, reach: whole(sponsors.change(c, reach, id, expected, body.record, now)))


@router.delete("/{id}", response_model=shapes.Sponsor)
def withdraw(call: Annotated[Call, needs("sponsor", "D")], id: PathId) -> Response:
    """Stop sponsoring: no more suggestions."""
    expected, now = call.expected, call.services.now()
    return call.write(lambda c, reach: whole(sponsors.withdraw(c, reach, id, expected, now)))


@router.post("/{id}/pause", response_model=shapes.Sponsor)
def pause(call: Writing, id: PathId, body: shapes.Pause) -> Response:
    """Take nobody new from a day on, to another or for good."""
    days, now = (body.first, body.last), call.services.now()
    return call.write(lambda c, reach: whole(sponsors.pause(c, reach, id, *days, now)))


@router.post("/{id}/resume", response_model=shapes.Sponsor)
def resume(call: Writing, id: PathId) -> Response:
    """End the pauses of today and later."""
    return call.write(lambda c, reach: whole(sponsors.resume(c, reach, id, call.services.now())))
