"""Labels found while they are typed: every word of a search is the beginning of a word of the label.

The words stand sorted, so that those with one beginning lie together, and with them the labels that hold them.
To make the indexes takes over a second, so they are kept in a file: see `beside`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import URL

from service.beside import code_digest, kept
from service.collation import search_key

BUILDERS: Final = ("matching/codes.py", "service/collation.py", "service/finding.py")
FORMAT: Final = 1  # of the file
MANY: Final = 1_000  # labels from which reading a file is faster than building
WORTH = 5.0  # letters: how much longer a label may be for one that is e times as well known
_LAST = "\U0010ffff"  # after every continuation of a word


@dataclass(frozen=True, slots=True)
class Labels:
    """An index of labels; each has a number, and lower numbers are better known or shorter."""

    places: NDArray[np.int32]  # number → where it stood among the labels given
    keys: tuple[str, ...]  # sorted
    numbers: NDArray[np.int32]  # of each of those keys
    words: tuple[str, ...]  # sorted, each once
    starts: NDArray[np.int64]  # where each word's labels begin in `holders`; and where the last one's end
    holders: NDArray[np.int32]

    def find(self, q: str, k: int) -> list[int]:
        """Return the places of the k best labels: that is it, begins so, holds all words; none for no words."""
        key = search_key(q)
        if not key:
            return []
        first, last = bisect_left(self.keys, key), bisect_right(self.keys, key + _LAST)
        exact = bisect_right(self.keys, key, first, last)
        best = [np.sort(self.numbers[first:exact]), np.sort(self.numbers[exact:last]), self._holding(key.split())]
        order = dict.fromkeys(np.concatenate(best).tolist() if last - first < k else np.concatenate(best[:2]).tolist())
        return self.places[[number for number, _ in zip(order, range(k), strict=False)]].tolist() if order else []

    def _holding(self, words: Sequence[str]) -> NDArray[np.int64]:
        found = np.ones(len(self.places), dtype=bool)
        for word in words:
            start = self.starts[bisect_left(self.words, word)]
            end = self.starts[bisect_right(self.words, word + _LAST)]
            here = np.zeros(len(self.places), dtype=bool)
            here[self.holders[start:end]] = True
            found &= here
        return np.flatnonzero(found)


@dataclass(frozen=True, slots=True)
class Indexes:
    """Those of the reference data."""

    occupations: Labels
    skills: Labels
    places: Labels


@dataclass(frozen=True)
class Listed:
    """What an index is made of: see `index`."""

    labels: Sequence[str]
    known: Sequence[float] = ()
    more: Sequence[str] = ()


def indexes(url: URL, occupations: Listed, skills: Listed, places: Listed) -> Indexes:
    """Return the indexes of these labels, from the file beside a database if it holds just them."""
    listed = (occupations, skills, places)

    def build() -> Indexes:
        return Indexes(*(index(one.labels, one.known, one.more) for one in listed))

    told = sha256(f"{FORMAT} {code_digest(*BUILDERS)} {listed!r}".encode()).hexdigest()[:16]
    return kept(url, "search", told, Indexes, build, lambda _: sum(len(one.labels) for one in listed) > MANY)


def index(labels: Sequence[str], known: Sequence[float] = (), more: Sequence[str] = ()) -> Labels:
    """Return the index of labels; `known` says how well each is known (a logarithm), `more` what else finds it."""
    keys = [search_key(label) for label in labels]
    better = known or [0.0] * len(keys)
    places = sorted(range(len(keys)), key=lambda place: (len(keys[place]) - WORTH * better[place], keys[place], place))
    told = [f"{keys[place]} {search_key(more[place])}" if more else keys[place] for place in places]
    holders: dict[str, list[int]] = {}
    for number, text in enumerate(told):
        for word in set(text.split()):
            holders.setdefault(word, []).append(number)
    words = tuple(sorted(holders))
    by_key = sorted((keys[place], number) for number, place in enumerate(places))
    return Labels(
        np.array(places, dtype=np.int32),
        tuple(key for key, _ in by_key),
        np.array([number for _, number in by_key], dtype=np.int32),
        words,
        np.cumsum([0, *(len(holders[word]) for word in words)], dtype=np.int64),
        np.array([number for word in words for number in holders[word]], dtype=np.int32),
    )
