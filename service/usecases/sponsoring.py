"""Which sponsors suit whom, and whom a sponsor could follow: one verb per question, on what the store holds."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from matching.diagnosis import Diagnosis, diagnose
from matching.effects import Lever
from matching.enums import PairKind
from matching.explain import explain_pairs
from matching.market import Market, candidate_table, joined, sponsor_table
from matching.model import Candidates, Match, Ranking, Sponsors
from matching.ranking import rank_candidates, rank_sponsors
from matching.records import Record
from matching.sponsor_levers import find_sponsor_levers
from matching.ways_in import with_ways_in
from service.catalogue import Catalogue, default_profile
from service.db import documents
from service.usecases.recommend import Pairs, as_table


def sponsor_record(connection: Connection, name: str) -> Record:
    """Return a sponsor's record; raise NotFound."""
    record: Record = json.loads(documents.get(connection, documents.SPONSORS, name).record)
    return record


def sponsors_for(candidate: Record, catalogue: Catalogue, k: int, name: str | None = None) -> Ranking:
    """Return the k best sponsors for a candidate, by the hours from the catalogue's day on; `name`: see `as_table`."""
    row, market = as_table(candidate, catalogue, name)
    person = _knowing(row, market.sponsors, market, catalogue)
    return rank_sponsors(person, market.sponsors, market.taxonomy, default_profile(PairKind.SPONSOR), k)


def candidates_for(sponsor: Record, catalogue: Catalogue, k: int) -> Ranking:
    """Return the k best candidates for a sponsor, under the same conditions."""
    market = joined(catalogue.market, sponsors=[sponsor])
    helper = sponsor_table(sponsor, market)
    people = _knowing(market.candidates, helper, market, catalogue)
    return rank_candidates(helper, people, market.taxonomy, default_profile(PairKind.SPONSOR), k)


def pairs_of(sponsor: Record, catalogue: Catalogue, rows: NDArray[np.int64]) -> Pairs:
    """Return a sponsor beside the candidates of some rows of the market."""
    market = joined(catalogue.market, sponsors=[sponsor])
    helper = sponsor_table(sponsor, market)
    people = _knowing(market.candidates.take(rows), helper, market, catalogue)
    return Pairs(people, helper, market.taxonomy, default_profile(PairKind.SPONSOR))


def match_of(candidate: Record, sponsor: Record, catalogue: Catalogue) -> Match:
    """Return the match of any pair, whether or not it would be ranked."""
    market = joined(catalogue.market, [candidate], sponsors=[sponsor])
    helper = sponsor_table(sponsor, market)
    person = _knowing(candidate_table(candidate, market), helper, market, catalogue)
    return explain_pairs(person, helper, market.taxonomy, default_profile(PairKind.SPONSOR))[0]


def levers_for(candidate: Record, catalogue: Catalogue) -> tuple[int, tuple[Lever, ...]]:
    """Return how many sponsors are within reach of a candidate, and what would bring more."""
    profile = default_profile(PairKind.SPONSOR)
    found = find_sponsor_levers(candidate, catalogue.market, profile, catalogue.profile)
    return sponsors_for(candidate, catalogue, 1).reachable, found


def nobody_for(sponsor: Record, catalogue: Catalogue) -> Diagnosis:
    """Return which rule removes how many candidates from a sponsor."""
    market = joined(catalogue.market, sponsors=[sponsor])
    helper, profile = sponsor_table(sponsor, market), default_profile(PairKind.SPONSOR)
    return diagnose(market.candidates, helper, market.taxonomy, profile)


def _knowing(people: Candidates, sponsors: Sponsors, market: Market, catalogue: Catalogue) -> Candidates:
    """Return the candidates with the openings that fit them in the companies of these sponsors."""
    return with_ways_in(people, sponsors, market.openings, market.taxonomy, catalogue.profile)


def with_openings_named(m: Match, opening_ids: Sequence[str]) -> Match:
    """Return a match whose way in names the opening as commands do."""

    def named(parts: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(replace(part, numbers=_named(part.numbers, opening_ids)) for part in parts)

    return replace(m, reasons=named(m.reasons), questions=named(m.questions))


def _named(numbers: dict[str, Any], opening_ids: Sequence[str]) -> dict[str, Any]:
    opening = numbers.get("opening")
    return numbers if opening is None else {**numbers, "opening": opening_ids[opening]}
