"""Lists under a cap and above a floor of exposure: a minimum-cost flow, so the answer is exact.

Each place of a list sends one unit to a pair that it may take; as the pairs of a place are a prefix of its row, a
place hands its unit on to the stricter place before it. Openings pass units to the sink: up to the floor at a premium,
up to the cap for nothing, above it at a penalty. Premium and penalty outweigh all fit, so where cap and floor cannot be
kept, as few places as possible are above the one or below the other.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from matching.errors import MatchingError
from matching.exposure.choices import Choices, Lists

RESOLUTION: Final = 1_000_000  # costs are whole numbers: gains count to the millionth

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cap:
    """How many lists an opening may be on at most, and should be on at least."""

    most: int
    least: int = 0


def capped_lists(given: Choices, cap: Cap) -> Lists:
    """Return the lists with the highest sum of gains under the cap and above the floor.

    Lists stay full, and every place keeps what `choices` promised; where cap or floor cannot be kept with that, the
    fewest places in all are above or below them.
    """
    arcs = np.vstack([_handed_on(given), _pair_arcs(given), _exits(given, cap)])
    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(*np.ascontiguousarray(arcs.T))
    places = np.flatnonzero(given.limit.ravel() > 0)
    sink = given.limit.size + given.n_columns
    flow.set_nodes_supplies(np.append(places, sink), np.append(np.ones(len(places), np.int64), -len(places)))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise MatchingError(f"no flow: {status.name}")
    first = int((given.limit[:, 1:] > 0).sum())
    shown = flow.flows(np.arange(first, first + len(given.column))) > 0
    return given.lists(_places(given, shown))


def _handed_on(given: Choices) -> Ints:
    """Return the arcs from each place of a list to the one before it."""
    k = given.limit.shape[1]
    row, place = np.nonzero(given.limit[:, 1:] > 0)
    node = row * k + place
    return np.column_stack([node + 1, node, np.full(len(node), k), np.zeros(len(node), np.int64)])


def _pair_arcs(given: Choices) -> Ints:
    """Return the arcs from the strictest place that may take a pair to the opening, one a pair."""
    k = given.limit.shape[1]
    row = np.repeat(np.arange(len(given.limit)), np.diff(given.start))
    position = np.arange(len(row)) - given.start[row]
    limit = given.limit[row]
    place = ((limit > 0) & (limit <= position[:, None])).sum(axis=1)
    cost = -np.round(given.gain * RESOLUTION).astype(np.int64)
    return np.column_stack([row * k + place, given.limit.size + given.column, np.ones(len(row), np.int64), cost])


def _exits(given: Choices, cap: Cap) -> Ints:
    columns = np.unique(given.column) + given.limit.size
    sink, n = given.limit.size + given.n_columns, int((given.limit > 0).sum())
    outweighs = (n + 1) * RESOLUTION
    floor = min(cap.least, cap.most)
    arcs = ((floor, -outweighs), (cap.most - floor, 0), (n, outweighs))
    return np.vstack(
        [
            np.column_stack([columns, np.full((len(columns), 2), (sink, capacity)), np.full(len(columns), cost)])
            for capacity, cost in arcs
        ]
    )


def _places(given: Choices, shown: NDArray[np.bool_]) -> Ints:
    row = np.repeat(np.arange(len(given.limit)), np.diff(given.start))[shown]
    places = np.full(given.limit.shape, -1)
    nth = np.arange(len(row)) - np.searchsorted(row, row)
    places[row, nth] = np.flatnonzero(shown) - given.start[row]
    return places
