"""Programmes, and the cohorts that follow them."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from service.api.calls import Call, needs
from service.api.fields import ListQuery, PathId
from service.api.shapes import programmes as shapes
from service.api.shapes.pages import page
from service.usecases import programmes

router = APIRouter(prefix="/programmes", tags=["programmes"])

Reading = Annotated[Call, needs("programme", "R")]
Writing = Annotated[Call, needs("programme", "W")]


@router.get("", response_model=shapes.ProgrammePage)
def browse(call: Reading, query: Annotated[shapes.ProgrammeQuery, Query()]) -> Response:
    """List programmes, by name in French order."""
    asked = programmes.Asked(query.limit, query.cursor, query.total)
    return call.read(lambda c, reach: page(programmes.browse(c, reach, query.kind, asked), shapes.programme))


@router.post("", response_model=shapes.Programme, status_code=201)
def create(call: Writing, body: shapes.NewProgramme) -> Response:
    """Add a programme."""
    return call.write(lambda c, reach: shapes.programme(programmes.create(c, reach, body.model_dump())), 201)


@router.get("/{id}", response_model=shapes.Programme)
def get(call: Reading, id: PathId) -> Response:
    """Return a programme."""
    return call.read(lambda c, reach: shapes.programme(programmes.get(c, reach, id)))


@router.patch("/{id}", response_model=shapes.Programme)
def change(call: Writing, id: PathId, body: shapes.ProgrammeChange) -> Response:
    """Change a programme: what is not named stays."""
    expected, told = call.expected, body.model_dump(exclude_none=True)
    return call.write(lambda c, reach: shapes.programme(programmes.change(c, reach, id, expected, told)))


@router.post("/{id}/close", response_model=shapes.Programme)
def close(call: Writing, id: PathId) -> Response:
    """Take a programme out of what is published."""
    return call.write(lambda c, reach: shapes.programme(programmes.close(c, reach, id, call.services.now())))


@router.get("/{id}/cohorts", response_model=shapes.CohortPage)
def browse_cohorts(call: Reading, id: PathId, query: Annotated[ListQuery, Query()]) -> Response:
    """List a programme's cohorts, by name."""
    asked = programmes.Asked(query.limit, query.cursor, query.total)
    return call.read(lambda c, reach: page(programmes.browse_cohorts(c, reach, id, asked), shapes.cohort))


@router.post("/{id}/cohorts", response_model=shapes.Cohort, status_code=201)
def create_cohort(call: Writing, id: PathId, body: shapes.NewCohort) -> Response:
    """Add a cohort."""
    return call.write(lambda c, reach: shapes.cohort(programmes.create_cohort(c, reach, id, body.model_dump())), 201)


@router.get("/{id}/cohorts/{cohort}", response_model=shapes.Cohort)
def get_cohort(call: Reading, id: PathId, cohort: PathId) -> Response:
    """Return a cohort."""
    return call.read(lambda c, reach: shapes.cohort(programmes.get_cohort(c, reach, id, cohort)))


@router.patch("/{id}/cohorts/{cohort}", response_model=shapes.Cohort)
def change_cohort(call: Writing, id: PathId, cohort: PathId, body: shapes.CohortChange) -> Response:
    """Change a cohort: what is not named stays."""
    expected, told = call.expected, body.model_dump(exclude_none=True)
    return call.write(lambda c, reach: shapes.cohort(programmes.change_cohort(c, reach, id, cohort, expected, told)))
