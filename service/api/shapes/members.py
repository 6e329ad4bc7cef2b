"""What requests and answers about members, keys of programs and emergencies hold."""

import datetime as dt
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints

from service.api.fields import Answer, Body, Day, Email, Id, Language, Moment, Reason, ShortText
from service.api.shapes.accounts import OneRole, RoleName, Yes, role_of

NO_MORE: Final = Field(None, description="There is one page only", examples=[None])
Ended = Annotated[
    dt.datetime | None, Field(description="When it ended (ISO 8601), or null", examples=["2026-12-01T09:30:00+01:00"])
]
Advice = Annotated[
    str | None, Field(description="What to do where nobody could approve what waits; null = nothing", examples=[None])
]
Right = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z_]{1,40}:[RWDXA]$"),
    Field(description="A right, as the matrix names it", examples=["opening:R"]),
]


class Invited(Body):
    """Somebody gets a role, and a link by mail."""

    email: Email
    name: ShortText
    language: Language = "fr"
    role: RoleName
    organisation: Id | None = None
    person: Id | None = None
    sponsor: Id | None = None
    lead: Yes = False


class PersonInvited(Body):
    """A person gets an account for their own file."""

    email: Email
    name: ShortText
    language: Language = "fr"


class MemberAnswer(OneRole):
    """A role, and who has it."""

    account: Id
    name: ShortText
    email: Email | None
    disabled: Yes
    pending: Yes
    advice: Advice = None
    starts_at: Moment
    ends_at: Ended


class MemberList(Answer):
    """Members, the newest first."""

    items: list[MemberAnswer]
    next: str | None = Field(None, description="Cursor of the next page, or null", examples=[None])


class NewKey(Body):
    """A key for a program."""

    name: ShortText
    role: RoleName
    organisation: Id | None = None
    scopes: list[Right] = Field(min_length=1, max_length=60, description="What it may do, at most what the role may")
    expires_on: Day


class KeyAnswer(Answer):
    """A key of a program, without its secret."""

    id: Id
    name: ShortText
    membership: Id
    scopes: Annotated[list[Right], Field(description="What it may do")]
    made_at: Moment
    expires_at: Moment
    revoked_at: Ended
    used_at: Ended


class KeyMade(KeyAnswer):
    """A new key: the secret is shown this once."""

    secret: ShortText
    pending: Yes


class KeyList(Answer):
    """The territory's keys, the newest first."""

    items: list[KeyAnswer]
    next: None = NO_MORE


class EmergencyAsked(Body):
    """An administrator opens one person's file."""

    person: Id
    reason: Reason


class EmergencyAnswer(Answer):
    """An emergency: until when the file is open, and whether the person could be told by mail."""

    id: Id
    person: Id
    reason: Reason
    starts_at: Moment
    ends_at: Moment


class EmergencyList(Answer):
    """One's own emergencies, the newest first."""

    items: list[EmergencyAnswer]
    next: None = NO_MORE


def member_of(found: Any, account: Any) -> dict[str, Any]:
    """Return a role and who has it."""
    who = {"account": account.id, "name": account.name, "email": account.email}
    when = {"pending": found.pending, "starts_at": found.starts_at, "ends_at": found.ends_at}
    return {**role_of(found), **who, "disabled": account.disabled_at is not None, **when}


def key_of(found: Any) -> dict[str, Any]:
    """Return a key without its secret."""
    names = ("id", "name", "membership", "made_at", "expires_at", "revoked_at", "used_at")
    return {**{name: getattr(found, name) for name in names}, "scopes": found.scopes.split()}


def key_made(made: Any) -> dict[str, Any]:
    """Return a new key with its secret."""
    return {**key_of(made.key), "secret": made.secret, "pending": made.pending}


def member_page(found: Any) -> dict[str, Any]:
    """Return a page of members."""
    members, cursor = found
    return {"items": [member_of(*member) for member in members], "next": cursor}


def emergency_of(found: Any) -> dict[str, Any]:
    """Return an emergency."""
    told = {name: getattr(found, name) for name in ("id", "reason", "starts_at", "ends_at")}
    return {**told, "person": found.candidate}
