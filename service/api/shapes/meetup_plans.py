"""Plans of meetups, what they break, who met, and who wants to go on, as pages show them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from pydantic import Field

from matching.scheduling.model import Breach
from service import gathered, meetup_shapes
from service.api.fields import Answer, Body, Id, number
from service.api.shapes.meetups import GuestPair, Label, MaybeId, Side, Status, Turn, Version
from service.errors import Conflict
from service.usecases.evenings import Day, Shown
from service.usecases.going_on import Interest
from service.usecases.meetups import Impossible, Replanned

MOST_MEETINGS = 20_000
Table = number(1, 200, "The number of a table", 1)
Seconds = number(1, 10, "How long planning may take, in seconds", 5)


class Planning(Body):
    """How long to look for a better plan."""

    seconds: Seconds = 5


class Leaving(Body):
    """From which round on."""

    guest: Id
    round: Turn


class Replanning(Body):
    """How the day is otherwise than planned; a host more is registered before."""

    now: Turn
    absent: Annotated[list[Id], Field(max_length=500, description="Guests who miss the rest")] = Field(
        default_factory=list
    )
    late: Annotated[list[Leaving], Field(max_length=500, description="The first round of each")] = Field(
        default_factory=list
    )
    leaving: Annotated[list[Leaving], Field(max_length=500, description="The first round that each misses")] = Field(
        default_factory=list
    )
    seconds: Seconds = 5


class Seat(GuestPair):
    """A meeting in a plan made by hand."""

    round: Turn
    table: Table


class HandMade(Body):
    """A plan made by hand."""

    meetings: Annotated[list[Seat], Field(max_length=MOST_MEETINGS, description="All meetings")]


class Attended(GuestPair):
    """Whether two met."""

    met: Annotated[bool, Field(description="Whether the meeting took place", examples=[True])]


class Attendance(Body):
    """Which meetings took place; those not named stay as they were."""

    meetings: Annotated[list[Attended], Field(min_length=1, max_length=MOST_MEETINGS, description="Meetings")]


class Wanting(GuestPair):
    """Whether somebody wants to go on."""

    interested: Annotated[bool, Field(description="Whether that side wants to go on", examples=[True])]
    side: Annotated[
        Side | None, Field(description="Whose word an organiser hands in; others speak for theirs", examples=[None])
    ] = None


class Interests(Body):
    """Who wants to go on; what is not named stays."""

    meetings: Annotated[list[Wanting], Field(min_length=1, max_length=MOST_MEETINGS, description="Meetings")]


class Meeting(Answer):
    """Who meets whom."""

    round: Turn
    table: Table
    person: Id
    person_label: Label
    host: Id
    host_label: Label
    met: Annotated[bool | None, Field(description="Whether they met; null = not told", examples=[None])]
    mutual: Annotated[bool, Field(description="Both want to go on", examples=[False])]
    sponsorship: MaybeId
    introduction: MaybeId


class Worth(Answer):
    """What a plan is worth: the score of all meetings, and the most that any plan could have."""

    total: Annotated[float, Field(description="The sum of the scores of its meetings", examples=[41.2])]
    bound: Annotated[float, Field(description="No plan has more", examples=[41.5])]
    gap: Annotated[float, Field(description="How far from the best it may be, a share of the bound", examples=[0.007])]
    worst_off: Annotated[float, Field(description="The least total of anybody who can meet someone", examples=[1.1])]
    proved: Annotated[bool, Field(description="No plan is better", examples=[False])]
    stopped: Annotated[bool, Field(description="Time ended the search", examples=[True])]


class Broken(Answer):
    """A rule, a minimum or a wish that a plan does not keep."""

    rule: Annotated[str, Field(description="Which", examples=["wish"])]
    who: Annotated[
        list[str], Field(description="The guests concerned", examples=[["3f0c2b1e-8a4d-4c55-9b7e-2f6d1a0c9e88"]])
    ]
    text: Annotated[str, Field(description="What, and why, in words", examples=["J3 ne rencontre pas P1."])]


class Plan(Answer):
    """A plan: whole for organisers, for others the meetings of their own guests."""

    id: Id
    version: Version
    status: Status
    meetings: Annotated[list[Meeting], Field(description="By round and table")]
    worth: Annotated[Worth | None, Field(description="Null = made by hand, or not yours to see")]
    broken: Annotated[list[Broken], Field(description="What it does not keep")]


class Checked(Answer):
    """What a plan made by hand breaks."""

    ok: Annotated[bool, Field(description="It breaks nothing that must hold", examples=[True])]
    broken: Annotated[list[Broken], Field(description="What it does not keep")]


class Stop(Answer):
    """A meeting on somebody's sheet."""

    round: Turn
    with_: Annotated[str, Field(alias="with", description="Whom they meet", examples=["P3"])]
    table: Table


class Sheet(Answer):
    """A sheet that changed: from now on, before and after."""

    who: Id
    label: Label
    before: Annotated[list[Stop], Field(description="As it was")]
    after: Annotated[list[Stop], Field(description="As it is")]


class Replan(Plan):
    """The nearest plan, and what changed."""

    changed: Annotated[int, Field(description="Seats of people who are there that changed", examples=[3])]
    changed_bound: Annotated[int, Field(description="The fewest that any plan changes", examples=[3])]
    sheets: Annotated[list[Sheet], Field(description="The sheets that changed")]


def plan(found: Shown, language: str) -> dict[str, Any]:
    """Return a plan as far as it is shown."""
    row, file = found.row, found.file
    meetings = [_meeting(seat, found.labels, file is not None) for seat in found.seats]
    broken = [meetup_shapes.unkept(one, file, language) for one in found.unkept] if file else []
    told = [{name: one[name] for name in Broken.model_fields} for one in broken]
    worth = dict(found.worth) if found.worth else None
    return {
        "id": row.id,
        "version": row.version,
        "status": row.status,
        "meetings": meetings,
        "worth": worth,
        "broken": told,
    }


def replan(found: Shown, again: Replanned, language: str) -> dict[str, Any]:
    """Return the nearest plan with the sheets that changed."""
    label = found.labels
    sheets = [
        {
            "who": sheet.who,
            "label": label[sheet.who],
            "before": _stops(sheet.before, label),
            "after": _stops(sheet.after, label),
        }
        for sheet in again.sheets
    ]
    return plan(found, language) | {"changed": again.changed, "changed_bound": again.changed_bound, "sheets": sheets}


def checked(file: Any, broken: Iterable[Breach], language: str) -> dict[str, Any]:
    """Return what a plan made by hand breaks."""
    return meetup_shapes.check(broken, file, language)


def seats(told: HandMade) -> list[gathered.Seat]:
    """Return the seats of a plan made by hand."""
    return [(seat.round, seat.person, seat.host, seat.table) for seat in told.meetings]


def today(told: Replanning) -> Day:
    """Return what the day changes."""
    late, leaving = ({one.guest: one.round for one in listed} for listed in (told.late, told.leaving))
    return Day(told.now, tuple(told.absent), late, leaving)


def interests(told: Interests) -> list[Interest]:
    """Return who wants to go on."""
    return [Interest(one.person, one.host, one.interested, one.side) for one in told.meetings]


@contextmanager
def or_why(file: Any, language: str) -> Iterator[None]:
    """Turn the refusal of a plan into one that says, in words, which rules leave none."""
    try:
        yield
    except Impossible as error:
        told = meetup_shapes.impossible(error.cause, file, language)["impossible"]
        if not told:
            raise
        rules = " ".join(one["text"] for one in told)
        raise Conflict(f"no plan keeps all of this, give up or change a part: {rules}", "impossible") from None


def _meeting(seat: Any, labels: Any, whole: bool) -> dict[str, Any]:
    names = ("round", "person", "host", "met")
    told = {name: getattr(seat, name) for name in names} | {"table": seat.at}
    labelled = {"person_label": labels[seat.person], "host_label": labels[seat.host]}
    came = {name: getattr(seat, name) if whole else None for name in ("sponsorship", "introduction")}
    return {**told, **labelled, "mutual": bool(seat.person_interest and seat.host_interest), **came}


def _stops(rows: Iterable[tuple[int, str, int]], label: Any) -> list[dict[str, Any]]:
    return [{"round": turn, "with": label[other], "table": table} for turn, other, table in rows]
