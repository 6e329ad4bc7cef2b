"""What each opening asks, entry by entry, met by what each candidate holds.

Two ways to the same numbers: one candidate meets many openings by looking its closeness up beside every
entry asked; one opening meets many candidates by picking out the few held entries that are near any of
its own. Both give 64ths, whose sums are exact in any order.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.model import Candidates
from matching.ragged import Ragged
from matching.taxonomy import ONE, Taxonomy
from matching.vocabulary import Ints

ENOUGH = 48  # 64ths: a must is met by the skill itself or by one of the group that is asked


@dataclass(frozen=True, slots=True)
class Asked:
    """Entries asked, pair after pair: pair i has those from `ends[i]` to `ends[i + 1]`."""

    entries: Ragged  # index, amount, flag (must) and weight of each entry
    held: Ints  # 64ths, beside the entries of `entries.flat`
    denied: NDArray[np.bool_]  # known not to be held


def usual_skills(taxonomy: Taxonomy) -> Ragged:
    """Return the skills of every occupation, core ones weighing more, as if an opening asked them all."""
    usual = taxonomy.usual
    n = len(usual.indices)
    return Ragged(usual.indptr, usual.indices, np.zeros(n, np.uint16), np.zeros(n, np.bool_), usual.data)


def meet(candidates: Candidates, skills: Ragged, taxonomy: Taxonomy) -> Asked:
    """Return lists of skills asked, met row by row by candidates; one row meets every row."""
    if len(candidates) == 1:
        return _one_candidate(skills_of(candidates, taxonomy), skills)
    if len(skills) == 1:
        return _one_list(candidates.skills, skills, taxonomy)
    each = [meet(candidates.take(slice(i, i + 1)), skills.take(slice(i, i + 1)), taxonomy) for i in range(len(skills))]
    return Asked(skills, np.concatenate([a.held for a in each]), np.concatenate([a.denied for a in each]))


@dataclass(frozen=True, slots=True)
class Known:
    """What one candidate brings to every skill of the taxonomy."""

    near: Ints  # 64ths
    level: Ints
    denied: NDArray[np.bool_]


def skills_of(candidate: Candidates, taxonomy: Taxonomy) -> Known:
    """Return what one candidate brings to every skill; worked out once for a table and a taxonomy."""
    known: Known = candidate.once(("skills", taxonomy), lambda: _skills_of(candidate.skills, taxonomy))
    return known


def _skills_of(mine: Ragged, taxonomy: Taxonomy) -> Known:
    index, flag, amount = mine.index[mine.flat], mine.flag[mine.flat], mine.amount[mine.flat]
    near, level = (np.zeros(len(taxonomy.skills), dtype=np.int32) for _ in range(2))
    denied = np.zeros(len(near), np.bool_)
    held = index[flag]
    for skill in held:
        start, end = taxonomy.related.indptr[skill : skill + 2]
        near_it = taxonomy.related.indices[start:end]  # each once, so that it can be assigned
        near[near_it] = np.maximum(near[near_it], taxonomy.related.data[start:end])
    np.maximum.at(level, held, amount[flag])
    denied[index[~flag]] = True
    denied[held] = False
    near[denied] = 0
    denied[0] = False
    return Known(near, level, denied)


def _one_candidate(known: Known, skills: Ragged) -> Asked:
    entries, asked = skills.index[skills.flat], skills.amount[skills.flat]
    near = known.near[entries]
    if len(with_level := np.flatnonzero(asked)):
        near[with_level] = _at_level(near[with_level], known.level[entries[with_level]], asked[with_level])
    return Asked(skills, near, known.denied[entries])


def _at_level(near: Ints, level: Ints, asked: NDArray[np.uint16]) -> Ints:
    """Return the closeness of skills held at a known level: the whole only at the level asked."""
    short = (level > 0) & (level < asked)
    return np.where(short, ENOUGH + (ONE - ENOUGH) * level // np.maximum(asked, 1), near).astype(np.int32)


def _one_list(mine: Ragged, skills: Ragged, taxonomy: Taxonomy) -> Asked:
    entries, asked = skills.index[skills.flat], skills.amount[skills.flat]
    n, k = len(mine), len(entries)
    near, relevant = np.zeros((len(taxonomy.skills), k), dtype=np.uint8), np.zeros(len(taxonomy.skills), np.bool_)
    for column, entry in enumerate(entries):
        start, end = taxonomy.related_to.indptr[entry : entry + 2]
        near_it = taxonomy.related_to.indices[start:end]
        near[near_it, column] = taxonomy.related_to.data[start:end]
        relevant[near_it] = True
    index, flag = mine.index[mine.flat], mine.flag[mine.flat]
    hits = np.flatnonzero(relevant[index])
    row = np.searchsorted(mine.ends, hits + mine.ends[0], side="right") - 1
    held, denied = np.zeros((n, k), np.int32), np.zeros((n, k), np.bool_)
    if not len(hits):
        return Asked(repeated(skills, n), held.ravel(), denied.ravel())
    rows, first = np.unique(row, return_index=True)
    holds = flag[hits][:, None]
    best = np.maximum.reduceat(near[index[hits]] * holds, first, axis=0).astype(np.int32)
    if asked.any() or not holds.all():
        same = (index[hits][:, None] == entries[None, :]) & (entries > 0)
        level = np.where(same & holds, mine.amount[mine.flat][hits][:, None], 0).astype(np.int32)
        best = _at_level(best, np.maximum.reduceat(level, first, axis=0), asked[None, :])
        lacks = np.maximum.reduceat(same & ~holds, first, axis=0)
        denied[rows] = lacks & ~np.maximum.reduceat(same & holds, first, axis=0)
    held[rows] = best
    held[denied] = 0
    return Asked(repeated(skills, n), held.ravel(), denied.ravel())


def repeated(skills: Ragged, n: int) -> Ragged:
    """Return one row of entries n times."""
    flat = skills.flat
    at = np.tile(np.arange(flat.start, flat.stop, dtype=np.int32), n)
    return skills.picked(at, np.arange(n + 1) * (flat.stop - flat.start))
