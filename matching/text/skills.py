"""The skills that a text asks or tells: what its sentences say, and what its occupation usually asks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.text.facts.requirement import requirement_near
from matching.text.index import CORE_LINK, SkillIndex, WordIndex
from matching.text.labels import firsts
from matching.text.model import TextModel
from matching.text.normalise import stems, title_words
from matching.text.reading import SkillRead, Span
from matching.text.vectors import Floats, Rows, counts, entries, weighed, words

SENTENCE = re.compile(r"[^\n.;!?•●▪·]{4,}")
SENTENCES = 150  # of one text; the rest of a very long one is left
OCCUPATIONS, LEAST = 6, 0.02  # whose usual skills are considered, and the share that they need
SIMILAR = 40  # skills that are considered for their words alone
READ = 0.4  # how near a sentence must be for the skill to be read there
SAME = 0.99  # … for a wording of one word
TOLD = 0.62  # how near a wording must be to be that skill


@dataclass(frozen=True, slots=True)
class Considered:
    """The skills considered for one text, and what tells for each."""

    places: NDArray[np.int64]
    features: Mapping[str, Floats]
    near: Floats
    spans: Sequence[Span]  # of each skill, the sentence that is nearest


def read_skills(
    texts: Mapping[str, str], occupations: Floats, index: WordIndex, model: TextModel, k: int = 10
) -> list[SkillRead]:
    """Return the k skills that an ad most likely asks, surest first; `occupations` are the shares of each."""
    found = consider(texts, occupations, index, model)
    if not len(found.places):
        return []
    scores = model.skills.scores(found.features)
    sure = model.skills.confidence((1 / (1 + np.exp(-scores))).astype(np.float32))
    return [_read(texts, found, int(at), float(sure[at]), index.skills) for at in firsts(sure, k)]


def consider(texts: Mapping[str, str], occupations: Floats, index: WordIndex, model: TextModel) -> Considered:
    """Return the skills that may be meant: those usual in the likely occupations, and those of similar words."""
    skills = index.skills
    pieces = [Span(name, m.start(), m.end()) for name, text in texts.items() for m in SENTENCE.finditer(text)]
    pieces = pieces[:SENTENCES] or [Span(name, 0, 0) for name in list(texts)[:1]]
    rows = counts([stems(texts[piece.field][piece.start : piece.end]) for piece in pieces], words)
    covered = _covered(rows, skills)
    likely = [int(o) for o in firsts(occupations, OCCUPATIONS) if occupations[o] >= LEAST]
    used = _used(likely, skills)
    places = np.union1d(np.flatnonzero(used.any(axis=0)), firsts(covered, SIMILAR))
    near = _near(weighed(rows, skills.terms.rare), skills.terms.rows, places)
    best = near.argmax(axis=0) if len(places) else np.empty(0, np.int64)
    nearest = near[best, np.arange(len(places))].astype(np.float32)
    features = _features(places, occupations[likely], used[:, places], nearest, covered[places], index)
    features["asked"] = np.array([model.asked.get(skills.codes[place], 0.0) for place in places], np.float32)
    features["asked_here"] = features["asked"] * features["usual"]
    return Considered(places, features, nearest, [pieces[i] for i in best])


def match_wordings(wordings: Sequence[str], index: WordIndex) -> list[SkillRead | None]:
    """Return the published skill that each wording of a person means; None where no label is near enough.

    A wording of one word is a skill only where the whole label is that word: "cuisine" may mean anything.
    """
    if not index.skills.codes:
        return [None] * len(wordings)
    told = [stems(wording) for wording in wordings]
    near = index.skills.terms.likeness(counts(told, words))
    best = near.argmax(axis=1)
    sure = [
        (near[row, at] >= TOLD) & (len(set(told[row])) > 1 or near[row, at] >= SAME) & _share_a_word(wording, at, index)
        for row, (wording, at) in enumerate(zip(wordings, best, strict=True))
    ]
    return [
        SkillRead(index.skills.codes[at], index.skills.labels[at], round(float(near[row, at]), 3))
        if sure[row]
        else None
        for row, at in enumerate(best)
    ]


def _share_a_word(wording: str, at: int, index: WordIndex) -> bool:
    """Return whether a whole word is in both: stems alone make "Git" of "gîte"."""
    return bool(set(title_words(wording)) & set(title_words(index.skills.labels[at])))


def _covered(rows: Rows, skills: SkillIndex) -> Floats:
    """Return the share of each skill's words that the text has, rare words counting more."""
    by_term = skills.terms.by_term
    at, _ = entries(by_term, np.unique(rows.columns))
    found = np.zeros(by_term.shape[1], np.float32)
    np.add.at(found, by_term.indices[at], by_term.data[at] ** 2)
    return found


def _used(occupations: Sequence[int], skills: SkillIndex) -> Floats:
    """Return how occupations use each skill; shape (occupations, skills)."""
    at, sizes = entries(skills.used, np.array(occupations, np.int64))
    found = np.zeros((len(occupations), len(skills.codes)), np.float32)
    found[np.repeat(np.arange(len(occupations)), sizes), skills.used.indices[at]] = skills.used.data[at]
    return found


def _near(sentences: Rows, labels: sparse.csr_matrix, places: NDArray[np.int64]) -> Floats:
    """Return the cosine of each sentence with some labels; shape (sentences, places)."""
    present, inverse = np.unique(sentences.columns, return_inverse=True)
    told = np.zeros((len(present) + 1, len(sentences)), np.float32)  # [column, sentence]; none has the last
    told[inverse, np.repeat(np.arange(len(sentences)), np.diff(sentences.ends))] = sentences.values
    at, sizes = entries(labels, places)
    column = np.searchsorted(present, labels.indices[at])
    column[np.append(present, -1)[column] != labels.indices[at]] = len(present)
    near = np.zeros((len(places), len(sentences)), np.float32)
    np.add.at(near, np.repeat(np.arange(len(places)), sizes), told[column] * labels.data[at, None])
    return near.T


def _features(
    places: NDArray[np.int64],
    share: Floats,
    linked: Floats,
    near: Floats,
    covered: Floats,
    index: WordIndex,
) -> dict[str, Floats]:
    usual = (share[:, None] * (linked > 0)).sum(axis=0)
    core = (share[:, None] * (linked == CORE_LINK)).sum(axis=0)
    kinds = [index.skills.kinds[place] for place in places]
    return {
        "always": np.ones(len(places), np.float32),
        "usual": usual,
        "usual_root": np.sqrt(usual),
        "core": core,
        "near": near,
        "covered": covered,
        "near_usual": near * usual,
        "covered_usual": covered * usual,
        "macro": np.array([kind == "macro" for kind in kinds], np.float32),
        "knowledge": np.array([kind == "knowledge" for kind in kinds], np.float32),
        "common": np.log1p(index.skills.occupations[places]).astype(np.float32) / 5,
    }


def _read(texts: Mapping[str, str], found: Considered, at: int, sure: float, skills: SkillIndex) -> SkillRead:
    place, span = found.places[at], found.spans[at]
    told = found.near[at] >= READ
    asked = requirement_near(texts[span.field], span.start, span.end) if told else None
    return SkillRead(skills.codes[place], skills.labels[place], round(sure, 4), asked, span if told else None)
