"""Who and what fits, why, what would change it: one verb per question, on what the store holds."""

import json
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from matching.changes import apply
from matching.diagnosis import Diagnosis, diagnose
from matching.effects import Lever
from matching.enums import OpeningKind, place_in
from matching.explain import explain_pairs
from matching.levers import find_levers
from matching.market import Market, candidate_row, candidate_table, joined, opening_table
from matching.model import Candidates, Counterparts, Match, Openings, Ranking
from matching.profiles import RankProfile
from matching.ranking import rank_candidates, rank_openings
from matching.records import Record
from matching.taxonomy import Taxonomy
from service.catalogue import Catalogue
from service.db import documents, reached
from service.names import names_in

_TRAINING = 1 + place_in(OpeningKind, OpeningKind.TRAINING)


@dataclass(frozen=True, slots=True)
class Pairs:
    """An opening or a sponsor (a table of one row), some people beside it, and by what they are judged."""

    people: Candidates
    counterpart: Counterparts
    taxonomy: Taxonomy
    profile: RankProfile


def candidate_record(connection: Connection, name: str) -> Record:
    """Return a candidate's record; raise NotFound."""
    record: Record = json.loads(documents.get(connection, documents.CANDIDATES, name).record)
    return record


def opening_record(connection: Connection, name: str) -> Record:
    """Return an opening's record; raise NotFound."""
    record: Record = json.loads(documents.get(connection, documents.OPENINGS, name).record)
    return record


def openings_for(candidate: Record, catalogue: Catalogue, k: int, name: str | None = None) -> Ranking:
    """Return the k best openings for a candidate; `name` is theirs in the market, if that knows this very record."""
    person, market = as_table(candidate, catalogue, name)
    return rank_openings(person, market.openings, market.taxonomy, catalogue.profile, k)


def courses_for(candidate: Record, catalogue: Catalogue, k: int, name: str | None = None) -> Ranking:
    """Return the k best training places for a candidate, who takes part in training whatever else they look for."""
    if "kinds" in candidate:
        candidate, name = apply(candidate, {"kinds": [OpeningKind.TRAINING.value]}), None
    person, market = as_table(candidate, catalogue, name)
    places = market.openings.take(_courses(market.openings))
    return rank_openings(person, places, market.taxonomy, catalogue.profile, k)


def as_table(candidate: Record, catalogue: Catalogue, name: str | None) -> tuple[Candidates, Market]:
    """Return a candidate as a table of one row, and the market that knows all that they name.

    With the `name` of one whom the market knows by this very record, the row is only read; else the record is packed.
    """
    row = None if name is None else candidate_row(catalogue.market, name)
    if row is not None:
        return row, catalogue.market
    market = joined(catalogue.market, [candidate])
    return candidate_table(candidate, market), market


def _courses(openings: Openings) -> NDArray[np.int64]:
    rows: NDArray[np.int64] = openings.once("courses", lambda: np.flatnonzero(openings.kind == _TRAINING))
    return rows


def candidates_for(opening: Record, catalogue: Catalogue, k: int) -> Ranking:
    """Return the k best candidates for an opening."""
    market = joined(catalogue.market, [], [opening])
    return rank_candidates(opening_table(opening, market), market.candidates, market.taxonomy, catalogue.profile, k)


def pairs_of(opening: Record, catalogue: Catalogue, rows: NDArray[np.int64]) -> Pairs:
    """Return an opening beside the candidates of some rows of the market."""
    market = joined(catalogue.market, [], [opening])
    people = market.candidates.take(rows)
    return Pairs(people, opening_table(opening, market), market.taxonomy, catalogue.profile)


def match_of(candidate: Record, opening: Record, catalogue: Catalogue) -> Match:
    """Return the match of any pair, whether or not it would be ranked."""
    market = joined(catalogue.market, [candidate], [opening])
    tables = candidate_table(candidate, market), opening_table(opening, market)
    return explain_pairs(*tables, market.taxonomy, catalogue.profile)[0]


def levers_for(connection: Connection, candidate: Record, catalogue: Catalogue) -> tuple[int, tuple[Lever, ...]]:
    """Return how many openings are within reach of a candidate, and what would bring more; courses included."""
    openings = reached.records(connection, documents.OPENINGS, catalogue.openings.values())
    courses = [{**record, "id": id} for id, record in openings.items() if "gives" in record]
    found = find_levers(candidate, catalogue.market, catalogue.profile, names_in(openings.values()), courses)
    return openings_for(candidate, catalogue, 1).reachable, found


def nobody_for(opening: Record, catalogue: Catalogue) -> Diagnosis:
    """Return which rule removes how many candidates from an opening."""
    market = joined(catalogue.market, [], [opening])
    return diagnose(market.candidates, opening_table(opening, market), market.taxonomy, catalogue.profile)
