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
    removed_by: NDArray[np.int8]  # shape (n, m): place in `rules` of the first that removes the pair, else ALLOWED
    rules: tuple[Criterion, ...]

    @property
    def allowed(self) -> NDArray[np.bool_]:
        """The pairs that no rule removes, shape (n, m)."""
        return np.asarray(self.removed_by == ALLOWED)


def score_grid(candidates: Candidates, counterparts: Counterparts, taxonomy: Taxonomy, profile: RankProfile) -> Grid:
    """Return the scores and rules of all pairs, the same as rankings give them one by one."""
    n, m = len(candidates), len(counterparts)
    score, removed_by = np.zeros((n, m)), np.full((n, m), ALLOWED, np.int8)
    lines = min(n, m)  # each line meets the longer table at once
    for i in range(lines):
        one = slice(i, i + 1)
        pair = (candidates.take(one), counterparts) if n <= m else (candidates, counterparts.take(one))
        at = (i, slice(None)) if n <= m else (slice(None), i)
        score[at] = score_pairs(*pair, taxonomy, profile).joint
        removed_by[at] = _removed_by(*pair, taxonomy, profile)
    return Grid(score, removed_by, tuple(rule.criterion for rule in profile.criteria.filters))


def _removed_by(
    candidates: Candidates, counterparts: Counterparts, taxonomy: Taxonomy, profile: RankProfile
) -> NDArray[np.int8]:
    first = np.full(max(len(candidates), len(counterparts)), ALLOWED, np.int8)
    for place, rule in enumerate(profile.criteria.filters):
        if rule.idle(candidates, counterparts):
            continue
        fails = rule.judge(candidates, counterparts, taxonomy) == Evidence.NOT_MET
        first[fails & (first == ALLOWED)] = place
    return first
