"""What each list may show, so that nobody pays more for the others than is allowed.

The r-th place of a list keeps at least (1 - max_loss) of the score that it would have had: a promise to each person,
from which the same one follows for the list's sum and its nDCG. As scores fall along a row, the pairs that may take a
place are the first few of that row, and all that is chosen among is one nested family of prefixes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Lists = NDArray[np.int64]  # a row's columns, best first by its own scores; -1 after the last of a short list

_CLOSE = 1e-12  # rounding, of a score between 0 and 1


@dataclass(frozen=True, slots=True)
class Choices:
    """The pairs that lists may show, row by row and best first."""

    start: NDArray[np.int64]  # (rows + 1): where each row's pairs begin
    column: NDArray[np.int64]
    gain: NDArray[np.float64]  # the score over the best one of the row: between 0 and 1
    limit: NDArray[np.int64]  # (rows, k): how many of the row's first pairs may take each place; 0 = no such place
    n_columns: int

    def best(self) -> NDArray[np.float64]:
        """Return (rows, k) the gains of the k best of each row; 0 where it has fewer."""
        return self.gains(self.own_places())

    def own_places(self) -> NDArray[np.int64]:
        """Return (rows, k) the places of the best of each row; -1 where it has fewer."""
        return np.where(self.limit > 0, np.arange(self.limit.shape[1]), -1)

    def gains(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the gains of pairs that are named by their place in their row; 0 for -1."""
        return np.where(places >= 0, np.append(self.gain, 0.0)[self._pairs(places)], 0.0)

    def places(self, lists: Lists) -> NDArray[np.int64]:
        """Return (rows, k) the place in its row of each pair that lists show, which is its own rank from 0; else -1."""
        row = np.repeat(np.arange(len(self.limit)), np.diff(self.start))
        key = row * self.n_columns + self.column
        order = np.append(np.argsort(key), len(key))
        asked = np.arange(len(lists))[:, None] * self.n_columns + lists
        at = order[np.searchsorted(key, asked, sorter=order[:-1])]
        return np.where(lists >= 0, at - self.start[:-1, None], -1)

    def lists(self, places: NDArray[np.int64]) -> Lists:
        """Return lists that are named by places in their rows: columns, best first."""
        order = np.sort(np.where(places < 0, len(self.gain), places), axis=1)
        order[order == len(self.gain)] = -1
        return np.where(order >= 0, np.append(self.column, -1)[self._pairs(order)], -1)

    def _pairs(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.where(places >= 0, self.start[:-1, None] + places, len(self.gain))


def pairs_of(scores: NDArray[np.float64]) -> csr_array:
    """Return a full matrix as stored pairs; nan and -inf are pairs that may not be shown, a 0 is one that may."""
    row, column = np.nonzero(np.isfinite(scores))
    start = np.append(0, np.cumsum(np.bincount(row, minlength=len(scores))))
    return csr_array((scores[row, column], column, start), shape=scores.shape)


def choices(scores: csr_array, k: int, max_loss: float) -> Choices:
    """Return what lists of k may show; each stored entry of `scores` is a pair, a stored 0 too.

    Scores are finite; where some are below zero, all are counted from the lowest. Equal scores keep the order of the
    columns. A list is as long as its row allows: a row's own best places are always among its choices.
    """
    length = np.diff(scores.indptr).astype(np.int64)
    row = np.repeat(np.arange(len(length)), length)
    score = scores.data / 2  # halves are exact, and no two finite ones are infinitely far apart
    score -= min(0.0, score.min(initial=0.0))
    order = np.lexsort((scores.indices, -score, row))
    column, score = scores.indices[order].astype(np.int64), score[order]
    start = np.append(0, np.cumsum(length))
    gain = score / _tops(score, start)[row]
    limit = _limits(gain, row, start, k, max_loss)
    kept = np.arange(len(row)) - start[row] < limit.max(axis=1, initial=0)[row]
    return Choices(_starts(row[kept], len(length)), column[kept], gain[kept], limit, scores.shape[1])


def best_lists(given: Choices) -> Lists:
    """Return everybody's own best list, whatever it does to the others."""
    return given.lists(given.own_places())


def _tops(score: NDArray[np.float64], start: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the best score of each row, or 1 for a row without any above 0."""
    top = np.append(score, 0.0)[start[:-1]] * (np.diff(start) > 0)
    return np.where(top > 0, top, 1.0)


def _limits(
    gain: NDArray[np.float64], row: NDArray[np.int64], start: NDArray[np.int64], k: int, max_loss: float
) -> NDArray[np.int64]:
    length = np.diff(start)
    limit = np.zeros((len(length), k), np.int64)
    for place in range(k):
        has = length > place
        least = np.zeros(len(length))
        least[has] = (1 - max_loss) * gain[start[:-1][has] + place] - _CLOSE
        limit[:, place] = np.where(has, np.bincount(row[gain >= least[row]], minlength=len(length)), 0)
    return limit


def _starts(row: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    return np.append(0, np.cumsum(np.bincount(row, minlength=n)))
