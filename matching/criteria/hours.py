"""Do the hours a week fit what the candidate wants?"""

import numpy as np

from matching.criteria.base import (
    Floats,
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

NONE_LEFT_HOURS = 20.0  # so many hours too few or too many score 0


def score(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Scores:
    """Return 1 where the hours overlap, less the wider the gap, unknown where either side is silent."""
    return judged(1.0 - np.minimum(_gap(candidates, openings) / NONE_LEFT_HOURS, 1.0))


def judge(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Judgement:
    """Do the hours overlap? Visits, placements and courses are not held to it."""
    asked = np.isfinite(candidates.hours_min) | np.isfinite(candidates.hours_max)
    limited = asked & is_must(candidates, CandidateLimit.HOURS)
    if not limited.any():
        return always_met(candidates, openings)
    limited = limited & has_contract(openings)
    gap = _gap(candidates, openings)
    return evidence(limited & (gap > 0), limited & np.isnan(gap))


def _gap(candidates: Candidates, openings: Openings) -> Floats:
    """Return the hours between what is wanted and what is offered: 0 where they overlap, nan if unknown."""
    few, many = candidates.hours_min, candidates.hours_max
    low = np.where(np.isnan(openings.hours_min), openings.hours_max, openings.hours_min)
    high = np.where(np.isnan(openings.hours_max), openings.hours_min, openings.hours_max)
    short, long = np.nan_to_num(few - high), np.nan_to_num(low - many)
    silent = (np.isnan(few) & np.isnan(many)) | np.isnan(low)
    return np.where(silent, np.nan, np.maximum(np.maximum(short, long), 0.0)).astype(np.float64)


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> list[Numbers]:
    """Give the hours offered and wanted of each pair."""
    return told(
        pairs(candidates, openings),
        low=known(openings.hours_min),
        high=known(openings.hours_max),
        wanted_low=known(candidates.hours_min),
        wanted_high=known(candidates.hours_max),
    )


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say whether the hours fit, or who is silent."""
    if unknown:
        stated = numbers["low"] is not None or numbers["high"] is not None
        return "hours_not_asked" if stated else "hours_not_stated"
    return "hours_fit" if met == 1.0 else "hours_differ"
