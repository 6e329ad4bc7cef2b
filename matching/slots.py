"""The hours of many people as one table, and when two have the first hours in common."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.availability import DAY, Span
from matching.flat import Flat, ends_of

NEVER: Final = np.iinfo(np.int64).max

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Slots(Flat):
    """Hours of many rows, in order and apart: minutes since layout.EPOCH, in UTC."""

    start: Ints
    stop: Ints

    def spans(self, row: int) -> list[Span]:
        """Return the hours of one row."""
        part = slice(self.ends[row], self.ends[row + 1])
        return list(zip(self.start[part].tolist(), self.stop[part].tolist(), strict=True))


def slots_table(rows: Iterable[tuple[Span, ...]]) -> Slots:
    """Return the hours of many rows as one table."""
    listed = list(rows)
    flat = np.array([span for spans in listed for span in spans], dtype=np.int64).reshape(-1, 2)
    return Slots(ends_of(np.fromiter(map(len, listed), np.int64, len(listed))), flat[:, 0], flat[:, 1])


def earliest_common(some: Slots, others: Slots, at_least_minutes: int) -> Ints:
    """Return when the first hours in common begin, pair by pair; NEVER where there are none of that length.

    Row by row; one row meets every row.
    """
    if len(some) == 1 != len(others):
        some, others = others, some  # so that the hours of one row are the ones searched
    here, there = _long_enough(some, at_least_minutes), _long_enough(others, at_least_minutes)
    apart = _apart(some, others) if len(others) > 1 else 0
    row, first = here.rows(), np.full(len(some), NEVER)
    shift, shift_there = row * apart, there.rows() * apart
    at = np.searchsorted(there.stop + shift_there, here.start + shift + at_least_minutes)
    found = at < len(there.start)
    begin = np.maximum(here.start[found], (there.start + shift_there)[at[found]] - shift[found])
    fits = begin + at_least_minutes <= here.stop[found]
    np.minimum.at(first, row[found][fits], begin[fits])
    return first


def _apart(some: Slots, others: Slots) -> int:
    """Return how far to move each row from the one before, so that hours of different rows never meet."""
    stops = np.concatenate([some.stop, others.stop])
    starts = np.concatenate([some.start, others.start])
    return int(stops.max() - starts.min() + DAY) if len(stops) else 0


def _long_enough(slots: Slots, at_least_minutes: int) -> Slots:
    keep = slots.stop - slots.start >= at_least_minutes
    counted = np.append(0, np.cumsum(keep))
    return Slots(counted[slots.ends].astype(np.int64), slots.start[keep], slots.stop[keep])
