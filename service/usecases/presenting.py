"""Who is behind introductions, to those who may know; and which opening each is about."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from matching.records import Record
from service.db import consents, people, reached
from service.db.documents import OPENINGS
from service.permissions import Reach

TOLD: Final = ("first_name", "last_name", "phone", "email")


def names(connection: Connection, reach: Reach, persons: Sequence[str], now: dt.datetime) -> dict[str, Any]:
    """Return as {"items": …} the names and contacts of those of these people whom one may know, each with the `id`.

    What a company is shown is written down for the person.
    """
    known = sorted(set(persons) & reached.people(connection, reach, now)) if persons else []
    facts = people.facts_of(connection, known)
    for person in known:
        consents.share(connection, reach, person, "identity", now)
    return {"items": [{"id": person, **_told(people.called(facts.get(person, {})))} for person in known]}


def by_id(told: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return those people by their id, each with the `name` that they are called by."""
    return {one["id"]: {**one, "name": f"{one['first_name']} {one['last_name']}".strip()} for one in told["items"]}


def openings(connection: Connection, ids: Iterable[str]) -> dict[str, Record]:
    """Return the records of the openings of introductions that were reached already, by id."""
    return reached.records(connection, OPENINGS, dict.fromkeys(ids))


def _told(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: facts.get(name, "") for name in TOLD}
