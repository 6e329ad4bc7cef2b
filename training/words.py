"""Learn the numbers of reading words from ads that somebody coded: weights, habits, how sure a score is.

Occupations: a conditional logit over the occupations that an ad may mean (McFadden, 1974). Skills: a logistic
regression over the skills considered. What is counted in ads (how often an occupation is offered, a skill asked)
leaves out an ad's own group while learning, so that no ad finds itself.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from matching.text.ads import texts_of
from matching.text.features import Features, ad_features, official, wording
from matching.text.index import WordIndex
from matching.text.model import Judge, TextModel, shares
from matching.text.skills import consider
from training.coded_ads import CodedAd

OF_TITLES = ("letters", "words", "together", "sense", "about", "same", "offered", "general")
OF_ADS = (*OF_TITLES, "described", "meant", "meant_most", "sector")
OF_SKILLS = (
    *("always", "usual", "usual_root", "core", "near", "covered", "near_usual", "covered_usual"),
    *("macro", "knowledge", "common", "asked", "asked_here"),
)
MACHINE = 0.2  # what an ad coded by machine weighs beside one coded by hand
COUNTED = 0.5  # … where ads are only counted
RIDGE = 1.0
FIRST = 1  # occupations of an answer that the confidence is fitted on
FOLDS = 4
POOL = 80  # occupations an ad is learned among
BLOCK = 128
UNLEARNED = {"letters": 1.0, "words": 0.5, "together": 0.6, "sense": 1.0, "about": 1.0, "described": 0.5, "same": 1.0}
RARELY = 50  # hires by which a sector's share is drawn towards that of all
NOTABLE = 0.3  # of a sector's figures: smaller ones are not published
DAMPED = 3.0  # logarithms are divided by it: about the size of the other features


Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lessons:
    """Coded ads as numbers: of each ad the occupations that it may mean, and what its words tell for them."""

    ads: Sequence[CodedAd]
    pool: NDArray[np.int64]  # [ad, place]
    features: Features  # each [ad, place]
    truth: NDArray[np.int64]  # the place of the right occupation; -1 where the pool lacks it
    occupation: NDArray[np.int64]  # the right one
    weight: NDArray[np.float64]
    group: NDArray[np.int64]

    def take(self, rows: NDArray[np.int64]) -> "Lessons":
        """Return some of the lessons."""
        arrays = {name: getattr(self, name)[rows] for name in ("pool", "truth", "occupation", "weight", "group")}
        features = {name: values[rows] for name, values in self.features.items()}
        return Lessons([self.ads[row] for row in rows], features=features, **arrays)


def lessons_of(ads: Sequence[CodedAd], index: WordIndex, sectors: Mapping[str, Mapping[str, float]]) -> Lessons:
    """Return ads as lessons; those coded with an occupation that the index lacks are left out."""
    place = {code: i for i, code in enumerate(index.occupations)}
    ads = [ad for ad in ads if ad.occupation in place]
    empty = TextModel(Judge({}), Judge({}), Judge({}), sectors=sectors)
    blocks = []
    for start in range(0, len(ads), BLOCK):
        features, _ = ad_features([ad.ad for ad in ads[start : start + BLOCK]], index, empty)
        quick = Judge(UNLEARNED).scores(features)
        pool = np.argsort(-quick, axis=1, kind="stable")[:, :POOL]
        blocks.append((pool, {name: np.take_along_axis(values, pool, 1) for name, values in features.items()}))
    pool = np.concatenate([block[0] for block in blocks])
    occupation = np.array([place[ad.occupation] for ad in ads])
    here = pool == occupation[:, None]
    return Lessons(
        ads,
        pool,
        {name: np.concatenate([block[1][name] for block in blocks]) for name in blocks[0][1]},
        np.where(here.any(axis=1), here.argmax(axis=1), -1),
        occupation,
        np.array([1.0 if ad.by_hand else MACHINE for ad in ads]),
        np.array([ad.group for ad in ads]),
    )


def learn(lessons: Lessons, index: WordIndex, sectors: Mapping[str, Mapping[str, float]]) -> TextModel:
    """Return the model that these lessons teach."""
    features = lessons.features | {"offered": _offered_elsewhere(lessons, len(index.occupations))}
    titles = _occupation_judge(lessons, features, OF_TITLES)
    ads = _occupation_judge(lessons, features, OF_ADS)
    offered = np.log1p(_counted(lessons, len(index.occupations))) / DAMPED
    model = TextModel(
        titles,
        ads,
        Judge({}),
        _official(lessons, index),
        {index.occupations[i]: round(float(offered[i]), 3) for i in np.flatnonzero(offered)},
        {code: round(float(np.log1p(n) / DAMPED), 3) for code, n in sorted(_asked(lessons.ads).items())},
        sectors,
    )
    return replace(model, skills=_skill_judge(lessons, shares(ads.scores(features)), index, model))


def _occupation_judge(lessons: Lessons, features: Features, names: Sequence[str]) -> Judge:
    """Return the weights of all lessons; how sure they are is told by lessons that were not learned from."""
    x = np.stack([features[name] for name in names], axis=2).astype(np.float64)
    folds = np.array([crc32(str(group).encode()) % FOLDS for group in lessons.group])
    share = np.zeros(lessons.pool.shape)
    for fold in range(FOLDS):
        held = folds == fold
        share[held] = _shares(x[held] @ _weights(x[~held], lessons.truth[~held], lessons.weight[~held]))
    judge = Judge(
        {name: round(float(w), 4) for name, w in zip(names, _weights(x, lessons.truth, lessons.weight), strict=True)}
    )
    best = np.argsort(-share, axis=1, kind="stable")[:, :FIRST]
    right = best == lessons.truth[:, None]
    named = np.take_along_axis(features["same"], best, 1)
    judged = lessons.weight == 1
    if names is OF_TITLES:
        judged &= ~features["same"].any(axis=1)  # what an official title is worth is counted apart
    return _sure(judge, np.take_along_axis(share, best, 1)[judged], named[judged], right[judged])


def _weights(x: Reals, truth: NDArray[np.int64], weight: Reals) -> Reals:
    """Return the most likely weights of a conditional logit, drawn towards 0."""
    known = truth >= 0
    x, truth, weight = x[known], truth[known], weight[known]
    rows = np.arange(len(truth))

    def loss(b: Reals) -> tuple[float, Reals]:
        p = _shares(x @ b)
        value = -(weight * np.log(p[rows, truth] + 1e-12)).sum() + RIDGE * b @ b
        p[rows, truth] -= 1
        return float(value), np.einsum("nk,nkf->f", p * weight[:, None], x, optimize=True) + 2 * RIDGE * b

    return np.asarray(minimize(loss, np.zeros(x.shape[2]), jac=True, method="L-BFGS-B").x)


def _shares(scores: Reals) -> Reals:
    above = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(above / above.sum(axis=1, keepdims=True))


def _sure(judge: Judge, share: Reals, named: NDArray[np.float32], right: NDArray[np.bool_]) -> Judge:
    """Return the judge with the curve that makes a share a confidence."""
    if right.all() or not right.any():
        return judge  # no curve goes through that
    share = np.clip(share.astype(np.float64).ravel(), 1e-9, 1 - 1e-9)
    told = np.column_stack([np.log(share / (1 - share)), named.ravel()])
    curve = LogisticRegression(C=100).fit(told, right.ravel())
    slope, official_level = curve.coef_[0]
    return replace(
        judge,
        slope=round(float(slope), 4),
        level=round(float(curve.intercept_[0]), 4),
        official=round(float(official_level), 4),
    )


def _counted(lessons: Lessons, n: int) -> NDArray[np.float64]:
    return np.bincount(lessons.occupation, np.where(lessons.weight == 1, 1, COUNTED), n)


def _offered_elsewhere(lessons: Lessons, n: int) -> NDArray[np.float32]:
    """Return how often each occupation of the pool is offered in the ads of other groups."""
    whole = _counted(lessons, n)
    found = np.empty(lessons.pool.shape, np.float32)
    for group in np.unique(lessons.group):
        rows = np.flatnonzero(lessons.group == group)
        found[rows] = (np.log1p(whole - _counted(lessons.take(rows), n)) / DAMPED)[lessons.pool[rows]]
    return found


def _official(lessons: Lessons, index: WordIndex) -> float:
    """Return the share of the ads under the official title of one occupation that are coded as it."""
    named = [official(index).get(wording(ad.ad.title), ()) for ad in lessons.ads]
    pairs = [
        (w, places[0] == o)
        for w, places, o in zip(lessons.weight, named, lessons.occupation, strict=True)
        if len(places) == 1
    ]
    return round((sum(w for w, right in pairs if right) + 4.5) / (sum(w for w, _ in pairs) + 5), 3)


def _asked(ads: Sequence[CodedAd]) -> Counter[str]:
    return Counter(code for ad in ads for code in ad.skills)


def _skill_judge(lessons: Lessons, share: NDArray[np.float32], index: WordIndex, model: TextModel) -> Judge:
    """Return the judge of skills, learned from the ads that list some."""
    by_group: dict[int, list[CodedAd]] = defaultdict(list)
    for ad in lessons.ads:
        by_group[ad.group].append(ad)
    whole = _asked(lessons.ads)
    rows, right = [], []
    for place, ad in enumerate(lessons.ads):
        if not ad.skills:
            continue
        elsewhere = whole - _asked(by_group[ad.group])
        asked = {code: float(np.log1p(n) / DAMPED) for code, n in elsewhere.items()}
        everywhere = np.zeros(len(index.occupations), np.float32)
        everywhere[lessons.pool[place]] = share[place]
        found = consider(texts_of(ad.ad), everywhere, index, replace(model, asked=asked))
        rows.append(np.stack([found.features[name] for name in OF_SKILLS], axis=1))
        right.append([index.skills.codes[i] in ad.skills for i in found.places])
    if not rows:
        return Judge({"always": -20.0})
    x, y = np.concatenate(rows), np.concatenate(right)
    fitted = LogisticRegression(C=1.0, fit_intercept=False, max_iter=2000).fit(x, y)
    return Judge({name: round(float(value), 4) for name, value in zip(OF_SKILLS, fitted.coef_[0], strict=True)})


def sectors_of(hirings: Path) -> dict[str, dict[str, float]]:
    """Return for each NAF division how much likelier it makes an occupation (code of the older list), in logarithms.

    The file has the columns rome_id, naf_id and hirings: hires by occupation and sector.
    """
    hires: dict[tuple[str, str], float] = defaultdict(float)
    with hirings.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            hires[row["naf_id"][:2], row["rome_id"]] += float(row["hirings"] or 0)
    by_sector, by_job = Counter[str](), Counter[str]()
    for (sector, job), n in hires.items():
        by_sector[sector] += n
        by_job[job] += n
    total = by_sector.total()
    found: dict[str, dict[str, float]] = {}
    for sector, whole in sorted(by_sector.items()):
        share = whole / total
        here = {job: (hires.get((sector, job), 0) + RARELY * share) / (n + RARELY) / share for job, n in by_job.items()}
        rounded = {job: round(float(np.log(times)) / DAMPED, 1) for job, times in sorted(here.items())}
        found[sector] = {job: value for job, value in rounded.items() if abs(value) >= NOTABLE}
    return found
