"""A list of labels, and how near a wording is to each concept that they name.

Character n-grams meet misspelt and inflected words, stems meet reordered ones; a concept's labels together count
beside its best one (a concept is ranked, not a label); a latent space, where there is one, meets synonyms.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.text.latent import Latent
from matching.text.normalise import title_stems, title_words
from matching.text.vectors import Columns, Floats, Rows, Stems, counts, letters, rarity, weighed, words

LETTERS, WORDS, TOGETHER, SENSE = 1.0, 0.5, 0.6, 1.0  # what each likeness weighs
COMMON = 0.1  # n-grams of more labels than this tell little and cost most: they only lengthen
FEW = 50  # … unless so few labels have it
BLOCK = 128  # wordings at a time


@dataclass(frozen=True, slots=True)
class Terms:
    """One kind of term of many texts: rows at length 1, with the columns turned into rows for fast products."""

    rare: Floats
    rows: sparse.csr_matrix  # [text, column] at length 1
    by_term: sparse.csr_matrix  # [column, text], the same

    def likeness(self, queries: Rows) -> Floats:
        """Return the cosine of each query (counts) with each text; shape (queries, texts)."""
        return weighed(queries, self.rare).met(self.by_term)


@dataclass(frozen=True, slots=True)
class LabelList:
    """Labels, sorted by concept. Label i belongs to concept `concept[i]`; concept c begins at label `first[c]`."""

    labels: tuple[str, ...]
    concept: NDArray[np.int32]
    first: NDArray[np.int64]
    letters: Terms
    words: Terms
    together: Terms  # by concept
    sense: Floats  # [label, dimension]; no column where there is no latent space


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near each wording is to each concept; every array has the shape (wordings, concepts)."""

    letters: Floats
    words: Floats
    together: Floats
    sense: Floats
    by_label: Floats  # [wording, label] letters and words
    place: Floats  # [wording, dimension] where it lies in the latent space; no column where there is none

    def nearest(self, row: int, concept: int, among: LabelList) -> int:
        """Return the label of a concept that is nearest to a wording; the first of equals."""
        start = among.first[concept]
        end = among.first[concept + 1] if concept + 1 < len(among.first) else len(among.labels)
        return int(start + self.by_label[row, start:end].argmax())

    @property
    def total(self) -> Floats:
        """Return all likenesses in one figure."""
        return np.asarray(
            LETTERS * self.letters + WORDS * self.words + TOGETHER * self.together + SENSE * self.sense, np.float32
        )


def label_list(labels: Sequence[str], concepts: Sequence[int], latent: Latent | None = None) -> LabelList:
    """Return a list to search; `concepts` are 0 … n-1, each with at least one label, in ascending order."""
    stems = [title_stems(label) for label in labels]
    concept = np.asarray(concepts, np.int32)
    first = np.flatnonzero(np.r_[True, concept[1:] != concept[:-1]]) if len(concept) else np.empty(0, np.int64)
    ends = np.r_[first, len(labels)]
    whole = [[stem for row in stems[a:b] for stem in row] for a, b in pairwise(ends)]
    return LabelList(
        tuple(labels),
        concept,
        first,
        terms_of(map(title_words, labels), letters),
        terms_of(stems),
        terms_of(whole),
        latent.place(counts(stems, words)) if latent else np.empty((len(labels), 0), np.float32),
    )


def likenesses(texts: Sequence[str], among: LabelList, latent: Latent | None = None) -> Likeness:
    """Return how near texts are to the concepts of a list. At most a few hundred texts at a time: it is dense."""
    stems = [title_stems(text) for text in texts]
    told = counts(stems, words)
    by_letters = among.letters.likeness(counts(map(title_words, texts), letters))
    by_words = among.words.likeness(told)
    place = latent.place(told) if latent else np.empty((len(texts), 0), np.float32)
    return Likeness(
        _best(by_letters, among),
        _best(by_words, among),
        among.together.likeness(told),
        _best(place @ among.sense.T, among),
        LETTERS * by_letters + WORDS * by_words,
        place,
    )


def firsts(scores: Floats, k: int) -> NDArray[np.int64]:
    """Return the places of the k highest scores, highest first; equal ones keep their order."""
    k = min(k, len(scores))
    above = np.flatnonzero(scores > 0)
    if len(above) < k:  # most are 0 as a rule: of those, the first are enough
        above = np.union1d(above, np.flatnonzero(scores == 0)[:k])
    if len(above) < k:
        above = np.arange(len(scores))
    if 0 < k < len(above):
        limit = np.partition(scores[above], len(above) - k)[len(above) - k]
        above = above[scores[above] >= limit]
    return above[np.argsort(-scores[above], kind="stable")][:k]


def _best(by_label: Floats, among: LabelList) -> Floats:
    if not by_label.shape[1] or not len(among.first):
        return np.zeros((len(by_label), len(among.first)), np.float32)
    return np.maximum.reduceat(by_label, among.first, axis=1)


def terms_of(texts: Iterable[Stems], columns: Columns = words) -> Terms:
    """Return the terms of texts, so that queries can meet them."""
    rows = counts(texts, columns)
    rare = rarity(rows)
    unit = weighed(rows, rare).matrix
    used = np.bincount(rows.columns)
    unit.data[used[rows.columns] > max(COMMON * len(rows), FEW)] = 0
    unit.eliminate_zeros()
    return Terms(rare, unit, unit.T.tocsr())
