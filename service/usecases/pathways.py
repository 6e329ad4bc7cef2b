"""From a person to a target, and which courses to open next, on what the store and a file of programmes hold."""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection

from matching.changes import apply
from matching.codes import code_key, code_of
from matching.market import candidate_table, joined
from matching.model import Openings
from matching.pathways import LEAST, course_steps, find_paths, of_occupation, of_opening
from matching.pathways.cohort import Cohort, courses_to_open
from matching.pathways.model import Path, Paths, Step
from matching.ranking import rank_openings
from matching.records import Record
from service import live
from service.catalogue import Catalogue
from service.db import documents, reached
from service.errors import NotFound
from service.names import names_in
from service.permissions import Reach

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Within:
    """What is within a candidate's reach: how many openings, the score of one of them (None: a must removes it)."""

    reachable: int
    score: float | None


@dataclass(frozen=True, slots=True)
class Found:
    """The paths to a target, what they do, and the steps of the territory that have no date."""

    paths: Paths
    effects: Mapping[str, tuple[Within, Within]]  # "shortest", "surest" → before and after
    undated: tuple[str, ...]
    steps: Mapping[str, Step]


def ways(
    connection: Connection, reach: Reach, now: dt.datetime, person: str, opening: str | None, trade: str = ""
) -> tuple[Found, Catalogue]:
    """Return the paths of a person within reach to an opening of the market, else to an occupation, from today on.

    Raise NotFound.
    """
    record = reached.record(connection, reach, documents.CANDIDATES, person, now)
    catalogue = live.at(connection, reach.subject.territory or "", now.date())
    if opening and opening not in catalogue.openings.values():
        raise NotFound(f"nothing has that identifier in {documents.OPENINGS.name}")
    return paths_for(connection, record, opening or trade, catalogue, (), {}, now.date(), LEAST), catalogue


def trades(connection: Connection, reach: Reach, now: dt.datetime, person: str) -> list[tuple[str, Record]]:
    """Return the wishes of a person within reach whose occupation is known, with its code; raise NotFound."""
    record = reached.record(connection, reach, documents.CANDIDATES, person, now)
    taxonomy = live.at(connection, reach.subject.territory or "", now.date()).market.taxonomy

    def trade(wish: Record) -> str | None:
        title = taxonomy.titles.find(np.array([code_key(wish.get("title_code", ""))], np.uint64))
        key = taxonomy.occupations.codes[taxonomy.title_occupation[title]][0]
        return wish.get("occupation") or code_of(int(key))

    return [(code, wish) for wish in record.get("wishes", ()) if (code := trade(wish))]


def paths_for(
    connection: Connection,
    candidate: Record,
    target: str,
    catalogue: Catalogue,
    programmes: Sequence[Step],
    facts: Mapping[str, Any],
    day: dt.date,
    least: float,
) -> Found:
    """Return the paths of a candidate to an opening or an occupation; raise NotFound for a target that is neither."""
    openings = _target(connection, target, catalogue)
    courses, undated = course_steps(opening_records(connection, catalogue).items())
    steps = [*courses, *programmes]
    found = find_paths(candidate, openings, steps, catalogue.market, catalogue.profile, day.toordinal(), facts, least)
    paths = {"shortest": found.shortest, "surest": found.surest}
    effects = {name: _effect(candidate, path, catalogue) for name, path in paths.items() if path is not None}
    return Found(found, effects, tuple(undated), {step.key: step for step in steps})


def cohort_of(
    connection: Connection,
    catalogue: Catalogue,
    programmes: Sequence[Step],
    day: dt.date,
    k: int,
    least: float,
    progress: Progress = lambda done, steps: None,
) -> Cohort:
    """Return the k courses, existing or possible, that give most people of the store a place."""
    openings = opening_records(connection, catalogue)
    names = catalogue.market.candidate_ids
    people = {
        number: _read(connection, documents.CANDIDATES, catalogue.candidates[name]) for number, name in enumerate(names)
    }
    courses = [*course_steps(openings.items())[0], *programmes]
    words = names_in(openings.values())
    return courses_to_open(
        people, catalogue.market, catalogue.profile, courses, words, day.toordinal(), k, least, progress=progress
    )


def opening_records(connection: Connection, catalogue: Catalogue) -> dict[str, Record]:
    """Return the record of every opening of the market, by its name there."""
    records = reached.records(connection, documents.OPENINGS, catalogue.openings.values())
    return {name: records[public] for name, public in catalogue.openings.items()}


def _target(connection: Connection, target: str, catalogue: Catalogue) -> Openings:
    """Return the openings of an occupation, if that is the code of one, else the opening of that name."""
    openings = of_occupation(catalogue.market, target)
    if len(openings) or code_key(target) in catalogue.market.taxonomy.occupations.codes:
        return openings
    try:
        public = documents.get(connection, documents.OPENINGS, target).public_id
    except NotFound:
        raise NotFound(
            f"no opening has the id {target[:60]!r}, and no occupation that code; choose another --to"
        ) from None
    name = next((name for name, each in catalogue.openings.items() if each == public), None)
    if name is None:
        raise NotFound(f"{target} is closed; choose an opening that is still open")
    return of_opening(catalogue.market, name)


def _effect(candidate: Record, path: Path, catalogue: Catalogue) -> tuple[Within, Within]:
    """Return what is in reach before a path, and after its change is made to the record."""
    after = apply(candidate, path.change) if path.change else candidate
    return _within(candidate, path.opening, catalogue), _within(after, path.opening, catalogue)


def _within(record: Record, opening: int, catalogue: Catalogue) -> Within:
    market = joined(catalogue.market, [record])
    table = candidate_table(record, market)
    whole = rank_openings(table, market.openings, market.taxonomy, catalogue.profile, 1)
    one = market.openings.take((market.openings.ids == opening).nonzero()[0])
    match = rank_openings(table, one, market.taxonomy, catalogue.profile, 1).matches
    return Within(whole.reachable, match[0].score if match else None)


def _read(connection: Connection, kind: documents.Kind, public_id: str) -> Record:
    record: Record = json.loads(documents.get(connection, kind, public_id).record)
    return record
