"""Is there room for one person more?"""

import numpy as np

from matching.criteria.base import Judgement, Numbers, evidence, number, pair_by_pair, pairs
from matching.model import Candidates, Sponsors
from matching.taxonomy import Taxonomy


def judge(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Judgement:
    """Does the sponsor follow fewer people than they can? A sponsor who set no limit has room."""
    limited = np.isfinite(sponsors.capacity)
    full = (sponsors.followed >= sponsors.capacity) | (sponsors.capacity == 0)
    found = evidence(limited & full, limited & np.isnan(sponsors.followed))
    return np.broadcast_to(found, pairs(candidates, sponsors))


@pair_by_pair
def numbers(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Numbers:
    """Give how many the sponsor follows, and at most."""
    return {"followed": number(sponsors.followed), "capacity": number(sponsors.capacity)}
