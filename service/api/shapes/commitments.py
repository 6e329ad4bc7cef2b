"""What companies offer beside openings, as lists and pages show it."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from service.api.fields import Answer, Body, Day, Id, ListQuery, PageAnswer, number, paragraphs
from service.api.shapes.organisations import Name

Kind = Annotated[
    Literal["sponsor", "mock_interview", "meetup_seat"], Field(description="What is offered", examples=["sponsor"])
]
State = Annotated[
    Literal["open", "used", "over", "withdrawn"],
    Field(description="Whether some of it is left; over = its last day has passed", examples=["open"]),
]
Places = number(1, 1000, "How many of it", 2)
Used = number(0, 1000, "How many of them were used", 0)
Note = paragraphs(1000, "What those who use it should know", "Plutôt le mardi après-midi.")
Version = number(1, 1_000_000_000, "One more at each change; the ETag", 3)
First = Annotated[dt.date | None, Field(description="From which day on; null = at once", examples=["2027-01-12"])]
Last = Annotated[dt.date | None, Field(description="Until which day; null = until withdrawn", examples=["2027-06-30"])]


class NewCommitment(Body):
    """What one's company offers."""

    kind: Kind
    places: Places = 1
    starts_on: Day | None = None
    ends_on: Day | None = None
    note: Note = ""


class CommitmentChange(Body):
    """What is to change; what is not named stays, null takes a day away."""

    places: Places = 1
    starts_on: Day | None = None
    ends_on: Day | None = None
    note: Note = ""
    withdrawn: Annotated[bool, Field(description="Whether it is offered no more", examples=[True])] = False


class SeatTaken(Body):
    """Which of the seats that companies offer is taken."""

    commitment: Id


class CommitmentQuery(ListQuery):
    """Which commitments, in which order."""

    kind: Kind | None = None
    state: State | None = None
    organisation: Id | None = None
    sort: Annotated[
        Literal["company", "-company", "kind", "-kind", "until", "-until", "offered", "-offered"],
        Field(description="The order; - in front turns it round", examples=["until"]),
    ] = "-offered"


class Commitment(Answer):
    """What a company offers."""

    id: Id
    version: Version
    organisation: Id
    company: Name
    kind: Kind
    state: State
    places: Places
    used: Used
    starts_on: First
    ends_on: Last
    note: Note


class CommitmentPage(PageAnswer):
    """A page of commitments."""

    items: list[Commitment]


def commitment(row: Any) -> dict[str, Any]:
    """Return a commitment."""
    return {name: getattr(row, name) for name in Commitment.model_fields}
