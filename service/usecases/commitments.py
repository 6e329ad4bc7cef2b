"""What companies offer beside openings: offered, changed, withdrawn; and made use of by those who accompany."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from service.db import commitments
from service.db.commitments import Filters
from service.db.paging import Asked, Page
from service.errors import Conflict, Invalid
from service.permissions import Reach

__all__ = ["Asked", "Filters"]  # named here too, for those who ask


def browse(connection: Connection, reach: Reach, filters: Filters, sort: str, asked: Asked, now: dt.datetime) -> Page:
    """Return a page of commitments; raise Invalid for an order that the list does not have."""
    return commitments.listed(connection, reach, filters, sort, asked, now.date())


def get(connection: Connection, reach: Reach, commitment: str, now: dt.datetime) -> Any:
    """Return a commitment; raise NotFound."""
    return commitments.get(connection, reach, commitment, now.date())


def uses(connection: Connection, reach: Reach, commitment: str, now: dt.datetime) -> Sequence[Any]:
    """Return who made use of a commitment and when, the newest first; raise NotFound."""
    return commitments.uses_of(connection, get(connection, reach, commitment, now).id)


def create(connection: Connection, reach: Reach, told: Mapping[str, Any], now: dt.datetime) -> Any:
    """Offer something in the name of one's organisation; raise Invalid for dates in the wrong order."""
    _check_dates(told)
    who = reach.subject
    name = commitments.add(connection, who.territory or "", who.organisation or "", told, now)
    return get(connection, reach, name, now)


def change(
    connection: Connection, reach: Reach, commitment: str, expected: int, told: Mapping[str, Any], now: dt.datetime
) -> Any:
    """Change the fields given; what is `withdrawn` is offered no more, and what was used of it stays so.

    Raise NotFound, Stale, Invalid, or Conflict for fewer than were used.
    """
    row = get(connection, reach, commitment, now)
    _check_dates({**row._mapping, **told})
    if told.get("places", row.places) < row.used:
        raise Conflict("places: more were used already; offer at least as many", "taken")
    news = {name: value for name, value in told.items() if name != "withdrawn"}
    if "withdrawn" in told:
        news["withdrawn_at"] = now if told["withdrawn"] else None
    commitments.change(connection, commitment, expected, news)
    return get(connection, reach, commitment, now)


def use(connection: Connection, reach: Reach, commitment: str, now: dt.datetime) -> Any:
    """Note that one more is used; raise NotFound, or Conflict where none is left."""
    commitments.use(connection, get(connection, reach, commitment, now), reach.subject.account or "", now)
    return get(connection, reach, commitment, now)


def give_back(connection: Connection, reach: Reach, commitment: str, now: dt.datetime) -> Any:
    """Note that the last one noted by hand was not used after all; raise NotFound, or Conflict where there is none."""
    commitments.give_back(connection, get(connection, reach, commitment, now).id)
    return get(connection, reach, commitment, now)


def _check_dates(told: Mapping[str, Any]) -> None:
    starts, ends = told.get("starts_on"), told.get("ends_on")
    if starts and ends and ends < starts:
        reason = "the last day comes before the first"
        raise Invalid(f"ends_on: {reason}", "dates", (("ends_on", reason),))
