"""The rankings that were shown: listed, read as they were, and computed again from what the store held then."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from matching.enums import PairKind
from matching.scoring import score_pairs
from service import past
from service.catalogue import Catalogue
from service.db import changes, history, reached, runs
from service.db.document_tables import KINDS, SPONSORS
from service.db.paging import Asked, Page
from service.db.runs import Run
from service.errors import Conflict
from service.permissions import Reach, Role
from service.usecases.ranking import RANKS, digest, engine, profile_digest, public_ids
from service.usecases.suggesting import BESIDE
from service.what_if import changed

Shown = list[tuple[str, float]]  # ids and scores, in order


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a run showed, and what the same question answers when it is computed again."""

    run: Run
    before: Shown
    again: Shown

    @property
    def same(self) -> bool:
        """The same order, and the same scores to the last bit."""
        return self.before == self.again


def listed(
    connection: Connection, reach: Reach, now: dt.datetime, subject: str | None, asked: Asked
) -> Page:
    """Return a page of the runs within reach, the latest first; for one person, opening or sponsor, if named."""
    return runs.page_of(connection, reach, now, subject, asked)


def get(connection: Connection, reach: Reach, now: dt.datetime, id: str) -> Run:
    """Return a run as it was shown, without those whom the one who asks may no longer see; raise NotFound."""
    run = runs.get(connection, reach, id, now)
    if not run.people:
        return run
    seen = reached.suggestible(connection, reach, now)
    return replace(run, shown=[row for row in run.shown if row["id"] in seen])


def showing(connection: Connection, reach: Reach, now: dt.datetime, person: str, asked: Asked) -> Page:
    """Return for which openings and to which sponsors a person within reach was shown, the latest first."""
    reached.record(connection, reach, CANDIDATES, person, now)
    return runs.showing(connection, person, asked)


def replay(connection: Connection, run: Run, catalogue: Catalogue | None = None) -> Replayed:
    """Compute a run again; raise Conflict for one that cannot be any more.

    `catalogue` spares making the same market again for several runs: it is `market_of` that run.
    """
    _check(connection, run)
    market = catalogue or market_of(connection, run)
    before = [(row["id"], row["score"]) for row in run.shown]
    record = json.loads(history.record(connection, KINDS[run.subject_kind], run.subject_id, run.documents_number))
    ...
