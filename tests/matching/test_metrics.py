"""The measures of a ranking, on lists whose values anybody can work out."""

import math

import pytest

from matching.metrics import coverage, ndcg_at_k, recall_at_k


def test_the_best_order_has_the_whole_gain_and_a_worse_one_less():
    gains = {"a": 3.0, "b": 1.0}
    assert ndcg_at_k(["a", "b", "x"], gains, 10) == 1.0
    assert ndcg_at_k(["b", "a"], gains, 10) == pytest.approx((1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3)))
    assert ndcg_at_k(["x", "y"], gains, 10) == 0.0
    assert ndcg_at_k(["x", "a"], gains, 1) == 0.0


def test_recall_counts_only_as_many_as_the_list_can_hold():
    assert recall_at_k(["a", "b"], {"a", "b", "c"}, 2) == 1.0
    assert recall_at_k(["a", "x"], {"a", "b", "c"}, 2) == 0.5


def test_nothing_to_find_is_no_number():
    assert math.isnan(ndcg_at_k(["a"], {}, 10)) and math.isnan(recall_at_k(["a"], set(), 10))
    assert math.isnan(coverage([["a"]], 0))


def test_coverage_counts_each_item_once():
    assert coverage([["a", "b"], ["b"], []], 4) == 0.5
