"""The promises that every scorer and every filter keeps, run over the registries."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from matching.criteria import FILTERS, SCORERS
from matching.criteria.base import Filter, Scorer, pairs
from matching.enums import Evidence
from matching.market import Market, candidate_table, opening_table
from tests.factories import drawn_candidates, drawn_openings, market
from tests.strategies import FEW, candidates, jobs, openings, people

every_scorer = pytest.mark.parametrize("scorer", SCORERS, ids=lambda scorer: scorer.criterion)
every_filter = pytest.mark.parametrize("rule", FILTERS, ids=lambda rule: rule.criterion)
DRAWN = market(drawn_candidates(60, 1), drawn_openings(70, 2))
Judge = Callable[[Any, Any], np.ndarray]


@every_scorer
def test_shares_lie_between_0_and_1_and_never_exceed_the_whole(scorer: Scorer) -> None:
    for i in range(len(DRAWN.candidates)):
        scores = scorer.score(DRAWN.candidates.take(slice(i, i + 1)), DRAWN.openings, DRAWN.taxonomy)
        for share in (scores.met, scores.unknown, scores.met + scores.unknown):
            assert share.shape == (len(DRAWN.openings),)
            assert (share >= 0).all() and (share <= 1).all()


@every_filter
def test_a_filter_answers_met_not_met_or_unknown(rule: Filter) -> None:
    for i in range(len(DRAWN.candidates)):
        found = rule.judge(DRAWN.candidates.take(slice(i, i + 1)), DRAWN.openings, DRAWN.taxonomy)
        assert found.shape == (len(DRAWN.openings),)
        assert set(found.tolist()) <= set(Evidence)


@every_scorer
def test_a_pair_has_the_same_shares_in_any_company(scorer: Scorer) -> None:
    for share in ("met", "unknown"):
        _same_in_any_company(DRAWN, lambda c, o, share=share: getattr(scorer.score(c, o, DRAWN.taxonomy), share))


@every_filter
def test_a_pair_has_the_same_evidence_in_any_company(rule: Filter) -> None:
    _same_in_any_company(DRAWN, lambda c, o: rule.judge(c, o, DRAWN.taxonomy))


@pytest.mark.parametrize("entry", (*SCORERS, *FILTERS), ids=lambda entry: f"{type(entry).__name__} {entry.criterion}")
def test_the_numbers_of_many_pairs_are_those_of_each(entry: Scorer | Filter) -> None:
    people_, jobs_ = DRAWN.candidates.take(slice(0, 12)), DRAWN.openings.take(slice(3, 15))
    one, other = people_.take(slice(4, 5)), jobs_.take(slice(7, 8))
    for tables in ((people_, jobs_), (one, jobs_), (people_, other), (one, jobs_.take(slice(0, 0)))):
        each = [(_row(tables[0], i), _row(tables[1], i)) for i in range(pairs(*tables))]
        alone = [number for pair in each for number in entry.numbers(*pair, DRAWN.taxonomy)]
        assert entry.numbers(*tables, DRAWN.taxonomy) == alone


def _row(table: Any, row: int) -> Any:
    return table if len(table) == 1 else table.take(np.array([row]))


@FEW
@given(people(), jobs())
def test_any_pair_is_judged_alike_in_any_company(some: list, others: list) -> None:
    small = market(some, others)
    for scorer in SCORERS:
        for share in ("met", "unknown"):
            _same_in_any_company(
                small, lambda c, o, scorer=scorer, share=share: getattr(scorer.score(c, o, small.taxonomy), share)
            )
    for rule in FILTERS:
        _same_in_any_company(small, lambda c, o, rule=rule: rule.judge(c, o, small.taxonomy))


@FEW
@given(candidates(), openings(), people(0), jobs(0))
def test_numbers_and_reason_speak_of_every_pair_even_one_from_outside(
    candidate: dict, opening: dict, some: list, others: list
) -> None:
    within = market(some, others)
    pair = candidate_table({"id": "c"} | candidate, within), opening_table({"id": "o"} | opening, within)
    for scorer in SCORERS:
        scores = scorer.score(*pair, within.taxonomy)
        [numbers] = scorer.numbers(*pair, within.taxonomy)
        assert isinstance(scorer.reason(numbers, float(scores.met[0]), float(scores.unknown[0])), str)
        assert not [value for value in _leaves(numbers) if isinstance(value, np.generic)]
    for rule in FILTERS:
        [numbers] = rule.numbers(*pair, within.taxonomy)
        assert isinstance(numbers, dict)


def test_no_scorer_and_no_filter_is_registered_twice() -> None:
    for registry in (SCORERS, FILTERS):
        assert len({entry.criterion for entry in registry}) == len(registry)


def _same_in_any_company(within: Market, judge: Judge) -> None:
    n, m = len(within.candidates), len(within.openings)
    by_candidate = [judge(within.candidates.take(slice(i, i + 1)), within.openings) for i in range(n)]
    by_opening = [judge(within.candidates, within.openings.take(slice(j, j + 1))) for j in range(m)]
    np.testing.assert_array_equal(np.array(by_candidate), np.array(by_opening).T)
    rows, columns = (np.ravel(a) for a in np.indices((n, m)))
    mixed = np.random.default_rng(0).permutation(n * m)[:200]
    row_by_row = judge(within.candidates.take(rows[mixed]), within.openings.take(columns[mixed]))
    np.testing.assert_array_equal(row_by_row, np.array(by_candidate)[rows[mixed], columns[mixed]])


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in _leaves(part)]
    return [leaf for part in value for leaf in _leaves(part)] if isinstance(value, list | tuple) else [value]
