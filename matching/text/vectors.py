"""Short texts as sparse vectors of hashed words and character n-grams: no vocabulary to keep, the same in any process.

Character n-grams of 2 to 5 letters inside words, logarithmic counts and inverse document frequency: Cavnar and
Trenkle (1994) for the n-grams, Salton and Buckley (1988) for the weights.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

WIDTH = 1 << 18  # columns; with about 100,000 different n-grams few share one
SHORTEST, LONGEST = 2, 5  # letters of an n-gram

Floats = NDArray[np.float32]
Stems = Sequence[str]
Columns = Callable[[Stems], list[int]]


def words(stems: Stems) -> list[int]:
    """Return the columns of a text's words."""
    return [_column(stem) for stem in stems]


def letters(stems: Stems) -> list[int]:
    """Return the columns of the character n-grams of a text's words."""
    return [column for stem in stems for column in _grams(stem)]


def counts(texts: Iterable[Stems], columns: Columns) -> sparse.csr_matrix:
    """Return one row for each text: 1 + ln(count) in each of its columns."""
    ends, found = [0], []
    for text in texts:
        found += columns(text)
        ends.append(len(found))
    shape = (len(ends) - 1, WIDTH)
    matrix: sparse.csr_matrix = sparse.csr_matrix(
        (np.ones(len(found), np.float32), np.array(found, np.int32), np.array(ends)), shape
    )
    matrix.sum_duplicates()
    matrix.data = 1 + np.log(matrix.data)
    return matrix


def rarity(matrix: sparse.csr_matrix) -> Floats:
    """Return how rare each column is: ln((1 + rows) / (1 + rows that have it)) + 1."""
    used = np.bincount(matrix.indices, minlength=matrix.shape[1])
    return np.asarray(np.log((1 + matrix.shape[0]) / (1 + used)) + 1, np.float32)


def weighed(matrix: sparse.csr_matrix, weights: Floats) -> sparse.csr_matrix:
    """Return the rows with each column weighed, at length 1; an empty row stays empty."""
    scaled = matrix.copy()
    scaled.data = scaled.data * weights[scaled.indices]
    sizes = np.diff(scaled.indptr)
    told = np.flatnonzero(sizes)
    if len(told):
        length = np.sqrt(np.add.reduceat(scaled.data * scaled.data, scaled.indptr[told]))
        scaled.data /= np.repeat(np.where(length > 0, length, 1), sizes[told]).astype(np.float32)
    return scaled


@lru_cache(maxsize=1 << 17)
def _column(word: str) -> int:
    return crc32(word.encode()) % WIDTH


@lru_cache(maxsize=1 << 17)
def _grams(stem: str) -> tuple[int, ...]:
    word = f" {stem} "
    sizes = range(SHORTEST, min(LONGEST, len(word)) + 1)
    return tuple(_column(word[i : i + size]) for size in sizes for i in range(len(word) - size + 1))
