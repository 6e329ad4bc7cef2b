"""Long work that somebody began and that every worker may tell of: how far it is, whether it is to stop, its report."""

import datetime as dt
import uuid
from typing import Any, Final

from sqlalchemy import Column, Connection, DateTime, Index, Integer, Row, Table, Text, or_, select

from service.db.base import metadata
from service.errors import NotFound
from service.permissions import Reach

works = Table(
    "works",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # plan, replan …
    Column("target", Text, nullable=False),  # the id of what it is done to: a meetup, a file, never a person
    Column("territory", Text),
    Column("account", Text, nullable=False),  # who began it
    Column("state", Text, nullable=False),
    Column("done", Integer, nullable=False),
    Column("whole", Integer),  # null = nobody knows
    Column("found", Text, nullable=False),  # JSON: what there is so far
    Column("report", Text, nullable=False),  # JSON: what came of it
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),  # by the process that does it
    Column("ended_at", DateTime(timezone=True)),
    Index("ix_works_target", "target", "kind", "started_at"),
)

RUNNING, STOPPING, DONE, FAILED = "running", "stopping", "done", "failed"
AT_WORK: Final = (RUNNING, STOPPING)


def add(connection: Connection, reach: Reach, kind: str, target: str, now: dt.datetime) -> str:
    """Note that work begins and return its id."""
    row = {"id": str(uuid.uuid4()), "kind": kind, "target": target, "territory": reach.subject.territory}
    row |= {"account": reach.subject.account or "", "state": RUNNING, "done": 0, "found": "{}", "report": "{}"}
    connection.execute(works.insert().values(**row, started_at=now, seen_at=now))
    return row["id"] or ""


def get(connection: Connection, reach: Reach, work: str) -> Row[Any]:
    """Return work that one began, or that concerns one's territory; raise NotFound."""
    here, who = works.c, reach.subject
    mine = or_(here.account == (who.account or ""), here.territory == (who.territory or ""))
    row = connection.execute(select(works).where(here.id == work, mine)).first()
    if row is None:
        raise NotFound("no work has that identifier")
    return row


def latest(connection: Connection, target: str, *kinds: str) -> Row[Any] | None:
    """Return what was begun last of these kinds."""
    here = works.c
    query = select(works).where(here.target == target, here.kind.in_(kinds))
    return connection.execute(query.order_by(here.started_at.desc(), here.id).limit(1)).first()


def tell(connection: Connection, work: str, done: int, whole: int | None, found: str, now: dt.datetime) -> str:
    """Write down how far work is; return its state, which somebody may have changed to `stopping`."""
    here = works.c
    connection.execute(works.update().where(here.id == work).values(done=done, whole=whole, found=found, seen_at=now))
    return str(connection.scalar(select(here.state).where(here.id == work)))


def stop(connection: Connection, work: str) -> None:
    """Ask work that is being done to stop."""
    here = works.c
    connection.execute(works.update().where(here.id == work, here.state == RUNNING).values(state=STOPPING))


def end(connection: Connection, work: str, state: str, report: str, now: dt.datetime) -> None:
    """Write down how work ended, and what came of it."""
    news = {"state": state, "report": report, "ended_at": now, "seen_at": now}
    connection.execute(works.update().where(works.c.id == work).values(**news))


def purge(connection: Connection, before: dt.datetime) -> int:
    """Forget the work that began before that; return how much."""
    return connection.execute(works.delete().where(works.c.started_at < before)).rowcount
