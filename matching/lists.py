"""What an opening's lists become: skills with their weights, and what was read in its text where nothing is stated."""

import numpy as np
from numpy.typing import NDArray

from matching.items import Items, in_table_order
from matching.layout import ItemKind
from matching.ragged import Ragged
from matching.taxonomy import CORE, ONE, Taxonomy
from matching.vocabulary import Ints

MUST_WEIGHT, WISH_WEIGHT, CORE_WEIGHT = 4, 2, 2  # a must counts for two wishes; core skills count more


def or_read(occupation: Ints, read: Items, taxonomy: Taxonomy) -> tuple[Ints, NDArray[np.uint8]]:
    """Return occupations with those read in the text where none is stated, and how sure each is, in 64ths."""
    sure = np.full(len(occupation), ONE, np.uint8)
    found = taxonomy.occupations.find(read.key)
    new = (occupation[read.row] == 0) & (found > 0)
    occupation = occupation.copy()
    occupation[read.row[new]], sure[read.row[new]] = found[new], np.minimum(read.amount[new], ONE)
    return occupation, sure


def or_read_skills(stated: Ragged, items: Items, order: NDArray[np.int64], taxonomy: Taxonomy) -> Ragged:
    """Return the skills of each row, or those read in its text where none is stated."""
    read = in_table_order(items.only(ItemKind.READ_SKILL), order)
    keep = stated.lengths[read.row] == 0
    if not keep.any():
        return stated
    index = np.concatenate([stated.index, taxonomy.skills.find(read.key[keep])])
    row = np.concatenate([stated.rows(), read.row[keep]])
    n_read = int(keep.sum())
    at = np.argsort(row, kind="stable")
    ends = np.append(0, np.cumsum(np.bincount(row, minlength=len(stated)))).astype(np.int32)
    return Ragged(
        ends,
        index[at].astype(np.int32),
        np.append(stated.amount, np.zeros(n_read, np.uint16))[at],
        np.append(stated.flag, np.zeros(n_read, np.bool_))[at],
        np.append(stated.weight, np.ones(n_read, np.uint8))[at],
    )


def weighed(skills: Ragged, occupation: Ints, taxonomy: Taxonomy) -> Ragged:
    """Return the skills asked with what each weighs: musts and the occupation's core skills weigh more."""
    if not len(skills.index):
        return skills
    is_core = np.asarray(taxonomy.usual[occupation[skills.rows()], skills.index]).ravel() == CORE
    weight = np.where(skills.flag, MUST_WEIGHT, WISH_WEIGHT) + CORE_WEIGHT * is_core
    return Ragged(skills.ends, skills.index, skills.amount, skills.flag, weight.astype(np.uint8))
