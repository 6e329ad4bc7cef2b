"""Lists of different lengths, one a row, of any columns: those that are no list of codes (see ragged)."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matching.ragged import Rows


@dataclass(frozen=True)
class Flat:
    """Row i holds the entries from `ends[i]` to `ends[i + 1]` of every other array."""

    ends: NDArray[np.int64]  # one more than rows; the first is 0

    def __len__(self) -> int:
        return len(self.ends) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """How many entries each row has."""
        return np.diff(self.ends)

    def rows(self) -> NDArray[np.int64]:
        """Return the row of each entry."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def take(self, rows: Rows) -> Self:
        """Return some rows."""
        starts, lengths = self.ends[:-1][rows], self.lengths[rows]
        ends = ends_of(lengths)
        at = np.repeat(starts - ends[:-1], lengths) + np.arange(ends[-1])
        return type(self)(ends, *(getattr(self, column.name)[at] for column in fields(self)[1:]))


def ends_of(lengths: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return where each row of so many entries begins and the last one ends."""
    return np.append(0, np.cumsum(lengths)).astype(np.int64)
