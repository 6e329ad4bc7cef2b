"""Keys and what each stands for: how the codes and labels of records become indexes."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.codes import NO_KEY

Keys = NDArray[np.uint64]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Keys and the index each stands for; several keys may stand for one index. Unknown keys get `size`."""

    keys: Keys  # sorted
    index: Ints
    codes: Keys  # index → the key of its code; one more than size, the last is NO_KEY

    @property
    def size(self) -> int:
        """How many things have an index."""
        return len(self.codes) - 1

    @staticmethod
    def of(codes: Keys, names: Keys | None = None, named: Ints | None = None) -> "Vocabulary":
        """Return a vocabulary of codes in their order, also known by names; a code goes before a name."""
        index = np.arange(len(codes), dtype=np.int32)
        keys = codes if names is None else np.concatenate([codes, names])
        index = index if named is None else np.concatenate([index, named])
        keep = keys != NO_KEY
        unique, first = np.unique(keys[keep], return_index=True)
        return Vocabulary(unique, index[keep][first], np.append(codes, np.uint64(NO_KEY)))

    def find(self, keys: Keys) -> Ints:
        """Return the index of each key, `size` where it is unknown."""
        if not len(self.keys):
            return np.full(len(keys), self.size, dtype=np.int32)
        at = np.searchsorted(self.keys, keys)
        at[at == len(self.keys)] = 0
        return np.where(self.keys[at] == keys, self.index[at], np.int32(self.size)).astype(np.int32)

    def extended(self, keys: Keys) -> "Vocabulary":
        """Return the vocabulary with the unknown ones of these keys appended, sorted."""
        new = np.unique(keys[(self.find(keys) == self.size) & (keys != NO_KEY)])
        all_keys = np.concatenate([self.keys, new])
        index = np.concatenate([self.index, self.size + np.arange(len(new), dtype=np.int32)])
        order = np.argsort(all_keys)
        codes = np.concatenate([self.codes[:-1], new, np.array([NO_KEY], np.uint64)])
        return Vocabulary(all_keys[order], index[order].astype(np.int32), codes)


@dataclass(frozen=True, slots=True)
class Found:
    """Keys met in records, by vocabulary: they join the taxonomy even where nobody published them."""

    occupations: Keys = field(default_factory=lambda: np.empty(0, np.uint64))
    titles: Keys = field(default_factory=lambda: np.empty(0, np.uint64))
    skills: Keys = field(default_factory=lambda: np.empty(0, np.uint64))
    languages: Keys = field(default_factory=lambda: np.empty(0, np.uint64))
    permits: Keys = field(default_factory=lambda: np.empty(0, np.uint64))
