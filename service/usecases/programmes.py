"""Programmes and their cohorts: listed, added, changed."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection

from service.db import cohort_members, programmes
from service.db.paging import Asked, Page
from service.errors import Conflict, Invalid
from service.permissions import Reach

__all__ = ["Asked"]  # named here too, for those who ask
PLACES: Final = "places"


def browse(connection: Connection, reach: Reach, kind: str | None, asked: Asked) -> Page:
    """Return a page of programmes, by name."""
    return programmes.listed(connection, reach, kind, asked)


def get(connection: Connection, reach: Reach, programme: str) -> Any:
    """Return a programme; raise NotFound."""
    return programmes.get(connection, reach, programme)


def create(connection: Connection, reach: Reach, told: Mapping[str, Any]) -> Any:
    """Add a programme to one's territory; raise Invalid for dates in the wrong order."""
    _check_dates(told)
    name = programmes.add(connection, reach.subject.territory or "", told)
    return programmes.get(connection, reach, name)


def change(connection: Connection, reach: Reach, programme: str, expected: int, told: Mapping[str, Any]) -> Any:
    """Change the fields given; raise NotFound, Stale or Invalid."""
    _check_dates({**programmes.get(connection, reach, programme)._mapping, **told})
    programmes.change(connection, programme, expected, told)
    return programmes.get(connection, reach, programme)


def close(connection: Connection, reach: Reach, programme: str, now: dt.datetime) -> Any:
    """Take a programme out of what is published."""
    row = programmes.get(connection, reach, programme)
    programmes.change(connection, programme, row.version, {"closed_at": now})
    return programmes.get(connection, reach, programme)


def reopen(connection: Connection, reach: Reach, programme: str) -> Any:
    """Publish a programme again that was closed."""
    row = programmes.get(connection, reach, programme)
    programmes.change(connection, programme, row.version, {"closed_at": None})
    return programmes.get(connection, reach, programme)


def browse_cohorts(connection: Connection, reach: Reach, programme: str, asked: Asked) -> Page:
    """Return a page of a programme's cohorts, by name; raise NotFound for the programme."""
    programmes.get(connection, reach, programme)
    return programmes.cohorts_of(connection, programme, asked)


def get_cohort(connection: Connection, reach: Reach, programme: str, cohort: str) -> Any:
    """Return a programme's cohort; raise NotFound."""
    programmes.get(connection, reach, programme)
    return programmes.cohort(connection, programme, cohort)


def create_cohort(connection: Connection, reach: Reach, programme: str, told: Mapping[str, Any]) -> Any:
    """Add a cohort to a programme; raise NotFound or Invalid."""
    _check_dates(told)
    programmes.get(connection, reach, programme)
    return programmes.cohort(connection, programme, programmes.add_cohort(connection, programme, told))


def change_cohort(
    connection: Connection, reach: Reach, programme: str, cohort: str, expected: int, told: Mapping[str, Any]
) -> Any:
    """Change the fields given; raise NotFound, Stale, Invalid, or Conflict for fewer places than there are members."""
    _check_dates({**get_cohort(connection, reach, programme, cohort)._mapping, **told})
    if told.get(PLACES) is not None and told[PLACES] < cohort_members.highest(connection, cohort):
        raise Conflict(f"{PLACES}: more are registered already; give at least as many places", "taken")
    programmes.change_cohort(connection, cohort, expected, told)
    return programmes.cohort(connection, programme, cohort)


def _check_dates(told: Mapping[str, Any]) -> None:
    starts, ends = told.get("starts_on"), told.get("ends_on")
    if starts and ends and ends < starts:
        raise Invalid("ends_on: before starts_on", "dates", (("ends_on", "before starts_on"),))
