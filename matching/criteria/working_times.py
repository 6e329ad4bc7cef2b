"""Is the work done at times that the candidate refuses: nights, Sundays …?"""

from matching.criteria.base import (
    Judgement,
    Numbers,
    always_met,
    evidence,
    is_must,
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


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Numbers:
    """List the times refused by one candidate, those that the opening has apart."""
    clash, refused = int(candidates.refuses[0] & openings.working_times[0]), int(candidates.refuses[0])
    return {
        "clashing_times": [time.value for bit, time in enumerate(WorkingTime) if clash >> bit & 1],
        "refused_times": [time.value for bit, time in enumerate(WorkingTime) if refused >> bit & 1],
    }
