"""A market with records changed is the market built of the records that are there now: every column, every ranking."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.diagnosis import diagnose
from matching.frames import Packed
from matching.levers import find_levers
from matching.market import (
    Market,
    build_market,
    candidate_rows,
    candidate_table,
    joined,
    opening_table,
    with_candidates,
    with_openings,
)
from matching.model import Match
from matching.packing import pack_candidate, pack_opening
from matching.ragged import Ragged
from matching.ranking import rank_candidates, rank_openings
from matching.records import Record, read_candidate, read_opening
from matching.table import Table
from tests.factories import GAZETTEER, PROFILE, REFERENCE, drawn_candidates, drawn_openings

PEOPLE = [read_candidate(record) for record in drawn_candidates(60, seed=1)]
JOBS = [read_opening(record) for record in drawn_openings(60, seed=2)]
OTHERS = [
    read_candidate(record | {"skills": [{"label": f"own {i % 3}"}]}) for i, record in enumerate(drawn_candidates(60, 3))
]
OTHER_JOBS = [
    read_opening(record | {"skills": [{"label": f"own {i % 3}"}]}) for i, record in enumerate(drawn_openings(60, 4))
]
"""The same names, other records, with words that no reference knows."""

rows = st.lists(st.integers(0, 59), max_size=12, unique=True)


def packed(records: list[Record], pack: Callable[[Record], tuple[bytes, bytes]]) -> Packed:
    pairs = [pack(record) for record in records]
    return Packed([record["id"] for record in records], [row for row, _ in pairs], [items for _, items in pairs])


def built(people: list[Record], jobs: list[Record]) -> Market:
    return build_market(REFERENCE, GAZETTEER, packed(people, pack_candidate), packed(jobs, pack_opening))


def changed(records: list[Record], others: list[Record], gone: list[int], new: list[int]) -> list[Record]:
    """Return the first 40 records without some, and with others in place of those of the same name."""
    came = {others[i]["id"] for i in new}
    lost = {records[i]["id"] for i in gone} | came
    return [record for record in records[:40] if record["id"] not in lost] + [others[i] for i in new]


def told(matches: tuple[Match, ...], names: tuple[str, ...], side: str) -> list[tuple[Any, ...]]:
    return [(names[getattr(m, side)], m.score, m.low, m.high, m.reasons, m.to_check, m.questions) for m in matches]


def by_name(table: Table, names: tuple[str, ...]) -> dict[str, list[Any]]:
    """Return the columns that no vocabulary and no neighbour number, row by row."""
    plain = [f.name for f in fields(table) if f.name not in ("ids", "place", "points", "title", "occupation")]
    columns = {name: getattr(table, name) for name in plain}
    found = {}
    for row, name in enumerate(names[i] for i in table.ids):
        cells = [
            v.lengths[row] if isinstance(v, Ragged) else v[row]
            for v in columns.values()
            if isinstance(v, (np.ndarray, Ragged))
        ]
        found[name] = [
            str(cell) for cell in [*cells, table.xyz[row].tolist(), table.points.radius_km[table.place[row]]]
        ]
    return found


@settings(deadline=None, max_examples=25)
@given(gone=rows, new=rows, lost=rows, come=rows)
def test_an_overlay_ranks_like_a_market_built_anew(gone, new, lost, come):
    base = built(PEOPLE[:40], JOBS[:40])
    people, jobs = changed(PEOPLE, OTHERS, gone, new), changed(JOBS, OTHER_JOBS, lost, come)
    anew = built(people, jobs)
    laid = with_candidates(base, {PEOPLE[i]["id"] for i in gone}, packed([OTHERS[i] for i in new], pack_candidate))
    laid = with_openings(laid, {JOBS[i]["id"] for i in lost}, packed([OTHER_JOBS[i] for i in come], pack_opening))
    assert (laid.candidate_ids, laid.opening_ids) == (anew.candidate_ids, anew.opening_ids)
    assert by_name(laid.candidates, laid.candidate_ids) == by_name(anew.candidates, anew.candidate_ids)
    assert by_name(laid.openings, laid.opening_ids) == by_name(anew.openings, anew.opening_ids)
    for record in (PEOPLE[0], OTHERS[7], PEOPLE[50]):
        assert openings_of(record, laid) == openings_of(record, anew)
    for record in (JOBS[0], OTHER_JOBS[7], JOBS[50]):
        assert candidates_of(record, laid) == candidates_of(record, anew)


def openings_of(record: Record, market: Market) -> Any:
    known = joined(market, [record])
    found = rank_openings(candidate_table(record, known), known.openings, known.taxonomy, PROFILE, 7)
    return told(found.matches, known.opening_ids, "counterpart"), found.considered, found.reachable, found.removed


def candidates_of(record: Record, market: Market) -> Any:
    known = joined(market, [], [record])
    found = rank_candidates(opening_table(record, known), known.candidates, known.taxonomy, PROFILE, 7)
    return told(found.matches, known.candidate_ids, "candidate"), found.considered, found.reachable, found.removed


def test_levers_and_who_is_removed_are_those_of_a_market_built_anew():
    base = built(PEOPLE[:40], JOBS[:40])
    people, jobs = changed(PEOPLE, OTHERS, [1, 2], [3, 45]), changed(JOBS, OTHER_JOBS, [4, 5, 6], [7, 50])
    anew = built(people, jobs)
    laid = with_candidates(base, {PEOPLE[1]["id"], PEOPLE[2]["id"]}, packed([OTHERS[3], OTHERS[45]], pack_candidate))
    laid = with_openings(
        laid, {JOBS[i]["id"] for i in (4, 5, 6)}, packed([OTHER_JOBS[7], OTHER_JOBS[50]], pack_opening)
    )
    for record in people[:8]:
        assert find_levers(record, laid, PROFILE, {}, jobs) == find_levers(record, anew, PROFILE, {}, jobs)
    for record in jobs[:8]:
        asked = [(joined(market, [], [record])) for market in (laid, anew)]
        one, other = (diagnose(m.candidates, opening_table(record, m), m.taxonomy, PROFILE) for m in asked)
        assert one == other


@pytest.mark.parametrize("kept", [0, 1, 17, 60])
def test_ranking_some_rows_is_the_order_of_all_without_the_others(kept):
    market = built(PEOPLE, JOBS)
    names = {PEOPLE[i]["id"] for i in np.random.default_rng(kept).choice(60, kept, replace=False)}
    rows = candidate_rows(market, names | {"nobody"})
    assert {market.candidate_ids[number] for number in market.candidates.ids[rows]} == names
    for record in JOBS[:20]:
        opening = opening_table(record, market)
        whole = rank_candidates(opening, market.candidates, market.taxonomy, PROFILE, 60).matches
        some = rank_candidates(opening, market.candidates.take(rows), market.taxonomy, PROFILE, 60).matches
        allowed = set(market.candidates.ids[rows].tolist())
        assert some == tuple(match for match in whole if match.candidate in allowed)


def test_a_market_can_lose_everybody_and_begin_anew():
    base = built(PEOPLE[:5], JOBS[:5])
    empty = with_candidates(base, set(base.candidate_ids), packed([], pack_candidate))
    assert (len(empty.candidates), empty.candidate_ids) == (0, ())
    assert candidates_of(JOBS[0], empty)[0] == []
    again = with_candidates(empty, set(), packed(PEOPLE[:5], pack_candidate))
    assert candidates_of(JOBS[0], again) == candidates_of(JOBS[0], base)
