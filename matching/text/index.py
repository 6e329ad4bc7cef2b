"""Everything that reading words needs of the reference data, ready to be met: built once, kept as plain arrays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matching.taxonomy import Reference
from matching.text.labels import LabelList, Terms, label_list, terms_of
from matching.text.latent import Latent, latent_of
from matching.text.normalise import stems, title_stems, title_words
from matching.text.vectors import Floats, Stems, counts, words

SATURATION, LENGTH = 5.0, 0.75  # BM25's k1 and b (Robertson and Zaragoza, 2009): ads repeat their words
CORE_LINK, LINK = 2.0, 1.0


@dataclass(frozen=True, slots=True)
class SkillIndex:
    """Skills and knowledge of the reference data, and which occupations use them."""

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    kinds: tuple[str, ...]  # skill, macro or knowledge
    macros: tuple[str, ...]  # code of the group, or empty
    terms: Terms
    used: sparse.csr_matrix  # [occupation, skill] CORE_LINK, LINK or nothing
    occupations: Floats  # how many use each


@dataclass(frozen=True, slots=True, eq=False)  # itself only: what is worked out for one is kept under it
class WordIndex:
    """Occupations as the words that name and describe them. Occupation i is concept i of `titles`."""

    occupations: tuple[str, ...]  # codes
    names: tuple[str, ...]
    parents: tuple[str, ...]
    titles: LabelList
    title_codes: tuple[str, ...]  # of each label of `titles`; empty for the occupation's own name
    latent: Latent
    places: Floats  # [occupation, dimension] where its whole text lies
    described: sparse.csr_matrix  # [column, occupation] what a word tells for an occupation
    skills: SkillIndex


def build_index(reference: Reference) -> WordIndex:
    """Return the index of a reference; an empty one has no occupation, and everything read with it is unknown."""
    occupations = sorted(reference.occupations)
    place = {row[0]: i for i, row in enumerate(occupations)}
    labels, codes, concepts = _labels(reference, place)
    titles = [title_stems(label) for label in labels]
    documents = _documents(reference, place, titles, concepts)
    latent = latent_of(documents)
    return WordIndex(
        tuple(row[0] for row in occupations),
        tuple(row[1] for row in occupations),
        tuple(row[2] or row[0] for row in occupations),
        label_list(labels, concepts, latent),
        tuple(codes),
        latent,
        latent.place(counts(documents, words)),
        _described(documents),
        _skills(reference, place),
    )


def _labels(reference: Reference, place: Mapping[str, int]) -> tuple[list[str], list[str], list[int]]:
    """Return labels, their title codes and occupations, in the order of the occupations; each wording once."""
    rows = [(place[row[0]], "", row[1]) for row in reference.occupations]
    for code, label, short, occupation in reference.titles:
        if occupation in place:
            rows += [(place[occupation], code, label), (place[occupation], code, short)]
    rows.sort(key=lambda row: (row[0], row[1] == "", row[1]))  # an official title goes before the occupation's name
    kept: dict[tuple[int, tuple[str, ...]], tuple[str, str]] = {}
    for concept, code, label in rows:
        kept.setdefault((concept, tuple(title_words(label))), (label, code))
    return [label for label, _ in kept.values()], [code for _, code in kept.values()], [key[0] for key in kept]


def _documents(
    reference: Reference, place: Mapping[str, int], titles: Sequence[Stems], concepts: Sequence[int]
) -> list[list[str]]:
    """Return all the words of each occupation: its titles, definition, skills and knowledge."""
    found: list[list[str]] = [[] for _ in place]
    for concept, told in zip(concepts, titles, strict=True):
        found[concept] += told
    told_by = {row[0]: stems(row[2]) for row in reference.skills}
    for occupation, skill, _ in reference.links:
        if occupation in place:
            found[place[occupation]] += told_by.get(skill, [])
    for occupation, text in reference.texts:
        if occupation in place:
            found[place[occupation]] += stems(text)
    return found


def _described(documents: Iterable[Stems]) -> sparse.csr_matrix:
    """Return what each word tells for each occupation (BM25); shape (columns, occupations)."""
    rows = counts(documents, words).matrix
    many = np.exp(rows.data - 1)  # the counts themselves
    length = np.asarray(rows.sum(1)).ravel()
    length = length / max(length.mean(), 1) if len(length) else length
    used = np.bincount(rows.indices, minlength=rows.shape[1])
    rare = np.log(1 + (rows.shape[0] - used + 0.5) / (used + 0.5))
    norm = SATURATION * (1 - LENGTH + LENGTH * np.repeat(length, np.diff(rows.indptr)))
    rows.data = (rare[rows.indices] * many * (SATURATION + 1) / (many + norm)).astype(np.float32)
    return rows.T.tocsr()


def _skills(reference: Reference, place: Mapping[str, int]) -> SkillIndex:
    at = {row[0]: i for i, row in enumerate(reference.skills)}
    links = [row for row in reference.links if row[0] in place and row[1] in at]
    used = sparse.csr_matrix(
        (
            np.array([CORE_LINK if core else LINK for _, _, core in links], np.float32),
            ([place[row[0]] for row in links], [at[row[1]] for row in links]),
        ),
        shape=(len(place), len(at)),
    )
    codes, kinds, labels, macros = zip(*reference.skills, strict=True) if at else ((), (), (), ())
    many = np.bincount(used.indices, minlength=len(at)).astype(np.float32)
    return SkillIndex(codes, labels, kinds, macros, terms_of([stems(label) for label in labels]), used, many)
