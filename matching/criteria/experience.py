"""Has the candidate done this work, or work near it, for as long as is asked?"""

import numpy as np

from matching.criteria.base import Floats, Judgement, Numbers, Scores, always_met, evidence, pairs, told
from matching.layout import Ask, Given
from matching.model import Candidates, Openings
from matching.taxonomy import ONE, Taxonomy
from matching.toward import sum_toward

USUAL_MONTHS = 12.0  # what counts as experienced where the opening says nothing


def score(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Scores:
    """Return the share of the months asked; where nothing is asked, experience helps and its lack is unknown."""
    asked = openings.experience.astype(np.float64)
    enough = np.where(asked > 0, asked, USUAL_MONTHS)
    met = np.where(asked == 0, 1.0, np.minimum(_months(candidates, openings, taxonomy) / enough, 1.0))
    settled = (asked == 0) | ((asked > 0) & _told(candidates))
    return Scores(met, np.where(settled, 0.0, 1.0 - met))


def judge(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Judgement:
    """Are the months there, where they are a must? Those in an occupation that leads to it count in full."""
    limited = ((openings.musts & Ask.EXPERIENCE) > 0) & (openings.experience > 0)
    if not limited.any():
        return always_met(candidates, openings)
    short = limited & (_near_months(candidates, openings, taxonomy) < openings.experience)
    return evidence(short & _told(candidates) & (openings.sure == ONE), short)  # what was read may be another job


def idle(candidates: Candidates, openings: Openings) -> bool:
    """Return whether no candidate has told of all experience."""
    return not _told(candidates).any()


def _told(candidates: Candidates) -> np.ndarray:
    return (candidates.given & Given.EXPERIENCE) > 0


def _months(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Floats:
    """Return months of experience toward each opening; those in near occupations count in part."""
    return sum_toward(candidates.experience, openings.occupation, taxonomy.practice, len(openings)) / ONE


def _near_months(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Floats:
    months = sum_toward(candidates.experience, openings.occupation, taxonomy.leads_to, len(openings))
    return months.astype(np.float64)


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> list[Numbers]:
    """Give the months of each pair: counted in part, counted in full, asked."""
    return told(
        pairs(candidates, openings),
        months=[round(months) for months in _months(candidates, openings, taxonomy).tolist()],
        near_months=[round(months) for months in _near_months(candidates, openings, taxonomy).tolist()],
        asked_months=[None if months != months else round(months) for months in openings.experience.tolist()],
    )


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say how the months stand to those asked."""
    if numbers["asked_months"] == 0:
        return "beginner_welcome"
    if numbers["asked_months"] is None:
        return "experience_counts" if met else "experience_not_stated"
    if unknown and not met:
        return "experience_unknown"
    return "experience_enough" if met == 1.0 else "experience_short"
