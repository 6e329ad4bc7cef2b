"""The least score of anybody who is placed, as high as possible."""

import numpy as np

from matching.assignment.flow import cheapest
from matching.assignment.model import Floats
from matching.assignment.network import Costs, Mask
from matching.assignment.state import State


def raised(state: State, spared: Mask) -> tuple[State, float]:
    """Return what is left without the pairs under the highest least score, and that score; nan without any pair.

    A search by halves among the scores: one is within reach when an assignment needs no pair below it. Pairs in
    `spared` (by person: those who have no choice) may stay below.
    """
    free = ~spared[state.network.person]
    made = state.chosen[state.chosen >= 0]
    made = made[free[made]]
    if not len(made):
        return state, float("nan")
    levels = np.unique(state.score[free])
    low = int(np.searchsorted(levels, state.score[made].min()))
    high = len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        short = (free & (state.score < levels[middle])).astype(np.float64)
        chosen = cheapest(state.network, _only_pairs(state, short), state.loss, state.chosen).chosen
        if short[chosen[chosen >= 0]].any():
            high = middle - 1
        else:
            least = state.score[chosen[chosen >= 0]][free[chosen[chosen >= 0]]].min()
            low = int(np.searchsorted(levels, least))
            state = State(state.network, state.score, state.loss, chosen)
    kept = ~free | (state.score >= levels[low])
    return state.only(state.network.only(kept), kept, state.chosen), float(levels[low])


def _only_pairs(state: State, pair: Floats) -> Costs:
    return Costs(pair, np.zeros(len(state.network.degree)), np.zeros(len(state.network.high)))
