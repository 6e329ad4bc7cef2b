"""Companies, associations, schools and public bodies."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from service.api.calls import Call, needs
from service.api.fields import PathId
from service.api.shapes import organisations as shapes
from service.api.shapes.organisations import whole
from service.api.shapes.pages import page
from service.usecases import organisations

router = APIRouter(prefix="/organisations", tags=["organisations"])

Reading = Annotated[Call, needs("organisation", "R")]
Writing = Annotated[Call, needs("organisation", "W")]


@router.get("", response_model=shapes.OrganisationPage)
def browse(call: Reading, query: Annotated[shapes.OrganisationQuery, Query()]) -> Response:
    """List organisations, by name in French order."""
    asked = organisations.Asked(query.limit, query.cursor, query.total)
    return call.read(lambda c, reach: page(organisations.browse(c, reach, query.kind, query.q, asked), whole))


@router.post("", response_model=shapes.Organisation, status_code=201)
def create(call: Writing, body: shapes.NewOrganisation) -> Response:
    """Add an organisation."""
    return call.write(lambda c, reach: whole(organisations.create(c, reach, body.model_dump())), 201)


@router.get("/{id}", response_model=shapes.Organisation)
def get(call: Reading, id: PathId) -> Response:
    """Return an organisation."""
    return call.read(lambda c, reach: whole(organisations.get(c, reach, id)))


@router.patch("/{id}", response_model=shapes.Organisation)
def change(call: Writing, id: PathId, body: shapes.OrganisationChange) -> Response:
    """Change an organisation: what is not named stays."""
    expected, told = call.expected, body.model_dump(exclude_none=True)
    return call.write(lambda c, reach: whole(organisations.change(c, reach, id, expected, told)))


@router.post("/{id}/close", response_model=shapes.Organisation)
def close(call: Writing, id: PathId) -> Response:
    """Take an organisation out of the lists."""
    return call.write(lambda c, reach: whole(organisations.close(c, reach, id, call.services.now())))
