"""What was set aside for a person, and why: an opening, a sponsor or a meetup that is not suggested to them again."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Column, Connection, DateTime, ForeignKey, Row, Table, Text, UniqueConstraint, func, select

from service.db import seats
from service.db.base import metadata
from service.errors import Conflict, NotFound

KINDS: Final = ("opening", "sponsor", "meetup")  # each has a column

dismissals = Table(
    "dismissals",
    metadata,
    Column("id", Text, primary_key=True),
    Column("candidate", Text, ForeignKey("candidates.public_id", ondelete="CASCADE"), nullable=False),
    Column("opening", Text, ForeignKey("openings.public_id", ondelete="CASCADE"), index=True),
    Column("sponsor", Text, ForeignKey("sponsors.public_id", ondelete="CASCADE"), index=True),
    Column("meetup", Text, ForeignKey("meetups.id", ondelete="CASCADE"), index=True),
    Column("reason", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("created_by", Text, nullable=False),  # an account
    *(UniqueConstraint("candidate", kind) for kind in KINDS),
)


def add(
    connection: Connection, candidate: str, kind: str, counterpart: str, reason: str, account: str, now: dt.datetime
) -> str:
    """Set something aside and return the id of that; raise Conflict where it is already."""
    name = str(uuid.uuid4())
    row = {"id": name, "candidate": candidate, kind: counterpart, "reason": reason}
    if not seats.won(connection, dismissals, [{**row, "created_at": now, "created_by": account}]):
        raise Conflict("this was set aside before", "already")
    return name


def remove(connection: Connection, candidate: str, dismissal: str) -> Row[Any]:
    """Take back that something was set aside for a person, and return what it was; raise NotFound."""
    here = dismissals.c.id == dismissal, dismissals.c.candidate == candidate
    found = connection.execute(select(dismissals).where(*here)).first()
    if found is None:
        raise NotFound("nothing has that identifier in dismissals")
    connection.execute(dismissals.delete().where(*here))
    return found


def of(connection: Connection, candidate: str, kind: str) -> Sequence[Any]:
    """Return what of a kind was set aside for a person, the latest first."""
    here = dismissals.c
    query = select(here.id, here[kind].label("counterpart"), here.reason, here.created_at)
    query = query.where(here.candidate == candidate, here[kind].is_not(None))
    return connection.execute(query.order_by(here.created_at.desc(), here.id)).all()


def reasons(connection: Connection, kind: str) -> Mapping[str, int]:
    """Return how often each reason was given for setting aside what is of a kind: what weights may learn from."""
    here = dismissals.c
    query = select(here.reason, func.count()).where(here[kind].is_not(None)).group_by(here.reason)
    return dict(map(tuple, connection.execute(query.order_by(here.reason))))
