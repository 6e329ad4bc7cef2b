"""Sensitive statuses, sealed: neither which status nor its value can be read without the installation's keys."""

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    Row,
    Table,
    Text,
    UniqueConstraint,
    select,
)

from service.db import versioned
from service.db.base import metadata
from service.db.times import utc
from service.errors import NotFound
from service.keys import Keys

KINDS: Final = ("aah", "ass", "qpv", "refugee", "rqth", "rsa")

statuses = Table(
    "statuses",
    metadata,
    Column("id", Text, primary_key=True),
    Column("candidate", Text, ForeignKey("candidates.public_id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),  # a digest
    Column("sealed", LargeBinary, nullable=False),  # which status, and what is known of it
    Column("proof", LargeBinary),  # sealed too; gone once checked
    Column("consent", Text, ForeignKey("consents.id", ondelete="CASCADE")),  # none = not asked yet: nobody sees it
    Column("checked_at", DateTime(timezone=True)),
    Column("checked_by", Text),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    UniqueConstraint("candidate", "kind"),
)


@dataclass(frozen=True, slots=True)
class Status:
    """A status, opened."""

    id: str
    kind: str
    holds: bool
    proof: str | None
    consent: str | None
    checked_at: dt.datetime | None
    recorded_at: dt.datetime | None
    version: int


def digest(keys: Keys, candidate: str, kind: str) -> str:
    """Return what stands for a person's status where its name must not be read."""
    return keys.digest(kind, f"status {candidate}")


def save(
    connection: Connection, keys: Keys, candidate: str, kind: str, holds: bool, proof: str | None, **rest: Any
) -> str:
    """Keep a status in place of what was known of it; return its id. `rest` are the columns not sealed."""
    name = str(uuid.uuid4())
    forget(connection, keys, candidate, kind)
    row = {
        "id": name,
        "candidate": candidate,
        "kind": digest(keys, candidate, kind),
        "sealed": keys.seal(json.dumps({"kind": kind, "holds": holds}), _about(name)),
        "proof": None if proof is None else keys.seal(proof, f"{_about(name)} proof"),
    }
    connection.execute(statuses.insert(), {**row, **rest})
    return name


def forget(connection: Connection, keys: Keys, candidate: str, kind: str) -> None:
    """Delete a person's status; to have none is no error."""
    here = statuses.c
    same = (here.candidate == candidate, here.kind == digest(keys, candidate, kind))
    connection.execute(statuses.delete().where(*same))


def forget_agreed(connection: Connection, consent: str) -> None:
    """Delete what was kept by a consent."""
    connection.execute(statuses.delete().where(statuses.c.consent == consent))


def of(connection: Connection, keys: Keys, candidate: str) -> list[Status]:
    """Return the statuses of a person that they agreed to have kept, by name."""
    here = statuses.c
    rows = connection.execute(select(statuses).where(here.candidate == candidate, here.consent.is_not(None)))
    return sorted((_opened(keys, row) for row in rows), key=lambda status: status.kind)


def get(connection: Connection, keys: Keys, candidate: str, status: str) -> Status:
    """Return a status that a person agreed to have kept; raise NotFound."""
    here = statuses.c
    same = (here.candidate == candidate, here.id == status, here.consent.is_not(None))
    row = connection.execute(select(statuses).where(*same)).first()
    if row is None:
        raise NotFound("nothing has that identifier in statuses")
    return _opened(keys, row)


def check(connection: Connection, status: str, by: str, expected: int, now: dt.datetime) -> None:
    """Note that a proof was seen, and drop it; raise Stale at another version than expected."""
    versioned.change(connection, statuses, status, expected, proof=None, checked_at=now, checked_by=by)


def _about(status: str) -> str:
    return f"status:{status}"


def _opened(keys: Keys, row: Row[Any]) -> Status:
    told = json.loads(keys.unseal(row.sealed, _about(row.id)))
    proof = None if row.proof is None else keys.unseal(row.proof, f"{_about(row.id)} proof")
    times = utc(row.checked_at), utc(row.recorded_at)
    return Status(row.id, told["kind"], told["holds"], proof, row.consent, *times, row.version)
