"""Keys and what each stands for: how the codes and labels of records become indexes. Index 0 stands for none."""

from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

from matching.codes import NO_KEY

Keys = NDArray[np.uint64]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Keys and the index each stands for; several keys may stand for one index."""

    keys: Keys  # sorted
    index: Ints
    codes: Keys  # index → the key of its code; the first is NO_KEY

    def __len__(self) -> int:
        return len(self.codes)

    @staticmethod
    def of(codes: Keys, names: Keys | None = None, named: Ints | None = None) -> "Vocabulary":
        """Return a vocabulary of codes, indexed from 1, also known by names; a code goes before a name."""
        index = np.arange(1, len(codes) + 1, dtype=np.int32)
        keys = codes if names is None else np.concatenate([codes, names])
        index = index if named is None else np.concatenate([index, named + np.int32(1)])
        keep = keys != NO_KEY
        unique, first = np.unique(keys[keep], return_index=True)
        return Vocabulary(unique, index[keep][first], np.append(np.uint64(NO_KEY), codes).astype(np.uint64))

    def find(self, keys: Keys) -> Ints:
        """Return the index of each key, 0 where it is unknown."""
        if not len(self.keys):
            return np.zeros(len(keys), dtype=np.int32)
        at = np.searchsorted(self.keys, keys)
        at[at == len(self.keys)] = 0
        return np.where(self.keys[at] == keys, self.index[at], np.int32(0)).astype(np.int32)

    def unknown(self, keys: Keys) -> Keys:
        """Return those of the keys that the vocabulary lacks, sorted, each once."""
        return np.unique(keys[(self.find(keys) == 0) & (keys != NO_KEY)])

    def extended(self, keys: Keys) -> "Vocabulary":
        """Return the vocabulary with the unknown ones of these keys appended; known indexes stay."""
        new = self.unknown(keys)
        all_keys = np.concatenate([self.keys, new])
        index = np.concatenate([self.index, len(self) + np.arange(len(new), dtype=np.int32)])
        order = np.argsort(all_keys)
        return Vocabulary(all_keys[order], index[order].astype(np.int32), np.concatenate([self.codes, new]))


def _none() -> Keys:
    return np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True)
class Found:
    """Keys met in records, by vocabulary: they join the taxonomy even where nobody published them."""

    occupations: Keys = field(default_factory=_none)
    titles: Keys = field(default_factory=_none)
    skills: Keys = field(default_factory=_none)
    languages: Keys = field(default_factory=_none)
    permits: Keys = field(default_factory=_none)

    def __or__(self, other: "Found") -> "Found":
        return Found(*(np.concatenate([getattr(self, f.name), getattr(other, f.name)]) for f in fields(self)))
