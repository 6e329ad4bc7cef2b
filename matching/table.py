"""A table of columns: rows that share points, and parts of it whose columns are read when they are needed."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matching.flat import Flat
from matching.ragged import Ragged, Rows


@dataclass(frozen=True, slots=True)
class Points:
    """Distinct places, shared by the rows that name them."""

    xyz: NDArray[np.float64]  # unit vectors, shape (n, 3); nan = unknown
    radius_km: NDArray[np.float64]  # how far from the point the place may be
    first_row: NDArray[np.int64]  # rows of point i: first_row[i] to first_row[i + 1], in the table they were made for
    reach_km: NDArray[np.float64]  # the farthest that a row of this point goes; inf = no limit


@dataclass(frozen=True)
class Table:
    """Columns of one length; rows of one place stand together. Unknown is nan, or 0 in coded columns."""

    ids: NDArray[np.int32]  # rank of the row's identifier among all: the order of equal scores
    place: NDArray[np.int32]  # index into points
    languages: Ragged  # amount = level, 1 = A1 … 6 = C2
    points: Points

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: Rows) -> Self:
        """Return some rows as a table; each column is read when a criterion first asks for it."""

        def column(name: str) -> Any:
            values = getattr(self, name)
            return values.take(rows) if isinstance(values, Ragged | Flat) else values[rows]

        return self.lazy(column, points=self.points, _part=True)

    @classmethod
    def lazy(cls, column: Callable[[str], Any], **known: Any) -> Self:
        """Return a table whose columns are those known, and others by name when they are first asked for."""
        table = object.__new__(cls)
        table.__dict__.update(known, _column=column)
        return table

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or "_column" not in self.__dict__:
            raise AttributeError(name)
        values = self.__dict__[name] = self.__dict__["_column"](name)
        return values

    def once(self, what: Hashable, work: Callable[[], Any]) -> Any:
        """Return what `work` returns, worked out once for this table: its columns never change."""
        done = self.__dict__.setdefault("_once", {})
        if what not in done:
            done[what] = work()
        return done[what]

    def with_columns(self, **columns: Any) -> Self:
        """Return the same rows with other columns in place of theirs."""
        table = object.__new__(type(self))
        table.__dict__.update({name: value for name, value in self.__dict__.items() if name != "_once"} | columns)
        return table

    @property
    def is_part(self) -> bool:
        """True for some rows of another table, whose points tell nothing of where these rows are."""
        return "_part" in self.__dict__

    @property
    def xyz(self) -> NDArray[np.float64]:
        """The place of each row as a unit vector."""
        return self.points.xyz[self.place]

    @property
    def nbytes(self) -> int:
        """Bytes that the columns take, the points included."""
        columns = [getattr(self, column.name) for column in fields(self)]
        flat = [a for a in columns if isinstance(a, np.ndarray)]
        nested: list[Ragged | Flat | Points] = [part for part in columns if isinstance(part, Ragged | Flat | Points)]
        for part in nested:
            flat += [getattr(part, column.name) for column in fields(part)]
        return sum(array.nbytes for array in flat)
