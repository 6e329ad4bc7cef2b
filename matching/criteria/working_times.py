"""Is the work done at times that the candidate refuses: nights, Sundays …?"""

from matching.criteria.base import (
    Judgement,
    Numbers,
    always_met,
    evidence,
    is_must,
    pairs,
    told,
)
from matching.enums import WorkingTime
from matching.model import Candidates, Openings
from matching.records import CandidateLimit
from matching.taxonomy import Taxonomy


def judge(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Judgement:
    """Is none of the times refused? An opening that names its times names them all."""
    limited = (candidates.refuses > 0) & is_must(candidates, CandidateLimit.REFUSES)
    if not limited.any():
        return always_met(candidates, openings)
    clash = (candidates.refuses & openings.working_times) > 0
    return evidence(limited & clash, limited & (openings.working_times == 0))


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> list[Numbers]:
    """List the times refused by each candidate, those that the opening has apart."""
    clashing, refused = candidates.refuses & openings.working_times, candidates.refuses
    return told(
        pairs(candidates, openings),
        clashing_times=[_times(mask) for mask in clashing.tolist()],
        refused_times=[_times(mask) for mask in refused.tolist()],
    )


def _times(mask: int) -> list[str]:
    return [time.value for bit, time in enumerate(WorkingTime) if mask >> bit & 1]
