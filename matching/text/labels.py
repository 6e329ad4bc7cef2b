"""Any list of labels as something that can be searched: the labels, or the concepts they name, ranked for a wording.

Character n-grams meet misspelt and inflected words, stems meet reordered ones; a concept's labels together count
beside its best one (a concept is ranked, not a label); a latent space, where there is one, meets synonyms.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from scipy import sparse

from matching.text.latent import Latent
from matching.text.normalise import title_stems, title_words
from matching.text.vectors import Floats, Stems, counts, letters, rarity, weighed, words

LETTERS, WORDS, TOGETHER, SENSE = 1.0, 0.5, 0.6, 0.6  # what each likeness weighs
SPELLING = 0.2  # of the labels of the best concepts, `fuzz.ratio` of the whole wording
RESPELT = 30  # concepts whose labels are read letter by letter
COMMON = 0.1  # n-grams of more labels than this tell little and cost most: they only lengthen
BLOCK = 128  # wordings at a time


@dataclass(frozen=True, slots=True)
class Terms:
    """One kind of term of many texts: rows at length 1, with the columns turned into rows for fast products."""

    rare: Floats
    by_term: sparse.csr_matrix  # [column, text]

    def likeness(self, queries: sparse.csr_matrix) -> sparse.csr_matrix:
        """Return the cosine of each query (counts) with each text; shape (queries, texts)."""
        return weighed(queries, self.rare) @ self.by_term


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
    label: NDArray[np.int64]  # of each concept the label that is nearest

    @property
    def total(self) -> Floats:
        """Return all likenesses in one figure."""
        return LETTERS * self.letters + WORDS * self.words + TOGETHER * self.together + SENSE * self.sense


def label_list(labels: Sequence[str], concepts: Sequence[int], latent: Latent | None = None) -> LabelList:
    """Return a list to search; `concepts` are 0 … n-1, each with at least one label, in ascending order."""
    stems = [title_stems(label) for label in labels]
    concept = np.asarray(concepts, np.int32)
    first = np.flatnonzero(np.r_[True, concept[1:] != concept[:-1]]) if len(concept) else np.empty(0, np.int64)
    ends = np.r_[first, len(labels)]
    whole = [[stem for row in stems[a:b] for stem in row] for a, b in zip(ends, ends[1:], strict=False)]
    return LabelList(
        tuple(labels),
        concept,
        first,
        _terms(counts(map(title_words, labels), letters)),
        _terms(counts(stems, words)),
        _terms(counts(whole, words)),
        latent.place(stems) if latent else np.empty((len(labels), 0), np.float32),
    )


def likenesses(texts: Sequence[str], among: LabelList, latent: Latent | None = None) -> Likeness:
    """Return how near texts are to the concepts of a list. At most a few hundred texts at a time: it is dense."""
    stems = [title_stems(text) for text in texts]
    by_letters = among.letters.likeness(counts(map(title_words, texts), letters)).toarray()
    by_words = among.words.likeness(counts(stems, words)).toarray()
    place = latent.place(stems) if latent else np.empty((len(texts), 0), np.float32)
    both = LETTERS * by_letters + WORDS * by_words
    return Likeness(
        _best(by_letters, among),
        _best(by_words, among),
        among.together.likeness(counts(stems, words)).toarray(),
        _best(place @ among.sense.T, among),
        _nearest(both, among),
    )


def rank_labels(
    texts: Sequence[str], among: LabelList, k: int, latent: Latent | None = None
) -> Iterator[list[tuple[int, int, float]]]:
    """Yield for each text its k best concepts as (concept, nearest label, score), best first; ties keep their order.

    The score is between 0 and 1; a text without a word that tells something has no concept.
    """
    whole = LETTERS + WORDS + TOGETHER + SENSE * bool(among.sense.shape[1]) + SPELLING
    for start in range(0, len(texts), BLOCK):
        block = texts[start : start + BLOCK]
        found = likenesses(block, among, latent)
        total = found.total
        for row, text in enumerate(block):
            scores = _respelt(text, total[row], found.label[row], among)
            best = _first(scores, k)
            yield [(int(c), int(found.label[row, c]), float(scores[c] / whole)) for c in best if scores[c] > 0]


def _respelt(text: str, scores: Floats, nearest: NDArray[np.int64], among: LabelList) -> Floats:
    """Return the scores with the spelling of the whole added where it may change the order of the best."""
    told = " ".join(title_words(text))
    better = scores.copy()
    for concept in _first(scores, RESPELT):
        label = " ".join(title_words(among.labels[nearest[concept]]))
        better[concept] += SPELLING * fuzz.ratio(told, label) / 100
    return better


def _first(scores: Floats, k: int) -> NDArray[np.int64]:
    """Return the places of the k highest, highest first; equal ones keep their order."""
    k = min(k, len(scores))
    if k < len(scores):
        limit = np.partition(scores, len(scores) - k)[len(scores) - k]
        above = np.flatnonzero(scores >= limit)
    else:
        above = np.arange(len(scores))
    return above[np.argsort(-scores[above], kind="stable")][:k]


def _best(by_label: Floats, among: LabelList) -> Floats:
    if not by_label.shape[1] or not len(among.first):
        return np.zeros((len(by_label), len(among.first)), np.float32)
    return np.maximum.reduceat(by_label, among.first, axis=1)


def _nearest(by_label: Floats, among: LabelList) -> NDArray[np.int64]:
    """Return for each concept its nearest label: one pass, since a later label wins only when it is nearer."""
    best = _best(by_label, among)
    here = by_label >= best[:, among.concept]
    place = np.where(here, np.arange(by_label.shape[1]), by_label.shape[1])
    return np.minimum.reduceat(place, among.first, axis=1) if len(among.first) else place[:, :0]


def _terms(rows: sparse.csr_matrix) -> Terms:
    rare = rarity(rows)
    unit = weighed(rows, rare)
    used = np.bincount(rows.indices, minlength=rows.shape[1])
    unit.data[used[unit.indices] > max(COMMON * rows.shape[0], 50)] = 0
    unit.eliminate_zeros()
    return Terms(rare, unit.T.tocsr())


def terms_of(texts: Iterable[Stems]) -> Terms:
    """Return the words of texts, as terms that queries meet."""
    return _terms(counts(texts, words))
