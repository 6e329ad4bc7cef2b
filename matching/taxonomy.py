"""Occupations, titles and skills with their official links, as arrays that scorers read.

Closeness and relatedness are kept in 64ths: sums of such numbers are exact in any order, so a pair has
the same score in any company.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.codes import keys_of, word_key
from matching.vocabulary import Found, Ints, Keys, Vocabulary

ONE: Final = 64  # the whole, in 64ths
SAME_TITLE: Final = 64
SAME_OCCUPATION: Final = 58
SAME_PARENT: Final = 42
FIRST_MOBILITY: Final = 32  # the official moves, nearest first: 32, 30 … never below the last
LAST_MOBILITY: Final = 18
SAME_DOMAIN: Final = 10  # the first three characters of the code: H29
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
    texts: Sequence[tuple[str, str]] = ()  # occupation code, a sentence of its definition


@dataclass(frozen=True, slots=True, eq=False)  # itself only: what is worked out for one is kept under it
class Taxonomy:
    """The graph of occupations and skills. Index 0 of every vocabulary stands for none, and is near nothing."""

    occupations: Vocabulary
    titles: Vocabulary
    skills: Vocabulary
    languages: Vocabulary
    permits: Vocabulary
    title_occupation: Ints  # title → occupation
    closeness: NDArray[np.uint8]  # [wished, offered] in 64ths
    practice: NDArray[np.uint8]  # [worked in, offered] in 64ths: what a month there is worth here
    leads_to: NDArray[np.bool_]  # [worked in, offered] where a must of experience counts it in full
    related: sparse.csr_matrix  # [held, asked] in 64ths
    related_to: sparse.csc_matrix  # the same, read by the skill asked
    usual: sparse.csr_matrix  # [occupation, skill] what the skill weighs there: CORE, OTHER or nothing
    regulated: NDArray[np.bool_]


def build_taxonomy(reference: Reference, found: Found | None = None) -> Taxonomy:
    """Return the taxonomy of a reference, extended by the keys found in records."""
    occupations, titles, skills = _occupations(reference), _titles(reference), _skills(reference)
    none = Vocabulary.of(np.empty(0, np.uint64))
    closeness = _closeness(reference, occupations)
    related = _related(reference, skills)
    published = Taxonomy(
        occupations=occupations,
        titles=titles,
        skills=skills,
        languages=none,
        permits=none,
        title_occupation=np.append(np.int32(0), occupations.find(keys_of(title[3] for title in reference.titles))),
        closeness=closeness,
        practice=_practice(closeness),
        leads_to=closeness >= LAST_MOBILITY,
        related=related,
        related_to=related.tocsc(),
        usual=_usual(reference, occupations, skills),
        regulated=np.array([False, *(row[3] for row in reference.occupations)]),
    )
    return extended(published, found or Found())


def extended(taxonomy: Taxonomy, found: Found) -> Taxonomy:
    """Return the taxonomy with the keys found; known indexes stay, and what nobody published meets only itself."""
    if not any(len(getattr(taxonomy, f.name).unknown(getattr(found, f.name))) for f in fields(found)):
        return taxonomy
    occupations, titles = taxonomy.occupations.extended(found.occupations), taxonomy.titles.extended(found.titles)
    skills = taxonomy.skills.extended(found.skills)
    n, old = len(occupations), len(taxonomy.occupations)
    closeness = np.zeros((n, n), np.uint8)
    closeness[:old, :old] = taxonomy.closeness
    closeness[np.arange(old, n), np.arange(old, n)] = SAME_OCCUPATION
    related = _resized(taxonomy.related, len(skills), len(skills))
    itself = np.arange(len(taxonomy.skills), len(skills))
    related += sparse.csr_matrix((np.full(len(itself), ONE, np.uint8), (itself, itself)), shape=related.shape)
    return Taxonomy(
        occupations=occupations,
        titles=titles,
        skills=skills,
        languages=taxonomy.languages.extended(found.languages),
        permits=taxonomy.permits.extended(found.permits),
        title_occupation=np.pad(taxonomy.title_occupation, (0, len(titles) - len(taxonomy.titles))),
        closeness=closeness,
        practice=_practice(closeness),
        leads_to=closeness >= LAST_MOBILITY,
        related=related,
        related_to=related.tocsc(),
        usual=_resized(taxonomy.usual, n, len(skills)),
        regulated=np.pad(taxonomy.regulated, (0, n - old)),
    )


def _practice(closeness: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.where(closeness >= SAME_OCCUPATION, np.uint8(ONE), closeness)


def _resized(matrix: sparse.csr_matrix, rows: int, columns: int) -> sparse.csr_matrix:
    larger = matrix.copy()
    larger.resize((rows, columns))
    return larger


def _occupations(reference: Reference) -> Vocabulary:
    return Vocabulary.of(keys_of(row[0] for row in reference.occupations))


def _titles(reference: Reference) -> Vocabulary:
    """Return the titles, also known by their labels and by both genders; words of several occupations mean none."""
    whole: dict[str, int] = {}
    parts: dict[str, set[int]] = {}
    for place, (_, label, short, _) in enumerate(reference.titles):
        for name in (label, short):
            whole.setdefault(name, place)
            for gender in genders(name):
                parts.setdefault(gender, set()).add(place)
    occupations = [row[3] for row in reference.titles]
    names = list(whole.items())
    names += [(name, min(places)) for name, places in parts.items() if len({occupations[p] for p in places}) == 1]
    return _named(keys_of(row[0] for row in reference.titles), names)


def genders(label: str) -> tuple[str, ...]:
    """Return both forms of a title: "Conducteur / Conductrice de bus" → "Conducteur de bus", "Conductrice de bus"."""
    one, slash, other = label.partition(" / ")
    if not slash:
        return (label,)
    words = other.split(" ")
    tail = " ".join(words[len(one.split(" ")) :])
    return f"{one} {tail}".strip(), other


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
    codes = [row[0] for row in reference.occupations]
    near = np.zeros((len(occupations), len(occupations)), dtype=np.uint8)
    for value, group in (
        (SAME_SECTOR, [code[:1] for code in codes]),
        (SAME_DOMAIN, [code[:3] for code in codes]),
        (SAME_PARENT, [row[2] or row[0] for row in reference.occupations]),
    ):
        same = np.unique(group, return_inverse=True)[1] if codes else np.empty(0, np.int64)
        np.maximum(near[1:, 1:], np.uint8(value) * (same[:, None] == same[None, :]), out=near[1:, 1:])
    if reference.mobilities:
        start = occupations.find(keys_of(row[0] for row in reference.mobilities))
        end = occupations.find(keys_of(row[1] for row in reference.mobilities))
        order = np.array([row[2] for row in reference.mobilities])
        value = np.maximum(FIRST_MOBILITY - 2 * (order - 1), LAST_MOBILITY).astype(np.uint8)
        np.maximum.at(near, (start, end), value)
    np.fill_diagonal(near, SAME_OCCUPATION)
    near[0, :] = near[:, 0] = 0
    return near


def _usual(reference: Reference, occupations: Vocabulary, skills: Vocabulary) -> sparse.csr_matrix:
    rows = occupations.find(keys_of(row[0] for row in reference.links))
    columns = skills.find(keys_of(row[1] for row in reference.links))
    weights = np.array([CORE if row[2] else OTHER for row in reference.links], dtype=np.uint8)
    return _matrix(rows, columns, weights, (len(occupations), len(skills)))


def _related(reference: Reference, skills: Vocabulary) -> sparse.csr_matrix:
    shape = (len(skills), len(skills))
    published = np.arange(1, len(skills), dtype=np.int32)
    macro = skills.find(keys_of(row[3] for row in reference.skills))
    member = macro > 0
    itself = sparse.csr_matrix((np.full(len(published), ONE, np.uint8), (published, published)), shape=shape)
    parts = [_neighbours(reference, skills), itself]
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
    shape = (len(skills), len(skills))
    if not reference.links:
        return sparse.csr_matrix(shape, dtype=np.uint8)
    occupations = np.unique([row[0] for row in reference.links], return_inverse=True)[1]
    columns = skills.find(keys_of(row[1] for row in reference.links))
    used = np.bincount(columns, minlength=len(skills))
    keep = (used[columns] >= 2) & (columns > 0)
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
    """Return a sparse matrix without the row and column that stand for none; a pair met twice counts once."""
    inside = (rows > 0) & (columns > 0)
    pairs = np.unique(rows[inside].astype(np.int64) * shape[1] + columns[inside], return_index=True)
    rows, columns = (pairs[0] // shape[1]).astype(np.int32), (pairs[0] % shape[1]).astype(np.int32)
    return sparse.csr_matrix((values[inside][pairs[1]], (rows, columns)), shape=shape, dtype=np.uint8)
