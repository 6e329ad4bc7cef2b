"""How near a candidate's list comes to the one occupation of each opening, or to the list of each sponsor."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.ragged import Ragged
from matching.vocabulary import Ints

Places = NDArray[np.integer[Any]]


def best_toward(mine: Ragged, offered: Ints, near: NDArray[Any], n_offered: int) -> NDArray[np.int64]:
    """Return the greatest `near[mine, offered]` of each pair, row by row; 0 for an empty list."""
    if len(mine) == 1:
        entries = mine.index[mine.flat]
        best = near[entries].max(axis=0) if len(entries) else np.zeros(near.shape[1], near.dtype)
        return best[offered].astype(np.int64)
    return np.asarray(mine.reduce(np.maximum, _each(mine, offered, near, n_offered), 0)).astype(np.int64)


def sum_toward(mine: Ragged, offered: Ints, near: NDArray[Any], n_offered: int) -> NDArray[np.int64]:
    """Return the sum of `amount × near[mine, offered]` of each pair, row by row; 0 for an empty list."""
    if len(mine) == 1:
        amounts = mine.amount[mine.flat].astype(np.int64)
        total = amounts @ near[mine.index[mine.flat]].astype(np.int64)
        return np.asarray(total[offered], dtype=np.int64)
    each = _each(mine, offered, near, n_offered) * mine.amount[mine.flat].astype(np.int64)
    return np.asarray(mine.reduce(np.add, each, 0)).astype(np.int64)


def _each(mine: Ragged, offered: Ints, near: NDArray[Any], n_offered: int) -> NDArray[np.int64]:
    there = offered[0] if n_offered == 1 else np.repeat(offered, mine.lengths)
    return np.asarray(near[mine.index[mine.flat], there], dtype=np.int64)


def best_between(mine: Ragged, theirs: Ragged, near: Callable[[Places, Places], NDArray[Any]]) -> NDArray[np.float64]:
    """Return the greatest `near` of any entry of mine and any of theirs, pair by pair; 0 where a list is empty.

    `near` is asked for places in the flat arrays of both, as arrays of one shape. Row by row; one row meets
    every row.
    """
    here, there = (np.arange(lists.flat.start, lists.flat.stop) for lists in (mine, theirs))
    if len(mine) == 1 or len(theirs) == 1:
        grid = np.asarray(near(here[:, None], there[None, :]), dtype=np.float64)
        many, axis = (theirs, 0) if len(mine) == 1 else (mine, 1)
        return np.asarray(many.reduce(np.maximum, grid.max(axis=axis, initial=0.0), 0.0))
    row = mine.rows()
    times = theirs.lengths[row]
    first = np.cumsum(times) - times
    each = np.arange(times.sum()) - np.repeat(first, times) + np.repeat(theirs.ends[:-1][row], times)
    best = np.zeros(len(mine))
    np.maximum.at(best, np.repeat(row, times), near(np.repeat(here, times), each))
    return best
