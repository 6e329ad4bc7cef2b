"""When can the two meet for the first time? The sooner the better."""

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from matching.availability import DAY, common_slots, local_iso
from matching.criteria.base import Floats, Judgement, Numbers, Scores, evidence, judged, pair_by_pair
from matching.enums import TimeZone
from matching.layout import EPOCH
from matching.model import Candidates, Sponsors
from matching.slots import NEVER, earliest_common
from matching.taxonomy import Taxonomy

MEETING_MINUTES = 30  # the shortest meeting
HALF_DAYS = 14.0  # waiting that long for the first meeting halves the score
SLOTS_SHOWN = 3


def score(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Scores:
    """Return a score that falls with the wait, 0 without common hours, unknown where either is silent."""
    first = earliest_common(candidates.slots, sponsors.slots, MEETING_MINUTES)
    value = np.where(first == NEVER, 0.0, _value(first, sponsors))
    return judged(np.where(_told(candidates, sponsors), value, np.nan))


def _value(first: NDArray[np.int64], sponsors: Sponsors) -> Floats:
    """Return 1 on the market's day, one half after HALF_DAYS."""
    days = np.maximum(first / DAY - sponsors.since, 0.0)
    return np.asarray(1.0 / (1.0 + days / HALF_DAYS))


def judge(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Judgement:
    """Have the two any hours in common, where both have told theirs?"""
    told = _told(candidates, sponsors)
    never = earliest_common(candidates.slots, sponsors.slots, MEETING_MINUTES) == NEVER
    return evidence(told & never, ~told)


def _told(candidates: Candidates, sponsors: Sponsors) -> NDArray[np.bool_]:
    return np.asarray(candidates.slots_told & sponsors.slots_told)


@pair_by_pair
def numbers(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Numbers:
    """Give the first hours that one pair has in common, by the sponsor's clock, and who has told theirs."""
    common = common_slots(candidates.slots.spans(0), sponsors.slots.spans(0), MEETING_MINUTES)
    zone = list(TimeZone)[int(sponsors.timezone[0])]
    slots = [{"start": local_iso(a, zone), "end": local_iso(b, zone)} for a, b in common[:SLOTS_SHOWN]]
    return {
        "common_slots": slots,
        "days": _days(slots[0]["start"]) - int(sponsors.since[0]) if slots else None,
        "candidate_told": bool(candidates.slots_told[0]),
        "sponsor_told": bool(sponsors.slots_told[0]),
    }


def _days(local: str) -> int:
    """Return the days from EPOCH to an instant, by the clock that it is told by."""
    return (dt.datetime.fromisoformat(local).date() - EPOCH).days


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say when the two can meet first, or who has not said."""
    if unknown:
        return "availability_not_asked" if numbers["sponsor_told"] else "availability_not_stated"
    return "availability_common" if met else "availability_none"
