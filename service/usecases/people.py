"""People who look for work: their file is opened, found again, read by who may, changed, closed."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from service.db import caseloads, consents, documents, memberships, people, personal, reached
from service.db.consents import Proof
from service.db.documents import CANDIDATES, Document
from service.db.paging import Asked, Page
from service.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError, Stale
from service.filing import changed_document, document_of, new_document
from service.permissions import Reach, Role, Scope
from service.pseudonyms import common
from service.seeking import exactly, sought
from service.words import at_hand

__all__ = ["Asked", "Proof"]  # named here too, for those who ask
ADULT: Final = 18  # years: younger people need a rule of their own

Person = Mapping[str, Any]


def browse(
    connection: Connection, reach: Reach, q: str | None, closed: bool, down: bool, asked: Asked, now: dt.datetime
) -> tuple[Page, Mapping[str, Mapping[str, str]]]:
    """Return a page of people, by name, and their personal facts by id; advisers find theirs as `seeking` tells."""
    if q and reach.has(Scope.CASELOAD):
        ids = sought(connection, reach, q, "", closed, now).ids
        found = people.named(connection, reach, None, closed, down, asked, now, ids)
    else:
        found = people.named(connection, reach, q, closed, down, asked, now)
    facts = people.facts_of(connection, [row.public_id for row in found.rows])
    return found, {person: people.called(told) for person, told in facts.items()}


def create(
    connection: Connection,
    reach: Reach,
    identity: Mapping[str, str],
    told: Mapping[str, Any],
    notice: Proof | None,
    now: dt.datetime,
) -> Person:
    """Open a file and follow it, in one transaction; `notice` is the proof that the person was told.

    Raise Forbidden for who is no adviser, Invalid with the fields at fault.
    """
    who = reach.subject
    if not reach.has(Scope.CASELOAD) or who.organisation is None:
        raise Forbidden("advisers open files: ask one of them")
    _check_age(identity, now)
    document = new_document(CANDIDATES, str(uuid.uuid4()), told, at_hand(connection))
    documents.save(connection, CANDIDATES, document.source, [document], who.territory or "")
    personal.save(connection, document.public_id, identity)
    account = who.account or ""
    caseloads.assign(connection, document.public_id, account, who.organisation, caseloads.OPENED, account, now)
    if notice:
        consents.tell(connection, document.public_id, notice, now)
    return get(connection, reach, document.public_id, now)


def find(
    connection: Connection, reach: Reach, first_name: str, last_name: str, birth_date: dt.date, now: dt.datetime
) -> list[str]:
    """Return the ids of who is called exactly that and born that day: for advisers, few times an hour.

    Raise Forbidden for others, TooMany.
    """
    if not reach.has(Scope.CASELOAD):
        raise Forbidden("advisers search for people: ask one of them")
    return exactly(connection, reach.subject, first_name, last_name, birth_date, now)


def get(connection: Connection, reach: Reach, person: str, now: dt.datetime) -> Person:
    """Return a person's profile, and by which scope it is seen; raise NotFound.

    Without a name, only what enough visible people share is in it.
    """
    row, seen = _row(connection, reach, person, now), people.seen_as(connection, reach, person, now)
    record = json.loads(row.record)
    if seen == Scope.PSEUDONYMOUS:
        visible = reached.visible_people(connection, reach.subject.territory or "", now)
        record = common(record, list(reached.records(connection, CANDIDATES, visible).values()))
    return {**row._mapping, "record": record, "seen": seen}


def change(
    connection: Connection, reach: Reach, person: str, expected: int, told: Mapping[str, Any], now: dt.datetime
) -> Person:
    """Merge changes into a profile (null removes a field); raise NotFound, Stale or Invalid."""
    record = get(connection, reach, person, now)["record"]
    document = changed_document(CANDIDATES, record, told, at_hand(connection))
    documents.change(connection, CANDIDATES, person, expected, document)
    return get(connection, reach, person, now)


def put_back(connection: Connection, reach: Reach, person: str, expected: int, now: dt.datetime) -> Person:
    """Give a profile the content that it had before its last change: to undo that, or to undo this.

    Raise NotFound, Stale, or Conflict for one that never changed.
    """
    row = _row(connection, reach, person, now)
    before = reached.record_then(connection, CANDIDATES, person, row.changed - 1)
    if before is None:
        raise Conflict("this has never been changed: there is nothing to undo", "nothing_to_undo")
    document = document_of(CANDIDATES, before, status=row.status, open=row.open)
    documents.change(connection, CANDIDATES, person, expected, document)
    return get(connection, reach, person, now)


def close(connection: Connection, reach: Reach, person: str, now: dt.datetime) -> Person:
    """Take a person out of all rankings; their file stays until it is erased."""
    return _become(connection, reach, person, now, "closed", False)


def reopen(connection: Connection, reach: Reach, person: str, now: dt.datetime) -> Person:
    """Take a closed file up again."""
    return _become(connection, reach, person, now, "published", True)


def identity(connection: Connection, reach: Reach, person: str, now: dt.datetime) -> Person:
    """Return who a person is, the version of that, and by which scope it is seen; raise NotFound."""
    seen = people.seen_as(connection, reach, person, now)
    if not seen:
        raise NotFound(f"nothing has that identifier in {CANDIDATES.name}")
    consents.share(connection, reach, person, "identity", now)
    facts = people.called(personal.read(connection, person))
    return {"public_id": person, "facts": facts, "seen": seen, "version": personal.version(connection, person)}


def change_identity(
    connection: Connection,
    reach: Reach,
    person: str,
    expected: int,
    facts: Mapping[str, str | None],
    now: dt.datetime,
) -> Person:
    """Change the facts given (None forgets one); raise NotFound, Stale or Invalid."""
    found = identity(connection, reach, person, now)
    if found["version"] != expected:
        raise Stale(f"this has changed since it was read: it is at version {found['version']}; read it again")
    _check_age(facts, now, "birth_date")
    personal.change(connection, person, facts)
    return identity(connection, reach, person, now)


def assign_many(
    connection: Connection, reach: Reach, persons: Sequence[str], adviser: str, reason: str, now: dt.datetime
) -> list[dict[str, Any]]:
    """Let a colleague follow people too, and tell of each whether it was done, else why not.

    Raise NotFound when nobody who advises in one's organisation has that account, Forbidden for who is no adviser.
    """
    if not reach.has(Scope.CASELOAD):
        raise Forbidden("advisers choose who follows whom: ask one of them")
    who = (Role.ADVISER, reach.subject.territory, reach.subject.organisation)
    roles = memberships.of_account(connection, adviser, now)
    if who not in {(role.role, role.territory, role.organisation) for role in roles}:
        raise NotFound("no adviser of your organisation has that identifier")
    return [_hand_over(connection, reach, person, adviser, reason, now) for person in dict.fromkeys(persons)]


def _hand_over(
    connection: Connection, reach: Reach, person: str, adviser: str, reason: str, now: dt.datetime
) -> dict[str, Any]:
    who = reach.subject
    try:
        with connection.begin_nested():
            _row(connection, reach, person, now)
            caseloads.assign(connection, person, adviser, who.organisation or "", reason, who.account or "", now)
    except ServiceError as error:
        return {"id": person, "done": False, "code": error.code, "reason": str(error)}
    return {"id": person, "done": True, "code": None, "reason": None}


def _row(connection: Connection, reach: Reach, person: str, now: dt.datetime) -> Any:
    return reached.row(connection, reach, CANDIDATES, person, now)


def _become(connection: Connection, reach: Reach, person: str, now: dt.datetime, status: str, open: bool) -> Person:
    row = _row(connection, reach, person, now)
    document = Document(row.external_id, row.record, row.row, row.items, status=status, open=open)
    documents.change(connection, CANDIDATES, person, row.version, document)
    return get(connection, reach, person, now)


def _check_age(facts: Mapping[str, str | None], now: dt.datetime, field: str = "identity.birth_date") -> None:
    told = facts.get("birth_date")
    if told is None:
        return
    born, today = dt.date.fromisoformat(told), now.date()
    if today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < ADULT:
        reason = "under 18: this service takes adults only"
        raise Invalid(f"birth_date: {reason}", "minor", ((field, reason),))
