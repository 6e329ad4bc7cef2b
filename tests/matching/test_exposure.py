"""Lists for everybody at once: anchors, promises to each person, and figures by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.sparse import csr_array

from matching.exposure import (
    Cap,
    best_lists,
    capped_lists,
    choices,
    figures,
    matched_lists,
    pairs_of,
    shown,
    spread_lists,
)
from matching.metrics import congestion, coverage, gini, ndcg_at_k

METHODS = {
    "prices": lambda given: spread_lists(given, 0.3),
    "capped": lambda given: capped_lists(given, Cap(2, 1)),
    "matching": matched_lists,
}
every_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)

# Whole hundredths with gaps, so that rounding decides nothing.
matrices = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 8), st.integers(1, 8)),
    elements=st.one_of(st.integers(-20, 100).map(lambda x: x / 100), st.just(np.nan)),
)
tops, losses = st.integers(1, 5), st.sampled_from([0.0, 0.1, 0.3, 1.0])


def popular(n=200, m=60, seed=0, share=0.5):
    """Return scores where some openings please nearly everybody."""
    return (1 - share) * np.random.default_rng(seed).random((n, m)) + share * np.linspace(1, 0, m)


@every_method
def test_two_people_who_like_one_opening_are_sent_to_two_when_another_is_nearly_as_good(method):
    given = choices(pairs_of(np.array([[1.0, 0.95], [1.0, 0.5]])), 1, 0.1)
    lists = capped_lists(given, Cap(1)) if method is METHODS["capped"] else method(given)
    assert lists.tolist() == [[1], [0]]


@every_method
def test_two_people_who_like_one_opening_keep_it_when_no_other_is_nearly_as_good(method):
    given = choices(pairs_of(np.array([[1.0, 0.5], [1.0, 0.5]])), 1, 0.1)
    assert method(given).tolist() == [[0], [0]]


def test_people_with_equal_scores_everywhere_are_spread_evenly():
    given = choices(pairs_of(np.ones((12, 6))), 2, 0.0)
    assert shown(best_lists(given), 6).tolist() == [12, 12, 0, 0, 0, 0]
    assert shown(spread_lists(given, 0.3), 6).tolist() == [4] * 6
    assert shown(capped_lists(given, Cap(4)), 6).tolist() == [4] * 6


def test_lists_that_are_even_already_stay():
    scores = np.eye(5) + 0.1
    given = choices(pairs_of(scores), 1, 1.0)
    for lists in (spread_lists(given, 0.3), capped_lists(given, Cap(1, 1)), matched_lists(given)):
        assert lists.tolist() == best_lists(given).tolist() == [[0], [1], [2], [3], [4]]


def test_without_prices_everybody_has_their_own_best():
    given = choices(pairs_of(popular()), 10, 1.0)
    np.testing.assert_array_equal(spread_lists(given, 0.0), best_lists(given))
    np.testing.assert_array_equal(best_lists(given), np.argsort(-popular(), axis=1, kind="stable")[:, :10])


def test_stronger_prices_crowd_less_and_cost_more():
    given = choices(pairs_of(popular()), 10, 1.0)
    found = [figures(given, spread_lists(given, alpha)) for alpha in (0.0, 0.01, 0.1, 1.0)]
    assert [f.gini for f in found] == sorted((f.gini for f in found), reverse=True)
    assert [f.ndcg for f in found] == sorted((f.ndcg for f in found), reverse=True)
    assert found[-1].gini < found[0].gini / 5


@pytest.mark.parametrize("share", [0.2, 0.5])
def test_the_usual_knob_takes_a_third_of_the_concentration_for_a_tenth_of_the_fit(share):
    given = choices(pairs_of(popular(600, 200, 1, share)), 10, 0.1)
    before, after = figures(given, best_lists(given)), figures(given, spread_lists(given, 0.3))
    assert 1 + after.congestion < 0.7 * (1 + before.congestion)
    assert after.ndcg > 0.9
    assert after.worst_ndcg > 0.9


@every_method
@settings(max_examples=60, deadline=None)
@given(scores=matrices, k=tops, loss=losses)
def test_every_list_is_full_has_nothing_twice_and_each_place_keeps_its_share(method, scores, k, loss):
    lists = method(choices(pairs_of(scores), k, loss))
    scores = scores - min(0.0, np.nanmin(scores, initial=0.0))
    for row, listed in zip(scores, lists, strict=True):
        mine = listed[listed >= 0]
        best = np.sort(row[np.isfinite(row)])[::-1][:k]
        assert len(mine) == len(best) == len(set(mine.tolist()))
        assert (row[mine] >= (1 - loss) * best - 1e-9).all(), (row, listed)


@settings(max_examples=60, deadline=None)
@given(scores=matrices, k=tops, loss=losses, order=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_capped_sum_and_no_own_best(scores, k, loss, order):
    rows = list(range(len(scores)))
    order.shuffle(rows)
    one, other = choices(pairs_of(scores), k, loss), choices(pairs_of(scores[rows]), k, loss)
    np.testing.assert_array_equal(best_lists(one)[rows], best_lists(other))
    np.testing.assert_allclose(kept(one, capped_lists(one, Cap(2, 1))), kept(other, capped_lists(other, Cap(2, 1))))


def kept(given, lists):
    """Return what cap 2 and floor 1 leave broken, and the sum of gains in millionths."""
    counts = shown(lists, given.n_columns)[np.unique(given.column)]
    broken = np.maximum(counts - 2, 0).sum() + np.maximum(1 - counts, 0).sum()
    return broken, np.round(given.gains(given.places(lists)) * 1e6).sum()


def test_the_names_of_rows_and_columns_change_nothing():
    rng, scores = np.random.default_rng(3), popular()
    rows, columns = rng.permutation(200), rng.permutation(60)
    one, other = choices(pairs_of(scores), 10, 0.1), choices(pairs_of(scores[rows][:, columns]), 10, 0.1)
    a, b = figures(one, matched_lists(one)), figures(other, matched_lists(other))
    assert (a.congestion, a.gini, a.ndcg) == pytest.approx((b.congestion, b.gini, b.ndcg))
    a, b = figures(one, spread_lists(one, 0.3)), figures(other, spread_lists(other, 0.3))
    assert (a.congestion, a.ndcg) == pytest.approx((b.congestion, b.ndcg), abs=0.005)  # the order of turns differs


@every_method
def test_stored_pairs_are_judged_as_a_full_matrix_is(method):
    scores = popular(40, 30)
    scores[scores < 0.3] = np.nan
    row, column = np.nonzero(np.isfinite(scores))
    stored = csr_array((scores[row, column][::-1], (row[::-1], column[::-1])), shape=scores.shape)
    np.testing.assert_array_equal(method(choices(stored, 5, 0.2)), method(choices(pairs_of(scores), 5, 0.2)))


def test_a_stored_zero_is_a_pair_and_what_is_not_stored_is_none():
    scores = csr_array((np.array([0.0, 1.0]), np.array([2, 0]), np.array([0, 2, 2])), shape=(2, 3))
    assert best_lists(choices(scores, 3, 0.1)).tolist() == [[0, 2, -1], [-1, -1, -1]]


def test_scores_below_zero_are_counted_from_the_lowest():
    scores = np.array([[-1.0, -3.0, -2.0], [-2.0, -1.0, -3.0]])
    for method in METHODS.values():
        one, other = choices(pairs_of(scores), 2, 0.5), choices(pairs_of(scores + 3), 2, 0.5)
        np.testing.assert_array_equal(method(one), method(other))


@every_method
def test_scores_of_both_signs_may_be_as_large_as_numbers_are(method):
    greatest = np.finfo(np.float64).max
    one = choices(pairs_of(np.array([[greatest, -greatest], [-greatest, greatest]])), 1, 0.5)
    assert method(one).tolist() == [[0], [1]]


def test_nobody_and_nothing_are_no_error():
    for shape in ((0, 0), (0, 3), (3, 0)):
        for method in METHODS.values():
            given = choices(pairs_of(np.zeros(shape)), 2, 0.1)
            lists = method(given)
            assert lists.shape == (shape[0], 2)
            assert (lists == -1).all()
            assert np.isnan(figures(given, lists).gini)


def test_a_wide_sparse_market_is_never_made_dense():
    rng = np.random.default_rng(0)
    column = np.concatenate([rng.choice(100_000, 100, replace=False) for _ in range(2_000)])
    scores = csr_array((rng.random(len(column)), column, np.arange(0, len(column) + 1, 100)), shape=(2_000, 100_000))
    given = choices(scores, 10, 0.1)
    lists = spread_lists(given, 0.3)
    assert figures(given, lists).max_shown <= figures(given, best_lists(given)).max_shown


def test_figures_by_hand():
    given = choices(pairs_of(np.array([[1.0, 0.8, 0.0], [0.5, 0.0, 0.4]])), 1, 1.0)
    before, after = figures(given, best_lists(given)), figures(given, np.array([[1], [0]]))
    assert (before.congestion, before.gini, before.coverage) == pytest.approx((0.0, 2 / 3, 1 / 3))
    assert (before.max_shown, before.max_share, before.never_shown) == (2, 1.0, 2)
    assert (before.ndcg, before.worst_ndcg, before.mean_loss, before.worst_loss) == (1, 1, 0, 0)
    assert after.congestion == pytest.approx(-np.log(2) / np.log(3))
    assert (after.max_shown, after.max_share, after.never_shown) == (1, 0.5, 1)
    assert (after.ndcg, after.worst_ndcg) == pytest.approx((0.9, 0.8))
    assert (after.mean_loss, after.worst_loss) == pytest.approx((0.1, 0.2))


@settings(max_examples=40, deadline=None)
@given(scores=matrices, k=tops)
def test_the_ndcg_is_that_of_the_usual_measure(scores, k):
    given = choices(pairs_of(scores), k, 1.0)
    lists = spread_lists(given, 1.0)
    scores = scores - min(0.0, np.nanmin(scores, initial=0.0))
    usual = [
        ndcg_at_k([str(j) for j in listed if j >= 0], {str(j): x for j, x in enumerate(row) if np.isfinite(x)}, k)
        for row, listed in zip(scores, lists, strict=True)
    ]
    usual = [value for value in usual if value == value]
    found = figures(given, lists).ndcg
    assert (np.isnan(found) and not usual) or found == pytest.approx(np.mean(usual))


def test_even_shares_have_no_gini_and_one_for_all_has_the_most():
    assert gini(np.array([3, 3, 3, 3])) == 0
    assert gini(np.array([0, 0, 0, 9])) == pytest.approx(3 / 4)
    assert gini(np.array([1, 3])) == pytest.approx(1 / 4)
    assert np.isnan(gini(np.array([0, 0])))


def test_congestion_goes_from_even_to_one_for_all():
    assert congestion(np.array([3, 3, 3, 3])) == pytest.approx(-1)
    assert congestion(np.array([0, 0, 0, 9])) == 0
    assert congestion(np.array([1, 1, 0, 0])) == pytest.approx(-1 / 2)
    assert np.isnan(congestion(np.array([0, 0]))) and np.isnan(congestion(np.array([5])))
    assert coverage([[0, 1], [1]], 4) == 1 / 2
