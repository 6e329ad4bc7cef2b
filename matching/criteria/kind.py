"""Is it a kind of opening that the candidate accepts: a job, a visit, a course …?"""

import numpy as np

from matching.criteria.base import (
    Judgement,
    Numbers,
    always_met,
    evidence,
    is_must,
    pairs,
    told,
)
from matching.enums import OpeningKind
from matching.model import Candidates, Openings
from matching.records import CandidateLimit
from matching.taxonomy import Taxonomy

_NAMES = tuple(kind.value for kind in OpeningKind)


def judge(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Judgement:
    """Is the kind among those accepted? A candidate who names none accepts all."""
    limited = (candidates.kinds > 0) & is_must(candidates, CandidateLimit.KINDS)
    if not limited.any():
        return always_met(candidates, openings)
    offered = np.left_shift(np.uint8(1), openings.kind) >> np.uint8(1)
    refused = limited & ((candidates.kinds & offered) == 0)
    return evidence(refused, np.zeros_like(refused))


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> list[Numbers]:
    """Name the kind of each opening."""
    return told(pairs(candidates, openings), kind=[_NAMES[place - 1] for place in openings.kind.tolist()])
