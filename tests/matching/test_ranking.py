"""Rankings: the same as judging every pair and sorting, however the work is cut into blocks."""

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import ranking
from matching.criteria import FILTERS
from matching.diagnosis import diagnose
from matching.explain import explain_pairs
from matching.market import Market
from matching.model import Candidates, Match, Openings, Ranking
from matching.ranking import rank_candidates, rank_openings, reachable
from tests.factories import PROFILE, drawn_candidates, drawn_openings, market
from tests.strategies import FEW, jobs, people

TWINS = drawn_openings(6, 7)
DRAWN = market(
    drawn_candidates(14, 5),
    [*drawn_openings(50, 6), *({**twin, "id": f"twin{i}{twin['id']}"} for twin in TWINS for i in range(3))],
)
CUTS = [(7, 3), (5, 40), (1, 1), (10_000, 10_000)]


@pytest.fixture(params=CUTS, ids=lambda cut: f"block{cut[0]}_look{cut[1]}")
def _cut(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    block, look = request.param
    monkeypatch.setattr(ranking, "BLOCK", block)
    monkeypatch.setattr(ranking, "LOOK", look)


@pytest.fixture(scope="module")
def judged() -> dict[tuple[int, int], Match]:
    """Every pair of the drawn market, judged."""
    found = (_by_hand(candidate, DRAWN) for candidate in _each(DRAWN.candidates))
    return {(m.candidate, m.counterpart): m for matches in found for m in matches}


@pytest.mark.usefixtures("_cut")
@pytest.mark.parametrize("k", [1, 4, 68])
def test_a_ranking_of_openings_is_that_of_judging_every_pair(k: int, judged: dict[tuple[int, int], Match]) -> None:
    for candidate in _each(DRAWN.candidates):
        found = rank_openings(candidate, DRAWN.openings, DRAWN.taxonomy, PROFILE, k)
        _same(found, [m for (who, _), m in judged.items() if who == candidate.ids[0]], k)


@pytest.mark.usefixtures("_cut")
@pytest.mark.parametrize("k", [1, 14])
def test_a_ranking_of_candidates_is_that_of_judging_every_pair(k: int, judged: dict[tuple[int, int], Match]) -> None:
    for opening in _each(DRAWN.openings):
        found = rank_candidates(opening, DRAWN.candidates, DRAWN.taxonomy, PROFILE, k)
        _same(found, [m for (_, what), m in judged.items() if what == opening.ids[0]], k)


@FEW
@given(people(1, 2), jobs(0, 7), st.integers(1, 9))
def test_any_ranking_is_that_of_judging_every_pair(some: list, others: list, k: int) -> None:
    small = market(some, others)
    for candidate in _each(small.candidates):
        found = rank_openings(candidate, small.openings, small.taxonomy, PROFILE, k)
        _same(found, _by_hand(candidate, small), k)


@pytest.mark.parametrize("k", [2, 17])
def test_a_short_ranking_is_the_head_of_a_long_one(k: int) -> None:
    for candidate in _each(DRAWN.candidates):
        short, whole = (rank_openings(candidate, DRAWN.openings, DRAWN.taxonomy, PROFILE, n) for n in (k, 10_000))
        assert short.matches == whole.matches[:k]
        assert (short.considered, short.reachable, short.removed) == (whole.considered, whole.reachable, whole.removed)


def test_what_is_reachable_is_what_a_ranking_of_all_holds() -> None:
    for candidate in _each(DRAWN.candidates):
        rows, scores = reachable(candidate, DRAWN.openings, DRAWN.taxonomy, PROFILE)
        whole = rank_openings(candidate, DRAWN.openings, DRAWN.taxonomy, PROFILE, 10_000)
        found = dict(zip(DRAWN.openings.ids[rows].tolist(), scores.tolist(), strict=True))
        assert found == {m.counterpart: m.score for m in whole.matches}
        assert len(rows) == whole.reachable


def test_the_diagnosis_counts_what_the_ranking_counts() -> None:
    for candidate in _each(DRAWN.candidates):
        whole = rank_openings(candidate, DRAWN.openings, DRAWN.taxonomy, PROFILE, 1)
        found = diagnose(candidate, DRAWN.openings, DRAWN.taxonomy, PROFILE)
        assert (found.considered, found.reachable) == (whole.considered, whole.reachable)
        for criterion, removal in found.rules.items():
            assert removal.alone <= whole.removed[criterion] <= removal.removed


def test_equal_openings_keep_the_order_of_their_identifiers() -> None:
    same = market([{}], [{"id": name} for name in ("b", "a", "d", "c")])
    found = rank_openings(same.candidates, same.openings, same.taxonomy, PROFILE, 3)
    assert [same.opening_ids[m.counterpart] for m in found.matches] == ["a", "b", "c"]


def test_asking_for_no_match_gives_none_and_still_counts() -> None:
    two = market([{}], [{}, {}])
    found = rank_openings(two.candidates, two.openings, two.taxonomy, PROFILE, 0)
    assert (found.matches, found.considered, found.reachable) == ((), 2, 2)


def test_a_part_of_a_table_is_ranked_as_that_part() -> None:
    here, there = {"place": {"insee": "78440"}}, {"place": {"insee": "75056"}}
    whole = market([here | {"max_km": 10}], [there, here, here, there])
    part = whole.openings.take(np.array([0, 2, 3]))
    near = set(part.ids.tolist()) & {1, 2}
    found = rank_openings(whole.candidates, part, whole.taxonomy, PROFILE, 5)
    assert {m.counterpart for m in found.matches} == near
    assert found.considered == 3


def _each(table: Candidates | Openings) -> Iterator:
    return (table.take(slice(i, i + 1)) for i in range(len(table)))


def _by_hand(candidate: Candidates, within: Market) -> Sequence[Match]:
    return explain_pairs(candidate, within.openings, within.taxonomy, PROFILE)


def _same(found: Ranking, judged: Sequence[Match], k: int) -> None:
    kept = sorted((m for m in judged if not m.blockers), key=lambda m: (-m.score, m.counterpart, m.candidate))
    assert [(m.score, m.counterpart, m.candidate) for m in found.matches] == [
        (m.score, m.counterpart, m.candidate) for m in kept[:k]
    ]
    assert found.matches == tuple(kept[:k])
    assert (found.considered, found.reachable) == (len(judged), len(kept))
    first = [m.blockers[0].criterion for m in judged if m.blockers]
    assert found.removed == {rule.criterion: first.count(rule.criterion) for rule in FILTERS}
