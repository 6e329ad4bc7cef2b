"""The rankings that were shown: by whom and when asked, of what market, with what answer; enough to make them again.

Kept 12 months (the floor of AI Act 26(6) is 6), then without a name: what was computed stays, whom it was about goes.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    ForeignKey,
    Index,
    Table,
    Text,
    and_,
    false,
    or_,
    select,
)

from service.db.base import metadata
from service.db.paging import Asked, Order, Page, page
from service.db.rows import batches
from service.db.scoping import candidates_in
from service.db.times import utc
from service.errors import NotFound
from service.permissions import Reach, Scope

KEPT: Final = dt.timedelta(days=365)
BATCH: Final = 500
CANDIDATES: Final = "candidates"

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

_ADD: Final = runs.insert()
_ADD_PEOPLE: Final = run_people.insert()


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
        return [row["id"] for row in self.shown] if self.what == CANDIDATES else []


def save(connection: Connection, run: Run) -> None:
    """Add a run."""
    connection.execute(_ADD, _row(run))
    if run.people:
        connection.execute(_ADD_PEOPLE, [{"run": run.id, "candidate": candidate} for candidate in run.people])


def get(connection: Connection, reach: Reach, id: str, now: dt.datetime) -> Run:
    """Return a run within reach; raise NotFound."""
    row = connection.execute(select(runs).where(runs.c.id == id, runs_in(reach, now))).first()
    if row is None:
        raise NotFound("nothing has that identifier in runs")
    return _run(row)


def page_of(connection: Connection, reach: Reach, subject: str | None, asked: Asked, now: dt.datetime) -> Page:
    """Return a page of the runs within reach, the latest first; for one person, opening or sponsor, if named."""
    query = select(runs).where(runs_in(reach, now))
    query = query if subject is None else query.where(runs.c.subject_id == subject)
    return _page(connection, query, Order("runs", runs.c.at, runs.c.id, down=True), asked)


def showing(connection: Connection, person: str, asked: Asked) -> Page:
    """Return a page of the runs in which a person was shown to somebody, the latest first."""
    query = select(runs).join(run_people).where(run_people.c.candidate == person)
    return _page(connection, query, Order("runs showing", runs.c.at, runs.c.id, down=True), asked)


def runs_in(reach: Reach, now: dt.datetime) -> ColumnElement[bool]:
    """Return the condition that a run is within reach: those for people within reach, and suggestions one was shown."""
    here, who = runs.c, reach.subject
    mine = here.organisation == who.organisation if reach.has(Scope.ORGANISATION) else here.account == who.account
    suggestions = and_(here.what == CANDIDATES, mine if who.account else false())
    people = and_(here.subject_kind == CANDIDATES, candidates_in(reach, here.subject_id, now))
    return and_(here.territory == who.territory, or_(suggestions, people))


def _page(connection: Connection, query: Any, order: Order, asked: Asked) -> Page:
    found = page(connection, query, order, asked)
    return replace(found, rows=[_run(row) for row in found.rows])


def _run(row: Any) -> Run:
    told = {column.name: row._mapping[column.name] for column in runs.c}
    return Run(**told | {"at": utc(row.at), "request": json.loads(row.request), "shown": json.loads(row.shown)})


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
    subject = "" if run.subject_kind == CANDIDATES else run.subject_id
    request = {name: value for name, value in run.request.items() if name != "with"}
    return {"subject_id": subject, "account": "", "request": _json(request), "input": "", "shown": _json(shown)}


def _without(run: Run, candidate: str) -> dict[str, str]:
    return {"shown": _json([{**row, "id": "" if row["id"] == candidate else row["id"]} for row in run.shown])}


def _replace(connection: Connection, run: Run, values: dict[str, str]) -> None:
    connection.execute(runs.update().where(runs.c.id == run.id).values(values))


def _row(run: Run) -> dict[str, Any]:
    told = {column.name: getattr(run, column.name) for column in runs.c}
    return {**told, "request": _json(run.request), "shown": _json(run.shown)}


def _json(value: dict[str, Any] | Sequence[dict[str, Any]]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
