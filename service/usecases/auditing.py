"""Shows the log: to each their own actions, to a person who saw their file, to organisers what happened and when."""

import datetime as dt
from typing import Any

from sqlalchemy import Connection

from service.db import audit_log
from service.db.audit_log import ANYTHING, Sought
from service.db.documents import CANDIDATES
from service.db.paging import Asked, Page
from service.errors import NotFound
from service.permissions import Reach, Scope

__all__ = ["Asked", "Sought"]  # named here too, for those who ask


def browse(
    connection: Connection, reach: Reach, asked: Asked, sought: Sought = ANYTHING
) -> tuple[Page, dict[int, list[str]]]:
    """Return a page of the log within reach, and the public ids that its rows are about, by their numbers.

    Of a whole territory only what happened and when: not about whom, and not why.
    """
    who = reach.subject
    if reach.has(Scope.TERRITORY):
        return audit_log.of_territory(connection, who.territory or "", asked, sought), {}
    if reach.has(Scope.ORGANISATION):
        found = audit_log.of_organisation(connection, who.organisation or "", asked, sought)
    else:
        found = audit_log.by_account(connection, who.account or "", asked, sought)
    return found, audit_log.objects(connection, [row.seq for row in found.rows])


def who_saw(connection: Connection, reach: Reach, person: str, asked: Asked) -> Page:
    """Return a page of who saw or changed somebody's file; raise NotFound for anybody else's."""
    if not person or person not in (reach.subject.candidate, reach.subject.sponsor):
        raise NotFound(f"nothing has that identifier in {CANDIDATES.name}")
    return audit_log.about(connection, person, asked)


def seen_by(connection: Connection, account: str, since: dt.datetime) -> list[dict[str, Any]]:
    """Return whom and what an account has seen since then: what must be known at once after a breach."""
    return audit_log.seen_by(connection, account, since)
