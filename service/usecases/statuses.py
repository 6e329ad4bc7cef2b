"""Sensitive statuses: kept with the person's explicit consent to each, checked, then without proof; never ranked."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from matching.codes import plain
from service.db import consents, personal, reached, statuses
from service.db.consents import Agreed, Proof
from service.db.documents import CANDIDATES
from service.db.statuses import KINDS, Status
from service.errors import Forbidden
from service.keys import Keys
from service.permissions import Reach, Scope

NO: Final = ("non", "no", "false", "0", "n")


@dataclass(frozen=True, slots=True)
class Told:
    """A status that is told, and what shows it."""

    kind: str
    holds: bool
    proof: str | None = None  # what was shown: "decision of 2026-03-02"; dropped once checked


def declare(
    connection: Connection, keys: Keys, reach: Reach, person: str, told: Told, proof: Proof, now: dt.datetime
) -> Status:
    """Record that the person agrees to have a status kept, and keep it; what a file told of it goes.

    Raise NotFound for a person out of reach, Conflict for one who has not had the notice.
    """
    reached.record(connection, reach, CANDIDATES, person, now)
    agreed = Agreed(person, "status", detail=statuses.digest(keys, person, told.kind))
    consent = consents.give(connection, agreed, proof, now)
    personal.change(connection, person, {told.kind: None})
    by = {"consent": consent, "recorded_at": now, "recorded_by": proof.given_by}
    name = statuses.save(connection, keys, person, told.kind, told.holds, told.proof, **by)
    return statuses.get(connection, keys, person, name)


def browse(connection: Connection, keys: Keys, reach: Reach, person: str, now: dt.datetime) -> list[Status]:
    """Return the statuses that a person agreed to have kept; raise NotFound for one out of reach."""
    reached.record(connection, reach, CANDIDATES, person, now)
    return statuses.of(connection, keys, person)


def check(
    connection: Connection, keys: Keys, reach: Reach, person: str, status: str, expected: int, now: dt.datetime
) -> Status:
    """Note that the proof was seen: yes or no and the day stay, the proof goes.

    Raise Forbidden for the person, who shows it and does not see it; NotFound, Stale.
    """
    if not reach.has(Scope.CASELOAD):
        raise Forbidden("only an adviser says that they saw a proof", "other_side")
    reached.record(connection, reach, CANDIDATES, person, now)
    found = statuses.get(connection, keys, person, status)
    statuses.check(connection, found.id, reach.subject.account or "", expected, now)
    return statuses.get(connection, keys, person, status)


def withdraw(
    connection: Connection, keys: Keys, reach: Reach, person: str, status: str, now: dt.datetime
) -> dict[str, str]:
    """Delete a status and end its consent; return its id. Raise NotFound."""
    reached.record(connection, reach, CANDIDATES, person, now)
    found = statuses.get(connection, keys, person, status)
    statuses.forget(connection, keys, person, found.kind)
    consents.withdraw(connection, found.consent or "", reach.subject.account or "", now)
    return {"id": status}


def seal_imported(connection: Connection, keys: Keys, now: dt.datetime) -> int:
    """Seal the statuses that files told of people and return how many: nobody reads them before the person agrees.

    Where the person agreed already, what a file tells is forgotten.
    """
    found = personal.named(connection, KINDS)
    for person, kind, value in found:
        personal.change(connection, person, {kind: None})
        if kind not in {known.kind for known in statuses.of(connection, keys, person)}:
            by = {"consent": None, "recorded_at": now, "recorded_by": "import"}
            statuses.save(connection, keys, person, kind, plain(value) not in NO, value, **by)
    return len(found)
