"""Openings: posted, changed, renewed, filled, taken out of the market. What rankings see follows at once."""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection

from service import filing, words
from service.db import documents, listing, organisations, reached
from service.db.base import Store
from service.db.documents import OPENINGS, Document
from service.db.listing import Filters
from service.db.paging import Asked, Page, wanted
from service.errors import Conflict, Invalid, ServiceError
from service.permissions import Reach
from service.understood import wants

DRAFT, PUBLISHED, FILLED, CLOSED, WITHDRAWN = "draft", "published", "filled", "closed", "withdrawn"
LASTS: Final = 60  # days in the market, unless said

Opening = Mapping[str, Any]


def browse(
    connection: Connection,
    reach: Reach,
    filters: Filters,
    near: tuple[str, float] | None,
    sort: str,
    asked: Asked,
    now: dt.datetime,
) -> Page:
    """Return a page of openings; `near` = (INSEE code, km). Raise Invalid for an order or commune not known."""
    name, down = wanted(sort, listing.SORTS)
    if near and (point := listing.point(connection, near[0])) is None:
        raise Invalid(f"near: no commune has the INSEE code {near[0]}", "near")
    filters = replace(filters, near=(*point, near[1])) if near and point else filters
    return listing.openings(connection, reach, filters, name, down, asked, now)


def get(connection: Connection, reach: Reach, opening: str, now: dt.datetime) -> Opening:
    """Return an opening with its record; raise NotFound."""
    row = _row(connection, reach, opening, now)
    beside = listing.details(connection, opening)
    told = {name: getattr(beside, name) for name in ("filled", "hired", "reason")}
    return {**row._mapping, "record": json.loads(row.record), **told}


def understand(store: Store, told: Mapping[str, Any]) -> None:
    """Do ahead of `create` what takes longest and needs no transaction."""
    if wants(told, OPENINGS):
        filing.understand(OPENINGS, told, words.held(store.engine))


def create(
    connection: Connection,
    reach: Reach,
    told: Mapping[str, Any],
    expires_on: dt.date | None,
    draft: bool,
    now: dt.datetime,
) -> Opening:
    """Post an opening of one's organisation, in its name; raise Invalid with the fields at fault."""
    opening, who = str(uuid.uuid4()), reach.subject
    state = {"organisation": who.organisation, **_market(DRAFT if draft else PUBLISHED), **_expiry(expires_on, now)}
    told, territory = _in_own_name(connection, reach, told), who.territory or ""
    known = words.at_hand(connection) if wants(told, OPENINGS) else None
    document = filing.new_document(OPENINGS, opening, told, known, **state)
    number = documents.add(connection, OPENINGS, document, territory)
    made = listing.Changed(opening, territory, state["expires_on"], number, document.record, is_known=False)
    listing.tell(connection, [made])
    new = {"public_id": opening, "version": 1, "filled": 0, "hired": 0, "reason": ""}
    return {**state, **new, "record": json.loads(document.record)}


def change(
    connection: Connection,
    reach: Reach,
    opening: str,
    expected: int,
    told: Mapping[str, Any] | None,
    expires_on: dt.date | None,
    now: dt.datetime,
) -> Opening:
    """Merge changes into an opening (null removes a field); raise NotFound, Stale or Invalid."""
    row = _row(connection, reach, opening, now)
    record = json.loads(row.record)
    news = _in_own_name(connection, reach, told or {})
    state = _expiry(expires_on, now) if expires_on else {}
    document = filing.changed_document(OPENINGS, record, news, words.at_hand(connection), **state)
    documents.change(connection, OPENINGS, opening, expected, document)
    listing.refresh(connection)
    return get(connection, reach, opening, now)


def withdraw(connection: Connection, reach: Reach, opening: str, expected: int, now: dt.datetime) -> Opening:
    """Take an opening out of the market for good; what it was stays in the history."""
    return _become(connection, reach, opening, now, lambda _: _market(WITHDRAWN), expected)


def publish(
    connection: Connection, reach: Reach, opening: str, expires_on: dt.date | None, now: dt.datetime
) -> Opening:
    """Put an opening into the market; raise Conflict for one that was withdrawn."""

    def news(row: Any) -> Mapping[str, Any]:
        return {**_market(PUBLISHED), **_expiry(expires_on or _still(row.expires_on, now), now)}

    return _become(connection, reach, opening, now, news)


def renew(connection: Connection, reach: Reach, opening: str, now: dt.datetime) -> Opening:
    """Let an opening stay for another 60 days; one that had expired comes back."""
    return _become(connection, reach, opening, now, lambda _: {**_market(PUBLISHED), **_expiry(None, now)})


def fill(connection: Connection, reach: Reach, opening: str, filled: int, now: dt.datetime) -> Opening:
    """Write down how many posts are filled; when all are, the opening leaves the market, and comes back with one free.

    Raise Invalid for more than there are.
    """
    found = get(connection, reach, opening, now)
    positions = found["record"].get("positions", 1)
    if filled > positions:
        raise Invalid(f"filled: {filled} is more than the {positions} posts of this opening", "filled")
    status = FILLED if filled == positions else PUBLISHED if found["status"] == FILLED else found["status"]
    listing.note(connection, opening, filled=filled)
    return _become(connection, reach, opening, now, lambda _: _market(status))


def take_back(connection: Connection, reach: Reach, opening: str, now: dt.datetime) -> Opening:
    """Take one's own opening out of the market, as the draft that it was."""
    return _become(connection, reach, opening, now, lambda _: _market(DRAFT))


def unpublish(connection: Connection, reach: Reach, opening: str, reason: str, now: dt.datetime) -> Opening:
    """Take another's opening out of the market, as a draft that says why."""
    _become(connection, reach, opening, now, lambda _: _market(DRAFT))
    listing.note(connection, opening, reason=reason)
    return get(connection, reach, opening, now)


def close(connection: Connection, reach: Reach, opening: str, now: dt.datetime) -> Opening:
    """Take an opening out of the market because nobody is sought any more."""
    return _become(connection, reach, opening, now, lambda _: _market(CLOSED))


__all__ = ["Asked", "Filters"]  # named here too, for those who ask
BULK: Final[Mapping[str, Callable[[Connection, Reach, str, dt.datetime], Opening]]] = {
    "close": close,
    "renew": renew,
    "publish": lambda connection, reach, opening, now: publish(connection, reach, opening, None, now),
}


def many(
    connection: Connection, reach: Reach, action: str, openings: Sequence[str], now: dt.datetime
) -> list[dict[str, Any]]:
    """Do one thing to many openings and tell of each whether it was done, else why not."""
    return [_one_of_many(connection, reach, action, opening, now) for opening in dict.fromkeys(openings)]


def _one_of_many(connection: Connection, reach: Reach, action: str, opening: str, now: dt.datetime) -> dict[str, Any]:
    try:
        with connection.begin_nested():
            BULK[action](connection, reach, opening, now)
    except ServiceError as error:
        return {"id": opening, "done": False, "code": error.code, "reason": str(error)}
    return {"id": opening, "done": True, "code": None, "reason": None}


def _row(connection: Connection, reach: Reach, opening: str, now: dt.datetime) -> Any:
    return reached.row(connection, reach, OPENINGS, opening, now)


def _become(
    connection: Connection,
    reach: Reach,
    opening: str,
    now: dt.datetime,
    news: Callable[[Any], Mapping[str, Any]],
    expected: int | None = None,
) -> Opening:
    row = _row(connection, reach, opening, now)
    if row.status == WITHDRAWN:
        raise Conflict("this opening was withdrawn: post it anew", "withdrawn")
    document = Document(row.external_id, row.record, row.row, row.items, **news(row))
    documents.change(connection, OPENINGS, opening, row.version if expected is None else expected, document)
    listing.refresh(connection)
    listing.note(connection, opening, reason="")
    return get(connection, reach, opening, now)


def _market(status: str) -> dict[str, Any]:
    return {"status": status, "open": status == PUBLISHED}


def _expiry(day: dt.date | None, now: dt.datetime) -> dict[str, Any]:
    today = now.date()
    if day is not None and not today <= day <= today + dt.timedelta(days=366):
        raise Invalid("expires_on: a day from today to a year from now is expected", "expires_on")
    return {"expires_on": day or today + dt.timedelta(days=LASTS)}


def _still(day: dt.date | None, now: dt.datetime) -> dt.date | None:
    return day if day and day >= now.date() else None


def _in_own_name(connection: Connection, reach: Reach, told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a record whose company is the organisation of who writes it: nobody posts in another's name."""
    own = organisations.of(connection, reach.subject.organisation or "")
    company = {"name": own.name, "siret": own.siret or None}
    given = told.get("company")
    return {**told, "company": {**given, **company} if isinstance(given, Mapping) else company}
