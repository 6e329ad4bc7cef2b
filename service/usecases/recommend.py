"""Who and what fits, why, what would change it: one verb per question, on what the store holds."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from matching.changes import apply
from matching.diagnosis import Diagnosis, diagnose
from matching.effects import Lever
from matching.explain import explain_pairs
from matching.levers import find_levers
from matching.market import candidate_table, joined, opening_table
from matching.model import Match, Ranking
from matching.ranking import rank_candidates, rank_openings
from matching.records import Record
from service.catalogue import Catalogue
from service.db import documents
from service.names import names_in


def candidate_record(connection: Connection, name: str, change: Mapping[str, Any] | None = None) -> Record:
    """Return a candidate's record, with a change made to it if one is given; raise NotFound or InvalidRecord."""
    record: Record = json.loads(documents.get(connection, documents.CANDIDATES, name).record)
    return apply(record, change) if change else record


def opening_record(connection: Connection, name: str) -> Record:
    """Return an opening's record; raise NotFound."""
    record: Record = json.loads(documents.get(connection, documents.OPENINGS, name).record)
    return record


def openings_for(candidate: Record, catalogue: Catalogue, k: int) -> Ranking:
    """Return the k best openings for a candidate."""
    market = joined(catalogue.market, [candidate])
    return rank_openings(candidate_table(candidate, market), market.openings, market.taxonomy, catalogue.profile, k)


def candidates_for(opening: Record, catalogue: Catalogue, k: int) -> Ranking:
    """Return the k best candidates for an opening."""
    market = joined(catalogue.market, [], [opening])
    return rank_candidates(opening_table(opening, market), market.candidates, market.taxonomy, catalogue.profile, k)


def match_of(candidate: Record, opening: Record, catalogue: Catalogue) -> Match:
    """Return the match of any pair, whether or not it would be ranked."""
    market = joined(catalogue.market, [candidate], [opening])
    tables = candidate_table(candidate, market), opening_table(opening, market)
    return explain_pairs(*tables, market.taxonomy, catalogue.profile)[0]


def levers_for(connection: Connection, candidate: Record, catalogue: Catalogue) -> tuple[int, tuple[Lever, ...]]:
    """Return how many openings are within reach of a candidate, and what would bring more; courses included."""
    openings = [json.loads(text) for text in documents.records(connection, documents.OPENINGS)]
    found = find_levers(candidate, catalogue.market, catalogue.profile, names_in(openings), openings)
    return openings_for(candidate, catalogue, 1).reachable, found


def nobody_for(opening: Record, catalogue: Catalogue) -> Diagnosis:
    """Return which rule removes how many candidates from an opening."""
    market = joined(catalogue.market, [], [opening])
    return diagnose(market.candidates, opening_table(opening, market), market.taxonomy, catalogue.profile)
