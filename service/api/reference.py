"""Occupations, skills and places: found while they are typed, and told by their codes."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from service.api.calls import Call, needs
from service.api.fields import Answer, Body, Search
from service.usecases import finding

router = APIRouter(prefix="/reference", tags=["reference"])

Reading = Annotated[Call, needs("reference", "R")]
Code = Annotated[str, Path(max_length=40, pattern="^[A-Za-z0-9]+$", description="Its code", examples=["H2913"])]
OwnCode = Annotated[str, Field(description="Its code", examples=["H2913"])]
Label = Annotated[str, Field(description="What it is called", examples=["Soudeur / Soudeuse"])]


class FindQuery(Body):
    """What somebody types."""

    q: Search = ""
    limit: Annotated[int, Field(ge=1, le=50, description="How many at most (1 to 50)", examples=[10])] = 10


class Occupation(Answer):
    """An occupation, found by its own label or by a job title that belongs to it."""

    code: OwnCode
    label: Label
    title: Annotated[str | None, Field(description="Code of the job title (OGR)", examples=["19364"])]
    title_label: Annotated[str | None, Field(description="The job title", examples=["Soudeur / Soudeuse à l’arc"])]
    read: Annotated[
        bool,
        Field(
            description="True = no label begins so: Visavis took the words to mean this occupation", examples=[False]
        ),
    ]


class Skill(Answer):
    """A skill, a group of skills or knowledge."""

    code: OwnCode
    kind: Annotated[Literal["skill", "macro", "knowledge"], Field(description="Which of them", examples=["skill"])]
    label: Label


class Place(Answer):
    """A commune."""

    insee: Annotated[str, Field(description="INSEE code", examples=["59350"])]
    name: Annotated[str, Field(description="What it is called", examples=["Lille"])]
    postcodes: Annotated[list[str], Field(description="Its postcodes", examples=[["59000", "59800"]])]


class Occupations(Answer):
    """Occupations, best first."""

    items: list[Occupation]


class Skills(Answer):
    """Skills, best first."""

    items: list[Skill]


class Places(Answer):
    """Places, best first."""

    items: list[Place]


@router.get("/occupations", response_model=Occupations)
def occupations(call: Reading, query: Annotated[FindQuery, Query()]) -> Response:
    """Find occupations by the beginnings of words, accents and case aside, best first; then by what the words mean."""
    return _found(call, "occupations", query)


@router.get("/skills", response_model=Skills)
def skills(call: Reading, query: Annotated[FindQuery, Query()]) -> Response:
    """Find skills likewise."""
    return _found(call, "skills", query)


@router.get("/places", response_model=Places)
def places(call: Reading, query: Annotated[FindQuery, Query()]) -> Response:
    """Find communes likewise, by name or postcode: that name first, then those with most postcodes."""
    return _found(call, "places", query)


@router.get("/occupations/{code}", response_model=Occupation)
def occupation(call: Reading, code: Code) -> Response:
    """Return an occupation."""
    return call.read(lambda c, _: finding.by_code(c, "occupations", code))


@router.get("/skills/{code}", response_model=Skill)
def skill(call: Reading, code: Code) -> Response:
    """Return a skill."""
    return call.read(lambda c, _: finding.by_code(c, "skills", code))


@router.get("/places/{code}", response_model=Place)
def place(call: Reading, code: Code) -> Response:
    """Return a commune by its INSEE code."""
    return call.read(lambda c, _: finding.by_code(c, "places", code))


def _found(call: Call, kind: str, query: Any) -> Response:
    return call.read(lambda c, _: {"items": finding.find(c, kind, query.q or "", query.limit)})
