"""What a person is told and agrees to: recorded with its proof, shown to them, withdrawn at once."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from service.db import consents, introductions, reached, sponsorships, statuses
from service.db.consents import Agreed, Proof
from service.db.documents import CANDIDATES
from service.db.paging import Asked, Page
from service.errors import Conflict, Forbidden, Invalid
from service.keys import Keys
from service.permissions import Reach, Role, Scope

WORDING: Final = "2026-11"  # the version of the words that screens show before somebody agrees
DETAILS: Final = {"messages": ("mail", "phone", "sms")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A consent to be recorded."""

    purpose: str
    introduction: str | None = None  # of `identity`
    sponsor: str | None = None  # of `identity`
    detail: str | None = None  # the means of `messages`


def proof_of(reach: Reach, channel: str, text_version: str) -> Proof:
    """Return the proof of what who asks records; raise Invalid for a means that does not suit them."""
    own = reach.subject.role is Role.CANDIDATE
    if own != (channel == "app"):
        raise Invalid("channel: app for oneself; paper, phone or interpreter for somebody else", "channel")
    return Proof(reach.subject.account or "", channel, text_version)


def tell(connection: Connection, reach: Reach, person: str, proof: Proof, now: dt.datetime) -> list[Any]:
    """Record that a person had the notice; return those that they had. Raise NotFound for one out of reach."""
    _known(connection, reach, person, now)
    consents.tell(connection, person, proof, now)
    return notices(connection, reach, person, now)


def notices(connection: Connection, reach: Reach, person: str, now: dt.datetime) -> list[Any]:
    """Return the notices that a person had, the newest first; raise NotFound for one out of reach."""
    if not reach.has(Scope.OWN, Scope.CASELOAD, Scope.TERRITORY):
        raise Forbidden("only the person and their advisers read this")
    _known(connection, reach, person, now)
    return consents.notices_of(connection, person)


def give(connection: Connection, reach: Reach, person: str, wanted: Wanted, proof: Proof, now: dt.datetime) -> Any:
    """Record a consent and return it.

    Raise NotFound for a person out of reach, Conflict where they have not had the notice, Invalid for a purpose
    with parts that it does not have, or whose consent is given elsewhere (a status, with the status).
    """
    _known(connection, reach, person, now)
    agreed = _agreed(connection, reach, person, wanted, now)
    name = consents.give(connection, agreed, proof, now)
    return consents.get(connection, reach, person, name, now)


def withdraw(connection: Connection, reach: Reach, person: str, consent: str, now: dt.datetime) -> Any:
    """End a consent at once, with what was kept by it; return it. Raise NotFound."""
    found = consents.get(connection, reach, person, consent, now)
    consents.withdraw(connection, consent, reach.subject.account or "", now)
    statuses.forget_agreed(connection, consent)
    return consents.get(connection, reach, person, found.id, now)


def browse(connection: Connection, reach: Reach, person: str, asked: Asked, now: dt.datetime) -> Page:
    """Return a page of a person's consents, ended ones too; to a company or a sponsor those that it holds."""
    _known(connection, reach, person, now)
    return consents.within(connection, reach, person, asked, now)


def seen(connection: Connection, reach: Reach, person: str, now: dt.datetime) -> dict[str, bool]:
    """Note that the person saw what was recorded for them; raise Forbidden for other roles, NotFound for others."""
    if not reach.has(Scope.OWN):
        raise Forbidden("only the person can say that they saw it", "other_side")
    _known(connection, reach, person, now)
    consents.seen(connection, person, reach.subject.account or "", now)
    return {"seen": True}


def sharings(connection: Connection, reach: Reach, person: str, asked: Asked, now: dt.datetime) -> Page:
    """Return a page of what was shown of a person, to whom, when; raise NotFound for one out of reach."""
    if not reach.has(Scope.OWN, Scope.CASELOAD):
        raise Forbidden("only the person and their advisers read this")
    _known(connection, reach, person, now)
    return consents.shared(connection, person, asked)


def detail_of(keys: Keys, reach: Reach, row: Any) -> str | None:
    """Return the detail of a consent in words, to the person and their advisers: which status, by which means."""
    if not reach.has(Scope.OWN, Scope.CASELOAD):
        return None
    known = {statuses.digest(keys, row.candidate, kind): kind for kind in statuses.KINDS}
    return known.get(row.detail, row.detail)


def _known(connection: Connection, reach: Reach, person: str, now: dt.datetime) -> None:
    reached.record(connection, reach, CANDIDATES, person, now)


def _agreed(connection: Connection, reach: Reach, person: str, wanted: Wanted, now: dt.datetime) -> Agreed:
    parts = {name for name in ("introduction", "sponsor", "detail") if getattr(wanted, name) is not None}
    if wanted.purpose == "status":
        raise Invalid("purpose: this consent is given together with the status", "purpose")
    if wanted.purpose == "identity":
        return _identity(connection, reach, person, wanted, parts, now)
    if wanted.purpose in DETAILS and wanted.detail not in DETAILS[wanted.purpose]:
        raise Invalid(f"detail: one of {', '.join(DETAILS[wanted.purpose])}", "detail")
    if parts != ({"detail"} if wanted.purpose in DETAILS else set()):
        raise Invalid("purpose: this one is given to nobody in particular", "purpose")
    return Agreed(person, wanted.purpose, detail=wanted.detail)


def _identity(
    connection: Connection, reach: Reach, person: str, wanted: Wanted, parts: set[str], now: dt.datetime
) -> Agreed:
    if parts == {"introduction"}:
        found = introductions.get(connection, reach, wanted.introduction or "", now)
        if found.candidate != person or not found.open:
            raise Conflict("this introduction is not open, or not this person's", "not_open")
        return Agreed(person, "identity", found.organisation, introduction=found.id)
    if parts == {"sponsor"} and sponsorships.is_open(connection, person, wanted.sponsor or ""):
        return Agreed(person, "identity", sponsor=wanted.sponsor)
    raise Invalid("identity: name one introduction, or a sponsor who follows the person", "purpose")
