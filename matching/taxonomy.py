"""Occupations, titles and skills with their official links, as arrays that scorers read.

Closeness and relatedness are kept in 64ths: sums of such numbers are exact in any order, so a pair has
the same score in any company.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.codes import code_of, keys_of, word_key
from matching.vocabulary import Found, Ints, Keys, Vocabulary

ONE: Final = 64  # the whole, in 64ths
SAME_TITLE: Final = 64
SAME_OCCUPATION: Final = 58
SAME_PARENT: Final = 45
FIRST_MOBILITY: Final = 38  # the official moves, nearest first: 38, 36 … never below the last
LAST_MOBILITY: Final = 22
SAME_DOMAIN: Final = 13  # the first three characters of the code: H29
SAME_SECTOR: Final = 3  # the first letter: H
MEMBER_OF_MACRO: Final = 48  # holds a skill of the group that is asked
MACRO_OF_MEMBER: Final = 32  # holds the group, is asked one of its skills
SIBLING: Final = 26  # holds another skill of the same group
NEIGHBOUR: Final = 13  # the two go together in the occupations of the graph
CORE: Final = 3  # what a core skill of an occupation weighs beside its other skills
OTHER: Final = 1
NEIGHBOUR_COSINE: Final = 0.6
NEIGHBOURS_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Reference:
    """What public bodies publish about occupations and skills: rows of codes and labels; empty is allowed."""

    occupations: Sequence[tuple[str, str, str, bool]] = ()  # code, label, parent code, regulated by law
    titles: Sequence[tuple[str, str, str, str]] = ()  # code, label, short label, occupation code
    skills: Sequence[tuple[str, str, str, str]] = ()  # code, kind (skill, macro, knowledge), label, macro code
    links: Sequence[tuple[str, str, bool]] = ()  # occupation code, skill code, core
    mobilities: Sequence[tuple[str, str, int]] = ()  # occupation code, target code, order (1 = nearest)


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The graph of occupations and skills. `n` of a vocabulary stands for "none", and is near nothing."""

    occupations: Vocabulary
    titles: Vocabulary
    skills: Vocabulary
    languages: Vocabulary
    permits: Vocabulary
    title_occupation: Ints  # title → occupation
    closeness: NDArray[np.uint8]  # [wished, offered] in 64ths, one row and column more than occupations
    practice: NDArray[np.uint8]  # [worked in, offered] in 64ths: what a month there is worth here
    leads_to: NDArray[np.bool_]  # [worked in, offered] where a must of experience counts it in full
    related: sparse.csr_matrix  # [held, asked] in 64ths
    related_to: sparse.csc_matrix  # the same, read by the skill asked
    usual: sparse.csr_matrix  # [occupation, skill] what the skill weighs there: CORE, OTHER or nothing
    regulated: NDArray[np.bool_]


def build_taxonomy(reference: Reference, found: Found | None = None) -> Taxonomy:
    """Return the taxonomy of a reference, extended by the keys found in records."""
    found = found or Found()
    occupations = _occupations(reference).extended(found.occupations)
    titles = _titles(reference).extended(found.titles)
    skills = _skills(reference).extended(found.skills)
    none = Vocabulary.of(np.empty(0, np.uint64))
    related = _related(reference, skills)
    closeness = _closeness(reference, occupations)
    by_title = occupations.find(keys_of(title[3] for title in reference.titles))
    regulated = np.zeros(occupations.size + 1, dtype=bool)
    regulated[: len(reference.occupations)] = [row[3] for row in reference.occupations]
    return Taxonomy(
        occupations=occupations,
        titles=titles,
        skills=skills,
        languages=none.extended(found.languages),
        permits=none.extended(found.permits),
        title_occupation=np.append(by_title, np.full(titles.size + 1 - len(by_title), occupations.size, np.int32)),
        closeness=closeness,
        practice=np.where(closeness >= SAME_OCCUPATION, np.uint8(ONE), closeness),
        leads_to=closeness >= LAST_MOBILITY,
        related=related,
        related_to=related.tocsc(),
        usual=_usual(reference, occupations, skills),
        regulated=regulated,
    )


def _occupations(reference: Reference) -> Vocabulary:
    return Vocabulary.of(keys_of(row[0] for row in reference.occupations))


def _titles(reference: Reference) -> Vocabulary:
    names = (
        (name, place)
        for place, (_, label, short, _) in enumerate(reference.titles)
        for name in (label, short, *label.split(" / "), *short.split(" / "))
    )
    return _named(keys_of(row[0] for row in reference.titles), names)


def _skills(reference: Reference) -> Vocabulary:
    return _named(
        keys_of(row[0] for row in reference.skills),
        ((row[2], place) for place, row in enumerate(reference.skills)),
    )


def _named(codes: Keys, names: Iterable[tuple[str, int]]) -> Vocabulary:
    """Return a vocabulary of codes that also knows names; a name shared by several means the first."""
    words: dict[int, int] = {}
    for name, place in names:
        words.setdefault(word_key(name), place)
    return Vocabulary.of(codes, np.fromiter(words, np.uint64), np.fromiter(words.values(), np.int32))


def _closeness(reference: Reference, occupations: Vocabulary) -> NDArray[np.uint8]:
    n = occupations.size
    codes = [code_of(int(key)) or "" for key in occupations.codes[:n]]
    parents = {row[0]: row[2] for row in reference.occupations}
    near = np.zeros((n + 1, n + 1), dtype=np.uint8)
    for value, group in (
        (SAME_SECTOR, [code[:1] for code in codes]),
        (SAME_DOMAIN, [code[:3] if len(code) > 3 else "" for code in codes]),
        (SAME_PARENT, [parents.get(code, code) for code in codes]),
    ):
        same = np.unique(group, return_inverse=True)[1] if n else np.empty(0, np.int64)
        inside = np.append(np.array(group, dtype=object) != "", False)
        together = (same[:, None] == same[None, :]) & inside[:-1, None] & inside[None, :-1]
        np.maximum(near[:n, :n], np.uint8(value) * together, out=near[:n, :n])
    if reference.mobilities:
        start = occupations.find(keys_of(row[0] for row in reference.mobilities))
        end = occupations.find(keys_of(row[1] for row in reference.mobilities))
        order = np.array([row[2] for row in reference.mobilities])
        value = np.maximum(FIRST_MOBILITY - 2 * (order - 1), LAST_MOBILITY).astype(np.uint8)
        np.maximum.at(near, (start, end), value)
    near[np.arange(n), np.arange(n)] = SAME_OCCUPATION
    near[n, :] = near[:, n] = 0
    return near


def _usual(reference: Reference, occupations: Vocabulary, skills: Vocabulary) -> sparse.csr_matrix:
    rows = occupations.find(keys_of(row[0] for row in reference.links))
    columns = skills.find(keys_of(row[1] for row in reference.links))
    weights = np.array([CORE if row[2] else OTHER for row in reference.links], dtype=np.uint8)
    return _matrix(rows, columns, weights, (occupations.size + 1, skills.size + 1))


def _related(reference: Reference, skills: Vocabulary) -> sparse.csr_matrix:
    n = skills.size
    shape = (n + 1, n + 1)
    published = np.arange(len(reference.skills), dtype=np.int32)
    macro = skills.find(keys_of(row[3] for row in reference.skills))
    member = macro < n
    parts = [_neighbours(reference, skills), sparse.identity(n + 1, np.uint8, "csr") * np.uint8(ONE)]
    if member.any():
        up = _matrix(published[member], macro[member], np.ones(member.sum(), np.uint8), shape)
        siblings = (up @ up.T).tocsr()
        siblings.data[:] = SIBLING
        parts += [siblings, up * np.uint8(MEMBER_OF_MACRO), (up.T * np.uint8(MACRO_OF_MEMBER)).tocsr()]
    related = parts[0]
    for part in parts[1:]:
        related = related.maximum(part).tocsr()
    related = sparse.csr_matrix(related, dtype=np.uint8)
    related.sort_indices()
    return related


def _neighbours(reference: Reference, skills: Vocabulary) -> sparse.csr_matrix:
    """Return pairs of skills that occupations ask together: cosine over occupations, the nearest few of each."""
    shape = (skills.size + 1, skills.size + 1)
    if not reference.links:
        return sparse.csr_matrix(shape, dtype=np.uint8)
    occupations = np.unique([row[0] for row in reference.links], return_inverse=True)[1]
    columns = skills.find(keys_of(row[1] for row in reference.links))
    used = np.bincount(columns, minlength=skills.size + 1)
    keep = (used[columns] >= 2) & (columns < skills.size)
    weights = (1 / np.sqrt(used[columns[keep]])).astype(np.float32)
    by_skill = sparse.csr_matrix((weights, (columns[keep], occupations[keep])), shape=(shape[0], occupations.max() + 1))
    cosine = (by_skill @ by_skill.T).tocoo()
    near = (cosine.data >= NEIGHBOUR_COSINE) & (cosine.row != cosine.col)
    rows, columns, values = cosine.row[near], cosine.col[near], cosine.data[near]
    order = np.lexsort((columns, -values, rows))
    rank = np.arange(len(order)) - np.searchsorted(rows[order], rows[order])
    kept = order[rank < NEIGHBOURS_MOST]
    return _matrix(rows[kept], columns[kept], np.full(len(kept), NEIGHBOUR, np.uint8), shape)


def _matrix(
    rows: NDArray[np.int32], columns: NDArray[np.int32], values: NDArray[np.uint8], shape: tuple[int, int]
) -> sparse.csr_matrix:
    """Return a sparse matrix without the rows and columns that stand for "none"; a pair met twice counts once."""
    inside = (rows < shape[0] - 1) & (columns < shape[1] - 1)
    pairs = np.unique(rows[inside].astype(np.int64) * shape[1] + columns[inside], return_index=True)
    rows, columns = (pairs[0] // shape[1]).astype(np.int32), (pairs[0] % shape[1]).astype(np.int32)
    return sparse.csr_matrix((values[inside][pairs[1]], (rows, columns)), shape=shape, dtype=np.uint8)
