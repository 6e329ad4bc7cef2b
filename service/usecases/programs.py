"""Keys for programs: each program has an account and a role of its own, and does no more than its key says."""

import datetime as dt
import uuid
from typing import Final, NamedTuple

from sqlalchemy import Connection

from service.db import accounts, api_keys, memberships, organisations
from service.db.api_keys import ApiKey
from service.db.memberships import Membership
from service.errors import Invalid
from service.permissions import Action, Policy, Reach, Role, matrix
from service.tokens import digest, new_token

ROLES: Final = frozenset({Role.COMPANY, Role.ORGANISER, Role.FUNDER, Role.ADMIN})  # the others follow people
PEOPLE_ONLY: Final = frozenset({"account", "key", "member", "right", "identity", "emergency"})  # never for a program
HUMANS: Final = frozenset({"introduction:W", "outcome:W", "sponsorship:W"})  # about somebody, by somebody with a name
LONGEST: Final = dt.timedelta(days=400)


class Made(NamedTuple):
    """A new key, and its secret, which is shown once."""

    key: ApiKey
    secret: str
    pending: bool


def browse(connection: Connection, reach: Reach) -> list[ApiKey]:
    """Return the territory's keys, ended ones too, the newest first."""
    return api_keys.of_territory(connection, reach.subject.territory)


def scopes_of(role: Role) -> list[str]:
    """Return the rights that a program may have in a role, in the order of the matrix."""
    every = (f"{resource}:{action}" for resource, row in matrix().items() for action in row.get(role, {}))
    return [scope for scope in every if _is_for_programs(scope)]


def make(
    connection: Connection, reach: Reach, name: str, role: Membership, scopes: list[str], until: dt.datetime,
    now: dt.datetime,
) -> Made:  # fmt: skip
    """Return a new key, which waits for a second person when its role sees what companies or organisers see.

    Raise Invalid for rights that the role does not have or that programs never have, or a date that is not within
    the next 400 days.
    """
    _allowed(role, scopes)
    if not now < until <= now + LONGEST:
        raise Invalid("expires_on: a day within the next 400 days")
    if role.organisation:
        organisations.get(connection, reach, role.organisation)
    by = str(reach.subject.account)
    account, waits = accounts.add(connection, None, name, "fr", now), role.role in (Role.COMPANY, Role.ORGANISER)
    new = Membership(role.role, role.territory, account, "", role.organisation, given_by=by, pending=waits)
    secret = f"vv_{new_token()}"
    told = " ".join(sorted(set(scopes)))
    key = ApiKey(str(uuid.uuid4()), name, memberships.add(connection, new, now), told, by, now, until)
    api_keys.add(connection, digest(secret), key)
    return Made(key, secret, waits)


def revoke(connection: Connection, reach: Reach, key: str, now: dt.datetime) -> None:
    """End a key; raise NotFound."""
    api_keys.revoke(connection, reach.subject.territory, key, now)


def _allowed(role: Membership, scopes: list[str]) -> None:
    if role.role not in ROLES or (role.role is Role.COMPANY) != bool(role.organisation):
        raise Invalid("role: company (with its organisation), organiser, funder or admin")
    for scope in scopes:
        resource, _, action = scope.partition(":")
        rights = matrix().get(resource, {}).get(role.role, {})
        if not _is_for_programs(scope) or Action(action) not in rights:
            raise Invalid(f"scopes: a program in this role may not have {Policy(resource, Action(action))}")


def _is_for_programs(scope: str) -> bool:
    return scope.partition(":")[0] not in PEOPLE_ONLY and scope not in HUMANS
