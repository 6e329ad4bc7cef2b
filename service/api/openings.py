"""Openings of all kinds: listed, posted, changed, taken out of the market."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Response

from service.api.calls import Call, needs
from service.api.fields import Many, PathId
from service.api.shapes import openings as shapes
from service.api.shapes.openings import whole
from service.api.shapes.pages import page, row_by_row
from service.usecases import openings

router = APIRouter(prefix="/openings", tags=["openings"])

Reading = Annotated[Call, needs("opening", "R")]
Writing = Annotated[Call, needs("opening", "W")]


@router.get("", response_model=shapes.OpeningPage)
def browse(call: Reading, query: Annotated[shapes.OpeningQuery, Query()]) -> Response:
    """List openings: all that are published, or those within your right."""
    names = ("kind", "status", "occupation", "organisation", "q", "expires_before")
    filters = openings.Filters(**{name: getattr(query, name) for name in names})
    near = (query.near, query.km) if query.near else None
    asked, now = openings.Asked(query.limit, query.cursor, query.total), call.services.now()
    show = partial(shapes.item, now=now)
    return call.read(lambda c, reach: page(openings.browse(c, reach, filters, near, query.sort, asked, now), show))


@router.post("", response_model=shapes.Opening, status_code=201)
def create(call: Writing, body: shapes.NewOpening) -> Response:
    """Post an opening in the name of your organisation."""
    now, ahead = call.services.now(), partial(openings.understand, told=body.record)
    return call.write(
        lambda c, reach: whole(openings.create(c, reach, body.record, body.expires_on, body.draft, now)), 201, ahead
    )


@router.post("/bulk", response_model=Many)
def bulk(call: Writing, body: shapes.OpeningsAction) -> Response:
    """Do one thing to many openings; the answer tells of each whether it was done."""
    now = call.services.now()
    return call.write(lambda c, reach: row_by_row(openings.many(c, reach, body.action, body.ids, now), call.language))


@router.get("/{id}", response_model=shapes.Opening)
def get(call: Reading, id: PathId) -> Response:
    """Return an opening."""
    return call.read(lambda c, reach: whole(openings.get(c, reach, id, call.services.now())))


@router.patch("/{id}", response_model=shapes.Opening)
def change(call: Writing, id: PathId, body: shapes.OpeningChange) -> Response:
    """Change an opening: fields that are not named stay, null removes one."""
    expected, now = call.expected, call.services.now()
    return call.write(
        lambda c, reach: whole(openings.change(c, reach, id, expected, body.record, body.expires_on, now))
    )


@router.delete("/{id}", response_model=shapes.Opening)
def withdraw(call: Annotated[Call, needs("opening", "D")], id: PathId) -> Response:
    """Withdraw an opening for good."""
    expected, now = call.expected, call.services.now()
    return call.write(lambda c, reach: whole(openings.withdraw(c, reach, id, expected, now)))


@router.post("/{id}/publish", response_model=shapes.Opening)
def publish(call: Writing, id: PathId, body: shapes.Publishing) -> Response:
    """Put an opening into the market."""
    return call.write(lambda c, reach: whole(openings.publish(c, reach, id, body.expires_on, call.services.now())))


@router.post("/{id}/close", response_model=shapes.Opening)
def close(call: Writing, id: PathId) -> Response:
    """Take an opening out of the market because nobody is sought any more."""
    return call.write(lambda c, reach: whole(openings.close(c, reach, id, call.services.now())))


@router.post("/{id}/renew", response_model=shapes.Opening)
def renew(call: Writing, id: PathId) -> Response:
    """Let an opening stay for another 60 days."""
    return call.write(lambda c, reach: whole(openings.renew(c, reach, id, call.services.now())))


@router.post("/{id}/fill", response_model=shapes.Opening)
def fill(call: Writing, id: PathId, body: shapes.Filling) -> Response:
    """Say how many posts are filled; when all are, the opening leaves the market."""
    return call.write(lambda c, reach: whole(openings.fill(c, reach, id, body.filled, call.services.now())))


@router.post("/{id}/unpublish", response_model=shapes.Opening)
def unpublish(call: Annotated[Call, needs("opening", "A")], id: PathId, body: shapes.Unpublishing) -> Response:
    """Take a company's opening out of the market, with the reason, which the company reads."""
    return call.write(lambda c, reach: whole(openings.unpublish(c, reach, id, body.reason, call.services.now())))
