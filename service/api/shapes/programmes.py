"""Programmes and cohorts as pages show them."""

import datetime as dt
import json
from typing import Annotated, Any, Literal

from pydantic import Field

from service.api.fields import Answer, Body, Day, Id, ListQuery, PageAnswer, number, paragraphs, words

Kind = Annotated[
    Literal["scheme", "course", "sponsoring", "meetups", "preparation"],
    Field(description="What it is", examples=["sponsoring"]),
]
Name = words(200, "What it is called", "Parcours vers l’industrie")
About = paragraphs(4000, "What it is for", "Six semaines pour découvrir les métiers de l’industrie.")
Step = words(200, "What a step is called", "Visite d’entreprise")
Steps = Annotated[list[Step], Field(max_length=50, description="Its steps, in order")]  # type: ignore[valid-type]
Places = number(0, 100_000, "How many people; null = without limit", 12)
Version = number(1, 1_000_000_000, "One more at each change; the ETag", 3)
First = Annotated[dt.date | None, Field(description="The first day; null = not set", examples=["2027-01-12"])]
Last = Annotated[dt.date | None, Field(description="The last day; null = not set", examples=["2027-02-20"])]


class NewProgramme(Body):
    """A programme to add."""

    kind: Kind
    name: Name
    about: About = ""
    steps: Steps = Field(default_factory=list)
    starts_on: Day | None = None
    ends_on: Day | None = None


class ProgrammeChange(Body):
    """What is to change; what is not named stays."""

    name: Name | None = None
    about: About | None = None
    steps: Steps | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None


class NewCohort(Body):
    """A cohort to add."""

    name: Name
    places: Places | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None


class CohortChange(Body):
    """What is to change; what is not named stays."""

    name: Name | None = None
    places: Places | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None


class ProgrammeQuery(ListQuery):
    """Which programmes."""

    kind: Kind | None = None


class Programme(Answer):
    """A programme."""

    id: Id
    version: Version
    kind: Kind
    name: Name
    about: About
    steps: Steps
    starts_on: First
    ends_on: Last
    closed: Annotated[bool, Field(description="No longer published", examples=[False])]


class ProgrammePage(PageAnswer):
    """A page of programmes."""

    items: list[Programme]


class Cohort(Answer):
    """Those who follow a programme together."""

    id: Id
    version: Version
    programme: Id
    name: Name
    places: Places | None
    starts_on: First
    ends_on: Last


class CohortPage(PageAnswer):
    """A page of cohorts."""

    items: list[Cohort]


def programme(row: Any) -> dict[str, Any]:
    """Return a programme."""
    names = ("id", "version", "kind", "name", "about", "starts_on", "ends_on")
    shown = {name: getattr(row, name) for name in names}
    return {**shown, "steps": json.loads(row.steps), "closed": row.closed_at is not None}


def cohort(row: Any) -> dict[str, Any]:
    """Return a cohort."""
    names = ("id", "version", "programme", "name", "places", "starts_on", "ends_on")
    return {name: getattr(row, name) for name in names}
