"""Can the two meet: near enough for one of them to come, or by video?"""

import numpy as np
from numpy.typing import NDArray

from matching.criteria.base import Floats, Judgement, Numbers, Scores, evidence, is_must, number, pair_by_pair
from matching.criteria.distance import closeness, span_km
from matching.enums import Evidence
from matching.geo import SLACK_KM
from matching.model import Candidates, Sponsors
from matching.records import CandidateLimit
from matching.taxonomy import Taxonomy

BY_VIDEO = 0.6  # what a meeting by video is worth beside one next door


def score(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Scores:
    """Return how near the two are, or what video is worth if more; what nobody knows of either stays unknown."""
    km, slack = span_km(candidates, sponsors)
    far, near = closeness(km + slack), closeness(np.maximum(km - slack, 0.0))
    video = _by_video(candidates, sponsors)
    least = np.maximum(np.nan_to_num(far), np.where(video == Evidence.MET, BY_VIDEO, 0.0))
    most = np.maximum(np.nan_to_num(near, nan=1.0), np.where(video == Evidence.NOT_MET, 0.0, BY_VIDEO))
    return Scores(least, most - least)


def judge(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Judgement:
    """Is one of the two within the reach of the other, or video accepted by both?"""
    km, slack = span_km(candidates, sponsors)
    come = np.maximum(*(_comes(km, slack, limit) for limit in (_reach(candidates), sponsors.max_km)))
    return np.maximum(come, _by_video(candidates, sponsors)).astype(np.int8)


def _reach(candidates: Candidates) -> Floats:
    """Return how far candidates go: anywhere where their reach is only a wish, nan where it is not told."""
    return np.where(is_must(candidates, CandidateLimit.REACH), candidates.reach_km, np.inf).astype(np.float64)


def _comes(km: Floats, slack: Floats, limit: NDArray[np.floating]) -> Judgement:
    """Return whether somebody who goes so far comes so far: unknown without a limit or a place."""
    most = limit.astype(np.float64) + SLACK_KM
    return evidence(km - slack > most, ~((km + slack <= most) | np.isposinf(most)))


def _by_video(candidates: Candidates, sponsors: Sponsors) -> Judgement:
    return np.minimum(candidates.remote, sponsors.remote)


@pair_by_pair
def numbers(candidates: Candidates, sponsors: Sponsors, taxonomy: Taxonomy) -> Numbers:
    """Give the distance of one pair, how far each comes, and whether each meets by video (None = not told)."""
    km, slack = (float(values[0]) for values in span_km(candidates, sponsors))
    return {
        "km": None if np.isnan(km) else km,
        "slack_km": None if np.isnan(km) else round(slack, 1),
        "candidate_placed": not bool(np.isnan(candidates.xyz[0, 0])),
        "reach_km": number(candidates.reach_km),
        "sponsor_km": number(sponsors.max_km),
        "candidate_video": _VIDEO[int(candidates.remote[0])],
        "sponsor_video": _VIDEO[int(sponsors.remote[0])],
    }


_VIDEO: dict[int, bool | None] = {Evidence.MET: True, Evidence.NOT_MET: False, Evidence.UNKNOWN: None}


def reason(numbers: Numbers, met: float, unknown: float) -> str:
    """Say how the two meet, or who has not said where they are."""
    video = numbers["candidate_video"], numbers["sponsor_video"]
    if numbers["km"] is not None and (met > BY_VIDEO or False in video):
        return "meeting_distance"
    if all(video):
        return "meeting_by_video"
    if numbers["km"] is None:
        return "meeting_place_not_stated" if numbers["candidate_placed"] else "meeting_place_not_asked"
    return "meeting_video_not_asked" if numbers["candidate_video"] is None else "meeting_video_not_stated"
