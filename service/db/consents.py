"""What a person was told, what they agree to, with its proof, and what was shown to whom."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    DateTime,
    ForeignKey,
    Index,
    Row,
    Select,
    Table,
    Text,
    and_,
    false,
    func,
    select,
)

from service.db.base import metadata
from service.db.paging import Asked, Order, Page, page
from service.db.scoping import candidates_in, holds
from service.errors import Conflict, NotFound
from service.permissions import Reach, Role, Scope

IDENTITY_DAYS: Final = 90
PURPOSES: Final = ("company_visibility", "identity", "status", "learning_opt_out", "messages")
_PERSON: Final = "candidates.public_id"

notices = Table(
    "notices",
    metadata,
    Column("id", Text, primary_key=True),
    Column("candidate", Text, ForeignKey(_PERSON, ondelete="CASCADE"), nullable=False, index=True),
    Column("given_at", DateTime(timezone=True), nullable=False),
    Column("given_by", Text, nullable=False),  # an account: the person's own, or the adviser's who told them
    Column("channel", Text, nullable=False),
    Column("text_version", Text, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("candidate", Text, ForeignKey(_PERSON, ondelete="CASCADE"), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("organisation", Text, ForeignKey("organisations.id")),  # the company that it is given to
    Column("sponsor", Text, ForeignKey("sponsors.public_id", ondelete="CASCADE")),  # or the sponsor
    Column("introduction", Text, ForeignKey("introductions.id", ondelete="CASCADE")),  # that it is given for
    Column("detail", Text),  # a means of contact; a digest of which status
    Column("given_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True)),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("withdrawn_by", Text),
    Column("given_by", Text, nullable=False),  # an account: the person's own, or the adviser's who recorded it
    Column("channel", Text, nullable=False),
    Column("text_version", Text, nullable=False),
    Column("seen_at", DateTime(timezone=True)),  # when the person was shown what was recorded for them
)
Index("ix_consents_candidate_purpose", consents.c.candidate, consents.c.purpose)

sharings = Table(
    "sharings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("candidate", Text, ForeignKey(_PERSON, ondelete="CASCADE"), nullable=False, index=True),
    Column("organisation", Text, ForeignKey("organisations.id")),
    Column("sponsor", Text, ForeignKey("sponsors.public_id", ondelete="CASCADE")),
    Column("account", Text, nullable=False),  # who saw it
    Column("what", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Proof:
    """How it is known what somebody agreed to, or was told."""

    given_by: str  # an account
    channel: str  # app, paper, phone, interpreter
    text_version: str  # of the words that they read or heard


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a person agrees to; None where a purpose has no such part."""

    candidate: str
    purpose: str
    organisation: str | None = None
    sponsor: str | None = None
    introduction: str | None = None
    detail: str | None = None


def tell(connection: Connection, candidate: str, proof: Proof, now: dt.datetime) -> None:
    """Record that a person was told what is done with what is known of them."""
    row = {"id": str(uuid.uuid4()), "candidate": candidate, "given_at": now, **asdict(proof)}
    connection.execute(notices.insert(), row)


def was_told(connection: Connection, candidate: str) -> bool:
    """Return whether a person has had the notice."""
    return connection.execute(select(notices.c.id).where(notices.c.candidate == candidate).limit(1)).first() is not None


def notices_of(connection: Connection, candidate: str) -> list[Row[Any]]:
    """Return the notices that a person had, the newest first."""
    here = notices.c
    query = select(notices).where(here.candidate == candidate).order_by(here.given_at.desc(), here.id)
    return list(connection.execute(query))


def give(connection: Connection, agreed: Agreed, proof: Proof, now: dt.datetime) -> str:
    """Record a consent in place of the same one given before; return its id.

    Raise Conflict for somebody who has not had the notice: nobody agrees to what they were not told.
    """
    if not was_told(connection, agreed.candidate):
        raise Conflict("the person has not had the notice yet: give it first", "notice_first")
    told, name = asdict(agreed), str(uuid.uuid4())
    same = [consents.c[part].is_not_distinct_from(value) for part, value in told.items()]
    _withdraw(connection, proof.given_by, now, *same)
    expires = now + dt.timedelta(days=IDENTITY_DAYS) if agreed.purpose == "identity" else None
    row = {"id": name, **told, **asdict(proof), "given_at": now, "expires_at": expires}
    connection.execute(consents.insert(), row)
    return name


def agreed_after(connection: Connection, purpose: str, since: dt.datetime) -> set[str]:
    """Return who agreed to a purpose for the first time after a moment, whether or not they still do."""
    here = consents.c
    query = select(here.candidate).where(here.purpose == purpose).group_by(here.candidate)
    return set(connection.execute(query.having(func.min(here.given_at) > since)).scalars())


def withdraw(connection: Connection, consent: str, by: str, now: dt.datetime) -> None:
    """End a consent now; one that has ended keeps its date."""
    _withdraw(connection, by, now, consents.c.id == consent)


def withdraw_for(connection: Connection, introduction: str, by: str, now: dt.datetime) -> None:
    """End the consents that were given for an introduction."""
    _withdraw(connection, by, now, consents.c.introduction == introduction)


def withdraw_from_sponsor(connection: Connection, candidate: str, sponsor: str, by: str, now: dt.datetime) -> None:
    """End a person's consents to a sponsor."""
    _withdraw(connection, by, now, consents.c.candidate == candidate, consents.c.sponsor == sponsor)


def get(connection: Connection, reach: Reach, candidate: str, consent: str, now: dt.datetime) -> Row[Any]:
    """Return a person's consent that is within reach; raise NotFound."""
    query = _within(reach, now).where(consents.c.candidate == candidate, consents.c.id == consent)
    found = connection.execute(query).first()
    if found is None:
        raise NotFound("nothing has that identifier in consents")
    return found


def within(connection: Connection, reach: Reach, candidate: str, asked: Asked, now: dt.datetime) -> Page:
    """Return a page of a person's consents within reach, the newest first, with those that have ended."""
    query = _within(reach, now).where(consents.c.candidate == candidate)
    return page(connection, query, Order("consents", consents.c.given_at, consents.c.id, down=True), asked)


def seen(connection: Connection, candidate: str, account: str, now: dt.datetime) -> None:
    """Note that a person was shown what others recorded for them."""
    here = consents.c
    new = (here.candidate == candidate, here.seen_at.is_(None), here.given_by != account)
    connection.execute(consents.update().where(*new).values(seen_at=now))


def share(connection: Connection, reach: Reach, candidate: str, what: str, now: dt.datetime) -> None:
    """Write down that a company or a sponsor was shown something of a person; of others nothing is written."""
    who = reach.subject
    if who.role in (Role.COMPANY, Role.SPONSOR):
        to = {"organisation": who.organisation, "sponsor": who.sponsor, "account": who.account}
        row = {"id": str(uuid.uuid4()), "candidate": candidate, **to, "what": what, "at": now}
        connection.execute(sharings.insert(), row)


def shared(connection: Connection, candidate: str, asked: Asked) -> Page:
    """Return a page of what was shown of a person, to whom, when, the newest first."""
    query = select(sharings).where(sharings.c.candidate == candidate)
    return page(connection, query, Order("sharings", sharings.c.at, sharings.c.id, down=True), asked)


def ending(connection: Connection, now: dt.datetime, before: dt.datetime) -> list[Row[Any]]:
    """Return (id, candidate, introduction, expires_at) of the consents in force that end before a time."""
    here = consents.c
    shown = here["id", "candidate", "introduction", "expires_at"]
    query = select(*shown).where(holds(here, now), here.expires_at <= before)
    return list(connection.execute(query.order_by(here.expires_at, here.id)))


def _withdraw(connection: Connection, by: str, now: dt.datetime, *which: ColumnElement[bool]) -> None:
    standing = consents.update().where(consents.c.withdrawn_at.is_(None), *which)
    connection.execute(standing.values(withdrawn_at=now, withdrawn_by=by))


def _within(reach: Reach, now: dt.datetime) -> Select[Any]:
    """Of a company or a sponsor, those that were given to it and hold."""
    here, who = consents.c, reach.subject
    given = {Role.COMPANY: (here.organisation, who.organisation), Role.SPONSOR: (here.sponsor, who.sponsor)}
    if reach.has(Scope.CONSENT) and who.role in given:
        to, me = given[who.role]
        return select(consents).where(
            and_(to == me, holds(here, now)) if me else false(), candidates_in(reach, here.candidate, now)
        )
    return select(consents).where(candidates_in(reach, here.candidate, now))
