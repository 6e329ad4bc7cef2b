"""Answers of the first rounds re-rank the later ones: a little, explainably, and nobody for being liked less."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import expit

from matching.scheduling.after import MOST_FACTOR, Answers, learn, reranked, shift


def said(*rows):
    """Answers from rows (person, host, by_person, by_host); None = not said."""
    person, host, by_person, by_host = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Answers(
        np.array(person, dtype=np.int64),
        np.array(host, dtype=np.int64),
        np.array([np.nan if want is None else want for want in by_person], dtype=float),
        np.array([np.nan if want is None else want for want in by_host], dtype=float),
    )


def opposite(answers):
    return Answers(answers.person, answers.host, 1 - answers.by_person, 1 - answers.by_host)


@st.composite
def meetups(draw):
    people, hosts, criteria = draw(st.integers(1, 5)), draw(st.integers(1, 5)), draw(st.integers(0, 3))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    want = st.sampled_from([0.0, 1.0, None])
    row = st.tuples(st.integers(0, people - 1), st.integers(0, hosts - 1), want, want)
    rows = draw(st.lists(row, max_size=12, unique_by=lambda told: told[:2]))
    return rng.random((people, hosts)), rng.normal(size=(criteria, people, hosts)), said(*rows)


def test_without_an_answer_nothing_changes():
    score, evidence = np.random.default_rng(0).random((4, 3)), np.random.default_rng(1).random((2, 4, 3))
    for answers in (said(), said((0, 1, None, None))):
        found = learn(answers, evidence)
        assert found.said == 0 and not found.weights.any() and not found.appeal.any()
        np.testing.assert_array_equal(reranked(score, found, evidence), score)


def test_a_host_whom_people_want_to_meet_again_rises_for_the_others():
    score = np.full((6, 3), 0.5)
    found = learn(said(*((person, 0, 1, None) for person in range(4)), (0, 1, 0, None), (1, 1, 0, None)), score[None])
    after = reranked(score, found, score[None])
    assert (after[4] == after[5]).all()
    assert after[5, 0] > after[5, 2] > after[5, 1]


def test_a_criterion_that_goes_with_yes_counts_more():
    rng = np.random.default_rng(0)
    evidence = rng.random((2, 40, 10))
    pairs = [(person, host) for person in range(40) for host in (person % 10, (person + 3) % 10)]
    found = learn(said(*((p, h, float(evidence[0, p, h] > 0.5), None) for p, h in pairs)), evidence)
    assert found.weights[0] > 1
    assert abs(found.weights[1]) < 0.3 * found.weights[0]


def test_nobody_is_served_less_for_having_been_liked_less():
    score = np.full((4, 3), 0.5)
    found = learn(said((0, 0, None, 0), (0, 1, None, 0), (1, 0, None, 1), (1, 2, None, 1)), score[None])
    after = reranked(score, found, score[None])
    assert (after == after[0]).all()


def test_who_always_says_no_changes_no_score_of_their_own_more_than_of_others():
    score = np.full((4, 3), 0.5)
    after = reranked(score, learn(said((0, 0, 0, None), (0, 1, 0, None), (0, 2, 0, None)), score[None]), score[None])
    np.testing.assert_allclose(after, score)


@settings(max_examples=30, deadline=None)
@given(meetups())
def test_a_change_is_bounded_and_zero_stays_zero(case):
    score, evidence, answers = case
    score[0, 0] = 0
    after = reranked(score, learn(answers, evidence), evidence)
    assert after[0, 0] == 0
    assert (after <= score * MOST_FACTOR * (1 + 1e-12)).all() and (after >= score / MOST_FACTOR * (1 - 1e-12)).all()


@settings(max_examples=30, deadline=None)
@given(meetups())
def test_the_opposite_answers_teach_the_opposite(case):
    _, evidence, answers = case
    one, other = learn(answers, evidence), learn(opposite(answers), evidence)
    np.testing.assert_allclose(one.weights, -other.weights, atol=1e-5)
    np.testing.assert_allclose(one.appeal, -other.appeal, atol=1e-5)


@settings(max_examples=20, deadline=None)
@given(meetups(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter_and_the_same_gives_the_same(case, random):
    _, evidence, answers = case
    order = list(range(len(answers.person)))
    random.shuffle(order)
    mixed = Answers(*(getattr(answers, name)[order] for name in ("person", "host", "by_person", "by_host")))
    once, again, other = learn(answers, evidence), learn(answers, evidence), learn(mixed, evidence)
    np.testing.assert_array_equal(once.appeal, again.appeal)
    np.testing.assert_allclose(once.appeal, other.appeal, atol=1e-5)


@settings(max_examples=20, deadline=None)
@given(meetups())
def test_the_changes_of_one_person_even_out(case):
    _, evidence, answers = case
    np.testing.assert_allclose(shift(learn(answers, evidence), evidence).mean(axis=1), 0, atol=1e-9)


@settings(max_examples=20, deadline=None)
@given(meetups(), st.floats(0.1, 50), st.floats(-5, 5))
def test_the_unit_of_a_criterion_does_not_matter(case, factor, offset):
    score, evidence, answers = case
    other = evidence * factor + offset
    one = reranked(score, learn(answers, evidence), evidence)
    np.testing.assert_allclose(one, reranked(score, learn(answers, other), other), rtol=1e-4, atol=1e-9)


@settings(max_examples=25, deadline=None)
@given(meetups())
def test_the_weights_are_those_of_a_plain_model_written_out(case):
    """The same model, column by column, solved by another method."""
    _, evidence, answers = case
    criteria, _, hosts = evidence.shape
    scaled = [(one - one.mean()) / one.std() if one.std() > 1e-9 else one * 0 for one in evidence]
    rows, yes = [], []
    for person, host, by_person, by_host in zip(
        answers.person, answers.host, answers.by_person, answers.by_host, strict=True
    ):
        fit = [one[person, host] for one in scaled]
        for want, mine in ((by_person, True), (by_host, False)):
            if np.isnan(want):
                continue
            row = {("base", mine): 1.5, ("ready", mine, person if mine else host): 1.0}
            row[("appeal", mine, host if mine else person)] = 0.5
            rows.append(row | {("weight", number): 0.5 * value for number, value in enumerate(fit)})
            yes.append(want)
    names = sorted({name for row in rows for name in row}, key=str)
    design = np.array([[row.get(name, 0.0) for name in names] for row in rows]).reshape(len(rows), len(names))
    signs = 2 * np.array(yes) - 1

    def loss(weights):
        return -np.log(expit(signs * (design @ weights))).sum() + weights @ weights / 2

    best = dict(zip(names, minimize(loss, np.zeros(len(names)), method="BFGS").x, strict=True)) if names else {}
    found = learn(answers, evidence)
    weights = [0.5 * best.get(("weight", number), 0.0) for number in range(criteria)]
    appeal = [0.5 * best.get(("appeal", True, host), 0.0) for host in range(hosts)]
    np.testing.assert_allclose(found.weights, weights, atol=1e-3)
    np.testing.assert_allclose(found.appeal, appeal, atol=1e-3)


def test_more_answers_order_hosts_more_like_what_people_like():
    rng = np.random.default_rng(0)
    liked = rng.normal(size=12)

    def agreement(rounds):
        person = np.repeat(np.arange(60), rounds)
        host = np.concatenate([rng.choice(12, rounds, replace=False) for _ in range(60)])
        yes = (rng.random(len(host)) < expit(1.5 * liked[host])).astype(float)
        nothing = np.zeros((0, 60, 12))
        answers = Answers(person, host, yes, np.full(len(host), np.nan))
        return np.corrcoef(reranked(np.ones((60, 12)), learn(answers, nothing), nothing)[0], liked)[0, 1]

    assert agreement(1) > 0.5
    assert agreement(4) > 0.85


@pytest.mark.parametrize("shape", [(0, 3, 2), (1, 3, 2)])
def test_a_criterion_that_never_differs_teaches_nothing(shape):
    found = learn(said((0, 0, 1, 1), (1, 1, 0, 1)), np.full(shape, 0.3))
    assert not found.weights.any()
