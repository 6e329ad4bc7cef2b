"""Emergencies: an administrator opens one person's file for half an hour, with a reason, and the person is told."""

import datetime as dt
from typing import Final

from sqlalchemy import Connection

from service.db import addressees, audit, break_glass, documents, outbox, personal, scoping
from service.db.break_glass import Emergency
from service.errors import Forbidden
from service.permissions import Reach, Scope, Subject
from service.seeking import exactly

LASTS: Final = dt.timedelta(minutes=30)
MAIL: Final = ("email", "mail", "courriel")  # as people's files name it


def open_file(connection: Connection, reach: Reach, candidate: str, reason: str, now: dt.datetime) -> Emergency:
    """Let the administrator see one person's file for 30 minutes and tell the person; raise NotFound."""
    subject = _administrator(reach)
    anybody = Reach(subject, frozenset({Scope.TERRITORY}))
    within = scoping.candidates_in(anybody, documents.CANDIDATES.main.c.public_id, now)
    documents.get_by_id(connection, documents.CANDIDATES, candidate, within)
    made = break_glass.add(
        connection, str(subject.account), candidate, str(subject.territory), reason, now, now + LASTS
    )
    audit.record(connection, subject, "emergency:W", [candidate], "", reason, "break_glass", now)
    for address, language in _addresses(connection, candidate, now):
        outbox.add(connection, address, "break_glass", {"reason": reason}, language, about=candidate)
    return made


def find(
    connection: Connection, reach: Reach, first_name: str, last_name: str, birth_date: dt.date, now: dt.datetime
) -> list[str]:
    """Return the ids of who is called exactly that and born that day, a few times an hour; raise TooMany."""
    return exactly(connection, _administrator(reach), first_name, last_name, birth_date, now)


def mine(connection: Connection, reach: Reach) -> list[Emergency]:
    """Return one's own emergencies, the newest first."""
    return break_glass.of_account(connection, reach.subject.account)


def end(connection: Connection, reach: Reach, emergency: str, now: dt.datetime) -> None:
    """End one's own emergency before its time; raise NotFound."""
    break_glass.end(connection, reach.subject.account, emergency, now)


def _administrator(reach: Reach) -> Subject:
    if not reach.has(Scope.BREAK_GLASS):
        raise Forbidden("only an administrator opens a file in an emergency")
    return reach.subject


def _addresses(connection: Connection, candidate: str, now: dt.datetime) -> list[tuple[str, str]]:
    """Return where the person reads mail and in which language: their account's address, else that in their file."""
    facts = personal.read(connection, candidate)
    told = [(facts[name], "fr") for name in MAIL if name in facts]
    return [(one.email, one.language) for one in addressees.of_person(connection, candidate, now)] or told[:1]
