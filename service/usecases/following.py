"""Who follows whom: an organiser assigns an adviser, an adviser hands over or ends; rights end with the assignment."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from service.db import caseloads, memberships, reached
from service.db import colleagues as names
from service.db.documents import CANDIDATES
from service.db.paging import Asked, Page
from service.errors import Conflict, NotFound
from service.permissions import Reach, Role, Scope


def assign(connection: Connection, reach: Reach, person: str, adviser: str, reason: str, now: dt.datetime) -> Any:
    """Let an adviser of the territory follow a person; raise NotFound, Conflict where they already do."""
    reached.record(connection, reach, CANDIDATES, person, now)
    organisation = _organisation(connection, reach, adviser, now)
    by = reach.subject.account or ""
    return caseloads.bare(connection, caseloads.assign(connection, person, adviser, organisation, reason, by, now))


def hand_over(
    connection: Connection, reach: Reach, assignment: str, adviser: str, reason: str, now: dt.datetime
) -> Any:
    """End an assignment and begin another adviser's; return the new one.

    Raise NotFound for what is out of reach or an adviser of another organisation, Conflict for one that has ended.
    """
    found = _in_force(connection, reach, assignment)
    organisation = _organisation(connection, reach, adviser, now)
    if not reach.has(Scope.TERRITORY) and organisation != found.organisation:
        raise NotFound("no adviser of your organisation has that account")
    by = reach.subject.account or ""
    caseloads.end(connection, assignment, by, now)
    name = caseloads.assign(connection, found.candidate, adviser, organisation, reason, by, now)
    return caseloads.bare(connection, name)


def end(connection: Connection, reach: Reach, assignment: str, now: dt.datetime) -> Any:
    """End an assignment now; raise NotFound, Conflict for one that has ended."""
    _in_force(connection, reach, assignment)
    caseloads.end(connection, assignment, reach.subject.account or "", now)
    return caseloads.bare(connection, assignment)


def browse(connection: Connection, reach: Reach, person: str | None, ended: bool, asked: Asked) -> Page:
    """Return a page of the assignments within reach."""
    return caseloads.within(connection, reach, person, ended, asked)


def colleagues(connection: Connection, reach: Reach, now: dt.datetime) -> dict[str, str]:
    """Return what the other advisers of one's organisation are called, by account."""
    return names.advisers(connection, reach, now)


def called(connection: Connection, accounts: Iterable[str]) -> dict[str, str]:
    """Return what the accounts that wrote or did something are called; one that is gone is left out."""
    return names.names(connection, accounts)


def _in_force(connection: Connection, reach: Reach, assignment: str) -> Any:
    found = caseloads.get(connection, reach, assignment)
    if found.ends_at is not None:
        raise Conflict("this assignment has ended", "ended")
    return found


def _organisation(connection: Connection, reach: Reach, adviser: str, now: dt.datetime) -> str:
    """Return for which organisation somebody is an adviser in the territory."""
    for role in memberships.of_account(connection, adviser, now):
        if role.role is Role.ADVISER and role.territory == reach.subject.territory and role.organisation:
            return role.organisation
    raise NotFound("no adviser of your territory has that account")
