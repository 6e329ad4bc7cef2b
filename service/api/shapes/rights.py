"""Requests about one's data as pages show them, and all data of somebody."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from fastapi import Response
from pydantic import Field

from service.api.fields import Answer, Body, Id, Reason, number, paragraphs
from service.db.times import utc

Asked = Annotated[
    Literal["access", "erasure", "explanation", "human_review"],
    Field(description="What is asked: one's data, their erasure, why a result, a human's look", examples=["erasure"]),
]
Status = Annotated[
    Literal["open", "granted", "refused", "withdrawn"], Field(description="What became of it", examples=["open"])
]
At = Annotated[dt.datetime, Field(description="When, in UTC (ISO 8601)", examples=["2026-12-01T08:30:00Z"])]
MaybeAt = Annotated[dt.datetime | None, Field(description="When, in UTC; null = not yet", examples=[None])]
MaybeAccount = Annotated[str | None, Field(description="An account (UUID); null = nobody", examples=[None])]
Text = paragraphs(2_000, "What they say", "Je ne souhaite plus être suivi.")


class NewRequest(Body):
    """What somebody asks about their data."""

    kind: Asked
    text: Text = ""


class NewAnswer(Body):
    """The answer of a human, with the reason."""

    granted: Annotated[bool, Field(description="Whether it is done; an erasure is then carried out", examples=[True])]
    reason: Reason


class Request(Answer):
    """A request about one's data."""

    id: Id
    kind: Asked
    text: Text
    asked_at: At
    asked_by: MaybeAccount
    due_at: At
    status: Status
    answer: Annotated[str, Field(description="Why it was granted or refused", examples=["Effacement fait."])]
    answered_at: MaybeAt
    answered_by: MaybeAccount
    version: number(1, 1_000_000_000, "One more at each change; the ETag", 1)


class Requests(Answer):
    """All requests of a person, the latest first."""

    items: Annotated[list[Request], Field(description="The requests", examples=[[]])]
    next: Annotated[None, Field(description="Always null: all are here", examples=[None])]


class Given(Answer):
    """All that is kept about a person."""

    person: Id
    at: At
    tables: Annotated[
        dict[str, list[dict[str, Any]]], Field(description="Rows about them, by table", examples=[{"candidates": []}])
    ]
    seen: Annotated[
        list[dict[str, Any]], Field(description="Who saw or changed the file: at, role, action", examples=[[]])
    ]


class ZipAnswer(Response):
    """A ZIP to take along."""

    media_type = "application/zip"


def requests(rows: Iterable[Any]) -> dict[str, Any]:
    """Return all requests of a person."""
    return {"items": [request(row) for row in rows], "next": None}


def request(row: Any) -> dict[str, Any]:
    """Return a request as routes answer it."""
    told = {name: getattr(row, name) for name in Request.model_fields}
    return {name: utc(value) if isinstance(value, dt.datetime) else value for name, value in told.items()}
