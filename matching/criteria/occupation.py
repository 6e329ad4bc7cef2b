"""Is it the job that the candidate wishes? Same title, same occupation, its family, official moves, domain."""

import numpy as np
from numpy.typing import NDArray

from matching.criteria.base import Floats, Judgement, Numbers, Scores, always_met, evidence, judged, pairs
from matching.model import Candidates, Openings
from matching.ragged import Ragged
from matching.taxonomy import LAST_MOBILITY, ONE, SAME_DOMAIN, SAME_OCCUPATION, SAME_PARENT, SAME_TITLE, Taxonomy
from matching.toward import best_toward

STEPS = (
    (SAME_TITLE, "same_title"),
    (SAME_OCCUPATION, "same_occupation"),
    (SAME_PARENT, "same_family"),
    (LAST_MOBILITY, "near_occupation"),
    (SAME_DOMAIN, "same_domain"),
    (0, "other_occupation"),
)


def score(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Scores:
    """Return how near each opening is to the nearest wish; unknown without a wish or an occupation."""
    wishes = candidates.wished_titles, candidates.wished_occupations
    return judged(_closeness(*wishes, openings, taxonomy, pairs(candidates, openings)) / ONE)


def judge(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Judgement:
    """Is it one of the jobs that the candidate makes a must?"""
    titles, occupations = candidates.wished_titles, candidates.wished_occupations
    if not (titles.flag[titles.flat].any() or occupations.flag[occupations.flat].any()):
        return always_met(candidates, openings)
    titles, occupations = titles.flagged(), occupations.flagged()
    limited = (titles.lengths > 0) | (occupations.lengths > 0)
    near = _closeness(titles, occupations, openings, taxonomy, pairs(candidates, openings))
    return evidence(limited & (near < SAME_OCCUPATION), limited & np.isnan(near))


def _closeness(titles: Ragged, occupations: Ragged, openings: Openings, taxonomy: Taxonomy, n: int) -> Floats:
    """Return the closeness in 64ths, nan where a wish or the opening's occupation is not known."""
    none = taxonomy.occupations.size
    near = best_toward(occupations, openings.occupation, taxonomy.closeness, len(openings))
    placed = occupations.reduce(np.logical_or, occupations.index[occupations.flat] < none, False).astype(bool)
    judgeable = placed & (openings.occupation < none)
    same = _same_title(titles, openings, taxonomy.titles.size)
    return np.where(same, float(SAME_TITLE), np.where(judgeable, near, np.nan)) + np.zeros(n)


def _same_title(titles: Ragged, openings: Openings, none: int) -> NDArray[np.bool_]:
    mine = titles.index[titles.flat]
    if len(titles) == 1:
        return np.isin(openings.title, mine[mine < none])
    offered = openings.title if len(openings) == 1 else np.repeat(openings.title, titles.lengths)
    return titles.reduce(np.logical_or, (mine == offered) & (mine < none), False).astype(bool)


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Numbers:
    """Name the occupation offered by one opening, and say whether the law restricts who may work in it."""
    offered = int(openings.occupation[0])
    return {
        "occupation": int(taxonomy.occupations.codes[offered]),
        "regulated": bool(taxonomy.regulated[offered]),
        "wished": bool(candidates.wished_occupations.lengths[0] or candidates.wished_titles.lengths[0]),
    }


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say how the occupation offered stands to the nearest wish."""
    if unknown:
        return "occupation_not_stated" if numbers["wished"] else "occupation_not_asked"
    return next(code for least, code in STEPS if round(met * ONE) >= least)
