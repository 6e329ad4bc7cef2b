"""Is it a contract that the candidate wants?"""

import numpy as np
from numpy.typing import NDArray

from matching.criteria.base import (
    Judgement,
    Numbers,
    Scores,
    always_met,
    evidence,
    has_contract,
    is_must,
    judged,
    pairs,
    told,
)
from matching.enums import ContractType
from matching.model import Candidates, Openings
from matching.records import CandidateLimit
from matching.taxonomy import Taxonomy

_NAMES = (None, *(contract.value for contract in ContractType))


def score(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Scores:
    """Return 1 for a contract wanted, 0 for another, unknown where either side is silent."""
    wanted = _wanted(candidates, openings).astype(np.float64)
    return judged(np.where((candidates.contracts > 0) & (openings.contract > 0), wanted, np.nan))


def judge(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Judgement:
    """Is the contract accepted? Visits, placements and courses have none."""
    limited = (candidates.contracts > 0) & is_must(candidates, CandidateLimit.CONTRACTS)
    if not limited.any():
        return always_met(candidates, openings)
    limited = limited & has_contract(openings)
    silent = openings.contract == 0
    return evidence(limited & ~silent & ~_wanted(candidates, openings), limited & silent)


def _wanted(candidates: Candidates, openings: Openings) -> NDArray[np.bool_]:
    bit = np.left_shift(np.uint32(1), openings.contract.astype(np.uint32)) >> np.uint32(1)
    return np.asarray((candidates.contracts & bit) > 0)


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> list[Numbers]:
    """Name the contract of each opening."""
    return told(pairs(candidates, openings), contract=[_NAMES[place] for place in openings.contract.tolist()])


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say whether the contract is wanted, or who is silent."""
    if unknown:
        return "contract_not_asked" if numbers["contract"] else "contract_not_stated"
    return "contract_wanted" if met else "contract_other"
