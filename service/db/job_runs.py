"""What ran by itself, when, and with what result."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import Column, Connection, DateTime, Index, Table, Text, select

from service.db.base import metadata
from service.db.rows import plain
from service.db.times import utc

job_runs = Table(
    "job_runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("result", Text, nullable=False, server_default=""),  # counts as JSON, never personal
    Column("error", Text, nullable=False, server_default=""),  # a code or the name of an error
    Index("ix_job_runs_name", "name", "started_at"),
)


def start(connection: Connection, name: str, now: dt.datetime) -> str:
    """Note that a job begins and return the run's id."""
    id = str(uuid.uuid4())
    connection.execute(job_runs.insert().values(id=id, name=name, started_at=now))
    return id


def only_last(connection: Connection, name: str, id: str) -> None:
    """Forget the earlier runs of a job in which nothing went wrong: of what runs all day, the last tells enough."""
    here = job_runs.c
    connection.execute(job_runs.delete().where(here.name == name, here.id != id, here.error == ""))


def end(connection: Connection, id: str, now: dt.datetime, result: str, error: str = "") -> None:
    """Note how a run ended."""
    here = job_runs.c
    connection.execute(job_runs.update().where(here.id == id).values(ended_at=now, result=result, error=error))


def last(connection: Connection, name: str) -> dt.datetime | None:
    """Return when a job last began, in UTC, of the runs that ended well; None if it never did."""
    here = job_runs.c
    well = (here.name == name, here.ended_at.is_not(None), here.error == "")
    at = connection.scalar(select(here.started_at).where(*well).order_by(here.started_at.desc()).limit(1))
    return utc(at)


def newest(connection: Connection, name: str) -> dict[str, Any] | None:
    """Return the run of a job that began last, whatever became of it; None if it never ran."""
    here = job_runs.c
    query = select(job_runs).where(here.name == name).order_by(here.started_at.desc(), here.id).limit(1)
    row = connection.execute(query).first()
    return plain(row) if row else None


def latest(connection: Connection, most: int) -> list[dict[str, Any]]:
    """Return the last runs, newest first."""
    query = select(job_runs).order_by(job_runs.c.started_at.desc(), job_runs.c.id).limit(most)
    return [plain(row) for row in connection.execute(query)]


def purge(connection: Connection, before: dt.datetime) -> int:
    """Delete the runs that began before that; return how many."""
    return connection.execute(job_runs.delete().where(job_runs.c.started_at < before)).rowcount
