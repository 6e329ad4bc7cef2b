"""How near a candidate's list of occupations comes to the one occupation of each opening."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.ragged import Ragged
from matching.vocabulary import Ints


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
