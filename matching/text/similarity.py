"""How alike two wordings are, and which of many are worth comparing: never all with all."""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import Indel

from matching.codes import plain
from matching.text.normalise import title_stems

LARGE_GROUP = 40  # up to here everything that shares a key is compared
NEIGHBOURS = 10  # in a larger group each is compared with so many that come next in order of their texts
EXTRA_WORD = 0.05
_SAME_WORD = 0.6  # words less alike than this have nothing to do with each other


def words_alike(left: str, right: str) -> float:
    """Return in [0, 1] how alike two short wordings are, whatever their order, case, accents and hyphens.

    Each word of the shorter one meets the most similar word of the other, or all of them are written as one;
    0 when one of them has no word. A word more costs little: a second given name keeps two wordings alike.
    """
    few, many = sorted((plain(left).split(), plain(right).split()), key=len)
    if not few:
        return 0.0
    met, lost, spare = _met(few, many)
    extra = len(many) - len(few)
    lost += sum(sorted(spare, reverse=True)[extra:])
    by_word = met / (met + lost) - EXTRA_WORD * extra if met else 0.0
    as_one = Indel.normalized_similarity("".join(few), "".join(many))
    sorted_as_one = Indel.normalized_similarity("".join(sorted(few)), "".join(sorted(many)))
    return max(by_word, as_one, sorted_as_one)


def titles_alike(left: str, right: str) -> float:
    """Return in [0, 1] how alike two job titles are; 0 when one is empty.

    Both are compared as `plain_title` reads them and as they stand: a slip may hide an ending or a word of noise.
    """
    return max(_shared(plain_title(left), plain_title(right)), _shared(plain(left), plain(right)))


@lru_cache(maxsize=1 << 16)
def plain_title(title: str) -> str:
    """Return the stems of a job title, each once, in one gender, without what every ad adds."""
    return " ".join(title_stems(title))


def near_pairs(
    keys: Sequence[Iterable[Hashable]], texts: Sequence[str], which: Iterable[int] | None = None
) -> Iterator[tuple[int, int]]:
    """Yield once each pair of places (lower first) that share a key; of a large group only neighbours by text.

    With `which`, only pairs that hold one of those places.
    """
    wanted = None if which is None else frozenset(which)
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for place, own in enumerate(keys):
        for key in set(own):
            groups[key].append(place)
    seen: set[tuple[int, int]] = set()
    for members in groups.values():
        for pair in _within(members, texts):
            if pair not in seen and (wanted is None or not wanted.isdisjoint(pair)):
                seen.add(pair)
                yield pair


def cells_around(lat: float, lon: float, km: float) -> list[tuple[int, int, int]]:
    """Return keys of which two points less than `km` apart share at least one, in latitudes where people live."""
    north = lat * 111.2 / km
    return [
        (shift, math.floor((north + shift % 2) / 2), math.floor((_east(lat, lon, km, shift % 2) + shift // 2) / 2))
        for shift in range(4)
    ]


def _east(lat: float, lon: float, km: float, shift: int) -> float:
    """Return the longitude in steps of at least `km`, of the same width all along a band of latitude."""
    band = math.floor((lat * 111.2 / km + shift) / 2)
    nearest_pole = max(abs(2 * band - shift), abs(2 * band + 2 - shift)) * km / 111.2
    return lon * 111.2 * max(math.cos(math.radians(min(nearest_pole, 89))), 0.02) / km


def _within(members: list[int], texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    reach = len(members)
    if reach > LARGE_GROUP:
        members, reach = sorted(members, key=lambda place: (texts[place], place)), NEIGHBOURS
    for at, here in enumerate(members):
        yield from ((min(here, other), max(here, other)) for other in members[at + 1 : at + 1 + reach])


def _met(few: list[str], many: list[str]) -> tuple[float, float, list[int]]:
    """Return how many letters find their like when each word meets at most one, how many of those words and of the
    shorter list do not, and how long the words are that the longer list has left."""
    pairs = sorted(
        (
            (Indel.normalized_similarity(a, b) * (len(a) + len(b)), i, j)
            for i, a in enumerate(few)
            for j, b in enumerate(many)
        ),
        key=lambda pair: (-pair[0], sorted((few[pair[1]], many[pair[2]]))),
    )
    left, right = dict(enumerate(few)), dict(enumerate(many))
    met = lost = 0.0
    for same, i, j in pairs:
        if i in left and j in right and same >= _SAME_WORD * (len(few[i]) + len(many[j])):
            met += same
            lost += len(left.pop(i)) + len(right.pop(j)) - same
    return met, lost + sum(map(len, left.values())), [len(word) for word in right.values()]


def _shared(left: str, right: str) -> float:
    """Return which part of the letters of both find their like."""
    few, many = sorted((left.split(), right.split()), key=len)
    met, lost, spare = _met(few, many)
    return met / (met + lost + sum(spare)) if met else 0.0
