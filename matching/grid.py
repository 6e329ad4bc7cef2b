"""Every candidate with every counterpart at once: what assignments and schedules choose from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.enums import Criterion, Evidence
from matching.model import Candidates, Counterparts
from matching.profiles import RankProfile
from matching.scoring import score_pairs
from matching.taxonomy import Taxonomy

ALLOWED = -1


@dataclass(frozen=True, slots=True)
class Grid:
    """Scores and hard rules of n candidates (rows, as in their table) by m counterparts (columns)."""

    score: NDArray[np.float64]  # shape (n, m): the joint score, whatever the rules say
    wanted: NDArray[np.float32]  # shape (n, m): how much the counterpart is what the candidate wants
    fitting: NDArray[np.float32]  # shape (n, m): how much the candidate is what the counterpart asks
    removed_by: NDArray[np.int8]  # shape (n, m): place in `rules` of the first that removes the pair, else ALLOWED
    removals: NDArray[np.int8]  # shape (n, m): how many rules remove the pair
    rules: tuple[Criterion, ...]

    @property
    def allowed(self) -> NDArray[np.bool_]:
        """The pairs that no rule removes, shape (n, m)."""
        return np.asarray(self.removed_by == ALLOWED)

    def columns(self, kept: NDArray[np.int64]) -> "Grid":
        """Return the grid of some counterparts, in that order."""
        score, wanted, fitting = self.score[:, kept], self.wanted[:, kept], self.fitting[:, kept]
        return Grid(score, wanted, fitting, self.removed_by[:, kept], self.removals[:, kept], self.rules)


def score_grid(candidates: Candidates, counterparts: Counterparts, taxonomy: Taxonomy, profile: RankProfile) -> Grid:
    """Return the scores and rules of all pairs, the same as rankings give them one by one."""
    n, m = len(candidates), len(counterparts)
    score, (wanted, fitting) = np.zeros((n, m)), np.zeros((2, n, m), np.float32)
    removed_by, removals = np.full((2, n, m), ALLOWED, np.int8)
    lines = min(n, m)  # each line meets the longer table at once
    for i in range(lines):
        one = slice(i, i + 1)
        pair = (candidates.take(one), counterparts) if n <= m else (candidates, counterparts.take(one))
        at = (i, slice(None)) if n <= m else (slice(None), i)
        scored = score_pairs(*pair, taxonomy, profile)
        score[at], wanted[at], fitting[at] = scored.joint, scored.candidate, scored.counterpart
        removed_by[at], removals[at] = _removed(*pair, taxonomy, profile)
    return Grid(
        score, wanted, fitting, removed_by, removals, tuple(rule.criterion for rule in profile.criteria.filters)
    )


def _removed(
    candidates: Candidates, counterparts: Counterparts, taxonomy: Taxonomy, profile: RankProfile
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return the first rule that removes each pair, and how many do."""
    first = np.full(max(len(candidates), len(counterparts)), ALLOWED, np.int8)
    removals = np.zeros(len(first), np.int8)
    for place, rule in enumerate(profile.criteria.filters):
        if rule.idle(candidates, counterparts):
            continue
        fails = rule.judge(candidates, counterparts, taxonomy) == Evidence.NOT_MET
        first[fails & (first == ALLOWED)] = place
        removals += fails
    return first, removals
