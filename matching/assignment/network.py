"""The network that aims narrow one after the other: which pairs, who must be placed, how many each place takes."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.assignment.model import Floats, Ints

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Network:
    """All assignments that are still allowed."""

    degree: Ints  # of each person: their pairs
    person: Ints  # of each pair, in rising order
    place: Ints
    optional: Mask  # of each person: may be left out
    low: Ints  # of each place: fewest and most people
    high: Ints

    def least(self, values: Floats) -> Floats:
        """Return for each person the least value of their pairs, inf without any."""
        found = np.full(len(self.degree), np.inf)
        some = self.degree > 0
        if some.any():
            found[some] = np.minimum.reduceat(values, (np.cumsum(self.degree) - self.degree)[some])
        return found

    def only(self, kept: Mask) -> "Network":
        """Return the network with some of the pairs."""
        if kept.all():
            return self
        person = self.person[kept]
        degree = np.bincount(person, minlength=len(self.degree))
        return replace(self, degree=degree, person=person, place=self.place[kept])


@dataclass(frozen=True, slots=True)
class Costs:
    """What an aim makes dear: each pair, each person left out, each further person in a place."""

    pair: Floats
    left_out: Floats  # of each person
    first: Floats  # of each place: the first person costs this
    step: float = 0.0  # and each further one this much more (at least 0)
    scale: float = 1.0  # costs times this are whole numbers, or near enough to one


@dataclass(frozen=True, slots=True)
class Flow:
    """A cheapest assignment, and the prices that prove it."""

    chosen: Ints  # of each person: the place of the pair in the network's list, -1 = left out
    price: Floats  # of each place: what a seat there costs, in the unit of the costs
    paid: Floats  # of each person: cost and price of what they get


def cost_of(network: Network, costs: Costs, chosen: Ints) -> float:
    """Return what an assignment costs."""
    made = chosen[chosen >= 0]
    load = np.bincount(network.place[made], minlength=len(network.high))
    places = load * costs.first + costs.step * load * (load - 1) / 2
    return float(costs.pair[made].sum() + costs.left_out[chosen < 0].sum() + places.sum())


def bound_of(network: Network, costs: Costs, price: Floats) -> float:
    """Return what no assignment of the network undercuts, whatever the prices (weak duality).

    Each person chooses the cheapest of cost and price, each place the load that earns most at its price. The exact
    prices make it equal to the cheapest cost. With costs -score, 0 and 0 it is minus the well-known
    Σ max(0, max(score - price)) + Σ seats × price.
    """
    people = network.least(costs.pair + price[network.place])
    people = np.where(network.optional, np.minimum(people, costs.left_out), people)
    return float(people.sum() + _best_load(network, costs, price).sum())


def _best_load(network: Network, costs: Costs, price: Floats) -> Floats:
    margin = price - costs.first  # what the first person earns the place
    if costs.step == 0:
        load = np.where(margin > 0, network.high, network.low).astype(np.float64)
    else:
        load = np.clip(np.ceil(margin / costs.step), network.low, network.high)
    places: Floats = load * (costs.step * (load - 1) / 2 - margin)
    return places


def narrowed(network: Network, costs: Costs, flow: Flow) -> tuple[Network, Mask]:
    """Return the network of all cheapest assignments, and which pairs it keeps (complementary slackness).

    Costs must be whole numbers: nothing else tells an equal from a nearly equal.
    """
    kept = costs.pair + flow.price[network.place] <= np.repeat(flow.paid, network.degree)
    margin = flow.price - costs.first
    if costs.step == 0:
        must, may = np.where(margin > 0, network.high, 0), np.where(margin < 0, 0, network.high)
    else:
        must, may = np.ceil(margin / costs.step), np.floor(margin / costs.step) + 1
    low = np.clip(must, network.low, network.high).astype(np.int64)
    high = np.clip(may, network.low, network.high).astype(np.int64)
    optional = network.optional & (flow.paid >= costs.left_out)
    return replace(network.only(kept), optional=optional, low=low, high=high), kept
