"""Rankings, suggestions, explanations and runs as answers hold them."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from service.api.fields import Answer, Body, Cursor, Id

Share = Annotated[float, Field(description="Points, from 0 to 1", examples=[0.72])]
Code = Annotated[str, Field(description="A stable code, for programs", examples=["same_occupation"])]
Said = Annotated[str, Field(description="A sentence, in the language asked for", examples=["À 4,2 km du domicile."])]
Name = Annotated[str, Field(description="Which criterion", examples=["distance"])]
Whose = Annotated[str, Field(description="Whose side: candidate, opening or sponsor", examples=["candidate"])]
Facts = Annotated[
    dict[str, Any], Field(description="The numbers behind the sentence; only with facts=true", examples=[{"km": 4.2}])
]
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
WithFacts = Annotated[bool, Field(description="Whether to tell the numbers behind each sentence", examples=[False])]


class RankingQuery(Body):
    """How many, and what if."""

    limit: Top = 10
    with_: Annotated[With, Field(alias="with")] = None
    facts: WithFacts = False


class SuggestionQuery(Body):
    """Which page of the people suggested."""

    limit: Top = 10
    cursor: Cursor = None
    facts: WithFacts = False


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
    facts: Facts | None = None


class Finding(Answer):
    """What a rule says: a condition not met, or one to check."""

    criterion: Name
    code: Code
    text: Said
    facts: Facts | None = None


class Question(Answer):
    """What to ask, and how far the answer may move the score."""

    criterion: Name
    code: Code
    to: Whose
    low: Share
    high: Share
    text: Said
    facts: Facts | None = None


Reasons = Annotated[list[Reason], Field(description="What each criterion gives, the largest first")]
Missing = Annotated[
    list[str], Field(description="Criteria of the reasons that lack points, the most first", examples=[["distance"]])
]
Unknown = Annotated[
    list[str], Field(description="Criteria of the reasons that nobody knows enough for", examples=[["salary"]])
]
ToCheck = Annotated[list[Finding], Field(description="Rules that cannot be judged by what is known")]
Blockers = Annotated[list[Finding], Field(description="Rules that remove the pair; none = it may be made")]
Questions = Annotated[list[Question], Field(description="What to ask first, the most useful first")]


class Match(Answer):
    """One pair: the score is the harmonic mean of both sides' scores."""

    score: Share
    candidate_score: Share
    opening_score: Share | None = None
    sponsor_score: Share | None = None
    low: Share
    high: Share
    reasons: Reasons
    missing: Missing
    unknown: Unknown
    to_check: ToCheck
    blockers: Blockers
    questions: Questions
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
    items: Annotated[list[RankedMatch], Field(description="The best, the best first")]


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
    person: Id | None = None
    pseudonym: Annotated[str, Field(description="Stands for a person, for this opening only", examples=["9f2c"])] = ""
    wishes: Annotated[list[str], Field(description="The work looked for", examples=[["Soudeur"]])] | None = None
    place: Word | None = None
    score: Annotated[Share | Band | None, Field(description="Points, from 0 to 1; without a name, a band of 100")]
    skills: Annotated[list[str], Field(description="Asked skills that may be told", examples=[["Souder"]])] | None = (
        None
    )
    reasons: Annotated[list[Reason] | list[ToldReason], Field(description="Why; without a name, what may be told")]
    candidate_score: Share | None = None
    opening_score: Share | None = None
    sponsor_score: Share | None = None
    low: Share | None = None
    high: Share | None = None
    missing: Missing | None = None
    unknown: Unknown | None = None
    to_check: ToCheck | None = None
    blockers: Blockers | None = None
    questions: Questions | None = None
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
    withheld: Annotated[Withheld | None, Field(description="Who is not shown, and why; null = nobody")] = None
    items: list[SuggestedPerson]
    next: Cursor
