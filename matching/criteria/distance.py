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
    number,
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


def numbers(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Numbers:
    """Give the distance of one pair, the journey by the candidate's fastest way, and the limits."""
    km, slack = (float(values[0]) for values in span_km(candidates, openings))
    limits = {name: number(getattr(candidates, name)) for name in ("reach_km", "max_km", "max_minutes")}
    if np.isnan(km):
        here = bool(np.isnan(candidates.xyz[0, 0]))
        return limits | {"km": None, "candidate_placed": not here}
    modes = [mode for bit, mode in enumerate(TravelMode) if int(candidates.modes[0]) >> bit & 1]
    timed = not np.isnan(candidates.max_minutes[0])
    ways = modes or ([TravelMode.TRANSIT] if timed else [])  # as geo.reach_km counts minutes
    mode = min(ways, key=lambda way: travel_minutes(km, way)) if ways else None
    exact = not openings.points.radius_km[openings.place[0]]
    journey = {
        "km": km,
        "slack_km": round(slack, 1),
        "opening_exact": exact,
        "minutes": round(travel_minutes(km, mode)) if mode else None,
        "mode": mode.value if mode else None,
    }
    return limits | journey


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say how sure the distance is."""
    if numbers["km"] is None:
        return "place_not_stated" if numbers["candidate_placed"] else "place_not_asked"
    return "place_approximate" if numbers["slack_km"] else "near_home"
