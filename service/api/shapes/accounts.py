"""What requests and answers about accounts, sessions, roles and keys hold."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from service.api.fields import Answer, Body, Email, Id, Language, Moment, ShortText, words
from service.permissions import Role

Token = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$"),
    Field(description="What stands behind the # of a link", examples=["nJ7z0cZkq3m2yQ1l5t8vB4xW6aD9eF0gH1iK2oP3rS4"]),
]
Given = Annotated[
    str,
    StringConstraints(min_length=1, max_length=500),
    Field(description="The password", examples=["quatre mots sans rapport entre eux"]),
]
New = Annotated[
    str,
    StringConstraints(min_length=1, max_length=500),
    Field(description="A password of 15 to 128 characters, hard to guess", examples=["lampe rivière onze fougère"]),
]
Code = words(40, "Six digits of the app, or a recovery code", "123456")
RoleName = Annotated[
    Literal["candidate", "adviser", "company", "sponsor", "organiser", "admin", "funder"],
    Field(description="What somebody is in a territory", examples=["adviser"]),
]
Yes = Annotated[bool, Field(description="Whether that is so", examples=[True])]
Weekly = Annotated[
    bool,
    Field(
        description="Whether one wants the weekly message of what waits for one's company; other roles have none",
        examples=[True],
    ),
]


class Password(Body):
    """Somebody signs in."""

    email: Email
    password: Given


class LinkAsked(Body):
    """Somebody asks for a link by mail."""

    email: Email


class LinkUsed(Body):
    """Somebody uses a link; a new password is set if one is told."""

    token: Token
    password: New | None = None
    email: Email | None = None
    name: ShortText | None = None


class CodeGiven(Body):
    """The code of a second factor."""

    code: Code


class RoleChosen(Body):
    """Another role of the same account."""

    membership: Id


class OneRole(Answer):
    """One role of an account."""

    id: Id
    role: RoleName
    territory: Id
    organisation: Id | None
    person: Id | None
    sponsor: Id | None
    lead: Yes


class SessionAnswer(Answer):
    """The session of this browser."""

    id: Id
    account: Id
    name: ShortText
    language: Language
    role: Annotated[OneRole, Field(description="The role that this session acts in")]
    roles: Annotated[list[OneRole], Field(description="All roles of the account: one may change to another")]
    complete: Yes
    enrolled: Yes
    csrf: ShortText
    started_at: Moment


class Sent(Answer):
    """The same answer whether the address is known or not."""

    sent: Yes


class EnrolmentAnswer(Answer):
    """What an app needs to show codes."""

    secret: ShortText
    uri: ShortText
    qr: str = Field(
        description="The same as a QR code: an SVG picture in a data: address",
        examples=["data:image/svg+xml;base64,PHN2Zy…"],
    )


RecoveryCode = words(40, "A recovery code", "7KQ4-M2XD-9HTB")


class RecoveryCodes(Answer):
    """Codes on paper, shown this once."""

    recovery_codes: Annotated[list[RecoveryCode], Field(description="Each signs in once, without the second factor")]


class AccountAnswer(Answer):
    """One's own account."""

    id: Id
    version: int = Field(ge=1, description="One more at each change", examples=[3])
    email: Email | None
    name: ShortText
    language: Language
    weekly: Weekly
    has_password: Yes
    recovery_codes_left: int = Field(ge=0, le=10, description="Recovery codes not used yet", examples=[10])


class AccountChange(Body):
    """What one changes of one's account."""

    name: ShortText | None = None
    language: Language | None = None
    weekly: Weekly | None = None


class PasswordChange(Body):
    """Another password; the one before is not asked of an account that has none."""

    current: Given | None = None
    new: New


class OneSession(Answer):
    """A browser in which one has signed in."""

    id: Id
    current: Yes
    agent: str = Field(max_length=200, description="What the browser calls itself", examples=["Firefox"])
    started_at: Moment
    seen_at: Moment


class SessionList(Answer):
    """One's sessions."""

    items: list[OneSession]
    next: None = Field(None, description="There is one page only", examples=[None])


def role_of(found: Any) -> dict[str, Any]:
    """Return a role as an answer."""
    about = {name: getattr(found, name) for name in ("id", "territory", "organisation", "sponsor", "lead")}
    return {**about, "person": found.candidate, "role": str(Role(found.role))}


def described(found: Any) -> dict[str, Any]:
    """Return a session as its own browser may know it."""
    roles = {role.id: role_of(role) for role in found.roles}
    who = {"account": found.account.id, "name": found.account.name, "language": found.account.language}
    state = {"complete": found.complete, "enrolled": found.enrolled, "started_at": found.session.started_at}
    return {"id": found.session.id, **who, "role": roles[found.session.membership], "roles": [*roles.values()], **state}


def session_of(found: Any, current: str | None) -> dict[str, Any]:
    """Return a session of one's own list."""
    told = {name: getattr(found, name) for name in ("id", "agent", "started_at", "seen_at")}
    return {**told, "current": found.id == current}


def account_of(found: Any, codes: int) -> dict[str, Any]:
    """Return one's own account."""
    told = {name: getattr(found, name) for name in ("id", "version", "email", "name", "language", "weekly")}
    return {**told, "has_password": bool(found.password), "recovery_codes_left": codes}


class Done(Answer):
    """It is done."""

    done: Yes


def done(_: None) -> dict[str, Any]:
    """Return the answer to something of which there is nothing to tell."""
    return {"done": True}


def listed(found: Iterable[Any], shape: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """Return a list of one page."""
    return {"items": [shape(one) for one in found], "next": None}
