"""How well any list of labels is ranked for other people's wordings, beside BM25 and character TF-IDF.

The wordings are the names of the international classification of occupations (ISCO-08) in French, the concepts are
the occupations of the reference, and the other way round; a published table says which belong together.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from python_calamine import CalamineWorkbook
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from matching.codes import plain
from matching.taxonomy import genders
from matching.text.index import WordIndex
from matching.text.link import rank_labels, searchable

SHEET = "ISCO-08 to ROME"
TITLES = 800  # drawn for the way from titles to ISCO
DEPTH = 1000
Row = dict[str, float | str]
Task = tuple[list[str], list[int], list[tuple[str, set[int]]]]  # labels, their concepts, wordings with right concepts
Scorer = Callable[[Sequence[str], Sequence[str]], np.ndarray]


def link_rows(table: Path, index: WordIndex) -> list[Row]:
    """Return the mean reciprocal rank of the first right concept, for each task and way of ranking."""
    rows = []
    for name, (labels, concepts, wordings) in _tasks(table, index).items():
        asked = [wording for wording, _ in wordings]
        right = [codes for _, codes in wordings]
        for way, known in (("visavis, with the reference", index), ("visavis, without", None)):
            rows.append({"link": name, "ranker": way, "mrr": _ours(asked, right, labels, concepts, known)})
        for way, scorer in (("BM25", _bm25), ("character TF-IDF 2-5", _characters)):
            rows.append({"link": name, "ranker": way, "mrr": _theirs(scorer(asked, labels), right, concepts)})
    return rows


def _tasks(table: Path, index: WordIndex) -> dict[str, Task]:
    cells = CalamineWorkbook.from_path(table).get_sheet_by_name(SHEET).to_python()[1:]
    parents: dict[str, set[str]] = defaultdict(set)
    for _, _, label, parent, *_ in cells:
        if label:
            parents[str(label)].add(str(parent))
    names = sorted(parents)
    of_parent: dict[str, set[int]] = defaultdict(set)
    for place, parent in enumerate(index.parents):
        of_parent[parent].add(place)
    isco_of: dict[str, set[int]] = defaultdict(set)
    for place, name in enumerate(names):
        for parent in parents[name]:
            isco_of[parent].add(place)
    to_rome = [(name, set().union(*(of_parent[parent] for parent in parents[name]))) for name in names]
    titles = [
        (genders(label)[0], isco_of[index.parents[concept]])
        for label, concept in zip(index.titles.labels, index.titles.concept, strict=True)
    ]
    titles = [pair for pair in titles if pair[1]]
    drawn = random.Random(0).sample(titles, min(TITLES, len(titles)))
    return {
        f"{len(to_rome)} ISCO names → {len(index.occupations)} occupations": (
            list(index.titles.labels),
            [int(concept) for concept in index.titles.concept],
            [pair for pair in to_rome if pair[1]],
        ),
        f"{len(drawn)} titles → {len(names)} ISCO names": (names, list(range(len(names))), drawn),
    }


def _ours(
    asked: list[str], right: list[set[int]], labels: list[str], concepts: list[int], known: WordIndex | None
) -> float:
    found = rank_labels(asked, searchable(labels, concepts, known), DEPTH)
    ranks = [
        next((rank for rank, (concept, _, _) in enumerate(row, 1) if concept in good), None)
        for row, good in zip(found, right, strict=True)
    ]
    return float(np.mean([1 / rank if rank else 0 for rank in ranks]))


def _theirs(scores: np.ndarray, right: list[set[int]], concepts: list[int]) -> float:
    """Return the same for a ranking of labels: a concept stands where its best label stands; ties share a rank."""
    first = np.flatnonzero(np.r_[True, np.diff(concepts) != 0])
    best = np.maximum.reduceat(scores, first, axis=1)
    found = []
    for row, good in zip(best, right, strict=True):
        mine = row[sorted(good)].max()
        found.append(1 / (1 + (row > mine).sum() + ((row == mine).sum() - 1) / 2))
    return float(np.mean(found))


def _bm25(asked: Sequence[str], labels: Sequence[str], k1: float = 1.2, b: float = 0.75) -> np.ndarray:
    words = CountVectorizer(preprocessor=plain, token_pattern=r"\S+")
    rows = words.fit_transform(labels).astype(float).tocoo()
    length = np.bincount(rows.row, rows.data, rows.shape[0])
    used = np.bincount(rows.col, minlength=rows.shape[1])
    rare = np.log(1 + (rows.shape[0] - used + 0.5) / (used + 0.5))
    norm = k1 * (1 - b + b * length[rows.row] / length.mean())
    weights = rare[rows.col] * rows.data * (k1 + 1) / (rows.data + norm)
    told = sparse.csr_matrix((weights, (rows.row, rows.col)), shape=rows.shape)
    return (words.transform(asked) @ told.T).toarray()


def _characters(asked: Sequence[str], labels: Sequence[str]) -> np.ndarray:
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, preprocessor=plain)
    known = grams.fit_transform(labels)
    return (grams.transform(asked) @ known.T).toarray()
