"""How many places does the sponsor still have? Who is loaded already is offered less."""

import numpy as np

from matching.criteria.base import Numbers, Scores, judged, pairs
from matching.criteria.sponsor import capacity
from matching.model import Candidates, Sponsors
from matching.taxonomy import Taxonomy


def score(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Scores:
    """Return the share of the sponsor's places that is free, unknown without both numbers."""
    most = sponsors.capacity.astype(np.float64)
    free = np.maximum(most - sponsors.followed, 0.0) / np.maximum(most, 1.0)
    return judged(np.broadcast_to(free, pairs(candidates, sponsors)))


numbers = capacity.numbers


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say whether the sponsor has places left."""
    if unknown:
        return "load_not_stated"
    return "load_light" if met >= 0.5 else "load_heavy"
