"""Sponsorships and their appointments as pages show them."""

from typing import Annotated, Any, Literal

from pydantic import Field

from service.api.fields import AN_ID, Answer, Body, Day, Id, Moment, PageAnswer, number, words
from service.api.shapes.following import At, Evidence, MaybeAt, MaybeId, Version
from service.permissions import Role

Step = Annotated[
    Literal["offered", "active", "declined", "withdrawn", "ended"],
    Field(description="offered = the person agrees, active = the sponsor does too", examples=["offered"]),
]
ReasonCode = Annotated[
    Literal["goal_reached", "moved", "no_fit", "no_time", "too_far", "other"],
    Field(description="Why it was declined or ended", examples=["goal_reached"]),
]
Outcome = Annotated[
    Literal["lasting_job", "job", "apprenticeship", "internship", "training", "business", "other"],
    Field(description="What the person found; lasting_job = for six months or more", examples=["lasting_job"]),
]
Place = words(200, "Where, or by which means", "Par téléphone")
Minutes = number(15, 240, "How long, in minutes: a multiple of 15", 60)


class NewSponsorship(Body):
    """Who is proposed to which sponsor."""

    person: Id
    sponsor: Id
    run: Annotated[Id | None, Field(description="The ranking that it came from", examples=[None])] = None


class NewSponsorshipStep(Body):
    """A step to record; with `offered` comes the proof that the person agreed to show themselves."""

    step: Step
    reason: ReasonCode | None = None
    proof: Annotated[Evidence | None, Field(description="How the person agreed to show themselves")] = None


class MentoringOutcome(Body):
    """What a person found with their sponsor's help."""

    outcome: Outcome
    day: Day


class Sponsorship(Answer):
    """Who is followed by which sponsor."""

    id: Id
    version: Version
    person: Annotated[
        str | None, Field(description="Who; null to a sponsor to whom they do not show themselves", examples=[AN_ID])
    ]
    sponsor: Id
    step: Annotated[
        str, Field(description="proposed, offered, active, declined, withdrawn, ended", examples=["active"])
    ]
    reason: Annotated[str | None, Field(description="Why it was declined or ended", examples=[None])]
    outcome: Annotated[Outcome | None, Field(description="What the person found; null = not told")]
    outcome_day: Annotated[Day | None, Field(description="When; null = not told", examples=["2026-11-20"])]
    run: MaybeId
    created_at: At
    person_agreed_at: MaybeAt
    sponsor_agreed_at: MaybeAt
    ended_at: MaybeAt


class SponsorshipPage(PageAnswer):
    """A page of sponsorships, the newest first."""

    items: list[Sponsorship]


class NewAppointment(Body):
    """When and where a sponsor and a person meet."""

    starts_at: Moment
    minutes: Minutes
    place: Place


class AppointmentStep(Body):
    """What became of an appointment."""

    step: Annotated[Literal["cancelled", "kept", "missed"], Field(description="What became of it", examples=["kept"])]


class Appointment(Answer):
    """When a sponsor and a person meet."""

    id: Id
    version: Version
    starts_at: At
    ends_at: At
    place: Place
    step: Annotated[str, Field(description="booked, cancelled, kept, missed", examples=["booked"])]


class Appointments(Answer):
    """The appointments of a sponsorship, in the order of time."""

    items: list[Appointment]


def sponsorship(row: Any, role: Role) -> dict[str, Any]:
    """Return a sponsorship as somebody in a role sees it."""
    names = ("id", "version", "sponsor", "step", "reason", "outcome", "outcome_day")
    times = ("created_at", "person_agreed_at", "sponsor_agreed_at", "ended_at")
    hidden = role is Role.SPONSOR
    return {
        **{name: getattr(row, name) for name in names},
        **{name: getattr(row, name) for name in times},
        "person": row.candidate if row.revealed or not hidden else None,
        "run": None if hidden else row.run,
    }


def appointment(row: Any) -> dict[str, Any]:
    """Return an appointment as pages show it."""
    told = {name: getattr(row, name) for name in ("id", "version", "place", "step")}
    return {**told, "starts_at": row.starts_at, "ends_at": row.ends_at}
