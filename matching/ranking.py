"""Filter → score → the k best → reasons, for one candidate or for one counterpart."""

import numpy as np
from numpy.typing import NDArray

from matching.criteria.base import Judgement, is_must
from matching.enums import Criterion, Evidence
from matching.explain import explain_pairs
from matching.geo import SLACK_KM, distance_km
from matching.model import Candidates, Counterparts, Openings, Ranking, Sponsors
from matching.profiles import RankProfile
from matching.ragged import Rows
from matching.records import CandidateLimit
from matching.scoring import Pair, compact, contenders, score_pairs
from matching.table import Table
from matching.taxonomy import Taxonomy

BLOCK = 1 << 15  # rows judged at once: their columns stay in the processor's cache
LOOK = 1 << 11  # rows looked at first, when there are many, for a score to beat
NO_LIMIT = np.float64(np.nan)  # of distance

Counts = dict[Criterion, int]


def rank_openings(
    candidate: Candidates, openings: Openings, taxonomy: Taxonomy, profile: RankProfile, k: int
) -> Ranking:
    """Return the k best openings for one candidate (a table of one row), best first.

    No opening that breaks a must is among them. Equal scores keep the order of `ids`, so that the same
    question always has the same answer.
    """
    limit = _limit(candidate)
    return _rank(lambda rows: (candidate, openings.take(rows)), candidate, openings, limit, taxonomy, profile, k)


def rank_sponsors(
    candidate: Candidates, sponsors: Sponsors, taxonomy: Taxonomy, profile: RankProfile, k: int
) -> Ranking:
    """Return the k best sponsors for one candidate, or meetup hosts, as the profile says: as `rank_openings`.

    A sponsor's company is a way in only for candidates from `matching.ways_in.with_ways_in`.
    """
    return _rank(lambda rows: (candidate, sponsors.take(rows)), candidate, sponsors, NO_LIMIT, taxonomy, profile, k)


def rank_candidates(
    counterpart: Counterparts, candidates: Candidates, taxonomy: Taxonomy, profile: RankProfile, k: int
) -> Ranking:
    """Return the k best candidates for one opening or sponsor (a table of one row): the same rules."""
    limit = candidates.points.reach_km if profile.criteria.reach_first else NO_LIMIT
    return _rank(
        lambda rows: (candidates.take(rows), counterpart), counterpart, candidates, limit, taxonomy, profile, k
    )


def reachable(
    candidate: Candidates, counterparts: Counterparts, taxonomy: Taxonomy, profile: RankProfile
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the rows of all counterparts that no must of either side removes, and their joint scores."""
    limit = _limit(candidate) if profile.criteria.reach_first else NO_LIMIT
    return _reachable(
        lambda rows: (candidate, counterparts.take(rows)), _near(candidate, counterparts, limit), taxonomy, profile
    )


def reachable_candidates(
    counterpart: Counterparts, candidates: Candidates, taxonomy: Taxonomy, profile: RankProfile
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the rows of all candidates that no must of either side removes, and their joint scores."""
    limit = candidates.points.reach_km if profile.criteria.reach_first else NO_LIMIT
    return _reachable(
        lambda rows: (candidates.take(rows), counterpart), _near(counterpart, candidates, limit), taxonomy, profile
    )


def _reachable(
    pair: Pair, near: list[Rows], taxonomy: Taxonomy, profile: RankProfile
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    removed: Counts = dict.fromkeys(Criterion, 0)
    parts = [(np.empty(0, np.int64), np.empty(0))]
    for rows in near:
        parts.append(contenders(pair, _alive(pair, rows, taxonomy, profile, removed), taxonomy, profile, 0.0))
    return np.concatenate([rows for rows, _ in parts]), np.concatenate([scores for _, scores in parts])


def _limit(candidate: Candidates) -> np.float64:
    """Return how far one candidate goes at most; nan without a must."""
    must = bool(is_must(candidate, CandidateLimit.REACH)[0])
    return np.float64(candidate.reach_km[0] if must else np.nan)


def _rank(
    pair: Pair,
    one: Table,
    many: Table,
    limit: NDArray[np.float64] | np.float64,
    taxonomy: Taxonomy,
    profile: RankProfile,
    k: int,
) -> Ranking:
    removed: Counts = {rule.criterion: 0 for rule in profile.criteria.filters}
    near = _near(one, many, limit)
    removed[profile.criteria.filters[0].criterion] = len(many) - sum(_length(rows) for rows in near)
    if len(near) == 1:  # few rows: none is passed over, and the evidence of the best is at hand
        judged: dict[Criterion, Judgement] = {}
        alive = _alive(pair, near[0], taxonomy, profile, removed, judged)
        scored = score_pairs(*pair(compact(alive)), taxonomy, profile)
        keep = _top(scored.joint, many.ids[alive], k)
        kept = {criterion: found[keep] for criterion, found in judged.items()}
        matches = explain_pairs(*pair(alive[keep]), taxonomy, profile, scored.take(keep), kept)
        return Ranking(matches, len(many), len(alive), removed)
    floor = _first_look(pair, one, many, near, taxonomy, profile, k)
    best, scores, reachable = np.empty(0, np.int64), np.empty(0), 0
    for rows in near:
        alive = _alive(pair, rows, taxonomy, profile, removed)
        reachable += len(alive)
        to_beat = max(floor, scores[-1]) if 0 < k == len(scores) else floor
        alive, joint = contenders(pair, alive, taxonomy, profile, to_beat)
        best, scores = np.concatenate([best, alive]), np.concatenate([scores, joint])
        keep = _top(scores, many.ids[best], k)
        best, scores = best[keep], scores[keep]
    matches = explain_pairs(*pair(best), taxonomy, profile) if len(best) else ()
    return Ranking(matches, len(many), reachable, removed)


def _first_look(
    pair: Pair, one: Table, many: Table, near: list[Rows], taxonomy: Taxonomy, profile: RankProfile, k: int
) -> float:
    """Return a score that k rows are known to reach, from the nearest of many; 0 where there are few."""
    if len(near) < 2 or not k:
        return 0.0
    km = np.nan_to_num(distance_km(one.xyz, many.points.xyz), nan=np.inf)
    few = min(len(km), max(1, LOOK * len(km) // len(many)))
    nearest = np.zeros(len(km), dtype=bool)
    nearest[np.argpartition(km, few - 1)[:few]] = True
    rows = _rows_at(nearest, many)
    alive = _alive(pair, rows, taxonomy, profile, dict.fromkeys(Criterion, 0))
    joint = contenders(pair, alive, taxonomy, profile, 0.0)[1]
    return float(np.partition(joint, len(joint) - k)[len(joint) - k]) if len(joint) >= k else 0.0


def _near(one: Table, many: Table, limit: NDArray[np.float64] | np.float64) -> list[Rows]:
    """Return the rows that may be within reach, in blocks: only their places are read."""
    km = distance_km(one.xyz, many.points.xyz)
    slack = many.points.radius_km + one.points.radius_km[one.place]
    reached = ~(km - slack > limit + SLACK_KM)
    if reached.all():
        return [slice(start, min(start + BLOCK, len(many))) for start in range(0, len(many), BLOCK)]
    rows = _rows_at(reached, many)
    return [rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK)]


def _rows_at(points: NDArray[np.bool_], table: Table) -> NDArray[np.int64]:
    """Return the rows of a table at some of its points; in a whole table they stand together."""
    if table.is_part:
        return np.flatnonzero(points[table.place])
    first, last = table.points.first_row[:-1][points], table.points.first_row[1:][points]
    lengths = last - first
    return np.repeat(first - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())


def _alive(
    pair: Pair,
    rows: Rows,
    taxonomy: Taxonomy,
    profile: RankProfile,
    removed: Counts,
    judged: dict[Criterion, Judgement] | None = None,
) -> NDArray[np.int64]:
    """Return the rows that no must removes; the others are counted for the first rule that removes them.

    What each rule finds of the rows that stay is added to `judged`.
    """
    numbers = np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows.astype(np.int64)
    candidates, counterparts = pair(rows)
    alive, found = np.ones(len(numbers), dtype=bool), {}
    for rule in profile.criteria.filters:
        if rule.idle(candidates, counterparts):
            continue
        found[rule.criterion] = rule.judge(candidates, counterparts, taxonomy)
        fails = found[rule.criterion] == Evidence.NOT_MET
        if fails.any():
            removed[rule.criterion] += int(np.count_nonzero(alive & fails))
            alive &= ~fails
    if judged is not None:
        judged.update({criterion: told[alive] for criterion, told in found.items()})
    return numbers[alive]


def _top(scores: NDArray[np.float64], ids: NDArray[np.int32], k: int) -> NDArray[np.int64]:
    """Return the places of the k greatest scores, best first; equal scores by id."""
    places = np.arange(len(scores))
    if len(scores) > k > 0:
        least = np.partition(scores, len(scores) - k)[len(scores) - k]
        places = np.flatnonzero(scores >= least)
    return places[np.lexsort((ids[places], -scores[places]))][:k]


def _length(rows: Rows) -> int:
    return rows.stop - rows.start if isinstance(rows, slice) else len(rows)
