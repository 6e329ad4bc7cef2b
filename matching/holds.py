"""Entries asked that are held as they are or not at all: licences, certificates, languages."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.asks import repeated
from matching.ragged import Ragged
from matching.vocabulary import Ints

NOT_HELD = -1


@dataclass(frozen=True, slots=True)
class Holds:
    """Entries asked, pair after pair, and the amount held of each: NOT_HELD where it is not listed."""

    entries: Ragged
    amount: Ints  # beside the entries of `entries.flat`
    pair: NDArray[np.int64]  # the pair of each entry


def holds(mine: Ragged, asked: Ragged) -> Holds:
    """Return what is held of each entry asked, row by row; one row meets every row."""
    if len(asked) == 1 and len(mine) != 1:
        entries = repeated(asked, len(mine))
        wanted = asked.index[asked.flat]
        found = [_held(mine, np.int32(index)) for index in wanted]
        amount = np.stack(found, axis=1).ravel() if found else np.empty(0, np.int32)
        return Holds(entries, amount, entries.rows())
    if len(mine) == 1:
        return Holds(asked, _among(mine, asked), asked.rows())
    each = [holds(mine.take(slice(i, i + 1)), asked.take(slice(i, i + 1))).amount for i in range(len(asked))]
    return Holds(asked, np.concatenate(each), asked.rows())


def _held(mine: Ragged, index: np.int32) -> Ints:
    """Return the amount of one thing in every list."""
    same = (mine.index[mine.flat] == index) & (index > 0)
    amount = np.where(same, mine.amount[mine.flat].astype(np.int32), NOT_HELD)
    return np.asarray(mine.reduce(np.maximum, amount, NOT_HELD)).astype(np.int32)


def _among(mine: Ragged, asked: Ragged) -> Ints:
    """Return the amount that the only list has of every entry asked."""
    wanted, held = asked.index[asked.flat], mine.index[mine.flat]
    if not len(held) or not len(wanted):
        return np.full(len(wanted), NOT_HELD, dtype=np.int32)
    amount = np.full(max(wanted.max(), held.max()) + 1, NOT_HELD, dtype=np.int32)
    np.maximum.at(amount, held, mine.amount[mine.flat].astype(np.int32))
    amount[0] = NOT_HELD
    return amount[wanted]
