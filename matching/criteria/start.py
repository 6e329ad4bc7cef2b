"""Can the candidate begin when the work does?"""

import numpy as np

from matching.criteria.base import (
    Judgement,
    Numbers,
    Scores,
    always_met,
    evidence,
    is_must,
    judged,
    known,
    pairs,
    told,
)
from matching.model import Candidates, Openings
from matching.records import CandidateLimit
from matching.taxonomy import Taxonomy

HALF_WAIT_DAYS = 60.0  # waiting that long for the work halves the score
HALF_LATE_DAYS = 15.0  # being free that long after the first day halves it


def score(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Scores:
    """Return 1 on the day itself, less the longer one side waits, unknown without both dates."""
    wait = openings.start.astype(np.float64) - candidates.start.astype(np.float64)
    ratio = np.where(wait >= 0, wait / HALF_WAIT_DAYS, wait / HALF_LATE_DAYS)
    return judged(1.0 / (1.0 + ratio * ratio))


def judge(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Judgement:
    """Is the candidate free on the last day on which one may begin?"""
    limited = np.isfinite(candidates.start) & is_must(candidates, CandidateLimit.START)
    if not limited.any():
        return always_met(candidates, openings)
    free = (openings.start >= candidates.start) | (openings.latest_start >= candidates.start)
    return evidence(limited & (openings.latest_start < candidates.start), limited & ~free)


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> list[Numbers]:
    """Give the dates of each pair, in days since layout.EPOCH."""
    return told(
        pairs(candidates, openings),
        day=known(openings.start),
        latest_day=known(openings.latest_start),
        free_day=known(candidates.start),
    )


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say who is free first, or who is silent."""
    if unknown:
        return "start_not_stated" if numbers["day"] is None else "start_not_asked"
    return "start_fits" if numbers["day"] >= numbers["free_day"] else "start_too_soon"
