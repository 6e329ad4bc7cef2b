"""Is it a kind of opening that the candidate accepts: a job, a visit, a course …?"""

import numpy as np

from matching.criteria.base import (
    Judgement,
    Numbers,
    always_met,
    evidence,
    is_must,
)
from matching.enums import OpeningKind
from matching.model import Candidates, Openings
from matching.records import CandidateLimit
from matching.taxonomy import Taxonomy


def judge(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Judgement:
    """Is the kind among those accepted? A candidate who names none accepts all."""
    limited = (candidates.kinds > 0) & is_must(candidates, CandidateLimit.KINDS)
    if not limited.any():
        return always_met(candidates, openings)
    offered = np.left_shift(np.uint8(1), openings.kind) >> np.uint8(1)
    refused = limited & ((candidates.kinds & offered) == 0)
    return evidence(refused, np.zeros_like(refused))


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Numbers:
    """Name the kind of one opening."""
    return {"kind": list(OpeningKind)[int(openings.kind[0]) - 1].value}
