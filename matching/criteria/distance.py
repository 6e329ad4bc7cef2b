"""How far is it from the candidate's place, and is it within reach?"""

import numpy as np

from matching.criteria.base import (
    Floats,
    Judgement,
    Numbers,
    Scores,
    always_met,
    evidence,
    is_must,
    known,
    pairs,
    told,
)
from matching.enums import TravelMode
from matching.geo import SLACK_KM, distance_km, travel_minutes
from matching.model import Candidates, Counterparts, Openings
from matching.records import CandidateLimit
from matching.taxonomy import Taxonomy

HALF_KM = 15.0  # at this distance the score is one half: about an hour by public transport


def score(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Scores:
    """Return a score that halves at HALF_KM; a place known only roughly leaves a share unknown."""
    km, slack = span_km(candidates, openings)
    far, near = closeness(km + slack), closeness(np.maximum(km - slack, 0.0))
    unknown = np.isnan(km)
    return Scores(np.where(unknown, 0.0, far), np.where(unknown, 1.0, near - far))


def judge(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Judgement:
    """Is it within the km or minutes that the candidate goes? A rough place may be in, out or either."""
    limit = candidates.reach_km.astype(np.float64)
    limited = np.isfinite(limit) & is_must(candidates, CandidateLimit.REACH)
    if not limited.any():
        return always_met(candidates, openings)
    km, slack = span_km(candidates, openings)
    limit = limit + SLACK_KM
    return evidence(limited & (km - slack > limit), limited & ~(km + slack <= limit))


def span_km(candidates: Candidates, counterparts: Counterparts) -> tuple[Floats, Floats]:
    """Return the km between each pair (nan = a place is unknown) and how much more or less it may be."""
    km = distance_km(candidates.xyz, counterparts.xyz)
    slack = candidates.points.radius_km[candidates.place] + counterparts.points.radius_km[counterparts.place]
    return km, slack


def closeness(km: Floats) -> Floats:
    """Return 1 next door, one half at HALF_KM, nan for an unknown distance."""
    ratio = km / HALF_KM
    return 1.0 / (1.0 + ratio * ratio)


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> list[Numbers]:
    """Give the distance of each pair, the journey by the candidate's fastest way, and the limits."""
    n = pairs(candidates, openings)
    limits = told(n, **{name: known(getattr(candidates, name)) for name in ("reach_km", "max_km", "max_minutes")})
    km, slack = span_km(candidates, openings)
    exact, placed = openings.points.radius_km[openings.place] == 0, ~np.isnan(candidates.xyz[:, 0])
    each = (km, slack, exact, placed, candidates.modes)
    rows = zip(limits, *(np.broadcast_to(column, n).tolist() for column in each), strict=True)
    return [
        limit | ({"km": None, "candidate_placed": here} if far != far else _journey(far, more, at, ways, limit))
        for limit, far, more, at, here, ways in rows
    ]


def _journey(km: float, slack: float, exact: bool, modes: int, limits: Numbers) -> Numbers:
    ways = [mode for bit, mode in enumerate(TravelMode) if modes >> bit & 1]
    if not ways and limits["max_minutes"] is not None:
        ways = [TravelMode.TRANSIT]  # as geo.reach_km counts minutes
    mode = min(ways, key=lambda way: travel_minutes(km, way)) if ways else None
    return {
        "km": km,
        "slack_km": round(slack, 1),
        "opening_exact": exact,
        "minutes": round(travel_minutes(km, mode)) if mode else None,
        "mode": mode.value if mode else None,
    }


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say how sure the distance is."""
    if numbers["km"] is None:
        return "place_not_stated" if numbers["candidate_placed"] else "place_not_asked"
    return "place_approximate" if numbers["slack_km"] else "near_home"
