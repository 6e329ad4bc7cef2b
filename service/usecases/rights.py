"""What people ask about their data (access, erasure, explanation, a human's look), and the answers of a named human.

An answer is due within a month. Granting an erasure erases; what nobody answers in 21 days is carried out, since
nobody's silence may keep somebody's data. A refusal needs a reason.
"""

import datetime as dt
from typing import Any, Final

from sqlalchemy import Connection

from service.db import documents, outbox, retention, rights
from service.db.documents import CANDIDATES, SPONSORS
from service.db.paging import Asked, Page
from service.db.scoping import candidates_in, sponsors_in
from service.errors import Conflict, Forbidden
from service.permissions import Reach, Scope

__all__ = ["Asked"]  # named here too, for those who ask
CANDIDATE, SPONSOR = "candidate", "sponsor"  # who asks
_KINDS: Final = {CANDIDATE: (CANDIDATES, candidates_in), SPONSOR: (SPONSORS, sponsors_in)}
DUE: Final = dt.timedelta(days=28)  # a month, whichever it is


def ask(connection: Connection, reach: Reach, whose: str, person: str, kind: str, text: str, now: dt.datetime) -> Any:
    """Write down what somebody asks, or what staff was told they ask; raise NotFound for one out of reach.

    Here and below, `whose` says what they are: candidate or sponsor.
    """
    _reached(connection, reach, whose, person, now)
    due = now + DUE
    for to, language in retention.addresses(connection, _KINDS[whose][0].name, person):
        outbox.add(connection, to, "right_received", {"day": due.date().isoformat()}, language, person)
    told = {"territory": reach.subject.territory, whose: person, "kind": kind, "text": text}
    return rights.add(connection, {**told, "asked_at": now, "asked_by": reach.subject.account, "due_at": due})


def browse(connection: Connection, reach: Reach, whose: str, person: str, now: dt.datetime) -> list[Any]:
    """Return a person's requests, the latest first; raise NotFound for one out of reach."""
    _reached(connection, reach, whose, person, now)
    return rights.of(connection, whose, person)


def due(
    connection: Connection, reach: Reach, status: str | None, asked: Asked, now: dt.datetime, sort: str = "due"
) -> Page:
    """Return a page of the requests of all whom one reaches, those due first at the head; None = of any status."""
    return rights.listed(connection, reach, status, asked, now, sort)


def get(connection: Connection, reach: Reach, request: str, now: dt.datetime) -> Any:
    """Return a request of somebody whom one reaches; raise NotFound."""
    return rights.within(connection, reach, request, now)


def answer(
    connection: Connection,
    reach: Reach,
    whose: str,
    person: str,
    request: str,
    expected: int,
    granted: bool,
    text: str,
    now: dt.datetime,
) -> Any:
    """Answer a request, with the reason; the caller then has granted erasures carried out.

    Raise Forbidden for one's own, Conflict for one that has an answer, Stale, or NotFound.
    """
    if reach.has(Scope.OWN):
        raise Forbidden("somebody else answers: nobody decides on their own request")
    status = rights.GRANTED if granted else rights.REFUSED
    return _settle(connection, reach, whose, person, request, expected, status, text, now)


def withdraw(
    connection: Connection, reach: Reach, whose: str, person: str, request: str, expected: int, now: dt.datetime
) -> Any:
    """Take a request back, as long as it has no answer; raise Conflict, Stale or NotFound.

    Raise Forbidden for who neither made it nor wrote it down: others answer it, with a reason.
    """
    _reached(connection, reach, whose, person, now)
    asked_by = rights.get(connection, whose, person, request).asked_by
    if not reach.has(Scope.OWN) and asked_by != reach.subject.account:
        raise Forbidden("only who made a request takes it back: answer it, with the reason")
    return _settle(connection, reach, whose, person, request, expected, rights.WITHDRAWN, "", now)


def _settle(
    connection: Connection,
    reach: Reach,
    whose: str,
    person: str,
    request: str,
    expected: int,
    status: str,
    text: str,
    now: dt.datetime,
) -> Any:
    _reached(connection, reach, whose, person, now)
    found = rights.get(connection, whose, person, request)
    if found.status != rights.OPEN:
        raise Conflict("this request was answered already")
    told = {"status": status, "answer": text, "answered_at": now, "answered_by": reach.subject.account}
    return rights.settle(connection, found, expected, told)


def _reached(connection: Connection, reach: Reach, whose: str, person: str, now: dt.datetime) -> None:
    kind, within = _KINDS[whose]
    documents.get_by_id(connection, kind, person, within(reach, kind.main.c.public_id, now))
