"""The rankings that were shown: by whom and when asked, of what market, with what answer; enough to make them again.

Kept 12 months (the floor of AI Act 26(6) is 6), then without a name: what was computed stays, whom it was about goes.
"""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, DateTime, ForeignKey, Index, Table, Text, and_, or_, select

from service.db.base import metadata
from service.db.rows import batches
from service.db.times import utc
from service.errors import NotFound

KEPT: Final = dt.timedelta(days=365)
BATCH: Final = 500

runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("territory", Text, nullable=False),
    Column("what", Text, nullable=False),  # openings, sponsors, courses, candidates: what was ranked
    Column("subject_kind", Text, nullable=False),  # candidates, openings, sponsors: for whom
    Column("subject_id", Text, nullable=False),  # a public id; empty = made nameless
    Column("at", DateTime(timezone=True), nullable=False, index=True),
    Column("account", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("organisation", Text, nullable=False),  # of the one who asked; empty = none
    Column("engine", Text, nullable=False),  # version of the program
    Column("profile", Text, nullable=False),  # digest of the weights
    Column("documents_number", BigInteger, nullable=False),
    Column("reference_number", BigInteger, nullable=False),
    Column("request", Text, nullable=False),  # JSON: what was asked
    Column("input", Text, nullable=False),  # digest of the record that was ranked for; empty = made nameless
    Column("shown", Text, nullable=False),  # JSON: what was answered
    Index("ix_runs_subject", "subject_id", "at"),
)

run_people = Table(
    "run_people",
    metadata,
    Column("run", Text, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("candidate", Text, primary_key=True, index=True),  # who was shown to somebody
)


@dataclass(frozen=True, slots=True)
class Run:
    """One ranking as it was shown; `people` are the candidates among what was shown."""

    id: str
    territory: str
    what: str
    subject_kind: str
    subject_id: str
    at: dt.datetime
    account: str
    role: str
    organisation: str
    engine: str
    profile: str
    documents_number: int
    reference_number: int
    request: dict[str, Any]
    input: str
    shown: list[dict[str, Any]]  # id, score, reasons: the place in the list is the rank

    @property
    def people(self) -> list[str]:
        """The candidates who were shown, if candidates were."""
        return [row["id"] for row in self.shown] if self.what == "candidates" else []


def save(connection: Connection, found: Iterable[Run]) -> None:
    """Add runs."""
    whole = list(found)
    people = [{"run": run.id, "candidate": candidate} for run in whole for candidate in run.people]
    connection.execute(runs.insert(), [_row(run) for run in whole])
    if people:
        connection.execute(run_people.insert(), people)


def get(connection: Connection, id: str, condition: Any) -> Run:
    """Return a run; raise NotFound where there is none that meets the condition."""
    row = connection.execute(select(runs).where(runs.c.id == id, condition)).first()
    if row is None:
        raise NotFound(f"nothing is called {id} in runs")
    return _run(row)


def of(connection: Connection, subject_id: str, limit: int, before: tuple[dt.datetime, str] | None = None) -> list[Run]:
    """Return the runs for one person, opening or sponsor, the latest first; after a place in that list, if given."""
    here = runs.c
    query = select(runs).where(here.subject_id == subject_id)
    if before is not None:
        at, id = before
        query = query.where(or_(here.at < at, and_(here.at == at, here.id < id)))
    return [_run(row) for row in connection.execute(query.order_by(here.at.desc(), here.id.desc()).limit(limit))]


def showing(connection: Connection, candidate: str, limit: int) -> list[Run]:
    """Return the runs in which a person was shown to somebody, the latest first."""
    query = select(runs).join(run_people).where(run_people.c.candidate == candidate)
    return [_run(row) for row in connection.execute(query.order_by(runs.c.at.desc(), runs.c.id.desc()).limit(limit))]


def forget(connection: Connection, candidate: str) -> int:
    """Make everything about a person nameless; return in how many runs they were."""
    shown = select(run_people.c.run).where(run_people.c.candidate == candidate)
    query = select(runs).where(or_(runs.c.subject_id == candidate, runs.c.id.in_(shown)))
    found = [_run(row) for row in connection.execute(query)]
    connection.execute(run_people.delete().where(run_people.c.candidate == candidate))
    for run in found:
        _replace(connection, run, _nameless(run) if run.subject_id == candidate else _without(run, candidate))
    return len(found)


def purge(connection: Connection, now: dt.datetime) -> int:
    """Make the runs nameless whose twelve months are over; return how many were not yet."""
    query = select(runs).where(runs.c.at < now - KEPT, runs.c.input != "")
    found = [_run(row) for row in connection.execute(query)]
    for some in batches(found, BATCH):
        connection.execute(run_people.delete().where(run_people.c.run.in_([run.id for run in some])))
        for run in some:
            _replace(connection, run, _nameless(run))
    return len(found)


def _nameless(run: Run) -> dict[str, str]:
    """Return what stays of a run: how it was computed and with which reasons, of nobody."""
    shown = [{**row, "id": ""} for row in run.shown] if run.people else run.shown
    subject = "" if run.subject_kind == "candidates" else run.subject_id
    request = {name: value for name, value in run.request.items() if name != "with"}
    return {"subject_id": subject, "account": "", "request": _json(request), "input": "", "shown": _json(shown)}


def _without(run: Run, candidate: str) -> dict[str, str]:
    return {"shown": _json([{**row, "id": "" if row["id"] == candidate else row["id"]} for row in run.shown])}


def _replace(connection: Connection, run: Run, values: dict[str, str]) -> None:
    connection.execute(runs.update().where(runs.c.id == run.id).values(values))


def _row(run: Run) -> dict[str, Any]:
    told = {column.name: getattr(run, column.name) for column in runs.c}
    return {**told, "request": _json(run.request), "shown": _json(run.shown)}


def _run(row: Any) -> Run:
    told = row._asdict()
    return Run(**{**told, "at": utc(row.at), "request": json.loads(row.request), "shown": json.loads(row.shown)})


def _json(value: dict[str, Any] | Sequence[dict[str, Any]]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
