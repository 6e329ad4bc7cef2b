"""Does it pay what the candidate needs?"""

import numpy as np

from matching.criteria.base import (
    Judgement,
    Numbers,
    Scores,
    always_met,
    evidence,
    has_contract,
    is_must,
    judged,
    known,
    pairs,
    told,
)
from matching.model import Candidates, Openings
from matching.records import CandidateLimit
from matching.taxonomy import Taxonomy

UP_TO = 0.85  # the floor lies within the range offered: reachable, not certain
NONE_LEFT_SHARE = 0.2  # a wage that far below the floor scores 0


def score(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Scores:
    """Return 1 at or above the floor, less below it, unknown where either side is silent."""
    floor = candidates.wage_floor.astype(np.float64)
    low, high = openings.wage_min.astype(np.float64), openings.wage_max.astype(np.float64)
    below = UP_TO * (1.0 - np.minimum((floor - high) / np.maximum(floor * NONE_LEFT_SHARE, 1.0), 1.0))
    return judged(np.where(low >= floor, 1.0, np.where(high >= floor, UP_TO, below)))


def judge(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Judgement:
    """May it pay the floor? Visits, placements and courses are not held to it."""
    limited = np.isfinite(candidates.wage_floor) & is_must(candidates, CandidateLimit.WAGE_FLOOR)
    if not limited.any():
        return always_met(candidates, openings)
    limited = limited & has_contract(openings)
    return evidence(limited & (openings.wage_max < candidates.wage_floor), limited & np.isnan(openings.wage_max))


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> list[Numbers]:
    """Give the wage offered and the floor of each pair, in euros a month."""
    return told(
        pairs(candidates, openings),
        wage_min=known(openings.wage_min),
        wage_max=known(openings.wage_max),
        floor=known(candidates.wage_floor),
    )


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say whether the wage reaches the floor, or who is silent."""
    if unknown:
        return "wage_not_stated" if numbers["wage_max"] is None else "wage_not_asked"
    return "wage_enough" if met >= UP_TO else "wage_low"
