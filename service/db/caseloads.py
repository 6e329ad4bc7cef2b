"""Which adviser follows whom, for which organisation, from when to when, and why."""

import datetime as dt
import uuid
from typing import Any

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
    or_,
    select,
    text,
)

from service.db import seats
from service.db.base import metadata
from service.db.document_tables import CANDIDATES
from service.db.paging import Asked, Order, Page, page
from service.errors import Conflict, NotFound
from service.permissions import Reach, Scope

OPENED, LOADED = "file_opened", "file_loaded"  # reasons that nobody typed

caseloads = Table(
    "caseloads",
    metadata,
    Column("id", Text, primary_key=True),
    Column("candidate", Text, ForeignKey("candidates.public_id", ondelete="CASCADE"), nullable=False),
    Column("adviser", Text, nullable=False, index=True),  # an account; what it did outlives it
    Column("organisation", Text, ForeignKey("organisations.id"), nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True)),  # empty = in force
    Column("reason", Text, nullable=False),
    Column("assigned_by", Text, nullable=False),  # an account
    Column("ended_by", Text),
    Index("ix_caseloads_candidate", "candidate", "adviser", "organisation"),  # may who asks see this person?
)
Index(
    "uq_caseloads_in_force",
    caseloads.c.candidate,
    caseloads.c.adviser,
    caseloads.c.organisation,
    unique=True,
    sqlite_where=text("ends_at IS NULL"),
    postgresql_where=text("ends_at IS NULL"),
)


def assign(
    connection: Connection, candidate: str, adviser: str, organisation: str, reason: str, by: str, now: dt.datetime
) -> str:
    """Let an adviser follow a person from now on; return the assignment's id.

    Raise Conflict where they already do, for that organisation.
    """
    row = {"id": str(uuid.uuid4()), "candidate": candidate, "adviser": adviser, "organisation": organisation}
    if not seats.won(connection, caseloads, [{**row, "starts_at": now, "reason": reason, "assigned_by": by}]):
        raise Conflict("that adviser already follows this person", "already")
    return row["id"]


def end(connection: Connection, assignment: str, by: str, now: dt.datetime) -> None:
    """End an assignment now: it gives no more rights; one that has ended keeps its date."""
    here = caseloads.c
    change = caseloads.update().where(here.id == assignment, here.ends_at.is_(None))
    connection.execute(change.values(ends_at=now, ended_by=by))


def get(connection: Connection, reach: Reach, assignment: str) -> Row[Any]:
    """Return an assignment within reach; raise NotFound."""
    found = connection.execute(_within(reach).where(caseloads.c.id == assignment)).first()
    if found is None:
        raise NotFound("nothing has that identifier in caseloads")
    return found


def bare(connection: Connection, assignment: str) -> Row[Any]:
    """Return an assignment that was reached already, as it stands now."""
    return connection.execute(select(caseloads).where(caseloads.c.id == assignment)).one()


def within(connection: Connection, reach: Reach, candidate: str | None, ended: bool, asked: Asked) -> Page:
    """Return a page of the assignments within reach, the newest first; without those that ended, unless asked."""
    here = caseloads.c
    query = _within(reach)
    query = query if candidate is None else query.where(here.candidate == candidate)
    query = query if ended else query.where(here.ends_at.is_(None))
    return page(connection, query, Order("caseloads", here.starts_at, here.id, down=True), asked)


def _within(reach: Reach) -> Select[Any]:
    here, who, people = caseloads.c, reach.subject, CANDIDATES.main.c
    same = here.candidate.in_(select(people.public_id).where(people.territory == who.territory))
    mine: list[ColumnElement[bool]] = [false()]
    if reach.has(Scope.OWN) and who.candidate:
        mine.append(here.candidate == who.candidate)
    if reach.has(Scope.OWN) and who.organisation:
        mine.append(and_(here.adviser == who.account, here.organisation == who.organisation))
    return select(caseloads).where(same if reach.has(Scope.TERRITORY) else and_(same, or_(*mine)))
