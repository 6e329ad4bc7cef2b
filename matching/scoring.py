"""Evidence × weights → contributions whose sum is the score of a side; both sides → one joint score."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.criteria.base import Scores, pairs
from matching.enums import Criterion, Side
from matching.model import Candidates, Counterparts
from matching.profiles import RankProfile, Weight
from matching.ragged import Rows
from matching.taxonomy import Taxonomy

Floats = NDArray[np.float64]
Pair = Callable[[Rows], tuple[Candidates, Counterparts]]  # rows of the long table, met by the one row of the other
TINY = 1e-12  # below any sum of scores but 0
ROUNDING = 1e-9  # what sums of weights may be off by
WORTH_BOUNDING = 1 << 9  # fewer rows are scored faster than passed over
WORTH_COPYING = 0.6  # rows passed over are dropped once so few are left


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs with the evidence of every criterion and the scores that it makes."""

    evidence: dict[Criterion, Scores]
    candidate: Floats  # the candidate's view
    counterpart: Floats
    joint: Floats

    def take(self, rows: NDArray[np.int64]) -> "Scored":
        """Return some of the pairs."""
        evidence = {criterion: Scores(s.met[rows], s.unknown[rows]) for criterion, s in self.evidence.items()}
        return Scored(evidence, self.candidate[rows], self.counterpart[rows], self.joint[rows])


def score_pairs(candidates: Candidates, counterparts: Counterparts, taxonomy: Taxonomy, profile: RankProfile) -> Scored:
    """Return the scores of pairs, row by row; one row meets every row. A pair scores the same in any company."""
    evidence: dict[Criterion, Scores] = {}
    both = Side.CANDIDATE, profile.criteria.side
    sides = {side: np.zeros(pairs(candidates, counterparts)) for side in both}
    for scorer in profile.criteria.scorers:
        scores = scorer.score(candidates, counterparts, taxonomy)
        evidence[scorer.criterion] = scores
        sides[scorer.side] += contribution(scores, profile.weights[scorer.criterion])
    candidate, counterpart = (sides[side] for side in both)
    return Scored(evidence, candidate, counterpart, joint(candidate, counterpart))


def contenders(
    pair: Pair, rows: NDArray[np.int64], taxonomy: Taxonomy, profile: RankProfile, to_beat: float
) -> tuple[NDArray[np.int64], Floats]:
    """Return those rows whose joint score may reach `to_beat`, with the score.

    Criteria are added one by one, in the order of the registry; rows that could not reach it even if all
    that is left were met are passed over. The scores are those of `score_pairs`, bit for bit.
    """
    both, scorers = (Side.CANDIDATE, profile.criteria.side), profile.criteria.scorers
    sides = {side: np.zeros(len(rows)) for side in both}
    left = {side: sum(profile.weights[s.criterion].weight for s in scorers if s.side == side) for side in both}
    tables = pair(compact(rows))
    for scorer in scorers:
        if not len(rows):
            break
        weight = profile.weights[scorer.criterion]
        sides[scorer.side] += contribution(scorer.score(*tables, taxonomy), weight)
        left[scorer.side] -= weight.weight
        if to_beat <= 0 or len(rows) < WORTH_BOUNDING:
            continue
        best = joint(*(np.minimum(sides[side] + left[side], 1.0) for side in both))
        keep = best >= to_beat - ROUNDING
        if np.count_nonzero(keep) < len(rows) * WORTH_COPYING:
            rows, sides = rows[keep], {side: points[keep] for side, points in sides.items()}
            tables = pair(compact(rows))
    return rows, joint(*(sides[side] for side in both))


def compact(rows: NDArray[np.int64]) -> Rows:
    """Return consecutive rows as a slice, which needs no copy of the columns."""
    if not len(rows):
        return slice(0, 0)
    first, last = int(rows[0]), int(rows[-1])
    return slice(first, last + 1) if last - first + 1 == len(rows) else rows


def contribution(scores: Scores, weight: Weight) -> Floats:
    """Return a criterion's points: what is met, and the market's mean for what is unknown."""
    return weight.weight * (scores.met + scores.unknown * weight.mean)


def joint(candidate: Floats, counterpart: Floats) -> Floats:
    """Return the harmonic mean of both sides' scores: near the lower one, 0 when both are 0.

    The mean used for reciprocal recommendation by Pizzato et al., RECON (RecSys 2010).
    """
    return 2 * candidate * counterpart / np.maximum(candidate + counterpart, TINY)
