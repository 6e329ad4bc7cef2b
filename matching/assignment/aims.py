"""The aims as costs: what each makes dear, and how its cost reads as the value that people know."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.assignment.model import Aim, Floats, Problem
from matching.assignment.network import Costs, Network

_FINE: Final = 2.0**30  # costs are told apart to this part of the greatest
_FEW_DECIMALS: Final = 4
_LOOKED_AT: Final = 1_000


@dataclass(frozen=True, slots=True)
class Objective:
    """Costs to keep low, and what they mean: value = base + sign × cost."""

    costs: Costs
    base: float
    sign: int

    def value(self, cost: float) -> float:
        """Return the value that a cost means."""
        return self.base + self.sign * cost


def in_order(aims: tuple[Aim, ...]) -> tuple[Aim, ...]:
    """Return the aims as they are pursued.

    WORST_OFF and EVEN would be best with nobody placed, so PLACED goes right before them unless it stands earlier;
    FIT ends the list unless it is in it.
    """
    order: list[Aim] = []
    for aim in (*aims, Aim.FIT):
        if aim in (Aim.WORST_OFF, Aim.EVEN) and Aim.PLACED not in order:
            order.append(Aim.PLACED)
        if aim not in order:
            order.append(aim)
    return tuple(order)


def objective_of(aim: Aim, problem: Problem, network: Network, score: Floats) -> Objective:
    """Return what PLACED, FIT or EVEN asks: the number placed, the sum of scores, the sum of squared loads."""
    costs = _costs(problem, network, score, {aim: 1.0})
    if aim is Aim.EVEN:
        return Objective(costs, float((problem.taken**2).sum()), 1)
    return Objective(costs, problem.people if aim is Aim.PLACED else 0.0, -1)


def weighted(problem: Problem, network: Network, score: Floats, weights: Mapping[Aim, float]) -> Objective:
    """Return the weighted sum of the number placed, the fit, and minus what the loads add to the sum of squares."""
    return Objective(_costs(problem, network, score, weights), problem.people * weights.get(Aim.PLACED, 0.0), -1)


def _costs(problem: Problem, network: Network, score: Floats, weights: Mapping[Aim, float]) -> Costs:
    placed, fit, even = (weights.get(aim, 0.0) for aim in (Aim.PLACED, Aim.FIT, Aim.EVEN))
    left_out = np.full(len(network.degree), placed)
    first: Floats = even * (2 * problem.taken.astype(np.float64) + 1)  # from t² to (t + 1)²
    pair = -fit * score
    greatest = max(placed, even, float(np.abs(pair).max(initial=0.0)))
    parts = (pair if fit else pair[:0], np.array([placed, even]))
    return Costs(pair, left_out, first, 2 * even, _scale(parts, greatest))


def _scale(parts: tuple[Floats, ...], greatest: float) -> float:
    """Return what makes the numbers whole to within the finest part: few decimals are solved sooner than many."""
    if greatest == 0:
        return 1.0
    finest = float(_FINE / 2.0 ** np.ceil(np.log2(greatest)))
    few = (10.0**decimals for decimals in range(_FEW_DECIMALS + 1))
    return next((scale for scale in few if all(_whole(part, scale, finest) for part in parts)), finest)


def _whole(numbers: Floats, scale: float, finest: float) -> bool:
    """Return whether all the numbers times the scale are whole; a few are looked at before all."""
    for some in (numbers[:_LOOKED_AT], numbers):
        scaled = some * scale
        scaled -= np.rint(scaled)
        if max(scaled.max(initial=0), -scaled.min(initial=0)) > scale / finest / 2:
            return False
    return True
