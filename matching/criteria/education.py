"""Does the candidate have the level of education asked?"""

import numpy as np

from matching.criteria.base import (
    Judgement,
    Numbers,
    Scores,
    always_met,
    evidence,
    judged,
    pairs,
    told,
)
from matching.layout import Ask
from matching.model import Candidates, Openings
from matching.taxonomy import Taxonomy

BELOW = np.array([1.0, 0.5, 0.2, 0.0])  # by how many levels below what is asked
NO_SCHOOLING = 1  # the level that everybody has


def score(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Scores:
    """Return 1 at the level asked or above, less below it, unknown where either side is silent."""
    below = np.clip(openings.education.astype(np.int16) - candidates.education, 0, len(BELOW) - 1)
    silent = (openings.education == 0) | (candidates.education == 0)
    return judged(np.where(openings.education == NO_SCHOOLING, 1.0, np.where(silent, np.nan, BELOW[below])))


def judge(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Judgement:
    """Is the level there, where it is a must?"""
    limited = ((openings.musts & Ask.EDUCATION) > 0) & (openings.education > NO_SCHOOLING)
    if not limited.any():
        return always_met(candidates, openings)
    short = (candidates.education > 0) & (candidates.education < openings.education)
    return evidence(limited & short, limited & (candidates.education == 0))


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> list[Numbers]:
    """Give the levels of each pair."""
    level, asked = ([one or None for one in table.education.tolist()] for table in (candidates, openings))
    return told(pairs(candidates, openings), level=level, asked_level=asked)


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say whether the level is reached, or who is silent."""
    if unknown:
        return "education_unknown" if numbers["asked_level"] else "education_not_stated"
    return "education_enough" if met == 1.0 else "education_short"
