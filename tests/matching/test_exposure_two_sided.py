"""Matching with transferable utility: the equations hold, and its lists lead to more matches than others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.exposure import choices, equilibrium, joint_of, joint_of_factors, matched_lists, pairs_of, two_sided_lists
from tests.matching.exposure_market import authors_market, expected_matches, full_lists


@settings(max_examples=40, deadline=None)
@given(
    n=st.integers(1, 12),
    m=st.integers(1, 12),
    beta=st.sampled_from([0.1, 0.5, 2.0]),
    posts=st.integers(1, 5),
    seed=st.integers(0, 99),
)
def test_all_who_are_matched_or_alone_are_as_many_as_there_are(n, m, beta, posts, seed):
    rng = np.random.default_rng(seed)
    ours, theirs = rng.random((n, m)), rng.random((m, n))
    found = equilibrium(joint_of(ours, theirs), beta, 1.0, float(posts), 1e-12, 100_000)
    a, b, k = np.exp(found.log_a), np.exp(found.log_b), np.exp((ours + theirs.T) / (2 * beta))
    matched = a[:, None] * k * b
    np.testing.assert_allclose(a**2 + matched.sum(axis=1), 1, rtol=1e-6)
    np.testing.assert_allclose(b**2 + matched.sum(axis=0), posts, rtol=1e-6)


def test_one_pair_has_the_known_solution():
    found = equilibrium(joint_of(np.zeros((1, 1)), np.zeros((1, 1))), 1.0, tolerance=1e-14, most_rounds=1_000)
    assert np.exp(found.log_a[0]) == pytest.approx(np.sqrt(0.5))  # two alike: as many alone as matched
    assert np.exp(found.log_b[0]) == pytest.approx(np.sqrt(0.5))


def test_tastes_that_hardly_matter_for_chance_do_not_overflow():
    p, q = authors_market(0.5, 0, 30)
    found = equilibrium(joint_of(p, q), 1e-4, most_rounds=50)
    assert np.isfinite(found.log_a).all()
    assert np.isfinite(found.log_b).all()


def test_where_chance_is_all_lists_rank_by_the_sum_of_both_scores_and_who_stays_alone():
    p, q = authors_market(0.2, 0, 40)
    joint = joint_of(p, q)
    found = equilibrium(joint, 1e4, tolerance=1e-12, most_rounds=1_000)
    np.testing.assert_allclose(np.exp(found.log_b), np.exp(found.log_b[0]), rtol=1e-3)


def test_factors_give_what_the_matrix_gives():
    rng = np.random.default_rng(1)
    left, right = rng.random((30, 4)), rng.random((20, 4))
    ours = left @ right.T
    one, other = joint_of_factors(left, right), joint_of(ours, np.zeros((20, 30)))
    a, b = equilibrium(one, 0.1), equilibrium(other, 0.1)
    np.testing.assert_allclose(a.log_a, b.log_a)
    for mine, yours in zip(two_sided_lists(one, a, 5), two_sided_lists(other, b, 5), strict=True):
        np.testing.assert_array_equal(mine, yours)


def test_lists_are_the_best_of_each_side_whatever_the_blocks(monkeypatch):
    p, q = authors_market(0.5, 0, 40)
    joint = joint_of(p, q)
    found = equilibrium(joint)
    likely = (p + q.T) / (2 * found.beta) + found.log_a[:, None] + found.log_b
    monkeypatch.setattr("matching.exposure.two_sided._CELLS", 7 * 40)
    ours, theirs = two_sided_lists(joint, found, 10)
    np.testing.assert_array_equal(ours, np.argsort(-likely, axis=1)[:, :10])
    np.testing.assert_array_equal(theirs, np.argsort(-likely.T, axis=1)[:, :10])
    np.testing.assert_allclose(equilibrium(joint).log_b, found.log_b)


def test_lists_by_matching_lead_to_more_matches_than_the_product_and_than_one_side_alone():
    for seed in range(2):
        p, q = authors_market(0.5, seed)
        joint = joint_of(p, q)
        matched = expected_matches(p, q, *two_sided_lists(joint, equilibrium(joint), 150))
        product = p * q.T
        assert matched > 1.5 * expected_matches(p, q, full_lists(product), full_lists(product.T))
        assert matched > 5 * expected_matches(p, q, full_lists(p), full_lists(q))


def test_pairs_of_a_full_matrix_have_the_equilibrium_of_the_matrix():
    scores = np.random.default_rng(2).random((20, 8))
    gains = scores / scores.max(axis=1, keepdims=True)
    lists = matched_lists(choices(pairs_of(scores), 3, 1.0), 0.1)
    found = equilibrium(joint_of(gains, gains.T), 0.1, 3.0, 60 / 8)
    np.testing.assert_array_equal(np.sort(lists), np.sort(two_sided_lists(joint_of(gains, gains.T), found, 3)[0]))
