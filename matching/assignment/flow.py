"""The cheapest assignment of a network, exactly: minimum-cost flow on few pairs, priced against all of them.

A flow over all pairs of 5,000 people and 500 places takes seconds; nearly all of them are never worth a thought. So
the flow is solved over likely pairs, its dual prices are computed, and pairs that would be cheaper at these prices
join, until there is none (column generation: Gilmore and Gomory, 1961). The flow is Goldberg and Tarjan's cost scaling
(OR-tools); the prices are shortest distances in its residual network (Bellman and Ford).
"""

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from matching.assignment.likely import FEW, first, likeliest
from matching.assignment.model import Floats, Ints
from matching.assignment.network import Costs, Flow, Network, bound_of, cost_of
from matching.errors import MatchingError

_PAIRS = 12  # of a person, on average, to begin with
_JOINING = 4  # that may join at once, likewise


def cheapest(network: Network, cost: Costs, loss: Floats, start: Ints) -> Flow:
    """Return a cheapest assignment of costs that are whole numbers, with its prices.

    `start` is any assignment of the network (pair of each person, -1 = left out), which makes sure that the first
    pairs allow one; `loss`, from 0 to below 1, tells the likelier of two pairs, which saves time and decides nothing.
    The same call always has the same answer.
    """
    free = np.zeros(len(network.high))
    if cost_of(network, cost, start) == bound_of(network, cost, free):  # often so when all can be placed
        return Flow(start, free, _paid(network, cost, start, free))
    people = len(network.degree)
    active = first(network, loss, max(_PAIRS * people, FEW))
    active[start[start >= 0]] = True
    price = free
    while True:
        some = np.flatnonzero(active)
        chosen = _flow(network, cost, some)
        price = _prices(network, cost, some, chosen, price)
        paid = _paid(network, cost, chosen, price)
        saving = np.repeat(paid, network.degree) - cost.pair - price[network.place]
        joining = np.flatnonzero(saving > 0)
        if not len(joining):
            return Flow(chosen, price, paid)
        active[joining[likeliest(loss[joining] - saving[joining], _JOINING * people)]] = True


def whole(costs: Costs) -> Costs:
    """Return the costs times their scale, rounded."""
    pair, left_out, first = (np.rint(part * costs.scale) for part in (costs.pair, costs.left_out, costs.first))
    return Costs(pair, left_out, first, float(np.rint(costs.step * costs.scale)))


def _flow(network: Network, cost: Costs, some: Ints) -> Ints:
    """Return the pair of each person in a cheapest assignment by some of the pairs, -1 = left out."""
    people, places = len(network.degree), len(network.high)
    sink = people + places
    out = np.flatnonzero(network.optional)
    column, seats, rise = _seats(network, cost)
    tails = np.concatenate([network.person[some], out, people + column])
    heads = np.concatenate([people + network.place[some], np.full(len(out) + len(column), sink)])
    capacity = np.concatenate([np.ones(len(some) + len(out), np.int64), seats])
    unit = np.concatenate([cost.pair[some], cost.left_out[out], rise]).astype(np.int64)
    solver = SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(tails, heads, capacity, unit)
    supply = np.concatenate([np.ones(people, np.int64), -network.low, [network.low.sum() - people]])
    solver.set_nodes_supplies(np.arange(sink + 1), supply)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise MatchingError(f"no flow: {status.name}")
    made = np.flatnonzero(solver.flows(np.arange(len(some))))
    chosen = np.full(people, -1, np.int64)
    chosen[network.person[some[made]]] = some[made]
    return chosen


def _seats(network: Network, cost: Costs) -> tuple[Ints, Ints, Floats]:
    """Return place, number and cost of the seats above the fewest; one by one where each is dearer than the last."""
    spare = network.high - network.low
    if cost.step == 0:
        return np.arange(len(spare)), spare, cost.first
    column = np.repeat(np.arange(len(spare)), spare)
    nth = np.arange(len(column)) - np.repeat(np.cumsum(spare) - spare, spare) + network.low[column]
    return column, np.ones(len(column), np.int64), cost.first[column] + cost.step * nth


def _prices(network: Network, cost: Costs, some: Ints, chosen: Ints, price: Floats) -> Floats:
    """Return prices at which nobody among `some` gains by a change: none does, since the flow is cheapest.

    They are minus the distances from the places to each other and to being left out, which costs nothing; begun from
    earlier prices, since most stay.
    """
    load = np.bincount(network.place[chosen[chosen >= 0]], minlength=len(network.high))
    room, given = load < network.high, load > network.low
    one_more, last = cost.first + cost.step * load, cost.first + cost.step * (load - 1)
    order = np.argsort(network.place[some], kind="stable")
    pairs = some[order]
    place, person, pair = network.place[pairs], network.person[pairs], cost.pair[pairs]
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    near = np.concatenate([-price, [0.0]])  # distance of each place, and of being left out
    while True:
        before = near.copy()
        people = _paid(network, cost, chosen, -near[:-1], -near[-1])
        if len(pairs):
            found = np.minimum.reduceat(pair - people[person], starts)
            near[place[starts]] = np.minimum(near[place[starts]], found)
        out = (cost.left_out - people)[network.optional]
        near[-1] = min(near[-1], out.min(initial=np.inf), (near[:-1] + one_more)[room].min(initial=np.inf))
        near[:-1][given] = np.minimum(near[:-1][given], near[-1] - last[given])
        if (near == before).all():
            prices: Floats = near[-1] - near[:-1]
            return prices


def _paid(network: Network, cost: Costs, chosen: Ints, price: Floats, outside: float = 0.0) -> Floats:
    """Return what each person pays: cost and price of their pair, or of being left out."""
    paid = cost.left_out + outside
    made = chosen >= 0
    paid[made] = cost.pair[chosen[made]] + price[network.place[chosen[made]]]
    return paid
