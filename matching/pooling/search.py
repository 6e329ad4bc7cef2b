"""The best sets of 2 to 4 part-time openings: an exact search that passes over what cannot be among them."""

from bisect import insort
from collections.abc import Callable
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from matching.pooling.fits import banded, room
from matching.pooling.law import Limits, most_hours
from matching.pooling.model import (
    CHECK_KEEPS,
    HALF_MOVE_MINUTES,
    MORE_KEEPS,
    NEAR_HOURS,
    NO_HOURS_LEFT,
    SIZES,
    Fits,
    Floats,
    Parts,
    Wanted,
)

Set = tuple[int, ...]  # places in `parts`, in that order
ROUNDING = 1e-12


class _Search:
    """The k best sets found so far, and the score that the next has to beat."""

    def __init__(self, parts: Parts, fits: Fits, wanted: Wanted, limits: Limits, k: int) -> None:
        self.parts, self.wanted, self.limits, self.k = parts, wanted, limits, k
        self.possible, self.minutes, self.checks = fits.possible, fits.minutes, fits.checks
        self.sums = np.concatenate([[0.0], np.cumsum(parts.score)])
        self.bands = banded(parts.times)
        self.least = float(parts.low.min(initial=0.0))
        self.most = float(parts.high.max(initial=0.0))
        self.best: list[tuple[float, Set]] = []

    @property
    def floor(self) -> float:
        return -self.best[-1][0] - ROUNDING if len(self.best) == self.k else 0.0

    def grow(self, size: int, chosen: Set, rows: NDArray[np.int64], score: float, minutes: float, checks: int) -> None:
        """Try all ways to add `rows` to a set until it has its size; rows come with the best score first."""
        left = size - len(chosen)
        if left == 1:
            self._finish(size, chosen, rows, score, minutes, checks)
            return
        rows = rows[self._in_hours(list(chosen), rows, left - 1)]
        for place, row in enumerate(rows.tolist()):
            rest = self.sums[min(row + left, len(self.parts))] - self.sums[row]  # the best that may still follow
            keeps = kept(size, minutes, checks)
            if (score + rest) / size * keeps < self.floor:
                return
            move = max([minutes, *(self.minutes[row, at] for at in chosen)])
            check = checks + int(sum(self.checks[row, at] for at in chosen))
            if (score + rest) / size * kept(size, move, check) < self.floor:
                continue
            after = rows[place + 1 :]
            self.grow(
                size, (*chosen, row), after[self.possible[row, after]], score + self.parts.score[row], move, check
            )

    def _in_hours(self, chosen: list[int], rows: NDArray[np.int64], left: int) -> NDArray[np.bool_]:
        """Return which rows, with `left` more, could still come near the hours wanted within the law."""
        low = self.parts.low[chosen].sum() + self.parts.low[rows] + left * self.least
        high = self.parts.high[chosen].sum() + self.parts.high[rows] + left * self.most
        most = min(self.limits.week_hours, self.wanted.high + NEAR_HOURS)
        found: NDArray[np.bool_] = (low <= most) & (high >= self.wanted.low - NEAR_HOURS)
        return found

    def _finish(
        self, size: int, chosen: Set, rows: NDArray[np.int64], score: float, minutes: float, checks: int
    ) -> None:
        """Add each row to the set at once, and keep the whole sets that are among the best."""
        at = list(chosen)
        low, high = (column[at].sum() + column[rows] for column in (self.parts.low, self.parts.high))
        missed = hours_missed(low, high, self.wanted)
        move = np.maximum(self.minutes[at][:, rows].max(axis=0, initial=0.0), minutes)
        check = self.checks[at][:, rows].sum(axis=0) + checks
        value = (score + self.parts.score[rows]) / size * kept(size, move, check) * (1.0 - missed / NO_HOURS_LEFT)
        lawful = low <= most_hours(self.limits, self._weeks(at, rows))
        good = lawful & (missed <= NEAR_HOURS) & (value >= self.floor)
        for place in np.flatnonzero(good).tolist():
            self._keep((*chosen, int(rows[place])), float(value[place]))

    def _weeks(self, at: list[int], rows: NDArray[np.int64]) -> Floats:
        start = np.maximum(self.parts.start[at].max(), self.parts.start[rows])
        end = np.minimum(self.parts.end[at].min(), self.parts.end[rows])
        weeks: Floats = np.nan_to_num((end - start) / 7, nan=np.inf)
        return weeks

    def _keep(self, found: Set, value: float) -> None:
        entry = (-value, found)
        if (len(self.best) < self.k or entry < self.best[-1]) and has_room(found, self.bands, self.parts.low):
            insort(self.best, entry)
            del self.best[self.k :]


def best_sets(
    parts: Parts, fits: Fits, wanted: Wanted, limits: Limits, k: int, stop: Callable[[], bool] = lambda: False
) -> list[tuple[float, Set]]:
    """Return the k best sets with their scores, best first; equal scores keep the order of `parts`.

    Branch and bound: parts stand with the best score first, so that the mean score of what may still be added
    bounds a set from above, and every other factor only falls when a set grows. `stop` is asked between the
    first members of a set: what was found so far is returned then.
    """
    search = _Search(parts, fits, wanted, limits, k)
    for size in SIZES:
        for first in range(len(parts) - size + 1):
            bound = (search.sums[first + size] - search.sums[first]) / size * kept(size, 0.0, 0)
            if bound < search.floor or stop():
                break
            rows = np.arange(first + 1, len(parts))
            rows = rows[search.possible[first, rows]]
            if size * search.least <= wanted.high + NEAR_HOURS:
                search.grow(size, (first,), rows, float(parts.score[first]), 0.0, 0)
    return [(-value, found) for value, found in search.best]


def kept(size: int, minutes: Floats | float, checks: NDArray[np.int64] | int) -> Floats | float:
    """Return the share of the mean score that a set keeps for its longest move, its open points and its size."""
    keeps: Floats | float = 0.5 ** (minutes / HALF_MOVE_MINUTES) * CHECK_KEEPS**checks * MORE_KEEPS ** (size - 2)
    return keeps


def hours_missed(low: Floats, high: Floats, wanted: Wanted) -> Floats:
    """Return how many hours lie between what a set offers and what is wanted; 0 where they overlap."""
    return np.maximum(np.maximum(wanted.low - high, low - wanted.high), 0.0)


def has_room(found: Set, bands: NDArray[np.int64], low: Floats) -> bool:
    """Return whether the hours of every few of a set have room in their bands of the week together.

    Hall's condition: hours can be laid into bands if no few of the openings need more than their bands have.
    """
    known = [at for at in found if bands[at]]
    return all(
        low[list(few)].sum() <= room(int(np.bitwise_or.reduce(bands[list(few)])))
        for size in range(2, len(known) + 1)
        for few in combinations(known, size)
    )
