"""Job titles in everyday words → occupations, with the nearest official title and the words that decided."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from matching.text.features import official, title_features, wording
from matching.text.index import WordIndex
from matching.text.labels import BLOCK, Likeness, firsts
from matching.text.model import TextModel, excluding, shares
from matching.text.normalise import one_gender, title_stems, title_words
from matching.text.reading import OccupationRead
from matching.text.vectors import Floats

UNLIKE = 0.35  # letters in common below which no label looks like a title without a word of any
DOUBTFUL = 0.1  # the best confidence below which the answer is "I don't know"
SPARE = 5  # occupations looked at beyond those asked, in case some have no word of the title
ALIKE = 80  # of 100: two spellings of one word


def read_titles(
    titles: Sequence[str], index: WordIndex, model: TextModel, k: int = 5
) -> Iterator[list[OccupationRead]]:
    """Yield for each title its k best occupations, surest first; none where it would be a guess.

    An official title names its own occupation; where it names several, they are equally sure.
    """
    for start in range(0, len(titles), BLOCK):
        block = titles[start : start + BLOCK]
        if not index.occupations:
            yield from ([] for _ in block)
            continue
        features, like = title_features(block, index, model)
        sure = model.titles.confidence(shares(model.titles.scores(features)))
        for row, title in enumerate(block):
            yield _read(title, sure[row], like, row, index, model, k)


def _read(
    title: str, sure: Floats, like: Likeness, row: int, index: WordIndex, model: TextModel, k: int
) -> list[OccupationRead]:
    named = official(index).get(wording(title), ())
    if not named and sure.max() < DOUBTFUL:
        return []
    sure = _named_first(sure, named, model.official)
    best = [int(place) for place in firsts(sure, k + SPARE) if sure[place] > 0]
    found = occupations_read(title, best[:k], sure[best[:k]], row, like, index)
    if not all(occupation.because for occupation in found):
        found = occupations_read(title, best, sure[best], row, like, index)
    return [occupation for occupation in found if occupation.because][:k]  # without a word of the title it is a guess


def unlike(like: Likeness) -> NDArray[np.bool_]:
    """Return for each title whether no label looks like it: without a word of any, and hardly a letter."""
    return np.asarray((like.words.max(axis=1) == 0) & (like.letters.max(axis=1) < UNLIKE))


def _named_first(sure: Floats, named: Sequence[int], share: float) -> Floats:
    """Return confidences in which those whose title it is share what official titles are worth."""
    if not named:
        return sure
    places = list(named)
    rest = sure.copy()
    rest[places] = 0
    rest *= (1 - share) / max(float(rest.sum()), 1 - share)
    rest = np.minimum(rest, share / len(places) - 1e-4)
    rest[places] = share / len(places)
    return rest


def occupations_read(
    title: str, places: Sequence[int], sure: Floats, row: int, like: Likeness, index: WordIndex
) -> list[OccupationRead]:
    """Return occupations as they are told: each with an official title of its own, and the words that decided."""
    labels = [like.nearest(row, place, index.titles) for place in places]
    names = [index.titles.labels[label] for label in labels]
    return [
        OccupationRead(index.occupations[place], name, index.title_codes[label], round(own, 4), _because(title, name))
        for place, label, name, own in zip(places, labels, names, excluding(sure), strict=True)
    ]


def _because(title: str, label: str) -> tuple[str, ...]:
    """Return the words of a title, as written, that its nearest label has too, or has in another spelling."""
    known, spelt = _forms(label)
    return tuple(
        word for word, told, parts in _written(title) if told & known or any(_alike(p, o) for p in parts for o in spelt)
    )


@lru_cache(maxsize=1 << 15)
def _forms(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    return frozenset(title_stems(text)), tuple(title_words(text))


@lru_cache(maxsize=64)
def _written(title: str) -> tuple[tuple[str, frozenset[str], tuple[str, ...]], ...]:
    """Return the words of a title as written, each once, with their stems and their forms."""
    bare = (word.strip("()[]–-.;:!?«»\"'") for word in re.split(r"[\s/,]+", one_gender(title)))
    return tuple((word, *_forms(word)) for word in dict.fromkeys(bare) if word)


@lru_cache(maxsize=1 << 16)
def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(one, other) >= ALIKE
