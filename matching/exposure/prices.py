"""Prices against crowding: an opening costs more the more lists it is on already.

Each list takes what is best after prices, a few rows at a time, until no list changes. Showing an opening to one more
costs `alpha` times the lists that it is on, over the even share. Every step lowers one common sum, that of all losses
and of alpha / 2 × exposure² / even share (a congestion game: Rosenthal, 1973), so it settles, and more alpha means less
crowding. Dual ascent on over-exposure (prices that rise by round for all rows at once) gave the same front, was three
times slower, turned back where its knob was high, and sends people with equal scores to the same opening for ever.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.exposure.choices import Choices, Lists

ALPHA: Final = 0.3  # loses 3 to 5 % of nDCG for 44 to 85 % less concentration (tests/benchmarks/exposure.py)
ALPHAS: Final = (0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)  # the front: from everybody's own best to nearly even

_SWEEPS = 12
_GROUPS = 128  # rows that choose at the same time do not see each other, so they must be few
_CELLS = 1 << 20


def spread_lists(given: Choices, alpha: float) -> Lists:
    """Return lists that crowd less: the more, the higher alpha. At 0 they are everybody's own best."""
    places = np.sort(given.own_places(), axis=1)
    exposure = np.bincount(_columns(given, places), minlength=given.n_columns).astype(np.float64)
    price = alpha * len(np.unique(given.column)) / max(1.0, exposure.sum())
    groups = list(_groups(given))
    for _ in range(_SWEEPS if alpha else 0):
        changed = False
        for rows, columns, gains in groups:
            before = places[rows]
            _count(exposure, columns, before, -1)
            places[rows] = best_places(gains - price * exposure[columns], given.limit[rows])
            _count(exposure, columns, places[rows], 1)
            changed |= bool((places[rows] != before).any())
        if not changed:
            break
    return given.lists(places)


def priced_lists(given: Choices, price: NDArray[np.float64]) -> Lists:
    """Return the lists that are best after given prices of the columns, in the units of gains."""
    places = np.full(given.limit.shape, -1)
    for rows, columns, gains in _groups(given):
        places[rows] = best_places(gains - price[columns], given.limit[rows])
    return given.lists(places)


def best_places(value: NDArray[np.float64], limit: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return (rows, k) the places in each row of the list with the highest sum of values; -1 for none comes first.

    Greedy is exact: the best pair that may take the strictest place is in some best list, for it can replace any.
    """
    value, rows = value.copy(), np.arange(len(value))
    chosen = np.full(limit.shape, -1)
    for place in range(limit.shape[1]):
        width = int(limit[:, place].max(initial=0))
        if not width:
            break
        allowed = np.arange(width) < limit[:, place, None]
        pick = np.where(allowed, value[:, :width], -np.inf).argmax(axis=1)
        chosen[:, place] = np.where(limit[:, place] > 0, pick, -1)
        value[rows, pick] = -np.inf
    return np.sort(chosen, axis=1)


def _groups(given: Choices) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]]:
    """Yield a few rows of like length at a time, with their columns and gains as full blocks; -inf fills them."""
    width = np.diff(given.start)
    order = np.argsort(width, kind="stable")
    order = order[width[order] > 0]
    at_once = max(1, len(order) // _GROUPS)
    first = 0
    while first < len(order):
        widest = int(width[order[min(first + at_once, len(order)) - 1]])
        rows = order[first : first + max(1, min(at_once, _CELLS // widest))]
        inside = np.arange(width[rows].max()) < width[rows, None]
        pair = np.where(inside, given.start[rows, None] + np.arange(inside.shape[1]), 0)
        yield rows, given.column[pair], np.where(inside, given.gain[pair], -np.inf)
        first += len(rows)


def _columns(given: Choices, places: NDArray[np.int64]) -> NDArray[np.int64]:
    row, _ = np.nonzero(places >= 0)
    shown: NDArray[np.int64] = given.column[given.start[row] + places[places >= 0]]
    return shown


def _count(exposure: NDArray[np.float64], columns: NDArray[np.int64], places: NDArray[np.int64], by: int) -> None:
    row, _ = np.nonzero(places >= 0)
    np.add.at(exposure, columns[row, places[places >= 0]], by)
