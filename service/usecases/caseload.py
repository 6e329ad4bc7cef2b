"""Those whom an adviser follows, as a list: found, filtered and ordered, with what a line shows of each."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from service.db import followed, people, reached
from service.db.document_tables import CANDIDATES, PUBLISHED
from service.db.paging import Asked, Page, wanted
from service.db.times import utc
from service.permissions import Reach
from service.record_names import names_of
from service.seeking import NONE_OPEN, QUIET, QUIET_DAYS, sought

__all__ = ["NONE_OPEN", "QUIET", "QUIET_DAYS", "Asked"]  # named here too, for those who ask


@dataclass(frozen=True, slots=True)
class Line:
    """A person in a list."""

    id: str
    name: str  # "" where nobody has told it
    file: str  # what their file is called in its source
    is_open: bool
    jobs: Sequence[str]  # wished
    steps: Sequence[str]  # where their open introductions stand
    since: dt.datetime  # when who asks began to follow them
    news: dt.datetime


@dataclass(frozen=True, slots=True)
class Found:
    """A page of people; `near` = nobody is called as typed, these are called nearly so."""

    lines: Sequence[Line]
    next: str | None
    total: int | None
    near: bool


def browse(
    connection: Connection, reach: Reach, q: str, step: str, closed: bool, sort: str, asked: Asked, now: dt.datetime
) -> Found:
    """Return a page of those whom who asks follows; raise Invalid for an order that there is not."""
    order, down = wanted(sort, followed.SORTS)
    who = sought(connection, reach, q, step, closed, now)
    page = followed.listed(connection, reach, who.ids, order, down, asked, now)
    return Found(_lines(connection, page), page.next, page.total, who.near)


def some(connection: Connection, reach: Reach, ids: Sequence[str], now: dt.datetime) -> Sequence[Line]:
    """Return those of these people whom who asks follows, by name."""
    return _lines(connection, followed.listed(connection, reach, list(ids), "name", False, Asked(200), now))


def full_name(facts: Mapping[str, str]) -> str:
    """Return what somebody is called; "" where it is not known."""
    return f"{facts.get('first_name', '')} {facts.get('last_name', '')}".strip()


def _lines(connection: Connection, page: Page) -> Sequence[Line]:
    ids = [row.public_id for row in page.rows]
    facts, steps = people.facts_of(connection, ids), followed.steps_of(connection, ids)
    records = reached.records(connection, CANDIDATES, ids)
    named = names_of(connection, records.values())

    def line(row: Any) -> Line:
        id = row.public_id
        jobs = [named.job(wish) for wish in records[id].get("wishes", ())]
        name = full_name(people.called(facts.get(id, {})))
        is_open = row.status == PUBLISHED
        return Line(id, name, row.external_id, is_open, jobs, steps.get(id, ()), utc(row.since), utc(row.news))

    return [line(row) for row in page.rows]
