"""Meetups, their guests and wishes as pages show them."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from service import gathered
from service.api.fields import Answer, Body, Day, Id, ListQuery, PageAnswer, number, words
from service.usecases.gatherings import Host

Title = words(200, "What it is called", "Rencontres de l’hiver")
Place = words(200, "Where", "Maison de l’emploi, salle 2")
Clock = Annotated[
    str,
    StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"),
    Field(description="When the first round begins: hours and minutes there", examples=["18:00"]),
]
Rounds = number(1, 30, "How many rounds", 8)
RoundMinutes = number(1, 240, "How long a round takes, in minutes", 10)
BreakMinutes = number(0, 120, "How long between two rounds, in minutes", 2)
Places = number(1, 500, "How many people may register", 60)
HostPlaces = number(1, 200, "How many hosts may register", 25)
Least = number(0, 30, "How many meetings each person should have", 4)
Seats = number(1, 20, "How many people sit at the host’s table in a round", 1)
TableSeats = number(1, 20, "How many people sit at a table, unless its host says otherwise", 1)
Called = words(120, "The name of somebody who has no file here, as an organiser types it", "Camille Exemple")
Firm = words(120, "Their company", "Atelier du Port")
Turn = number(1, 30, "A round, from 1", 1)
Version = number(1, 1_000_000_000, "One more at each change, also of who comes; the ETag", 3)
Tables = Annotated[
    Literal["fixed", "moving"],
    Field(description="fixed = hosts keep their table, moving = people do", examples=["fixed"]),
]
Aim = Annotated[
    Literal["minimum", "wishes", "worst_off", "total"],
    Field(description="What a plan is good for", examples=["minimum"]),
]
Aims = Annotated[list[Aim], Field(max_length=4, description="In the order pursued; empty = all, as listed")]
Status = Annotated[
    Literal["draft", "open", "planned", "running", "over", "cancelled"],
    Field(description="Planning makes it planned, planning again on the day running", examples=["open"]),
]
Side = Annotated[Literal["person", "host"], Field(description="Who looks for work, or who hosts", examples=["person"])]
Away = Annotated[list[Turn], Field(max_length=30, description="The rounds missed, from 1")]  # type: ignore[valid-type]
Label = Annotated[str, Field(description="What they are called on the day: J12, P3", examples=["J12"])]
MaybeId = Annotated[str | None, Field(description="Null = none, or not for you to know", examples=[None])]


class NewMeetup(Body):
    """A meetup to add."""

    title: Title
    place: Place | None = None
    date: Day | None = None
    start: Clock | None = None
    rounds: Rounds
    round_minutes: RoundMinutes = 10
    break_minutes: BreakMinutes = 2
    tables: Tables = "fixed"
    places: Places = 100
    host_places: HostPlaces = 50
    seats: TableSeats = 1
    min_meetings: Least = 0
    aims: Aims = Field(default_factory=list)


class MeetupChange(Body):
    """What is to change; what is not named stays."""

    title: Title | None = None
    place: Place | None = None
    date: Day | None = None
    start: Clock | None = None
    rounds: Rounds | None = None
    round_minutes: RoundMinutes | None = None
    break_minutes: BreakMinutes | None = None
    tables: Tables | None = None
    places: Places | None = None
    host_places: HostPlaces | None = None
    seats: TableSeats | None = None
    min_meetings: Least | None = None
    aims: Aims | None = None
    status: Annotated[
        Literal["open", "running", "over", "cancelled"] | None,
        Field(description="How far it is; planned comes of planning", examples=["open"]),
    ] = None


class MeetupQuery(ListQuery):
    """Which meetups."""

    status: Status | None = None


class Meetup(Answer):
    """A meetup."""

    id: Id
    version: Version
    status: Status
    title: Title
    place: Annotated[str, Field(description="Where; empty = not set", examples=["Maison de l’emploi"])]
    date: Annotated[dt.date | None, Field(description="The day; null = not set", examples=["2026-12-03"])]
    start: Clock | None
    rounds: Rounds
    round_minutes: RoundMinutes
    break_minutes: BreakMinutes
    tables: Tables
    places: Places
    host_places: HostPlaces
    seats: TableSeats
    min_meetings: Least
    aims: Aims


class MeetupPage(PageAnswer):
    """A page of meetups."""

    items: list[Meetup]


class NewParticipant(Body):
    """Somebody who looks for work; oneself unless said; by an organiser also somebody known by name only."""

    person: Annotated[Id | None, Field(description="Who; null = oneself", examples=[None])] = None
    called: Called | None = None
    away: Away = Field(default_factory=list)
    min_meetings: Least | None = None


class NewHost(Body):
    """A host: oneself, or, by an organiser, a sponsor, a company's member, or somebody known by name only."""

    sponsor: Annotated[Id | None, Field(description="A sponsor; null = oneself", examples=[None])] = None
    member: Annotated[Id | None, Field(description="A company’s member, by the id of their role")] = None
    opening: Annotated[Id | None, Field(description="The company’s opening that introductions are for")] = None
    called: Called | None = None
    company: Firm | None = None
    seats: Annotated[Seats | None, Field(description="Null = as the meetup says")] = None
    away: Away = Field(default_factory=list)


class GuestChange(Body):
    """What is to change; what is not named stays."""

    away: Away | None = None
    min_meetings: Least | None = None
    seats: Seats | None = None


class Guest(Answer):
    """Who comes: all that is known of those within reach, of other hosts only that they come."""

    id: Id
    side: Side
    label: Label
    mine: Annotated[bool, Field(description="Whether you may see and change the rest", examples=[True])]
    seats: Seats
    organisation: MaybeId
    called: Annotated[str | None, Field(description="The name that an organiser typed", examples=[None])]
    person: MaybeId
    sponsor: MaybeId
    opening: MaybeId
    min_meetings: Least | None
    away: Away | None


class Guests(Answer):
    """Who comes, people first, by the number of their place."""

    items: list[Guest]


class GuestPair(Body):
    """A person and a host, as guests of this meetup."""

    person: Id
    host: Id


Pairs = Annotated[list[GuestPair], Field(max_length=2_000, description="Pairs of guests")]


class NewWishes(Body):
    """All that one's side wishes: it takes the place of what was there."""

    must: Pairs = Field(default_factory=list)
    wish: Pairs = Field(default_factory=list)
    never: Pairs = Field(default_factory=list)


class Wish(Answer):
    """What somebody said about a pair."""

    person: Id
    host: Id
    kind: Annotated[Literal["must", "wish", "never"], Field(description="How strongly", examples=["wish"])]
    side: Annotated[Literal["person", "host", "organiser"], Field(description="Whose word", examples=["person"])]


class Wishes(Answer):
    """Wishes, musts and nevers."""

    items: list[Wish]


def meetup(row: Any) -> dict[str, Any]:
    """Return a meetup."""
    return {name: getattr(row, name) for name in Meetup.model_fields} | {"aims": json.loads(row.aims)}


def guest(row: Any) -> dict[str, Any]:
    """Return a guest; of a host who is not one's own only that they come."""
    told = {name: getattr(row, name) for name in ("id", "side", "mine", "seats", "organisation")}
    more = {
        "called": row.called,
        "person": row.candidate,
        "sponsor": row.sponsor,
        "opening": row.opening,
        "min_meetings": row.min_meetings,
    }
    known = {**more, "away": json.loads(row.away)} if row.mine else dict.fromkeys((*more, "away"))
    return {**told, "label": gathered.label(row), **known}


def guests(rows: Iterable[Any]) -> dict[str, Any]:
    """Return who comes."""
    return {"items": [guest(row) for row in rows]}


def wishes(rows: Iterable[Any]) -> dict[str, Any]:
    """Return wishes."""
    return {"items": [{name: getattr(row, name) for name in Wish.model_fields} for row in rows]}


def host(told: NewHost) -> Host:
    """Return who hosts."""
    return Host(told.sponsor, told.member, told.opening, told.seats, told.called, told.company)


def pairs(told: NewWishes) -> dict[str, Sequence[tuple[str, str]]]:
    """Return wishes as pairs by kind."""
    return {kind: [(one.person, one.host) for one in getattr(told, kind)] for kind in NewWishes.model_fields}
