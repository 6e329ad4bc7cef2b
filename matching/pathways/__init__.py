"""From here to a target: which courses, programme steps and placements, in which order, by which date."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from matching.codes import code_key
from matching.eligibility import Facts
from matching.enums import OpeningKind, place_in
from matching.market import Market, joined
from matching.model import Openings
from matching.pathways.gains import after_steps
from matching.pathways.model import Day, Goal, Paths, Step
from matching.pathways.reasons import path_of, why_not
from matching.pathways.search import Territory, search
from matching.pathways.standing import free_from
from matching.pathways.steps import course_steps, helpful
from matching.profiles import RankProfile
from matching.records import Record

LEAST: Final = 0.5  # of what an opening asks: more is met than not
_WORK: Final = [1 + place_in(OpeningKind, kind) for kind in (OpeningKind.JOB, OpeningKind.APPRENTICESHIP)]

__all__ = ["LEAST", "course_steps", "find_paths", "of_occupation", "of_opening"]


def find_paths(
    record: Record,
    target: Openings,
    steps: Sequence[Step],
    market: Market,
    profile: RankProfile,
    day: Day,
    facts: Facts,
    least: float = LEAST,
    stop: Callable[[], bool] = lambda: False,
) -> Paths:
    """Return the earliest and the surest path from a day to one of the target's openings, or why there is none.

    The goal is reached when no must of either side removes the opening and its own side's score is `least` or
    more. A step is taken in a session that has not begun and is not full, after the one before it has ended, when
    the engine's rules and the programme's do not exclude it; what nobody knows makes it less sure.
    """
    everything = after_steps(record, [step.gives for step in steps])[0]
    market = joined(market, [record, everything], [step.opening for step in steps])
    goal = Goal(target, least)
    useful = helpful(record, steps, goal, market)
    territory = Territory(record, useful, goal, market, profile, facts)
    first = free_from(record, day)
    shortest, surest = search(territory, first, stop) if len(target) else (None, None)
    if shortest is None or surest is None:
        return Paths(None, None, why_not(territory, useful, first))
    return Paths(path_of(shortest, territory), path_of(surest, territory), None)


def of_opening(market: Market, name: str) -> Openings:
    """Return one opening of the market, as a target; raise ValueError for a name that is not in it."""
    return market.openings.take(np.flatnonzero(market.openings.ids == market.opening_ids.index(name)))


def of_occupation(market: Market, code: str) -> Openings:
    """Return the jobs and apprenticeships of an occupation, as a target: none where there is none."""
    wanted = market.taxonomy.occupations.find(np.array([code_key(code)], np.uint64))[0]
    work = np.isin(market.openings.kind, _WORK)
    return market.openings.take(np.flatnonzero(work & (market.openings.occupation == wanted) & (wanted != 0)))
