"""How well ads are read: grouped cross-validation, as a user sees it. Near copies never stand on both sides."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from matching.text.ads import AdRead, read_ads
from matching.text.features import official, wording
from matching.text.index import WordIndex
from matching.text.reading import OccupationRead
from matching.text.titles import read_titles
from training.coded_ads import CodedAd
from training.words import Lessons, learn

FOLDS = 5
BINS = 10
Row = dict[str, float | str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read in an ad by a model that never saw its group."""

    ad: CodedAd
    read: AdRead
    title: list[OccupationRead]


def answers(lessons: Lessons, index: WordIndex, sectors: dict[str, dict[str, float]]) -> list[Answer]:
    """Return every ad read by the model of the other folds."""
    groups = np.unique(lessons.group)
    fold = dict(zip(groups, np.random.default_rng(0).permutation(len(groups)) % FOLDS, strict=True))
    folds = np.array([fold[group] for group in lessons.group])
    found = []
    for number in range(FOLDS):
        model = learn(lessons.take(np.flatnonzero(folds != number)), index, sectors)
        held = [lessons.ads[row] for row in np.flatnonzero(folds == number)]
        ads = read_ads([ad.ad for ad in held], index, model)
        titles = read_titles([ad.ad.title for ad in held], index, model, 10)
        found += [Answer(*row) for row in zip(held, ads, titles, strict=True)]
    return found


def occupation_rows(found: Sequence[Answer], index: WordIndex) -> list[Row]:
    """Return how often the right occupation is first, in the first five and ten, by kind of ad."""
    named = official(index)
    kinds = {
        "coded by hand": [a for a in found if a.ad.by_hand],
        "coded by hand, title not official": [a for a in found if a.ad.by_hand and wording(a.ad.ad.title) not in named],
        "coded by hand, official title": [a for a in found if a.ad.by_hand and wording(a.ad.ad.title) in named],
        "coded by partner boards": [a for a in found if not a.ad.by_hand],
    }
    rows = []
    for kind, those in kinds.items():
        for what, lists in (("ad", [a.read.occupations for a in those]), ("title", [a.title for a in those])):
            rows.append(_occupation_row(f"{kind}: {what}", those, lists, index))
    return rows


def _occupation_row(
    name: str, those: Sequence[Answer], lists: Sequence[Sequence[OccupationRead]], index: WordIndex
) -> Row:
    parent = dict(zip(index.occupations, index.parents, strict=True))
    ranks = [_rank(answer.ad.occupation, read) for answer, read in zip(those, lists, strict=True)]
    family = [
        bool(read) and parent[read[0].code] == parent.get(answer.ad.occupation)
        for answer, read in zip(those, lists, strict=True)
    ]
    sure = [(read[0].confidence, rank == 0) for read, rank in zip(lists, ranks, strict=True) if read]
    return {
        "read": name,
        "ads": len(those),
        "first": float(np.mean([rank == 0 for rank in ranks])),
        "in 5": float(np.mean([rank < 5 for rank in ranks])),
        "in 10": float(np.mean([rank < 10 for rank in ranks])),
        "family first": float(np.mean(family)),
        "calibration error": calibration_error(sure),
        "coverage at 90 %": coverage_at(sure, 0.9),
    }


def _rank(code: str, read: Sequence[OccupationRead]) -> int:
    return next((rank for rank, occupation in enumerate(read) if occupation.code == code), 10**6)


def agreement_row(ads: Sequence[CodedAd]) -> Row:
    """Return how often people give one title the same code in two ads: what no reader of titles can exceed."""
    by_title: dict[tuple[str, ...], list[CodedAd]] = defaultdict(list)
    for ad in ads:
        if ad.by_hand:
            by_title[wording(ad.ad.title)].append(ad)
    pairs = [[(a, b) for a, b in combinations(same, 2) if a.group != b.group] for same in by_title.values()]
    shares = [np.mean([a.occupation == b.occupation for a, b in those]) for those in pairs if those]
    return {
        "titles of several ads coded by hand": len(shares),
        "same code": float(np.mean(shares)) if shares else np.nan,
    }


def calibration_error(sure: Iterable[tuple[float, bool]]) -> float:
    """Return the expected calibration error over ten bins of equal width (Naeini et al., 2015); nan of nothing."""
    pairs = np.array(list(sure), float).reshape(-1, 2)
    if not len(pairs):
        return float("nan")
    bins = np.minimum((pairs[:, 0] * BINS).astype(int), BINS - 1)
    gaps = [abs((pairs[bins == b, 1] - pairs[bins == b, 0]).sum()) for b in range(BINS)]
    return float(sum(gaps) / len(pairs))


def coverage_at(sure: Iterable[tuple[float, bool]], precision: float) -> float:
    """Return the largest share of answers, surest first, that is right so often."""
    right = np.array([good for _, good in sorted(sure, key=lambda pair: -pair[0])], float)
    if not len(right):
        return 0.0
    good = np.flatnonzero(np.cumsum(right) / np.arange(1, len(right) + 1) >= precision)
    return float((good[-1] + 1) / len(right)) if len(good) else 0.0


def skill_row(found: Sequence[Answer], index: WordIndex, k: int = 10) -> Row:
    """Return precision and recall at k of the skills of the ads that list some; a sibling counts for half."""
    macro = {c: m or c for c, m in zip(index.skills.codes, index.skills.macros, strict=True)}
    known = set(index.skills.codes)
    those = [(answer.ad.skills & known, [skill.code for skill in answer.read.skills[:k]]) for answer in found]
    those = [(asked, read) for asked, read in those if asked]
    return {
        "skills of": f"{len(those)} ads",
        "precision": float(np.mean([_gain(read, asked, {}, k) for asked, read in those])),
        "recall": float(np.mean([_gain(asked, read, {}, len(asked)) for asked, read in those])),
        "precision, siblings half": float(np.mean([_gain(read, asked, macro, k) for asked, read in those])),
        "recall, siblings half": float(np.mean([_gain(asked, read, macro, len(asked)) for asked, read in those])),
        "highest precision": float(np.mean([min(len(asked), k) / k for asked, _ in those])),
        "calibration error": calibration_error(_skill_pairs(found, known)),
    }


def _gain(these: Iterable[str], among: Iterable[str], macro: dict[str, str], of: int) -> float:
    """Return the share of `these` that are among the others: 1 for the same code, a half for a sibling's."""
    codes = set(among)
    groups = {macro[code] for code in codes if code in macro}
    return sum(1.0 if code in codes else 0.5 if macro.get(code) in groups else 0.0 for code in these) / of


def _skill_pairs(found: Sequence[Answer], known: set[str]) -> list[tuple[float, bool]]:
    listing = [answer for answer in found if answer.ad.skills & known]
    return [(skill.confidence, skill.code in answer.ad.skills) for answer in listing for skill in answer.read.skills]


def official_row(index: WordIndex, found: Iterable[tuple[str, list[OccupationRead]]]) -> Row:
    """Return how often an official wording gives its own occupation first, ties included."""
    named = official(index)
    place = {code: i for i, code in enumerate(index.occupations)}
    first = [bool(read) and place[read[0].code] in named.get(wording(title), ()) for title, read in found]
    return {"official titles": len(first), "own occupation first": float(np.mean(first))}
