"""The best assignment for a list of aims: each narrows what the next may choose among."""

import numpy as np

from matching.assignment.aims import Objective, in_order, objective_of, weighted
from matching.assignment.model import Aim, AimReached, Assignment, Floats, Problem
from matching.assignment.network import bound_of, cost_of
from matching.assignment.state import State, begun, pursued, settled
from matching.assignment.worst_off import raised


def assign(problem: Problem) -> Assignment:
    """Return an assignment that is best in the first aim, among those in the second, and so on; or best by weights.

    Scores are told apart to 2^-30 of the greatest. Among equals, those listed first are placed first, and a fixed mark
    of each pair settles the rest: the same problem always has the same answer, and a place that offers more seats gets
    no fewer people, unless WORST_OFF is an aim. `bound` is computed from the prices alone, whatever the solver did.
    Raise MatchingError when the must pairs leave no assignment.
    """
    state = begun(problem)
    if problem.weights is not None:
        objective = weighted(problem, state.network, state.score, problem.weights)
        state, worth, bound, prices = _step(state, objective)
        return _answer(problem, state, (), worth, bound, prices)
    reached: list[AimReached] = []
    for aim in in_order(problem.aims):
        if aim is Aim.WORST_OFF:
            state, value = raised(state, np.isin(np.arange(problem.people), problem.must[:, 0]))
            reached.append(AimReached(aim, value, value))
            continue
        objective = objective_of(aim, problem, state.network, state.score)
        state, value, bound, aim_prices = _step(state, objective)
        reached.append(AimReached(aim, value, bound))
        if aim is Aim.FIT:
            worth, fit_bound, prices = value, bound, aim_prices
    return _answer(problem, state, tuple(reached), worth, fit_bound, prices)


def _step(state: State, objective: Objective) -> tuple[State, float, float, Floats]:
    """Return what an objective leaves, its value, the bound on it, and the prices that prove the bound."""
    after, flow = pursued(state, objective.costs)
    prices = flow.price / objective.costs.scale
    cost = cost_of(state.network, objective.costs, flow.chosen)
    bound = bound_of(state.network, objective.costs, prices)
    return after, objective.value(cost), objective.value(bound), prices


def _answer(
    problem: Problem, state: State, aims: tuple[AimReached, ...], worth: float, bound: float, prices: Floats
) -> Assignment:
    chosen = settled(state)
    made = chosen[chosen >= 0]
    pairs = np.column_stack((state.network.person[made], state.network.place[made]))
    load = np.bincount(pairs[:, 1], minlength=len(problem.capacity))
    return Assignment(pairs, state.score[made], load, aims, prices, worth, bound)
