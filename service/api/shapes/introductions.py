"""Introductions as pages show them: a company sees of a person what they show it, and of steps what concerns it."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from service.api.fields import AN_ID, Answer, Body, Day, Id, ListQuery, PageAnswer, code, number
from service.api.shapes.following import At, Evidence, MaybeAt, MaybeId, Version
from service.permissions import Role
from service.steps import Side

StepName = Annotated[str, Field(description="A step of the life of introductions", examples=["proposed"])]
Next = Annotated[
    Literal["suggested", "asked", "proposed", "accepted", "declined", "not_presented", "withdrawn"],
    Field(description="The step to record", examples=["accepted"]),
]
Outcome = Annotated[
    Literal["met", "hired", "placed", "kept_3", "kept_6", "kept_12", "left", "disputed"],
    Field(description="What became of it; kept_3 is three months later", examples=["hired"]),
]
SideName = Annotated[
    Literal["person", "company", "adviser"],
    Field(description="Whose word it is; advisers may record the others'. Unsaid: one's own", examples=["company"]),
]
ReasonCode = Annotated[
    str | None, Field(description="Why, from the list of the step", max_length=40, examples=["experience"])
]
OnDay = Annotated[dt.date | None, Field(description="The day it happened; null = today", examples=["2026-12-01"])]
Corrects = Annotated[
    int | None, Field(ge=1, le=10_000, description="The number of the last step, if it was a mistake", examples=[None])
]
Pseudonym = code(64, "A person as they were suggested for this opening", "5b1e0c7a9d")


class NewIntroduction(Body):
    """Who is introduced for which opening: `person`, oneself where unsaid, or for a company a `pseudonym`."""

    opening: Id
    person: Id | None = None
    pseudonym: Pseudonym | None = None  # type: ignore[valid-type]
    sponsor: Annotated[Id | None, Field(description="Who opened the door", examples=[None])] = None
    run: Annotated[Id | None, Field(description="The ranking that it came from", examples=[None])] = None
    day: OnDay = None
    proof: Annotated[
        Evidence | None, Field(description="How the person agreed to show themselves, where they propose themselves")
    ] = None


class _Recorded(Body):
    side: SideName | None = None
    reason: ReasonCode = None
    day: OnDay = None
    corrects: Corrects = None
    proof: Annotated[
        Evidence | None, Field(description="How the person agreed to show themselves, where they do by this step")
    ] = None


class NewIntroductionStep(_Recorded):
    """A step to record."""

    step: Next


class NewOutcome(_Recorded):
    """What became of an introduction."""

    step: Outcome


class Withdrawal(Body):
    """That one wants no introduction any more."""

    day: OnDay = None


class IntroductionQuery(ListQuery):
    """Which introductions."""

    opening: Annotated[Id | None, Field(description="For this opening", examples=[None])] = None
    person: Annotated[Id | None, Field(description="Of this person", examples=[None])] = None
    step: Annotated[
        str | None,
        Field(description="That stand at this step", max_length=20, pattern="^[a-z_0-9]+$", examples=["met"]),
    ] = None
    open: Annotated[bool | None, Field(description="That are open, or not", examples=[True])] = None
    awaits: Annotated[
        Literal["person", "company", "adviser"] | None,
        Field(description="That wait for this side: its answer, or an adviser's word", examples=["person"]),
    ] = None

    @property
    def filters(self) -> dict[str, Any]:
        """What was asked for, by the names of the use case."""
        named = {"opening": self.opening, "candidate": self.person, "awaits": self.awaits}
        named |= {"step": self.step, "open": self.open}
        return {name: value for name, value in named.items() if value is not None}


class Step(Answer):
    """A step that was recorded; steps are only added."""

    number: number(1, 10_000, "Its place among the steps", 2)  # type: ignore[valid-type]
    step: StepName
    side: Annotated[str | None, Field(description="Whose word it is; null = time alone", examples=["person"])]
    day: Day
    at: At
    account: Annotated[
        str | None, Field(description="Who recorded it; null = time alone, or not for you", examples=[AN_ID])
    ]
    reason: ReasonCode
    corrects: Corrects


class Introduction(Answer):
    """An introduction with its steps."""

    id: Id
    version: Version
    opening: Id
    person: Annotated[
        str | None, Field(description="Who; null to a company to which they do not show themselves", examples=[AN_ID])
    ]
    pseudonym: Annotated[str | None, Field(description="Under which the company asked", examples=[None])]
    organisation: MaybeId
    sponsor: MaybeId
    run: MaybeId
    step: StepName
    open: Annotated[bool, Field(description="Whether it goes on", examples=[True])]
    awaits: Annotated[str | None, Field(description="Whose answer is awaited; null = nobody's", examples=["person"])]
    answer_due: MaybeAt
    asked_by: Annotated[str, Field(description="Who made it: person, adviser or company", examples=["adviser"])]
    disputed: Annotated[bool, Field(description="Whether a side says that it was not so", examples=[False])]
    revealed: Annotated[bool, Field(description="Whether the person shows themselves to the company", examples=[False])]
    created_at: At
    steps: Annotated[list[Step], Field(description="What was done, the first step first")]


class IntroductionPage(PageAnswer):
    """A page of introductions, the newest first."""

    items: list[Introduction]


class NewCap(Body):
    """How many introductions a month a company wants."""

    monthly: number(0, 10_000, "Introductions a month at most; null = no limit", 20) | None


class Cap(Answer):
    """How many introductions a month a company wants; null = as many as there are."""

    monthly: Annotated[int | None, Field(description="Introductions a month at most; null = no limit", examples=[20])]
    version: Annotated[int, Field(description="The ETag; 0 = never set", examples=[1])]


def introduction(found: Any, role: Role) -> dict[str, Any]:
    """Return an introduction as somebody in a role sees it."""
    row, company = found.row, role is Role.COMPANY
    same = {name: getattr(row, name) for name in ("id", "version", "opening", "pseudonym", "organisation", "step")}
    same |= {name: bool(getattr(row, name)) for name in ("open", "disputed", "revealed")}
    same |= {"asked_by": row.asked_by, "awaits": found.awaits, "created_at": row.created_at}
    own = {"person": row.candidate if row.revealed or not company else None}
    rest = {name: None if company else getattr(row, name) for name in ("sponsor", "run")}
    return {
        **same,
        **own,
        **rest,
        "answer_due": row.answer_due,
        "steps": [_step(step, company and step.side != Side.COMPANY) for step in found.steps],
    }


def _step(row: Any, hidden: bool) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("number", "step", "side", "day", "corrects")}
    who = {name: None if hidden else getattr(row, name) for name in ("account", "reason")}
    return {**told, **who, "at": row.at}
