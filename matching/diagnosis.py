"""Why nobody, or nothing: which rule removes how many, alone or with others, and how many it cannot judge."""

from dataclasses import dataclass

import numpy as np

from matching.criteria import FILTERS
from matching.criteria.base import pairs
from matching.enums import Criterion, Evidence
from matching.model import Candidates, Openings
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


def diagnose(candidates: Candidates, openings: Openings, taxonomy: Taxonomy) -> Diagnosis:
    """Return what removes the pairs of two tables, one of them a single row."""
    n = pairs(candidates, openings)
    fails = np.zeros((len(FILTERS), n), dtype=bool)
    unknown = np.zeros(len(FILTERS), dtype=int)
    for place, rule in enumerate(FILTERS):
        found = rule.judge(candidates, openings, taxonomy)
        fails[place] = found == Evidence.NOT_MET
        unknown[place] = np.count_nonzero(found == Evidence.UNKNOWN)
    count = fails.sum(axis=0)
    rules = {
        rule.criterion: Removal(int(fails[i].sum()), int((fails[i] & (count == 1)).sum()), int(unknown[i]))
        for i, rule in enumerate(FILTERS)
    }
    return Diagnosis(n, int((count == 0).sum()), rules)
