"""Who is left out is told why, and the change that is named places them without taking another's place."""

from dataclasses import replace

import numpy as np
import pytest

from matching.assignment.changes import Change, ChangeKind, Offer, changed, search
from matching.assignment.left_out import Why, left_out
from matching.assignment.model import Aim, Never, problem_of
from matching.assignment.solve import assign
from tests.matching.assignment_oracle import random_problem

ORDERS = [(Aim.PLACED, Aim.FIT), (Aim.WORST_OFF,), (Aim.FIT, Aim.PLACED), (Aim.EVEN,)]


def explained(problem, offers=(), stop=lambda: False):
    found = assign(problem)
    looked = search(problem, found, stop)
    return [(one, looked.smallest(one.person, offers)) for one in left_out(problem, found)]


def test_a_full_place_needs_one_more_seat():
    ((one, change),) = explained(problem_of(np.array([[0.9], [0.8], [0.7]]), np.array([2])))
    assert (one.person, one.why, one.allowed, one.ahead, one.behind) == (2, Why.FULL, 1, 2, 0)
    assert change == Change(ChangeKind.SEAT, 0)


def test_who_would_lose_the_new_seat_to_another_gets_it_kept():
    (_, first), (_, second) = explained(problem_of(np.array([[0.9], [0.8], [0.7]]), np.array([1])))
    assert first == Change(ChangeKind.SEAT, 0)
    assert second == Change(ChangeKind.KEPT_SEAT, 0)


def test_a_never_that_is_in_the_way_is_named_the_easiest_first():
    problem = problem_of(np.array([[0.9, 0.2]]), np.array([1, 1]))
    problem = replace(problem, never={(0, 0): Never.CONFLICT, (0, 1): Never.REFUSED})
    ((one, change),) = explained(problem)
    assert (one.why, one.never) == (Why.NO_PAIR, {Never.CONFLICT: 1, Never.REFUSED: 1})
    assert change == Change(ChangeKind.LIFT, 1, Never.REFUSED)


def test_where_nothing_is_possible_no_change_is_named():
    ((one, change),) = explained(problem_of(np.array([[-np.inf, -np.inf]]), np.array([1, 1])))
    assert (one.why, one.unlisted, change) == (Why.NO_PAIR, 2, None)


def test_a_place_without_seats_is_told_apart_from_a_full_one():
    ((one, change),) = explained(problem_of(np.array([[0.4]]), np.array([0])))
    assert (one.why, change) == (Why.NO_SEAT, Change(ChangeKind.SEAT, 0))


def test_a_seat_that_is_not_worth_it_can_be_imposed():
    problem = replace(problem_of(np.array([[-0.4]]), np.array([1])), aims=(Aim.FIT,))
    ((one, change),) = explained(problem)
    assert (one.why, change) == (Why.NOT_WORTH, Change(ChangeKind.MUST, 0))


def test_who_may_go_nowhere_is_told_the_place_that_would_do():
    problem = problem_of(np.array([[0.9, -np.inf], [-np.inf, -np.inf]]), np.array([1, 1]))
    ((one, change),) = explained(problem, [Offer(0, 0.8), Offer(1, 0.3)])
    assert (one.person, one.why) == (1, Why.NO_PAIR)
    assert change == Change(ChangeKind.ALLOW, 1, None, 0.3)
    assert assign(changed(problem, 1, change)).pairs.tolist() == [[0, 0], [1, 1]]


def test_a_place_that_would_do_but_is_full_needs_a_seat_too():
    problem = problem_of(np.array([[0.9], [-np.inf]]), np.array([1]))
    ((_, change),) = explained(problem, [Offer(0, 0.2)])
    assert change == Change(ChangeKind.ALLOW_KEPT_SEAT, 0, None, 0.2)
    assert assign(changed(problem, 1, change)).pairs.tolist() == [[0, 0], [1, 0]]


def test_once_the_time_is_up_a_change_is_named_that_needs_no_solving():
    problem = problem_of(np.array([[0.9], [0.8]]), np.array([1]))
    assert explained(problem, stop=lambda: True)[0][1] == Change(ChangeKind.KEPT_SEAT, 0)
    assert explained(replace(problem, aims=(Aim.EVEN,)), stop=lambda: True)[0][1] is None


@pytest.mark.parametrize("aims", ORDERS)
@pytest.mark.parametrize("hurried", [False, True])
def test_the_change_places_them_and_nobody_loses_theirs(aims, hurried):
    helped = 0
    for seed in range(40):
        problem = replace(random_problem(seed), aims=aims)
        placed = set(assign(problem).pairs[:, 0].tolist())
        for one, change in explained(problem, stop=lambda: hurried):
            if change is None:
                assert (one.why is Why.NO_PAIR and not one.never) or (hurried and Aim.EVEN in aims)
                continue
            after = set(assign(changed(problem, one.person, change)).pairs[:, 0].tolist())
            assert {*placed, one.person} <= after, seed
            helped += 1
    assert helped > 8 or (hurried and Aim.EVEN in aims)


@pytest.mark.parametrize("aims", ORDERS)
def test_an_offer_places_who_may_go_nowhere_and_nobody_loses_theirs(aims):
    helped = 0
    for seed in range(40):
        problem = replace(random_problem(seed), aims=aims, never={})
        found = assign(problem)
        for one in left_out(problem, found):
            if one.why is Why.NO_PAIR:
                offers = [Offer(place, 0.1 * place) for place in range(len(problem.capacity))]
                change = search(problem, found, lambda: False).smallest(one.person, offers)
                after = set(assign(changed(problem, one.person, change)).pairs[:, 0].tolist())
                assert {*found.pairs[:, 0].tolist(), one.person} <= after, seed
                helped += 1
    assert helped > 3
