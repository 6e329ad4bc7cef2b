"""Who may see or do what: pure functions over one declared matrix, permissions.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

from service.errors import Forbidden, Unauthenticated


class Role(StrEnum):
    """What somebody is in a territory; one at a time."""

    ANONYMOUS = "anonymous"
    CANDIDATE = "candidate"
    ADVISER = "adviser"
    COMPANY = "company"
    SPONSOR = "sponsor"
    ORGANISER = "organiser"
    ADMIN = "admin"
    FUNDER = "funder"


STAFF: Final = frozenset({Role.ADVISER, Role.ORGANISER, Role.ADMIN, Role.FUNDER})  # they sign in with a second factor


class Action(StrEnum):
    """What may be done to a resource."""

    READ = "R"
    WRITE = "W"
    WITHDRAW = "D"
    EXPORT = "X"
    APPROVE = "A"


class Scope(StrEnum):
    """To which of a resource's objects a right extends."""

    OWN = "own"
    CASELOAD = "caseload"
    ORGANISATION = "organisation"
    CONSENT = "consent"
    TERRITORY = "territory"
    PUBLISHED = "published"
    PSEUDONYMOUS = "pseudonymous"
    AGGREGATE = "aggregate"
    REGISTRANT = "registrant"
    BREAK_GLASS = "break_glass"


@dataclass(frozen=True, slots=True)
class Subject:
    """Who asks: one account in one role, in one territory. Identifiers are public ones."""

    role: Role = Role.ANONYMOUS
    account: str | None = None
    territory: str | None = None
    organisation: str | None = None
    candidate: str | None = None  # whom a candidate's account is about
    sponsor: str | None = None  # likewise of a sponsor
    lead: bool = False  # of the organisation: may manage its members
    session: str | None = None  # the session or key that was used
    granted: frozenset[str] | None = None  # what a program's key is limited to: "opening:R" …; None = a person


NOBODY: Final = Subject()


@dataclass(frozen=True, slots=True)
class Policy:
    """What a route needs: the right to an action on a resource."""

    resource: str
    action: Action

    def __str__(self) -> str:
        return f"{self.resource}:{self.action}"


@dataclass(frozen=True, slots=True)
class Reach:
    """A subject with the scopes that a policy gives: queries are limited by it, never afterwards."""

    subject: Subject
    scopes: frozenset[Scope]

    def has(self, *scopes: Scope) -> bool:
        """Return whether any of these scopes is given."""
        return not self.scopes.isdisjoint(scopes)


Rights = Mapping[Role, Mapping[Action, frozenset[Scope]]]


@cache
def matrix() -> Mapping[str, Rights]:
    """Return every resource's rights: role → action → scopes."""
    return {name: {role: _rules(row.get(role, [])) for role in Role} for name, row in _declared().items()}


@cache
def about() -> Mapping[str, Mapping[str, str]]:
    """Return what each resource is, by language."""
    return {name: row["about"] for name, row in _declared().items()}


def reach(subject: Subject, policy: Policy) -> Reach:
    """Return how far a subject's right goes.

    Raise Unauthenticated for somebody who has not signed in, Forbidden for a role or a key without that right.
    """
    scopes = matrix()[policy.resource][subject.role].get(policy.action, frozenset())
    if subject.granted is not None and str(policy) not in subject.granted:
        raise Forbidden(f"this key may not do {policy}: ask for one with that right", "key_scope")
    if not scopes and subject.role is Role.ANONYMOUS:
        raise Unauthenticated("sign in first")
    if not scopes:
        raise Forbidden("your role does not allow this: ask the administrator of your territory for another role")
    return Reach(subject, scopes)


@cache
def _declared() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files("service").joinpath("permissions.toml").read_text("utf-8"))


def _rules(told: list[str]) -> Mapping[Action, frozenset[Scope]]:
    pairs = [(Action(letter), Scope(scope)) for letter, scope in (rule.split(" ") for rule in told)]
    return {action: frozenset(scope for other, scope in pairs if other is action) for action, _ in pairs}
