"""Assignments: the best there is, whatever is asked, equal to looking at every assignment there is."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from matching.assignment.aims import in_order
from matching.assignment.model import Aim, Never, Problem, problem_of
from matching.assignment.solve import assign
from tests.matching.assignment_oracle import best_values, every_assignment, random_problem, values

ORDERS = [order for length in range(1, 5) for order in permutations(Aim, length)]
WEIGHTS = {Aim.PLACED: 0.5, Aim.FIT: 1.0, Aim.EVEN: 0.1}


def as_row(problem, found):
    row = np.full((1, problem.people), -1)
    row[0, found.pairs[:, 0]] = found.pairs[:, 1]
    return row


def pairs(found):
    return [tuple(pair) for pair in found.pairs.tolist()]


def grid(*rows):
    return np.array(rows, float)


# ---- Cases whose answer one sees


def test_everybody_gets_the_place_that_is_best_for_all_together():
    found = assign(problem_of(grid([0.9, 0.8], [0.9, 0.1]), np.array([1, 1])))
    assert pairs(found) == [(0, 1), (1, 0)]
    assert found.total == pytest.approx(1.7)


def test_a_forbidden_pair_is_never_made():
    assert pairs(assign(problem_of(grid([-np.inf, -np.inf], [0.3, 0.2]), np.array([1, 1])))) == [(1, 0)]
    problem = replace(problem_of(grid([0.9, 0.1]), np.array([1, 1])), never={(0, 0): Never.CONFLICT})
    assert pairs(assign(problem)) == [(0, 1)]


def test_a_must_pair_is_made_even_where_it_fits_least():
    problem = replace(problem_of(grid([0.9, 0.1], [0.9, 0.8]), np.array([1, 1])), must=np.array([[0, 1]]))
    assert pairs(assign(problem)) == [(0, 1), (1, 0)]


def test_seats_that_are_taken_are_not_given_again():
    problem = problem_of(grid([0.9], [0.8], [0.7]), np.array([3]))
    assert pairs(assign(replace(problem, taken=np.array([2])))) == [(0, 0)]
    assert pairs(assign(replace(problem, taken=np.array([5])))) == []


def test_the_organiser_chooses_between_more_people_and_more_fit():
    problem = problem_of(grid([0.9, 0.1], [0.9, -0.5]), np.array([1, 1]))
    assert len(assign(problem).pairs) == 2
    assert pairs(assign(replace(problem, aims=(Aim.FIT,)))) == [(0, 1), (1, 0)]
    lonely = problem_of(grid([0.9, -0.5], [0.8, -0.5]), np.array([1, 1]))
    assert pairs(assign(replace(lonely, aims=(Aim.FIT,)))) == [(0, 0)]


def test_the_worst_off_may_go_before_the_sum():
    problem = problem_of(grid([1.0, 0.5], [0.6, 0.0]), np.array([1, 1]))
    assert assign(replace(problem, aims=(Aim.WORST_OFF,))).worst_off == 0.5
    unequal = problem_of(grid([1.0, 0.4], [0.5, 0.1]), np.array([1, 1]))
    assert assign(unequal).total == pytest.approx(1.1)
    assert assign(replace(unequal, aims=(Aim.WORST_OFF,))).worst_off == 0.4


def test_an_even_load_counts_those_already_followed():
    problem = problem_of(grid([0.9, 0.1, 0.1], [0.9, 0.1, 0.1]), np.array([5, 5, 5]))
    problem = replace(problem, taken=np.array([2, 1, 0]), aims=(Aim.EVEN,))
    assert len(assign(problem).pairs) == 2
    assert next(one.value for one in assign(problem).aims if one.aim is Aim.EVEN) == 4 + 1 + 4


def test_among_equals_those_listed_first_are_placed():
    assert pairs(assign(problem_of(np.full((5, 1), 0.5), np.array([2])))) == [(0, 0), (1, 0)]


def test_nobody_and_no_place_is_an_answer():
    for shape in ((0, 0), (3, 0), (0, 3)):
        found = assign(problem_of(np.zeros(shape), np.zeros(shape[1], int)))
        assert (len(found.pairs), found.total, found.bound) == (0, 0, 0)
        assert np.isnan(found.worst_off) and found.proved


# ---- True for any problem


@pytest.mark.parametrize("part", range(10))
def test_every_order_of_aims_equals_looking_at_every_assignment(part):
    for seed in range(part, 1000, 10):
        aims = in_order(ORDERS[seed % len(ORDERS)])
        problem = replace(random_problem(seed), aims=aims)
        found = assign(problem)
        assert (every_assignment(problem) == as_row(problem, found)).all(1).any(), seed
        reached = values(problem, as_row(problem, found))
        np.testing.assert_allclose([reached[aim][0] for aim in aims], best_values(problem, aims), atol=1e-7)
        told = [-one.value if one.aim is Aim.EVEN else one.value for one in found.aims]
        np.testing.assert_allclose(np.nan_to_num(told, nan=np.inf), best_values(problem, aims), atol=1e-7)
        assert found.proved, seed


def test_weights_equal_looking_at_every_assignment():
    for seed in range(300):
        problem = replace(random_problem(seed), weights=WEIGHTS)
        found = assign(problem)
        every = values(problem, every_assignment(problem))
        none = -WEIGHTS[Aim.EVEN] * (problem.taken**2).sum()  # loads that were there before
        best = sum(weight * every[aim] for aim, weight in WEIGHTS.items()).max() - none
        assert (found.worth, found.bound) == (pytest.approx(best, abs=1e-7), pytest.approx(best, abs=1e-6)), seed


def test_the_prices_prove_the_bound():
    """Weak duality, written again from scratch: no assignment is worth more than the prices say."""
    for seed in range(200):
        problem = replace(random_problem(seed), must=np.empty((0, 2), int), never={}, aims=(Aim.FIT,))
        found = assign(problem)
        gains = np.zeros(problem.people)
        np.maximum.at(gains, problem.person, problem.score - found.prices[problem.place])
        bound = gains.sum() + (problem.free * found.prices).sum()
        assert (found.prices >= 0).all()
        assert found.bound == pytest.approx(bound, abs=1e-9)
        assert -1e-9 <= bound - found.total <= 1e-6


def test_the_total_equals_an_independent_solver_on_larger_problems():
    for seed in range(20):
        draw = np.random.default_rng(seed)
        people, places = int(draw.integers(20, 200)), int(draw.integers(5, 30))
        capacity = draw.integers(0, 10, places)
        score = draw.random((people, places)).round(2 + seed % 3)
        expanded = np.repeat(score, capacity, axis=1)
        row, column = linear_sum_assignment(expanded, maximize=True)
        found = assign(problem_of(score, capacity))
        assert found.total == pytest.approx(expanded[row, column].sum(), abs=1e-6)
        assert found.proved


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.data())
def test_a_place_that_offers_more_seats_keeps_its_people_and_loses_nothing(seed, data):
    problem = random_problem(seed)
    aims = data.draw(st.sampled_from([(Aim.PLACED, Aim.FIT), (Aim.FIT,), (Aim.PLACED, Aim.EVEN, Aim.FIT)]))
    problem = replace(problem, aims=aims, weights=data.draw(st.sampled_from([None, WEIGHTS])))
    place = data.draw(st.integers(0, len(problem.capacity) - 1))
    capacity = problem.capacity.copy()
    capacity[place] += data.draw(st.integers(1, 3))
    before, after = assign(problem), assign(replace(problem, capacity=capacity))
    assert {p for p in pairs(before) if p[1] == place} <= {p for p in pairs(after) if p[1] == place}
    assert after.load[place] >= before.load[place]


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000))
def test_the_same_problem_always_has_the_same_answer(seed):
    problem = random_problem(seed)
    assert pairs(assign(problem)) == pairs(assign(problem))


def test_many_pairs_are_priced_and_not_all_solved():
    """A problem larger than the pairs that the solver gets at first."""
    draw = np.random.default_rng(0)
    score = (draw.random(120)[None] + draw.random((400, 120))).round(3)
    capacity = np.full(120, 3)
    row, column = linear_sum_assignment(np.repeat(score, 3, axis=1), maximize=True)
    for aims in ((Aim.FIT,), (Aim.PLACED, Aim.FIT)):
        found = assign(replace(problem_of(score, capacity), aims=aims))
        assert found.total == pytest.approx(np.repeat(score, 3, axis=1)[row, column].sum(), abs=1e-6)
        assert found.proved


def test_a_problem_knows_the_seats_that_are_left():
    none = np.empty(0, int)
    assert Problem(0, np.array([3, 1]), np.array([1, 2]), none, none, none).free.tolist() == [2, 0]
