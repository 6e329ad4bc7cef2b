"""Rankings as they were shown, as requests and answers hold them."""

import datetime as dt
from typing import Annotated, Any

from pydantic import Field

from service.api.fields import ID_RULE, Answer, Id, ListQuery, PageAnswer
from service.api.shapes.rankings import Band, Code, Fits, Rank, RunId, Share, ToldReason, Word


class RunQuery(ListQuery):
    """Which runs."""

    person: Annotated[str | None, ID_RULE, Field(description="Those for a person", examples=[None])] = None
    opening: Annotated[str | None, ID_RULE, Field(description="Those for an opening", examples=[None])] = None
    sponsor: Annotated[str | None, ID_RULE, Field(description="Those for a sponsor", examples=[None])] = None


class RunHead(Answer):
    """A ranking that was shown: when, by whom, of which market."""

    id: Id
    what: Word
    person: Id | None = None
    opening: Id | None = None
    sponsor: Id | None = None
    at: Annotated[dt.datetime, Field(description="When (ISO 8601)", examples=["2026-11-23T09:30:00+00:00"])]
    account: Annotated[str, Field(description="The account that asked", examples=["3f0c2b1e-8a4d-4c55"])]
    role: Word
    engine: Annotated[str, Field(description="Version of the program", examples=["0.1.0"])]
    profile: Annotated[str, Field(description="SHA-256 of the weights", examples=["9f2c"])]
    documents_number: Annotated[int, Field(description="The last change then known", examples=[1204])]
    reference_number: Annotated[int, Field(description="The last reference data then known", examples=[3])]
    input: Annotated[str, Field(description="SHA-256 of the record ranked for", examples=["1ab0"])]


class RunPage(PageAnswer):
    """A page of runs."""

    items: list[RunHead]


class GivenReason(Answer):
    """A reason as it was shown."""

    code: Code
    contribution: Share


class RunRow(Answer):
    """What was shown at one place."""

    rank: Rank
    person: Id | None = None
    opening: Id | None = None
    sponsor: Id | None = None
    pseudonym: Annotated[str, Field(description="Stands for a person", examples=["9f2c"])] = ""
    fits: Fits | None = None
    score: Annotated[Share | Band | None, Field(description="Points, from 0 to 1; without a name, a band of 100")]
    skills: Annotated[list[str], Field(description="Asked skills that were told", examples=[["Souder"]])] | None = None
    reasons: Annotated[list[GivenReason] | list[ToldReason], Field(description="Why, as it was told then")]


class Run(RunHead):
    """A ranking exactly as it was shown."""

    request: Annotated[dict[str, Any], Field(description="What was asked", examples=[{"limit": 10}])]
    shown: Annotated[list[RunRow], Field(description="What was shown, the first place first")]


class Replayed(Answer):
    """Whether a run computed again gives the same order and scores."""

    run: RunId
    same: Annotated[bool, Field(description="Whether all is the same", examples=[True])]
    compared: Annotated[int, Field(description="How many places were compared", examples=[10])]


class Showing(Answer):
    """When somebody was shown, for what and at which place."""

    run: RunId
    opening: Id | None = None
    sponsor: Id | None = None
    at: Annotated[dt.datetime, Field(description="When (ISO 8601)", examples=["2026-11-23T09:30:00+00:00"])]
    role: Word
    organisation: Annotated[str | None, Field(description="To whose member", examples=[None])]
    rank: Rank


class Showings(PageAnswer):
    """A page of the times that a person was shown."""

    items: list[Showing]
