"""Does the sponsor take new people now?"""

import datetime as dt

import numpy as np

from matching.criteria.base import Judgement, Numbers, evidence, pair_by_pair, pairs
from matching.layout import EPOCH
from matching.model import Candidates, Sponsors
from matching.taxonomy import Taxonomy


def judge(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Judgement:
    """Is the market's day outside the pauses of the sponsor?"""
    paused = ~np.isnan(sponsors.pause)
    return np.broadcast_to(evidence(paused, np.zeros_like(paused)), pairs(candidates, sponsors))


@pair_by_pair
def numbers(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Numbers:
    """Give the last day of the pause, None where it has no end or there is none."""
    last = float(sponsors.pause[0])
    return {"until": (EPOCH + dt.timedelta(days=int(last))).isoformat() if np.isfinite(last) else None}
