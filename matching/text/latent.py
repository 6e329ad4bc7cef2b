"""A latent space in which words that the same occupations use stand close together: éboueur and collecte.

Latent semantic analysis (Deerwester et al., 1990): a truncated singular value decomposition of the words that each
occupation's titles, definitions and skills are written with.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matching.text.vectors import Floats, Rows, Stems, counts, rarity, weighed, words

DIMENSIONS = 100


@dataclass(frozen=True, slots=True)
class Latent:
    """Where each word lies. A space without words places every text at the origin, near nothing."""

    rare: Floats  # [column] how rare a word is among the documents
    columns: NDArray[np.int32]  # the columns that any document uses, sorted
    axes: Floats  # [used column, dimension]

    def place(self, texts: Rows) -> Floats:
        """Return where texts (counts of words) lie, at length 1; shape (texts, dimensions).

        A text of unknown words lies at 0.
        """
        rows = weighed(texts, self.rare)
        places = np.searchsorted(self.columns, rows.columns)
        known = np.append(self.columns, -1)[places] == rows.columns
        ends = np.append(0, np.cumsum(known))[rows.ends]
        values, places = rows.values[known, None], places[known]
        found = [(values[a:b] * self.axes[places[a:b]]).sum(axis=0) for a, b in pairwise(ends)]
        return unit(np.array(found, np.float32).reshape(len(rows), self.axes.shape[1]))


def latent_of(documents: Iterable[Stems]) -> Latent:
    """Return the space of some documents, one for each occupation; fewer documents than dimensions are allowed."""
    rows = counts(documents, words)
    rare = rarity(rows)
    used = np.unique(rows.columns)
    matrix = weighed(rows, rare).matrix[:, used]
    dimensions = min(DIMENSIONS, min(matrix.shape) - 1)
    if dimensions < 1:
        return Latent(rare, used[:0], np.empty((0, 1), np.float32))
    from sklearn.decomposition import TruncatedSVD  # takes a second to import, and only building needs it

    found = TruncatedSVD(dimensions, random_state=0).fit(matrix)
    return Latent(rare, used, np.ascontiguousarray(found.components_.T, np.float32))


def unit(rows: Floats) -> Floats:
    """Return the rows at length 1; a row of zeros stays."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(length > 0, length, 1)).astype(np.float32)
