"""The rankings that were shown: listed, read as they were, and computed again from what the store held then."""

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from matching.enums import PairKind
from matching.records import Record
from service.catalogue import Bearings, Catalogue, bearings
from service.db import changes, reached, runs
from service.db.document_tables import CANDIDATES, KINDS, SPONSORS
from service.db.paging import Asked, Page
from service.db.runs import Run
from service.errors import Conflict
from service.filing import digest
from service.past import market_at
from service.permissions import Reach
from service.usecases.ranking import RANKS, engine, ids_of, profile_digest
from service.usecases.suggesting import BESIDE, ordered, rows_of, suggestible
from service.what_if import changed

Shown = list[tuple[str, float]]  # ids and scores, in order


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a run showed, and what the same question answers when it is computed again."""

    before: Shown
    again: Shown

    @property
    def same(self) -> bool:
        """The same order, and the same scores to the last bit."""
        return self.before == self.again


def listed(connection: Connection, reach: Reach, now: dt.datetime, subject: str | None, asked: Asked) -> Page:
    """Return a page of the runs within reach, the latest first; for one person, opening or sponsor, if named."""
    return runs.page_of(connection, reach, subject, asked, now)


def get(connection: Connection, reach: Reach, now: dt.datetime, id: str) -> Run:
    """Return a run as it was shown, without people whom the one who asks may see no longer; raise NotFound."""
    run = runs.get(connection, reach, id, now)
    rows = [{**row, "rank": rank} for rank, row in enumerate(run.shown, start=run.request.get("first", 1))]
    if run.people:
        seen = suggestible(connection, reach, now)
        rows = [row for row in rows if row["id"] in seen]
    return replace(run, shown=rows)


def showing(connection: Connection, reach: Reach, now: dt.datetime, person: str, asked: Asked) -> Page:
    """Return the runs in which a person within reach was shown to somebody, the latest first."""
    reached.record(connection, reach, CANDIDATES, person, now)
    return runs.showing(connection, person, asked)


def replayed(connection: Connection, reach: Reach, now: dt.datetime, id: str) -> Replayed:
    """Compute a run within reach again; raise NotFound, or Conflict for one that cannot be any more."""
    run = runs.get(connection, reach, id, now)
    return replay(connection, run, market_of(connection, run, bearings(connection)))


def market_of(connection: Connection, run: Run, known: Bearings) -> Catalogue:
    """Return the market that a run ranked, by the reference data of now."""
    day = dt.date.fromisoformat(run.request["since"])
    return market_at(connection, run.territory, run.documents_number, day, known)


def replay(connection: Connection, run: Run, market: Catalogue) -> Replayed:
    """Compute a run again in its market; raise Conflict for one that cannot be any more."""
    record = _record(connection, run)
    before = [(row["id"], row["score"]) for row in run.shown]
    again = _people_again if run.what == CANDIDATES.name else _ranked_again
    return Replayed(before, again(run, record, market))


def _record(connection: Connection, run: Run) -> Record:
    """Return the record that a run was for, as it was; raise Conflict where that, or what judged it, has gone."""
    record = reached.record_then(connection, KINDS[run.subject_kind], run.subject_id, run.documents_number)
    sponsors = SPONSORS.name in (run.what, run.subject_kind)
    profile = profile_digest(PairKind.SPONSOR if sponsors else PairKind.OPENING)
    if record is None or digest(record) != run.input:
        raise Conflict("this ranking cannot be computed again: what it was for has been erased", "erased")
    if run.reference_number != changes.numbers(connection)[1] or (run.engine, run.profile) != (engine(), profile):
        raise Conflict("this ranking cannot be computed again: other reference data or weights are in use now", "other")
    return record


def _ranked_again(run: Run, record: Record, market: Catalogue) -> Shown:
    rank, kind = RANKS[run.what]
    found = rank(changed(record, run.request.get("with", {})), market, run.request["limit"], None)
    return list(zip(ids_of(found, kind, market), [m.score for m in found.matches], strict=True))


def _people_again(run: Run, record: Record, market: Catalogue) -> Shown:
    """Rank only those who were shown: what each viewer sees is part of one order."""
    beside, _ = BESIDE[run.subject_kind]
    rows = rows_of(market, set(run.people))
    order = ordered(beside(record, market, rows), market)
    return [(place.person, place.score) for place in map(order.place, order.best.tolist())]
