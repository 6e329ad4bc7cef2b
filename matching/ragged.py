"""Lists of different lengths, one a row, kept in flat arrays."""

from dataclasses import dataclass
from itertools import compress, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = slice | NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Ragged:
    """Row i holds the entries from `ends[i]` to `ends[i + 1]` of each flat array."""

    ends: NDArray[np.int32]  # one more than rows; the first may be above 0 in a slice
    index: NDArray[np.int32]  # place in a vocabulary
    amount: NDArray[np.uint16]  # level, months …; 0 = not stated
    flag: NDArray[np.bool_]  # must, or held
    weight: NDArray[np.uint8]  # how much the entry counts beside the others of its row

    def __len__(self) -> int:
        return len(self.ends) - 1

    @property
    def lengths(self) -> NDArray[np.int32]:
        """How many entries each row has."""
        return self.ends[1:] - self.ends[:-1]

    @property
    def is_empty(self) -> bool:
        """True when no row has any entry."""
        return bool(self.ends[0] == self.ends[-1])

    @property
    def flat(self) -> slice:
        """The part of the flat arrays that these rows use."""
        return slice(int(self.ends[0]), int(self.ends[-1]))

    def rows(self) -> NDArray[np.int64]:
        """Return the row of each entry."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def take(self, rows: Rows) -> "Ragged":
        """Return some rows: a view for a plain slice, else `picked` entries."""
        if isinstance(rows, slice):
            start, stop, step = rows.indices(len(self))
            if step == 1 and start <= stop:
                return Ragged(self.ends[start : stop + 1], self.index, self.amount, self.flag, self.weight)
            rows = np.arange(len(self))[rows]
        starts = self.ends[:-1][rows]
        lengths = self.ends[1:][rows] - starts
        ends = np.zeros(len(rows) + 1, dtype=np.int32)
        np.cumsum(lengths, out=ends[1:])
        at = np.repeat(starts - ends[:-1], lengths) + np.arange(ends[-1], dtype=np.int32)
        return self.picked(at, ends)

    def picked(self, at: NDArray[np.integer[Any]], ends: NDArray[np.integer[Any]]) -> "Ragged":
        """Return rows of entries picked by their place; each flat array is read when first asked for."""
        part = object.__new__(Ragged)
        part.__dict__.update(ends=ends.astype(np.int32), _whole=self, _at=at)
        return part

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or "_whole" not in self.__dict__:
            raise AttributeError(name)
        part = getattr(self.__dict__["_whole"], name)[self.__dict__["_at"]]
        self.__dict__[name] = part
        return part

    def flagged(self) -> "Ragged":
        """Return only the entries that are flagged."""
        keep = self.flag[self.flat]
        ends = np.zeros(len(self) + 1, dtype=np.int32)
        np.cumsum(np.bincount(self.rows()[keep], minlength=len(self)), out=ends[1:])
        flat = self.flat
        return Ragged(
            ends, self.index[flat][keep], self.amount[flat][keep], self.flag[flat][keep], self.weight[flat][keep]
        )

    def listed(self, values: list[Any], keep: NDArray[np.bool_]) -> list[list[Any]]:
        """Return, row by row, those values to keep that stand beside the entries of `flat`."""
        ends = (self.ends - self.ends[0]).tolist()
        kept: list[bool] = keep.tolist()
        return [list(compress(values[a:b], kept[a:b])) for a, b in pairwise(ends)]

    def reduce(self, ufunc: np.ufunc, values: NDArray[Any], empty: float) -> NDArray[Any]:
        """Return one number a row from values that stand beside the entries of `flat`; `empty` for empty rows."""
        starts = self.ends[:-1] - self.ends[0]
        if not len(values):
            return np.full(len(self), empty, dtype=values.dtype)
        filled = self.lengths > 0
        if filled.all():
            return np.asarray(ufunc.reduceat(values, starts))
        result = np.full(len(self), empty, dtype=values.dtype)
        result[filled] = ufunc.reduceat(values, starts[filled])
        return result
