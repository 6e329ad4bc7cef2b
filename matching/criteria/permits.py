"""Does the candidate hold the licences and certificates that the opening would like?"""

import numpy as np
from numpy.typing import NDArray

from matching.criteria.base import Judgement, Numbers, Scores, always_met, nothing_asked, pairs, told, worst
from matching.enums import Evidence
from matching.holds import NOT_HELD, Holds, holds
from matching.model import Candidates, Openings
from matching.taxonomy import Taxonomy


def score(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Scores:
    """Return the share held of those asked, must or wish; unknown where none is asked or nothing is known."""
    if openings.permits.is_empty:
        return nothing_asked(candidates, openings)
    asked = holds(candidates.permits, openings.permits)
    found = _evidences(asked, candidates)
    count = asked.entries.lengths + np.zeros(pairs(candidates, openings), np.int64)
    met = asked.entries.reduce(np.add, (found == Evidence.MET).astype(np.int64), 0)
    unknown = asked.entries.reduce(np.add, (found == Evidence.UNKNOWN).astype(np.int64), 0)
    whole = np.maximum(count, 1)
    return Scores(met / whole, np.where(count > 0, unknown / whole, 1.0))


def judge(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Judgement:
    """Are the licences and certificates held that are musts: those that the law asks for?"""
    if not openings.permits.flag[openings.permits.flat].any():
        return always_met(candidates, openings)
    asked = holds(candidates.permits, openings.permits)
    musts = np.where(asked.entries.flag[asked.entries.flat], _evidences(asked, candidates), Evidence.MET)
    return worst(asked.entries, musts, pairs(candidates, openings))


def _evidences(asked: Holds, candidates: Candidates) -> NDArray[np.int8]:
    """Return the evidence for each permit asked: what a list that was given lacks is not held."""
    kind = asked.entries.amount[asked.entries.flat]
    given = candidates.given[asked.pair if len(candidates) > 1 else np.zeros_like(asked.pair)]
    listed = asked.amount != NOT_HELD
    absent = np.where(given & kind, np.int8(Evidence.NOT_MET), np.int8(Evidence.UNKNOWN))
    return np.where(listed, np.int8(Evidence.MET), absent)


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> list[Numbers]:
    """List the permits asked of each pair by what is known of them."""
    n = pairs(candidates, openings)
    if openings.permits.is_empty:
        return told(n, held_permits=[[]], missing_permits=[[]], open_permits=[[]])
    asked = holds(candidates.permits, openings.permits)
    found = _evidences(asked, candidates)
    keys = taxonomy.permits.codes[asked.entries.index[asked.entries.flat]].tolist()
    return told(
        n,
        held_permits=asked.entries.listed(keys, found == Evidence.MET),
        missing_permits=asked.entries.listed(keys, found == Evidence.NOT_MET),
        open_permits=asked.entries.listed(keys, found == Evidence.UNKNOWN),
    )


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say which permits are held, or that none is asked or known."""
    if not any(numbers.values()):
        return "permits_not_stated"
    if unknown == 1.0:
        return "permits_unknown"
    return "permits_short" if numbers["missing_permits"] else "permits_held"
