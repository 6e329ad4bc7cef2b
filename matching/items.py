"""The coded items of many packed records: picked by kind, put in the order of a table, turned into lists."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from matching.layout import ItemKind
from matching.ragged import Ragged
from matching.taxonomy import Taxonomy
from matching.vocabulary import Ints, Keys


@dataclass(frozen=True, slots=True)
class Items:
    """Items of all rows, in the order of the rows."""

    row: NDArray[np.int64]
    kind: NDArray[np.uint8]
    flag: NDArray[np.bool_]
    amount: NDArray[np.uint16]
    key: Keys

    def only(self, *kinds: ItemKind) -> "Items":
        """Return the items of some kinds."""
        wanted = np.zeros(256, bool)
        wanted[list(kinds)] = True
        keep = wanted[self.kind]
        return Items(*(getattr(self, column.name)[keep] for column in fields(self)))


def in_table_order(items: Items, order: NDArray[np.int64]) -> Items:
    """Return items with rows renumbered to their place in the table, in the order of the table."""
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    row = place[items.row]
    at = np.argsort(row, kind="stable")
    return Items(row[at], items.kind[at], items.flag[at], items.amount[at], items.key[at])


def agreeing(wished: Items, taxonomy: Taxonomy) -> Items:
    """Return the wishes without the titles that belong to another occupation than their wish names beside them."""
    named = np.flatnonzero((wished.kind == ItemKind.WISH_OCCUPATION) & (wished.amount > 0))
    titled = np.flatnonzero((wished.kind == ItemKind.WISH_TITLE) & (wished.amount > 0))
    if not len(titled):
        return wished
    wish = (wished.row << 16) | wished.amount
    beside = named[np.searchsorted(wish[named], wish[titled])]  # in the order of rows and of wishes
    occupation = taxonomy.title_occupation[taxonomy.titles.find(wished.key[titled])]
    differs = (occupation != taxonomy.occupations.find(wished.key[beside])) & (occupation > 0)
    keep = np.ones(len(wished.row), dtype=bool)
    keep[titled[differs]] = False
    return Items(*(getattr(wished, column.name)[keep] for column in fields(wished)))


def as_occupations(items: Items, taxonomy: Taxonomy, titles: ItemKind) -> Ints:
    """Return the occupation of each item, by its code or by its title; `size` where it is not known."""
    named = taxonomy.title_occupation[taxonomy.titles.find(items.key)]
    return np.where(items.kind == titles, named, taxonomy.occupations.find(items.key)).astype(np.int32)


def as_lists(items: Items, index: Ints, n: int) -> Ragged:
    """Return the lists of n rows, each entry with its index; entries weigh the same."""
    ends = np.zeros(n + 1, dtype=np.int32)
    np.cumsum(np.bincount(items.row, minlength=n), out=ends[1:])
    return Ragged(ends, index, items.amount.astype(np.uint16), items.flag, np.ones(len(index), np.uint8))
