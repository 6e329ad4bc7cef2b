"""The demonstration territory into the store, and the people, openings and sponsors worth showing first."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table

from matching.records import read_candidate, read_opening
from matching.sponsor_record import read_sponsor
from service.db import changes, documents, emptying, imports, job_runs, listing, personal, places, rows, taxonomy
from service.db.base import Store
from service.demo import Territory, territory
from service.errors import Conflict
from service.importers.personal import readable
from service.progress import Progress
from service.usecases import understanding
from service.usecases.loading import as_documents

SOURCE = "demo"
LOADING = "demonstration"  # the name of a run that loads it
LONGEST = dt.timedelta(minutes=10)  # that loading may take: it takes seconds, and one that was cut off tells of no end


@dataclass(frozen=True, slots=True)
class Example:
    """Who and what the demonstration shows."""

    candidate: str  # somebody with several openings within reach
    opening: str  # an opening with several candidates
    refused: str  # an opening that a must keeps from that candidate
    hard: str  # an opening that nearly nobody can take
    sponsored: str  # somebody whom several sponsors suit
    sponsor: str  # a sponsor whom several people suit
    cohort: tuple[str, ...]  # a dozen people to share out among the sponsors
    pooled: str  # somebody for whom part-time openings make one job
    learner: str  # somebody whom a course brings to the target
    target: str  # the occupation that is aimed at
    since: dt.date  # the day on which the demonstration plays


@dataclass(frozen=True, slots=True)
class State:
    """How far loading it has come: not begun, running, failed (with the code of an error), or loaded (how many)."""

    step: str
    since: dt.datetime | None = None
    error: str = ""
    loaded: Mapping[str, int] | None = None


def may_begin(connection: Connection) -> bool:
    """Return whether the demonstration may be loaded here: real people and invented ones are never mixed."""
    return emptying.holds_at_most(connection, SOURCE)


def begin(connection: Connection, now: dt.datetime) -> str:
    """Note that loading it begins and return the run's id; raise Conflict where it may not, or where it has begun."""
    if not may_begin(connection):
        raise Conflict("this installation is in use: the demonstration is loaded into an empty one only", "in_use")
    if state(connection, now).step == "running":
        raise Conflict("the demonstration is being loaded already: wait a moment", "loading")
    return job_runs.start(connection, LOADING, now)


def state(connection: Connection, now: dt.datetime) -> State:
    """Return how far loading it has come."""
    run = job_runs.newest(connection, LOADING)
    if run is None:
        return State("none")
    if run["ended_at"] is None:
        over = run["started_at"] < now - LONGEST
        return State("failed", run["started_at"], "cut_off") if over else State("running", run["started_at"])
    if run["error"]:
        return State("failed", run["started_at"], run["error"])
    return State("loaded", run["started_at"], loaded=json.loads(run["result"]))


def end(connection: Connection, run: str, error: str, now: dt.datetime) -> None:
    """Note how loading it ended: by what error, or "", and how much there is."""
    there = emptying.documents(connection)
    counts = {kind: there.get((kind, SOURCE), 0) for kind in documents.KINDS}
    job_runs.end(connection, run, now, json.dumps(counts), error)


def load(store: Store, progress: Progress) -> Example:
    """Load the territory and return what to show; loading it again changes nothing.

    Raise Conflict for a store that holds anything else: real people and invented ones are never mixed.
    """
    shown = territory()
    with store.write() as connection:
        foreign = documents.sources(connection) - {SOURCE, documents.API} or {
            row["kind"] for row in imports.history(connection)
        }
        if foreign:
            raise Conflict(f"this store holds {', '.join(sorted(foreign))}; give the demonstration its own: --db")
        _refer(connection, shown)
        for kind, found in (
            (documents.CANDIDATES, [read_candidate(record) for record in shown.candidates]),
            (documents.OPENINGS, [read_opening(record) for record in shown.openings]),
            (documents.SPONSORS, [read_sponsor(record) for record in shown.sponsors]),
        ):
            records, _ = understanding.understood(connection, kind, SOURCE, list(enumerate(found)), progress)
            documents.save(connection, kind, SOURCE, as_documents(records, kind, progress))
        listing.refresh(connection)
        _keep_apart(connection, shown)
    return EXAMPLE


def _refer(connection: Connection, shown: Territory) -> None:
    new = [rows.difference(connection, table, found) for table, found in _tables(shown).items()]
    if any(difference.added or difference.changed or difference.gone for difference in new):
        changes.advance(connection, changes.REFERENCE)
    for difference in new:
        rows.apply(connection, difference)


def _tables(shown: Territory) -> dict[Table, list[tuple[Any, ...]]]:
    parts: Mapping[Table, tuple[dict[str, Any], ...]] = {
        taxonomy.domains: shown.domains,
        taxonomy.occupations: shown.occupations,
        taxonomy.titles: shown.titles,
        taxonomy.skills: shown.skills,
        taxonomy.occupation_items: shown.links,
        taxonomy.mobilities: shown.mobilities,
        places.communes: shown.communes,
    }
    return {table: [tuple(row[column.name] for column in table.c) for row in part] for table, part in parts.items()}


def _keep_apart(connection: Connection, shown: Territory) -> None:
    public = documents.public_ids(connection, documents.CANDIDATES, SOURCE)
    for row in shown.personal:
        facts = {name: value if isinstance(value, bool) else str(value) for name, value in row["facts"].items()}
        personal.save(connection, public[row["candidate"]], readable(facts)[0])


EXAMPLE = Example(
    candidate="C062",
    opening="O022",
    refused="O044",
    hard="O044",
    sponsored="C140",
    sponsor="P001",
    cohort=tuple(f"C{number:03d}" for number in range(133, 145)),
    pooled="C131",
    learner="C213",
    target="N1101",
    since=dt.date(2026, 11, 30),
)
