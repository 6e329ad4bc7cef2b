"""A table with some rows gone and others new: a column is put together when a ranking first asks for it."""

from bisect import bisect_left, insort
from collections.abc import Sequence, Set
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.flat import Flat
from matching.ragged import Ragged
from matching.table import Points, Table

Ints = NDArray[np.int64]
AnyTable = TypeVar("AnyTable", bound=Table)


def overlaid(
    old: AnyTable, names: Sequence[str], gone: Set[str], new: AnyTable, new_names: Sequence[str]
) -> tuple[AnyTable, tuple[str, ...]]:
    """Return the old rows whose names are neither gone nor new, then the new rows; and all names, sorted.

    Both tables are whole. The row called `names[i]` has the id i; so have the new ones once theirs are sorted.
    What is gone need not have been there.
    """
    lost = _ranks(names, gone | set(new_names))
    left = list(names)
    for rank in reversed(lost):
        del left[rank]
    come = sorted(new_names)
    before = np.array([bisect_left(left, name) for name in come], np.int64)  # names that stay before each that comes
    for name in come:
        insort(left, name)
    is_lost = np.zeros(len(names), bool)
    is_lost[lost] = True
    rows = np.flatnonzero(is_lost[old.ids])
    runs = _runs(rows, len(old))
    stays = old.ids - np.searchsorted(lost, old.ids)
    stays += np.searchsorted(before, stays, "right")
    table = type(old).lazy(
        lambda name: _column(getattr(old, name), getattr(new, name), runs),
        ids=_joined(stays, (before + np.arange(len(before)))[new.ids], runs).astype(np.int32),
        place=_joined(old.place, new.place + np.int32(len(old.points.radius_km)), runs),
        points=_points(old.points, new.points, rows),
    )
    return table, tuple(left)


def _ranks(names: Sequence[str], some: Set[str]) -> list[int]:
    """Return the places of some names, those that are there, in order."""
    places = [(bisect_left(names, name), name) for name in some]
    return sorted(place for place, name in places if place < len(names) and names[place] == name)


def _runs(lost: Ints, n: int) -> list[slice]:
    """Return the rows that stay of n, in runs."""
    return [slice(start, stop) for start, stop in zip([0, *(lost + 1).tolist()], [*lost.tolist(), n], strict=True)]


def _joined(old: NDArray[Any], new: NDArray[Any], runs: list[slice]) -> NDArray[Any]:
    return np.concatenate([*(old[run] for run in runs), new])


def _column(old: Any, new: Any, runs: list[slice]) -> Any:
    if not isinstance(old, Ragged | Flat):
        return _joined(old, new, runs)
    lengths = _joined(old.lengths, new.lengths, runs)
    entries = [slice(int(old.ends[run.start]), int(old.ends[run.stop])) for run in runs]
    flat = [_joined(getattr(old, part.name), getattr(new, part.name), entries) for part in fields(old)[1:]]
    return type(old)(np.append(0, np.cumsum(lengths)).astype(old.ends.dtype), *flat)


def _points(old: Points, new: Points, lost: Ints) -> Points:
    """Return the points of both; one that lost rows stays, and theirs go at most as far as all of them went."""
    first = old.first_row - np.searchsorted(lost, old.first_row)
    return Points(
        np.concatenate([old.xyz, new.xyz]),
        np.concatenate([old.radius_km, new.radius_km]),
        np.concatenate([first[:-1], first[-1] + new.first_row]),
        np.concatenate([old.reach_km, new.reach_km]),
    )
