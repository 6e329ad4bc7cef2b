"""Other people's lists: the labels of any list, or the concepts that they name, ranked for a wording.

Where reference data are known, two wordings that mean the same occupations are near each other whatever their words:
"éboueur" and "agent de collecte des déchets" are titles of one occupation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz
from scipy import sparse

from matching.text.index import WordIndex
from matching.text.labels import (
    BLOCK,
    LETTERS,
    SENSE,
    TOGETHER,
    WORDS,
    LabelList,
    Likeness,
    firsts,
    label_list,
    likenesses,
)
from matching.text.normalise import title_words
from matching.text.vectors import Floats

MEANING = 2.0  # what meaning the same occupations weighs
SHARPNESS, FAINT = 4, 0.05  # only the occupations that are really meant count
SPELLING = 0.2  # of the labels of the best concepts, `fuzz.ratio` of the whole wording
RESPELT = 30  # concepts whose labels are read letter by letter


@dataclass(frozen=True, slots=True)
class Searchable:
    """A list of labels that wordings are ranked against."""

    labels: LabelList
    index: WordIndex | None
    meant: sparse.csr_matrix | None  # [occupation, label] how much a label means each occupation; None: no index


def searchable(labels: Sequence[str], concepts: Sequence[int], index: WordIndex | None = None) -> Searchable:
    """Return a list to search; `concepts` are 0 … n-1, each with at least one label, in ascending order.

    For a list of labels without concepts each label is its own: `range(len(labels))`.
    """
    index = index if index and index.occupations else None
    listed = label_list(labels, concepts, index.latent if index else None)
    return Searchable(listed, index, _meant(labels, index).T.tocsr() if index else None)


def rank_labels(texts: Sequence[str], among: Searchable, k: int) -> Iterator[list[tuple[int, int, float]]]:
    """Yield for each text its k best concepts as (concept, nearest label, score), best first; ties keep their order.

    The score is between 0 and 1; a text without a word that tells something has no concept.
    """
    index = among.index
    most = LETTERS + WORDS + TOGETHER + SPELLING + (SENSE + MEANING if index else 0)
    for start in range(0, len(texts), BLOCK):
        block = texts[start : start + BLOCK]
        found = likenesses(block, among.labels, index.latent if index else None)
        total = found.total
        if index:
            total = total + MEANING * _same_meaning(block, among, index)
        for row, text in enumerate(block):
            scores = _respelt(text, total[row], row, found, among.labels) if title_words(text) else total[row]
            best = [int(concept) for concept in firsts(scores, k) if scores[concept] > 0]
            yield [(c, found.nearest(row, c, among.labels), min(float(scores[c] / most), 1.0)) for c in best]


def _same_meaning(texts: Sequence[str], among: Searchable, index: WordIndex) -> Floats:
    by_label = (_meant(texts, index) @ among.meant).toarray()
    return np.maximum.reduceat(by_label, among.labels.first, axis=1) if len(among.labels.first) else by_label


def _meant(texts: Sequence[str], index: WordIndex) -> sparse.csr_matrix:
    """Return how much each text means each occupation, at length 1; shape (texts, occupations)."""
    rows = [sparse.csr_matrix((0, len(index.occupations)), dtype=np.float32)]
    for start in range(0, len(texts), BLOCK):
        near = np.maximum(likenesses(texts[start : start + BLOCK], index.titles, index.latent).total, 0)
        near = (near / (LETTERS + WORDS + TOGETHER + SENSE)) ** SHARPNESS
        near /= np.maximum(np.linalg.norm(near, axis=1, keepdims=True), 1e-9)
        rows.append(sparse.csr_matrix(np.where(near < FAINT, 0, near).astype(np.float32)))
    return sparse.vstack(rows, format="csr")


def _respelt(text: str, scores: Floats, row: int, found: Likeness, among: LabelList) -> Floats:
    """Return the scores with the spelling of the whole added where it may change the order of the best."""
    told = " ".join(title_words(text))
    better = scores.copy()
    for concept in firsts(scores, RESPELT):
        label = " ".join(title_words(among.labels[found.nearest(row, int(concept), among)]))
        better[concept] += SPELLING * fuzz.ratio(told, label) / 100
    return better
