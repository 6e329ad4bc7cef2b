"""Capped lists against an exact model of their own: every list of every row tried, or a mixed-integer program."""

from itertools import combinations, product

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from matching.exposure import Cap, capped_lists, choices, pairs_of, shown

FEW, MANY = range(50), range(50, 1_050)


def instance(seed):
    """Return scores in hundredths (some pairs missing), k, the loss allowed, and a cap."""
    rng = np.random.default_rng(seed)
    n, m = rng.integers(1, 5), rng.integers(1, 6)
    scores = rng.integers(0, 101, (n, m)) / 100
    scores[rng.random((n, m)) < 0.2] = np.nan
    least = int(rng.integers(0, 3))
    return (
        scores,
        int(rng.integers(1, 4)),
        rng.choice([0.0, 0.1, 0.3, 1.0]),
        Cap(least + int(rng.integers(1, 3)), least),
    )


def worth(lists, gains, cap, reached):
    """Return (places above the cap or below the floor, minus the sum of gains): the least is best."""
    counts = np.bincount([j for listed in lists for j in listed], minlength=gains.shape[1])[reached]
    broken = np.maximum(counts - cap.most, 0).sum() + np.maximum(cap.least - counts, 0).sum()
    return int(broken), -round(sum(gains[i, j] for i, listed in enumerate(lists) for j in listed), 4)


def tried(scores, k, loss, cap):
    """Return the best worth over all lists that keep the promise, by trying them all."""
    top = np.nan_to_num(np.nanmax(scores, axis=1, initial=0.0))[:, None]
    gains = scores / np.where(top > 0, top, 1)
    options = []
    for row in gains:
        own = np.flatnonzero(np.isfinite(row))
        best = np.sort(row[own])[::-1][:k]
        lists = combinations(own.tolist(), len(best))
        options.append([one for one in lists if (np.sort(row[list(one)])[::-1] >= (1 - loss) * best - 1e-9).all()])
    reached = sorted({j for lists in options for one in lists for j in one})
    return min(worth(lists, gains, cap, reached) for lists in product(*options)), gains, reached


def check(seed):
    scores, k, loss, cap = instance(seed)
    expected, gains, reached = tried(scores, k, loss, cap)
    lists = capped_lists(choices(pairs_of(scores), k, loss), cap)
    broken, minus = worth([row[row >= 0].tolist() for row in lists], gains, cap, reached)
    assert (broken, minus) == (expected[0], pytest.approx(expected[1], abs=1e-4)), seed


def test_capped_lists_are_the_best_of_all_lists():
    for seed in FEW:
        check(seed)


@pytest.mark.slow
def test_capped_lists_are_the_best_of_all_lists_a_thousand_times():
    for seed in MANY:
        check(seed)


def test_a_cap_that_can_be_kept_is_never_passed_and_costs_what_a_program_says():
    rng = np.random.default_rng(5)
    scores = 0.5 * rng.random((40, 12)) + 0.5 * np.linspace(1, 0, 12)
    given = choices(pairs_of(scores), 3, 1.0)
    lists = capped_lists(given, Cap(10))  # the even share
    assert shown(lists, 12).max() == 10
    gains = scores / scores.max(axis=1, keepdims=True)
    rows, columns = np.kron(np.eye(40), np.ones(12)), np.kron(np.ones(40), np.eye(12))
    exact = milp(
        -gains.ravel(),
        constraints=[LinearConstraint(rows, 3, 3), LinearConstraint(columns, 0, 10)],
        bounds=Bounds(0, 1),
        integrality=1,
    )
    assert np.take_along_axis(gains, lists, axis=1).sum() == pytest.approx(-exact.fun, abs=1e-3)


def test_a_floor_shows_every_opening_that_somebody_may_be_shown():
    scores = np.array([[1.0, 0.9, 0.5], [1.0, 0.95, 0.5]])
    given = choices(pairs_of(scores), 1, 0.2)
    assert shown(capped_lists(given, Cap(2, 1)), 3).tolist() == [1, 1, 0]
    assert shown(capped_lists(given, Cap(2)), 3).tolist() == [2, 0, 0]


def test_no_row_gives_up_what_was_promised_for_a_cap():
    given = choices(pairs_of(np.array([[1.0, 0.5]] * 4)), 1, 0.1)
    assert shown(capped_lists(given, Cap(1)), 2).tolist() == [4, 0]
