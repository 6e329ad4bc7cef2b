"""Why nobody, or nothing: which rule removes how many, alone or with others, and how many it cannot judge."""

from dataclasses import dataclass

import numpy as np

from matching.criteria.base import pairs
from matching.enums import Criterion, Evidence
from matching.model import Candidates, Counterparts
from matching.profiles import RankProfile
from matching.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Removal:
    """What one rule does to the pairs of one row with all the others."""

    removed: int  # pairs that it removes
    alone: int  # pairs that it alone removes: they would be reachable without it
    unknown: int  # pairs that it lets through because somebody has not said


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """How many pairs remain, and what every rule does, in the order of the rules."""

    considered: int
    reachable: int
    rules: dict[Criterion, Removal]


def diagnose(candidates: Candidates, counterparts: Counterparts, taxonomy: Taxonomy, profile: RankProfile) -> Diagnosis:
    """Return what removes the pairs of two tables, one of them a single row."""
    n, filters = pairs(candidates, counterparts), profile.criteria.filters
    fails = np.zeros((len(filters), n), dtype=bool)
    unknown = np.zeros(len(filters), dtype=int)
    for place, rule in enumerate(filters):
        found = rule.judge(candidates, counterparts, taxonomy)
        fails[place] = found == Evidence.NOT_MET
        unknown[place] = np.count_nonzero(found == Evidence.UNKNOWN)
    count = fails.sum(axis=0)
    rules = {
        rule.criterion: Removal(int(fails[i].sum()), int((fails[i] & (count == 1)).sum()), int(unknown[i]))
        for i, rule in enumerate(filters)
    }
    return Diagnosis(n, int((count == 0).sum()), rules)
