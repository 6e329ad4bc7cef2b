"""Scores: their parts add up, the joint score is the harmonic mean, intervals hold, the two paths agree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.criteria import SCORERS
from matching.enums import Side
from matching.explain import explain_pairs
from matching.market import Market
from matching.model import Match
from matching.scoring import contenders, joint, score_pairs
from tests.factories import PROFILE, drawn_candidates, drawn_openings, market, match, outside_match
from tests.strategies import EXAMPLES, FEW, candidates, jobs, openings, people

DRAWN = market(drawn_candidates(30, 3), drawn_openings(50, 4))


@EXAMPLES
@given(candidates(), openings())
def test_the_reasons_of_a_side_add_up_to_its_score_and_what_they_could_give_to_one(
    candidate: dict, opening: dict
) -> None:
    found = match(candidate, opening)
    for side, score in ((Side.CANDIDATE, found.candidate_score), (Side.OPENING, found.counterpart_score)):
        reasons = [reason for reason in found.reasons if reason.side == side]
        assert sum(r.contribution for r in reasons) == pytest.approx(score, abs=1e-9)
        assert sum(r.most for r in reasons) == pytest.approx(1, abs=1e-9)
        assert sum(r.contribution + r.lost for r in reasons) <= 1 + 1e-9
    assert sorted(r.criterion for r in found.reasons) == sorted(s.criterion for s in SCORERS)


@EXAMPLES
@given(candidates(), openings())
def test_the_score_is_the_harmonic_mean_of_both_sides_and_lies_in_its_interval(candidate: dict, opening: dict) -> None:
    found = match(candidate, opening)
    mine, theirs = found.candidate_score, found.counterpart_score
    assert found.score == pytest.approx(2 * mine * theirs / (mine + theirs) if mine + theirs else 0)
    assert 0 <= found.low <= found.score + 1e-12
    assert found.score <= found.high + 1e-12 <= 1 + 1e-9
    for reason in found.reasons:
        assert reason.low <= reason.contribution + 1e-12 <= reason.high + 2e-12


@EXAMPLES
@given(candidates(), openings())
def test_reasons_come_strongest_first_and_questions_by_what_their_answer_moves(candidate: dict, opening: dict) -> None:
    found = match(candidate, opening)
    gifts = [reason.contribution for reason in found.reasons]
    moves = [question.high - question.low for question in found.questions]
    assert gifts == sorted(gifts, reverse=True)
    assert moves == sorted(moves, reverse=True)
    assert {q.criterion for q in found.questions} == {r.criterion for r in found.unknown}
    assert all(q.low <= found.score + 1e-12 and found.score <= q.high + 1e-12 for q in found.questions)
    assert {q.code for q in found.questions} == {f"ask_{q.criterion}_{q.side}" for q in found.questions}


@FEW
@given(people(), jobs(), st.sampled_from([0.0, 0.2, 0.35, 0.5, 0.99]))
def test_contenders_have_the_scores_of_score_pairs_and_lack_nobody_who_reaches_the_mark(
    some: list, others: list, to_beat: float
) -> None:
    _contend(market(some, others), to_beat)


@pytest.mark.parametrize("to_beat", [0.0, 0.3, 0.45, 0.6, 0.9, 2.0])
def test_contenders_of_many_have_the_scores_of_score_pairs(to_beat: float) -> None:
    _contend(DRAWN, to_beat)


def _contend(within: Market, to_beat: float) -> None:
    rows = np.arange(len(within.openings))
    for i in range(len(within.candidates)):
        one = within.candidates.take(slice(i, i + 1))
        scores = score_pairs(one, within.openings, within.taxonomy, PROFILE).joint
        found, points = contenders(
            lambda some, one=one: (one, within.openings.take(some)), rows, within.taxonomy, PROFILE, to_beat
        )
        np.testing.assert_array_equal(points, scores[found])
        assert set(np.flatnonzero(scores >= to_beat)) <= set(found.tolist())


@EXAMPLES
@given(candidates(), openings(), people(0), jobs(0))
def test_a_pair_scores_the_same_whoever_else_is_in_its_market(
    candidate: dict, opening: dict, some: list, others: list
) -> None:
    alone = match(candidate, opening)
    crowd = market([*some, candidate], [*others, opening])
    row = int(np.flatnonzero(crowd.candidates.ids == crowd.candidate_ids.index(f"c{len(some)}"))[0])
    column = int(np.flatnonzero(crowd.openings.ids == crowd.opening_ids.index(f"o{len(others)}"))[0])
    tables = crowd.candidates.take(slice(row, row + 1)), crowd.openings.take(slice(column, column + 1))
    assert _told(explain_pairs(*tables, crowd.taxonomy, PROFILE)[0]) == _told(alone)


@EXAMPLES
@given(candidates(), openings(), people(0), jobs(0))
def test_a_pair_from_outside_scores_as_it_would_inside(
    candidate: dict, opening: dict, some: list, others: list
) -> None:
    assert _scores(outside_match(candidate, opening, market(some, [*others, opening]))) == _scores(
        match(candidate, opening)
    )


def test_a_score_of_nothing_is_zero_and_not_a_fault() -> None:
    assert joint(np.array([0.0, 0.0, 1.0]), np.array([0.0, 1.0, 1.0])).tolist() == [0.0, 0.0, 1.0]


def _told(found: Match) -> tuple:
    return found.score, found.low, found.high, found.reasons, found.blockers, found.to_check, found.questions


def _scores(found: Match) -> tuple:
    findings = [(f.criterion, f.evidence) for f in (*found.blockers, *found.to_check)]
    return found.candidate_score, found.counterpart_score, found.score, found.low, found.high, findings
