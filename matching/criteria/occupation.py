"""Is it the job that the candidate wishes? Same title, same occupation, its family, official moves, domain."""

import numpy as np
from numpy.typing import NDArray

from matching.criteria.base import Floats, Judgement, Numbers, Scores, always_met, evidence, judged, pairs, told
from matching.model import Candidates, Openings
from matching.ragged import Ragged
from matching.taxonomy import LAST_MOBILITY, ONE, SAME_DOMAIN, SAME_OCCUPATION, SAME_PARENT, SAME_TITLE, Taxonomy
from matching.toward import best_toward

PAST_STRENGTH = 0.5  # how much past work says of what somebody wishes who has not said
STEPS = (
    (SAME_TITLE, "same_title"),
    (SAME_OCCUPATION, "same_occupation"),
    (SAME_PARENT, "same_family"),
    (LAST_MOBILITY, "near_occupation"),
    (SAME_DOMAIN, "same_domain"),
    (0, "other_occupation"),
)


READ_STEPS = ((SAME_OCCUPATION, "read_same"), (LAST_MOBILITY, "read_near"))  # the occupation was read in the text


def score(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Scores:
    """Return how near each opening is to the nearest wish; without a wish, past work says half of it."""
    same = _same_title(candidates.wished_titles, openings)
    wished = _less_sure(_closeness(candidates.wished_occupations, openings, taxonomy, same), same, openings)
    silent = _silent(candidates)
    if not silent.any():
        return wished
    never = np.zeros_like(same)
    past = _less_sure(_closeness(candidates.experience, openings, taxonomy, never), never, openings)
    met, unknown = past.met * PAST_STRENGTH, 1.0 - (1.0 - past.unknown) * PAST_STRENGTH
    return Scores(np.where(silent, met, wished.met), np.where(silent, unknown, wished.unknown))


def _less_sure(near: Floats, same: NDArray[np.bool_], openings: Openings) -> Scores:
    """Return the scores of closeness in 64ths; of an occupation that was read in a text, a part stays unknown."""
    whole = judged(near / ONE)
    if (openings.sure == ONE).all():
        return whole
    sure = np.where(same, 1.0, openings.sure / ONE)
    return Scores(whole.met * sure, 1.0 - (1.0 - whole.unknown) * sure)


def _silent(candidates: Candidates) -> NDArray[np.bool_]:
    return np.asarray((candidates.wished_titles.lengths == 0) & (candidates.wished_occupations.lengths == 0))


def judge(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Judgement:
    """Is it one of the jobs that the candidate makes a must?"""
    titles, occupations = candidates.wished_titles, candidates.wished_occupations
    if not (titles.flag[titles.flat].any() or occupations.flag[occupations.flat].any()):
        return always_met(candidates, openings)
    titles, occupations = titles.flagged(), occupations.flagged()
    limited = (titles.lengths > 0) | (occupations.lengths > 0)
    same = _same_title(titles, openings)
    near = _closeness(occupations, openings, taxonomy, same)
    other = limited & (near < SAME_OCCUPATION)
    read = openings.sure < ONE  # it may be the job all the same
    return evidence(other & ~read, limited & (np.isnan(near) | read & ~same))


def _closeness(mine: Ragged, openings: Openings, taxonomy: Taxonomy, same: NDArray[np.bool_]) -> Floats:
    """Return the closeness in 64ths of each pair, nan where either occupation is not known."""
    near = best_toward(mine, openings.occupation, taxonomy.closeness, len(openings))
    placed = mine.reduce(np.logical_or, mine.index[mine.flat] > 0, False).astype(bool)
    judgeable = placed & (openings.occupation > 0)
    return np.where(same, float(SAME_TITLE), np.where(judgeable, near, np.nan))


def _same_title(titles: Ragged, openings: Openings) -> NDArray[np.bool_]:
    mine = titles.index[titles.flat]
    if len(titles) == 1:
        wished = np.zeros(max(int(openings.title.max(initial=0)), int(mine.max(initial=0))) + 1, dtype=bool)
        wished[mine[mine > 0]] = True
        return wished[openings.title]
    offered = openings.title if len(openings) == 1 else np.repeat(openings.title, titles.lengths)
    return titles.reduce(np.logical_or, (mine == offered) & (mine > 0), False).astype(bool)


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> list[Numbers]:
    """Name the occupation offered by each opening, and say whether the law restricts who may work in it."""
    offered = openings.occupation
    return told(
        pairs(candidates, openings),
        occupation=taxonomy.occupations.codes[offered].tolist(),
        regulated=taxonomy.regulated[offered].astype(bool).tolist(),
        stated=(offered > 0).tolist(),
        sure=openings.sure.tolist(),
        wished=(~_silent(candidates)).tolist(),
    )


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say how the occupation offered stands to the nearest wish."""
    if numbers["sure"] < ONE and numbers["wished"] and unknown < 1.0:
        near = round(met * ONE * ONE / numbers["sure"])
        return next((code for least, code in READ_STEPS if near >= least), "read_other")
    if unknown:
        if met:
            return "past_occupation"
        return "occupation_not_asked" if numbers["stated"] else "occupation_not_stated"
    return next(code for least, code in STEPS if round(met * ONE) >= least)
