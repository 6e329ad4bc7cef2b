"""Short texts as sparse vectors of hashed words and character n-grams: no vocabulary to keep, the same in any process.

Character n-grams of 2 to 5 letters inside words, logarithmic counts and inverse document frequency: Cavnar and
Trenkle (1994) for the n-grams, Salton and Buckley (1988) for the weights.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

WIDTH = 1 << 18  # columns; with about 100,000 different n-grams few share one
SHORTEST, LONGEST = 2, 5  # letters of an n-gram
FEW = 8  # texts up to which to sum row by row takes less than to make a sparse matrix

Floats = NDArray[np.float32]
Stems = Sequence[str]
Columns = Callable[[Stems], list[int]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts as rows: row i has the columns from `ends[i]` to `ends[i + 1]`, each once and ascending."""

    columns: NDArray[np.int32]
    values: Floats
    ends: NDArray[np.int64]  # one more than rows

    def __len__(self) -> int:
        return len(self.ends) - 1

    @property
    def matrix(self) -> sparse.csr_matrix:
        """The same to be kept: for a few short texts, to make one takes longer than all else."""
        return sparse.csr_matrix((self.values, self.columns, self.ends), (len(self), WIDTH))

    def met(self, by_column: sparse.csr_matrix) -> Floats:
        """Return the product with a matrix [column, n], dense; each sum is made in the order of the columns."""
        if len(self) > FEW:
            return np.asarray((self.matrix @ by_column).toarray(), np.float32)
        found = np.zeros((len(self), by_column.shape[1]), np.float32)
        for row, (start, end) in zip(found, pairwise(self.ends), strict=True):
            at, sizes = entries(by_column, self.columns[start:end])
            np.add.at(row, by_column.indices[at], np.repeat(self.values[start:end], sizes) * by_column.data[at])
        return found


def entries(matrix: sparse.csr_matrix, rows: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the entries of some rows are in a matrix, row after row, and how many each row has."""
    starts = matrix.indptr[rows].astype(np.int64)
    sizes = matrix.indptr[rows + 1] - starts
    ends = np.cumsum(sizes)
    return np.repeat(starts - ends + sizes, sizes) + np.arange(sizes.sum()), sizes


def words(stems: Stems) -> list[int]:
    """Return the columns of a text's words."""
    return [_column(stem) for stem in stems]


def letters(stems: Stems) -> list[int]:
    """Return the columns of the character n-grams of a text's words."""
    return [column for stem in stems for column in _grams(stem)]


def counts(texts: Iterable[Stems], columns: Columns) -> Rows:
    """Return one row for each text: 1 + ln(count) in each of its columns."""
    told = [columns(text) for text in texts]
    row = np.repeat(np.arange(len(told)), [len(found) for found in told])
    both, many = np.unique(row * WIDTH + np.fromiter(chain.from_iterable(told), np.int64), return_counts=True)
    ends = np.searchsorted(both, np.arange(len(told) + 1) * WIDTH)
    return Rows((both % WIDTH).astype(np.int32), 1 + np.log(many.astype(np.float32)), ends)


def rarity(rows: Rows) -> Floats:
    """Return how rare each column is: ln((1 + rows) / (1 + rows that have it)) + 1."""
    used = np.bincount(rows.columns, minlength=WIDTH)
    return np.asarray(np.log((1 + len(rows)) / (1 + used)) + 1, np.float32)


def weighed(rows: Rows, weights: Floats) -> Rows:
    """Return the rows with each column weighed, at length 1; an empty row stays empty."""
    values, sizes = rows.values * weights[rows.columns], np.diff(rows.ends)
    told = np.flatnonzero(sizes)
    if len(told):
        length = np.sqrt(np.add.reduceat(values * values, rows.ends[told]))
        values /= np.repeat(np.where(length > 0, length, 1), sizes[told])
    return Rows(rows.columns, values, rows.ends)


@lru_cache(maxsize=1 << 17)
def _column(word: str) -> int:
    return crc32(word.encode()) % WIDTH


@lru_cache(maxsize=1 << 17)
def _grams(stem: str) -> tuple[int, ...]:
    word = f" {stem} "
    sizes = range(SHORTEST, min(LONGEST, len(word)) + 1)
    return tuple(_column(word[i : i + size]) for size in sizes for i in range(len(word) - size + 1))
