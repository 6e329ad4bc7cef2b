"""The promises of every criterion between candidates and sponsors, and of rankings and grids made of them."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.criteria import CRITERIA
from matching.criteria.base import Filter, Scorer
from matching.diagnosis import diagnose
from matching.enums import Evidence, PairKind
from matching.explain import explain_pairs
from matching.grid import ALLOWED, score_grid
from matching.market import Market, candidate_table, joined, sponsor_table
from matching.profiles import RankProfile
from matching.ranking import rank_candidates, rank_openings, rank_sponsors, reachable, reachable_candidates
from matching.ways_in import with_ways_in
from tests.factories import PROFILE, drawn_openings
from tests.matching.sponsor_cases import (
    COMPANIES,
    MEETUP_PROFILE,
    SPONSOR_PROFILE,
    drawn,
    meeting_candidates,
    sponsor_market,
    sponsors,
)
from tests.strategies import FEW

SPONSORED = CRITERIA[PairKind.SPONSOR]
OPENINGS = [{**row, "company": COMPANIES[i % 3]} for i, row in enumerate(drawn_openings(30, 4))]
PLAIN = sponsor_market(drawn("c", 25, 1), drawn("s", 30, 2), OPENINGS)
PEOPLE = with_ways_in(PLAIN.candidates, PLAIN.sponsors, PLAIN.openings, PLAIN.taxonomy, PROFILE)
every_scorer = pytest.mark.parametrize("scorer", SPONSORED.scorers, ids=lambda scorer: scorer.criterion)
every_filter = pytest.mark.parametrize("rule", SPONSORED.filters, ids=lambda rule: rule.criterion)
each_profile = pytest.mark.parametrize("profile", [SPONSOR_PROFILE, MEETUP_PROFILE], ids=lambda profile: profile.name)


@every_scorer
def test_shares_lie_between_0_and_1_and_never_exceed_the_whole(scorer: Scorer) -> None:
    seen = set()
    for i in range(len(PEOPLE)):
        scores = scorer.score(PEOPLE.take(slice(i, i + 1)), PLAIN.sponsors, PLAIN.taxonomy)
        for share in (scores.met, scores.unknown, scores.met + scores.unknown):
            assert share.shape == (len(PLAIN.sponsors),)
            assert (share >= 0).all() and (share <= 1 + 1e-12).all()
        seen |= {*(scores.met > 0).tolist(), *(f"unknown {u > 0}" for u in scores.unknown.tolist())}
    assert seen == {True, False, "unknown True", "unknown False"}


@every_filter
def test_a_filter_answers_met_not_met_or_unknown(rule: Filter) -> None:
    answers = set()
    for i in range(len(PEOPLE)):
        found = rule.judge(PEOPLE.take(slice(i, i + 1)), PLAIN.sponsors, PLAIN.taxonomy)
        assert found.shape == (len(PLAIN.sponsors),)
        answers |= set(found.tolist())
    assert answers <= set(Evidence)
    assert {Evidence.NOT_MET, Evidence.MET} <= answers


@every_scorer
def test_a_pair_has_the_same_shares_in_any_company(scorer: Scorer) -> None:
    for share in ("met", "unknown"):
        _same_in_any_company(lambda c, s, share=share: getattr(scorer.score(c, s, PLAIN.taxonomy), share))


@every_filter
def test_a_pair_has_the_same_evidence_in_any_company(rule: Filter) -> None:
    _same_in_any_company(lambda c, s: rule.judge(c, s, PLAIN.taxonomy))


def _same_in_any_company(judge: Callable[[Any, Any], np.ndarray]) -> None:
    n, m = len(PEOPLE), len(PLAIN.sponsors)
    by_candidate = np.array([judge(PEOPLE.take(slice(i, i + 1)), PLAIN.sponsors) for i in range(n)])
    by_sponsor = np.array([judge(PEOPLE, PLAIN.sponsors.take(slice(j, j + 1))) for j in range(m)])
    np.testing.assert_array_equal(by_candidate, by_sponsor.T)
    rows, columns = (np.ravel(a) for a in np.indices((n, m)))
    mixed = np.random.default_rng(0).permutation(n * m)[:200]
    row_by_row = judge(PEOPLE.take(rows[mixed]), PLAIN.sponsors.take(columns[mixed]))
    np.testing.assert_array_equal(row_by_row, by_candidate[rows[mixed], columns[mixed]])


@FEW
@given(meeting_candidates(), sponsors())
def test_any_pair_adds_up_and_lies_in_its_interval_even_one_from_outside(candidate: dict, sponsor: dict) -> None:
    within = joined(PLAIN, [{"id": "c"} | candidate], [], [{"id": "s"} | sponsor])
    pair = candidate_table({"id": "c"} | candidate, within), sponsor_table({"id": "s"} | sponsor, within)
    for profile in (SPONSOR_PROFILE, MEETUP_PROFILE):
        (found,) = explain_pairs(*pair, within.taxonomy, profile)
        for side, score in ((found.side, found.counterpart_score), ("candidate", found.candidate_score)):
            mine = [reason for reason in found.reasons if reason.side == side]
            assert sum(reason.contribution for reason in mine) == pytest.approx(score)
            assert sum(reason.most for reason in mine) == pytest.approx(1)
        assert 0 <= found.low <= found.score + 1e-12 <= found.high + 2e-12 <= 1 + 1e-9
        assert not [
            value for reason in found.reasons for value in _leaves(reason.numbers) if isinstance(value, np.generic)
        ]
        assert {question.criterion for question in found.questions} == {r.criterion for r in found.reasons if r.unknown}


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in _leaves(part)]
    return [leaf for part in value for leaf in _leaves(part)] if isinstance(value, list | tuple) else [value]


@each_profile
@pytest.mark.parametrize("k", [1, 4, 100])
def test_a_ranking_is_that_of_judging_every_pair(profile: RankProfile, k: int) -> None:
    judged = [explain_pairs(PEOPLE.take(slice(i, i + 1)), PLAIN.sponsors, PLAIN.taxonomy, profile) for i in range(25)]
    for i, matches in enumerate(judged):
        found = rank_sponsors(PEOPLE.take(slice(i, i + 1)), PLAIN.sponsors, PLAIN.taxonomy, profile, k)
        kept = sorted((m for m in matches if not m.blockers), key=lambda m: (-m.score, m.counterpart))
        assert (found.matches, found.reachable) == (tuple(kept[:k]), len(kept))
        assert sum(found.removed.values()) == len(matches) - len(kept)
    pairs = [match for matches in judged for match in matches if not match.blockers]
    for j in range(len(PLAIN.sponsors)):
        one = PLAIN.sponsors.take(slice(j, j + 1))
        mine = [match for match in pairs if match.counterpart == int(one.ids[0])]
        ranked = rank_candidates(one, PEOPLE, PLAIN.taxonomy, profile, k).matches
        assert ranked == tuple(sorted(mine, key=lambda m: (-m.score, m.candidate))[:k])
        assert diagnose(PEOPLE, one, PLAIN.taxonomy, profile).reachable == len(mine)
        assert len(reachable_candidates(one, PEOPLE, PLAIN.taxonomy, profile)[0]) == len(mine)


@pytest.mark.parametrize("swapped", [False, True])
def test_a_grid_holds_the_scores_and_the_first_rule_of_every_pair(swapped: bool) -> None:
    people = PEOPLE.take(slice(0, 6 if swapped else 25))
    for counterparts, profile, rank in (
        (PLAIN.sponsors.take(slice(0, 12)), SPONSOR_PROFILE, rank_sponsors),
        (PLAIN.sponsors.take(slice(0, 12)), MEETUP_PROFILE, rank_sponsors),
        (PLAIN.openings.take(slice(0, 12)), PROFILE, rank_openings),
    ):
        grid = score_grid(people, counterparts, PLAIN.taxonomy, profile)
        assert grid.rules == tuple(rule.criterion for rule in profile.criteria.filters)
        for i in range(len(people)):
            one = people.take(slice(i, i + 1))
            matches = explain_pairs(one, counterparts, PLAIN.taxonomy, profile)
            assert grid.score[i].tolist() == [match.score for match in matches]
            first = [grid.rules.index(m.blockers[0].criterion) if m.blockers else ALLOWED for m in matches]
            assert grid.removed_by[i].tolist() == first
            ranked = rank(one, counterparts, PLAIN.taxonomy, profile, 50)
            assert {m.counterpart for m in ranked.matches} == set(counterparts.ids[grid.allowed[i]].tolist())


def test_a_grid_of_nobody_is_empty() -> None:
    none: Market = sponsor_market([], [{}])
    assert score_grid(none.candidates, none.sponsors, none.taxonomy, SPONSOR_PROFILE).score.shape == (0, 1)


@FEW
@given(st.lists(meeting_candidates(), max_size=3), st.lists(sponsors(), max_size=3))
def test_any_market_of_sponsors_can_be_ranked(people: list, others: list) -> None:
    within = sponsor_market(people, others, OPENINGS[:4])
    known = with_ways_in(within.candidates, within.sponsors, within.openings, within.taxonomy, PROFILE)
    for i in range(len(people)):
        one = known.take(slice(i, i + 1))
        ranked = rank_sponsors(one, within.sponsors, within.taxonomy, SPONSOR_PROFILE, 5)
        rows, scores = reachable(one, within.sponsors, within.taxonomy, SPONSOR_PROFILE)
        assert dict(zip(within.sponsors.ids[rows].tolist(), scores.tolist(), strict=True)) == {
            match.counterpart: match.score for match in ranked.matches
        }
