"""Rankings, suggestions, explanations and runs as answers hold them."""

import datetime as dt
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from service.api.fields import ID_RULE, Answer, Body, Cursor, Id, ListQuery

Share = Annotated[float, Field(description="Points, from 0 to 1", examples=[0.72])]
Code = Annotated[str, Field(description="A stable code, for programs", examples=["same_occupation"])]
Said = Annotated[str, Field(description="A sentence, in the language asked for", examples=["À 4,2 km du domicile."])]
Name = Annotated[str, Field(description="Which criterion", examples=["distance"])]
Whose = Annotated[str, Field(description="Whose side: candidate, opening or sponsor", examples=["candidate"])]
Facts = Annotated[dict[str, Any], Field(description="The numbers behind the sentence", examples=[{"km": 4.2}])]
Rank = Annotated[int, Field(description="The place in the order, from 1", examples=[1])]
People = Annotated[int | None, Field(description="How many; null = too few to be told", examples=[120])]
Fits = Annotated[bool, Field(description="Whether no rule of either side removes the pair", examples=[True])]
RunId = Annotated[str, Field(description="The run that is kept of this ranking", examples=["3f0c2b1e-8a4d-4c55"])]
Title = Annotated[str, Field(description="What it is about, in words", examples=["Soudeur / Soudeuse"])]
Word = Annotated[str, Field(description="A listed value, or words", examples=["job"])]
Taken = Annotated[dict[str, int], Field(description="How many each rule removed", examples=[{"distance": 31}])]
Change = Annotated[
    dict[str, Any] | None, Field(description="A change of the person's record", examples=[{"max_km": 30}])
]
Slots = Annotated[
    list[dict[str, str]],
    Field(description="First hours in common", examples=[[{"start": "2026-12-01T12:00+01:00"}]]),
]

With = Annotated[
    str | None,
    StringConstraints(max_length=10_000),
    Field(description="What if: a change of the record as JSON; nothing is kept", examples=['{"max_km": 30}']),
]
Top = Annotated[int, Field(ge=1, le=100, description="How many at most", examples=[10])]


class RankingQuery(Body):
    """How many, and what if."""

    limit: Top = 10
    with_: Annotated[With, Field(alias="with")] = None


class SuggestionQuery(Body):
    """Which page of the people suggested."""

    limit: Top = 10
    cursor: Cursor = None


class PairQuery(Body):
    """A person, and an opening or a sponsor."""

    person: Id
    opening: Annotated[str | None, ID_RULE, Field(description="The opening", examples=[None])] = None
    sponsor: Annotated[str | None, ID_RULE, Field(description="Or the sponsor", examples=[None])] = None


class LeverQuery(Body):
    """What levers may bring more of."""

    for_: Annotated[
        str, StringConstraints(pattern="^(openings|sponsors)$"), Field(alias="for", description="More of what")
    ] = "openings"
    limit: Top = 10


class RunQuery(ListQuery):
    """Which runs."""

    person: Annotated[str | None, ID_RULE, Field(description="Those for a person", examples=[None])] = None
    opening: Annotated[str | None, ID_RULE, Field(description="Those for an opening", examples=[None])] = None
    sponsor: Annotated[str | None, ID_RULE, Field(description="Those for a sponsor", examples=[None])] = None


class Reason(Answer):
    """What one criterion gives; the contributions of a side add up to its score."""

    criterion: Name
    code: Code
    side: Whose
    contribution: Share
    most: Share
    met: Share
    unknown: Share
    text: Said
    facts: Facts


class Finding(Answer):
    """What a rule says: a condition not met, or one to check."""

    criterion: Name
    code: Code
    text: Said
    facts: Facts


class Question(Answer):
    """What to ask, and how far the answer may move the score."""

    criterion: Name
    code: Code
    to: Whose
    low: Share
    high: Share
    text: Said
    facts: Facts


class Match(Answer):
    """One pair: the score is the harmonic mean of both sides' scores."""

    score: Share
    candidate_score: Share
    opening_score: Share | None = None
    sponsor_score: Share | None = None
    low: Share
    high: Share
    reasons: list[Reason]
    missing: list[Reason]
    unknown: list[Reason]
    to_check: list[Finding]
    blockers: list[Finding]
    questions: list[Question]
    slots: Slots | None = None


class Head(Answer):
    """What a list shows of an opening or a sponsor."""

    opening: Id | None = None
    sponsor: Id | None = None
    title: Title | None = None
    kind: Word | None = None
    occupation: Word | None = None
    company: Word | None = None
    place: Word | None = None
    help: Annotated[list[str], Field(description="How a sponsor helps", examples=[["network"]])] | None = None
    remote: Annotated[bool, Field(description="Whether a sponsor meets by video", examples=[True])] | None = None


class RankedMatch(Match, Head):
    """An opening or a sponsor in a ranking."""

    rank: Rank


class Ranking(Answer):
    """The best for a person, with the run that is kept."""

    run: RunId
    person: Id
    considered: Annotated[int, Field(description="How many there are", examples=[5000])]
    reachable: Annotated[int, Field(description="How many no rule removes", examples=[212])]
    removed: Taken
    matches: list[RankedMatch]


class Band(Answer):
    """Between which points of 100 a score lies."""

    low: Annotated[int, Field(description="Points of 100", examples=[60])]
    high: Annotated[int, Field(description="Points of 100", examples=[80])]


class ToldReason(Answer):
    """What may be told of somebody without a name."""

    criterion: Name
    code: Code
    text: Said


class SuggestedPerson(Answer):
    """Somebody suggested: named by an identifier for those who follow them, else by a pseudonym."""

    rank: Rank
    fits: Fits
    candidate: Id | None = None
    pseudonym: Annotated[str, Field(description="Stands for a person, for this opening only", examples=["9f2c"])] = ""
    wishes: Annotated[list[str], Field(description="The work looked for", examples=[["Soudeur"]])] | None = None
    place: Word | None = None
    score: Share | Band | None
    skills: Annotated[list[str], Field(description="Asked skills that may be told", examples=[["Souder"]])] | None = (
        None
    )
    reasons: list[Reason] | list[ToldReason]
    candidate_score: Share | None = None
    opening_score: Share | None = None
    sponsor_score: Share | None = None
    low: Share | None = None
    high: Share | None = None
    missing: list[Reason] | None = None
    unknown: list[Reason] | None = None
    to_check: list[Finding] | None = None
    blockers: list[Finding] | None = None
    questions: list[Question] | None = None
    slots: Slots | None = None


class Withheld(Answer):
    """People who are not shown because they could be recognised."""

    count: People
    text: Said


class Suggestions(Head):
    """A page of the people suggested for an opening or to a sponsor."""

    run: RunId
    considered: People = None
    reachable: People = None
    withheld: Withheld | None = None
    items: list[SuggestedPerson]
    next: Cursor


class Lift(Answer):
    """What would lift a condition; null where only time or study can."""

    criterion: Name
    change: Change


class Pair(Match, Head):
    """Why a pair, or why not."""

    person: Id
    ranked: Fits
    lifts: list[Lift]


class Rise(Head):
    """An opening or a sponsor that a change brings, or raises."""

    before: Share | None
    after: Share


class Lever(Answer):
    """A change of the person's record, and what it would do."""

    code: Code
    text: Said
    change: Change
    more: Annotated[int, Field(description="How many more within reach", examples=[7])]
    reachable: Annotated[int, Field(description="How many then", examples=[21])]
    gain: Annotated[float, Field(description="What it adds to the best scores", examples=[0.4])]
    rises: list[Rise]


class Levers(Answer):
    """What would change it."""

    person: Id
    reachable: Annotated[int, Field(description="How many are within reach now", examples=[14])]
    levers: list[Lever]


class Rule(Answer):
    """How many people a rule removes; null = too few to be told."""

    criterion: Name
    removed: People
    alone: People
    unknown: People
    text: Said


class Nobody(Head):
    """Why nobody: which rule removes how many."""

    considered: People
    reachable: People
    rules: list[Rule]


class RunHead(Answer):
    """A ranking that was shown: when, by whom, of which market."""

    id: Id
    what: Word
    candidate: Id | None = None
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


class RunPage(Answer):
    """A page of runs."""

    items: list[RunHead]
    next: Cursor


class GivenReason(Answer):
    """A reason as it was shown."""

    code: Code
    contribution: Share


class RunRow(Answer):
    """What was shown at one place."""

    rank: Rank
    candidate: Id | None = None
    opening: Id | None = None
    sponsor: Id | None = None
    pseudonym: Annotated[str, Field(description="Stands for a person", examples=["9f2c"])] = ""
    fits: Fits | None = None
    score: Share | Band | None
    skills: Annotated[list[str], Field(description="Asked skills that were told", examples=[["Souder"]])] | None = None
    reasons: list[GivenReason] | list[ToldReason]


class Run(RunHead):
    """A ranking exactly as it was shown."""

    request: Annotated[dict[str, Any], Field(description="What was asked", examples=[{"limit": 10}])]
    shown: list[RunRow]


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


class Showings(Answer):
    """A page of the times that a person was shown."""

    items: list[Showing]
    next: Cursor
