"""Lists to take along: a company's own openings, an adviser's caseload (few a day), a person's own file."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from service.db import audit_log, exported, listing, people
from service.db.listing import Filters
from service.db.paging import Asked
from service.errors import Forbidden, Invalid, TooMany
from service.permissions import Reach, Role, Scope
from service.seeking import sought

MOST_PEOPLE: Final = 200  # rows that one adviser takes along in a day
MOST_OPENINGS: Final = 5_000
DAY: Final = dt.timedelta(days=1)

Row = dict[str, Any]


def openings(connection: Connection, reach: Reach, filters: Filters, now: dt.datetime) -> list[Row]:
    """Return the openings of one's organisation that pass; raise Forbidden for who has none, Invalid for too many."""
    if not reach.has(Scope.ORGANISATION):
        raise Forbidden("companies export their own openings: ask one of them")
    rows = exported.openings(connection, reach, MOST_OPENINGS + 1, now)
    if filters != Filters():
        asked = Asked(MOST_OPENINGS + 1, None)
        listed = listing.openings(connection, reach, filters, "title", False, asked, now).rows
        wanted = {row.public_id for row in listed}
        rows = [row for row in rows if row.public_id in wanted]
    if len(rows) > MOST_OPENINGS:
        raise Invalid(f"no more than {MOST_OPENINGS} openings in one file", "too_many_rows")
    return [{**_row(row), "expires_on": row.expires_on and row.expires_on.isoformat()} for row in rows]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom an adviser takes along of those whom they follow: what the list of people filters by, or only some."""

    q: str = ""
    step: str = ""
    closed: bool = False  # closed files, too
    persons: Sequence[str] = ()


def people_of(connection: Connection, reach: Reach, wanted: Wanted, now: dt.datetime) -> list[Row]:
    """Return who one follows and seeks (see seeking.py), or oneself: who they are and what they look for.

    Raise Forbidden for other roles, TooMany for more than 200 rows in a day.
    """
    who = reach.subject
    if who.role not in (Role.ADVISER, Role.CANDIDATE):
        raise Forbidden("advisers export those whom they follow, people their own file")
    own = who.role is Role.CANDIDATE
    ids = None if own else wanted.persons or sought(connection, reach, wanted.q, wanted.step, wanted.closed, now).ids
    rows = exported.people(connection, reach, ids, own, MOST_PEOPLE + 1, now)
    left = max(0, MOST_PEOPLE - audit_log.exported_since(connection, who.account or "", now - DAY))
    if len(rows) > left:
        raise TooMany(
            f"no more than {MOST_PEOPLE} rows of people in a day, of which {left} are left: choose fewer by q=", 86_400
        )
    facts = people.facts_of(connection, [row.public_id for row in rows])
    return [{**people.called(facts.get(row.public_id, {})), **_row(row)} for row in rows]


def _row(row: Any) -> Row:
    return {**json.loads(row.record), "id": row.public_id, "status": row.status}
