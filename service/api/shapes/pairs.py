"""Explanations of pairs, levers, and why nobody, as requests and answers hold them."""

from typing import Annotated

from pydantic import Field, StringConstraints

from service.api.fields import ID_RULE, Answer, Body, Id
from service.api.shapes.rankings import Change, Code, Fits, Head, Match, Name, People, Said, Share, Top, WithFacts


class PairQuery(Body):
    """A person, and an opening or a sponsor."""

    person: Id
    opening: Annotated[str | None, ID_RULE, Field(description="The opening", examples=[None])] = None
    sponsor: Annotated[str | None, ID_RULE, Field(description="Or the sponsor", examples=[None])] = None
    facts: WithFacts = False


class LeverQuery(Body):
    """What levers may bring more of."""

    for_: Annotated[
        str, StringConstraints(pattern="^(openings|sponsors)$"), Field(alias="for", description="More of what")
    ] = "openings"
    limit: Top = 10


class Lift(Answer):
    """What would lift a condition; null where only time or study can."""

    criterion: Name
    change: Change


class Pair(Match, Head):
    """Why a pair, or why not."""

    person: Id
    ranked: Fits
    lifts: Annotated[list[Lift], Field(description="What would lift each rule that removes the pair")]


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
    rises: Annotated[list[Rise], Field(description="What it brings, or raises the most")]


class Levers(Answer):
    """What would change it."""

    person: Id
    reachable: Annotated[int, Field(description="How many are within reach now", examples=[14])]
    levers: Annotated[list[Lever], Field(description="Changes, the one that brings most first")]


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
    rules: Annotated[list[Rule], Field(description="Rules, the one that removes most first")]
