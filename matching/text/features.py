"""What an ad's words tell for each occupation: one array for each feature, of the shape (ads, occupations)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from matching.text.index import WordIndex
from matching.text.labels import Likeness, likenesses
from matching.text.model import TextModel
from matching.text.normalise import stems, title_words
from matching.text.vectors import Floats, counts, words

Features = dict[str, Floats]
LONG, MISSPELT = 6, 87  # letters of a word that may be misspelt, and how near (of 100) it must be to a known one


@dataclass(frozen=True, slots=True)
class Ad:
    """The texts of an ad. `sector` is a NAF code, or empty."""

    title: str
    description: str = ""
    sector: str = ""


def title_features(titles: Sequence[str], index: WordIndex, model: TextModel) -> tuple[Features, Likeness]:
    """Return what titles tell for each occupation, and how near their labels are."""
    titles = [respelt(title, index) for title in titles]
    like = likenesses(titles, index.titles, index.latent)
    return {
        "letters": like.letters,
        "words": like.words,
        "together": like.together,
        "sense": like.sense,
        "about": (like.place @ index.places.T).astype(np.float32),
        "same": np.stack([_named(title, index) for title in titles]),
        "offered": np.tile(_offered(index, model), (len(titles), 1)),
        "general": np.tile(_general(index), (len(titles), 1)),
    }, like


def ad_features(ads: Sequence[Ad], index: WordIndex, model: TextModel) -> tuple[Features, Likeness]:
    """Return what ads tell for each occupation: their titles, their descriptions and their sectors."""
    found, like = title_features([ad.title for ad in ads], index, model)
    told = counts([stems(ad.description) for ad in ads], words)
    described = told.met(index.described)
    meant = (index.latent.place(told) @ index.places.T).astype(np.float32)
    found |= {
        "described": _relative(described),
        "meant": meant,
        "meant_most": _relative(meant),
        "sector": np.stack([_sector(ad.sector.strip()[:2], index, model) for ad in ads]),
    }
    return found, like


def _relative(values: Floats) -> Floats:
    """Return values as shares of the highest of their row."""
    return np.asarray(values / np.maximum(values.max(axis=1, keepdims=True, initial=0), 1e-6), np.float32)


def respelt(title: str, index: WordIndex) -> str:
    """Return a title in which words that no label has are spelt as the one that they miss by a letter or so."""
    told = title_words(title)
    spelt = [_spelt(word, index) for word in told]
    return title if spelt == told else " ".join(spelt)


@lru_cache(maxsize=1 << 16)
def _spelt(word: str, index: WordIndex) -> str:
    known, long = _label_words(index)
    if word in known or len(word) < LONG:
        return word
    found = process.extractOne(word, long.get(word[0], ()), scorer=fuzz.ratio, score_cutoff=MISSPELT)
    return found[0] if found else word


@lru_cache(maxsize=8)
def _label_words(index: WordIndex) -> tuple[frozenset[str], dict[str, list[str]]]:
    """Return the words of all labels, and the long ones by their first letter."""
    known = frozenset(word for label in index.titles.labels for word in title_words(label))
    long: dict[str, list[str]] = {}
    for word in sorted(known):
        if len(word) >= LONG:
            long.setdefault(word[0], []).append(word)
    return known, long


def _named(title: str, index: WordIndex) -> Floats:
    """Return 1 for the occupations whose official title it is."""
    found = np.zeros(len(index.occupations), np.float32)
    found[list(official(index).get(wording(title), ()))] = 1
    return found


@lru_cache(maxsize=8)
def _offered(index: WordIndex, model: TextModel) -> Floats:
    return np.array([model.occupations.get(code, 0.0) for code in index.occupations], np.float32)


@lru_cache(maxsize=8)
def _general(index: WordIndex) -> Floats:
    """Return 1 for the occupations that the older, coarser list has too: those are coded most."""
    pairs = zip(index.occupations, index.parents, strict=True)
    return np.array([code == parent for code, parent in pairs], np.float32)


@lru_cache(maxsize=256)
def _sector(division: str, index: WordIndex, model: TextModel) -> Floats:
    likelier = model.sectors.get(division, {})
    return np.array([likelier.get(parent, 0.0) for parent in index.parents], np.float32)


@lru_cache(maxsize=8)
def official(index: WordIndex) -> dict[tuple[str, ...], tuple[int, ...]]:
    """Return the occupations that each official wording names, by its words in any order."""
    found: dict[tuple[str, ...], list[int]] = {}
    for label, occupation in zip(index.titles.labels, index.titles.concept, strict=True):
        places = found.setdefault(wording(label), [])
        if int(occupation) not in places:
            places.append(int(occupation))
    return {words_: tuple(places) for words_, places in found.items() if words_}


def wording(title: str) -> tuple[str, ...]:
    """Return the words of a title in a fixed order: two titles with the same ones say the same."""
    return tuple(sorted(title_words(title)))
