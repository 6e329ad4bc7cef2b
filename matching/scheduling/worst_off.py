"""The least total of anybody, as high as possible.

As one objective this is hard: fractions of meetings share out evenly what whole meetings cannot. So a level is asked,
and with it the number of meetings that each person needs for it at the least, which whole meetings must keep; and the
greatest sum of scores at that level is sought, which guides the search far better than any solution would. Levels are
tried between the best plan known and the level of fractions.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from matching.scheduling.aims import can_meet, highest_totals, objective, value
from matching.scheduling.linear import SLACK, Linear, best
from matching.scheduling.model import Aim, Meetup

TOLERANCE = 1e-6  # levels nearer than this are one
UPWARD = 0.75  # where between two levels the next is tried: fractions come near the truth
Chosen = NDArray[np.bool_]


def at_level(linear: Linear, meetup: Meetup, level: float) -> Linear:
    """Return the program in which everyone who can meet anybody has at least that total."""
    people = np.flatnonzero(can_meet(meetup))
    meetings = linear.per_person(len(meetup.people))[people]
    totals = csr_array(meetings.multiply(linear.score[None]))
    needed = (highest_totals(meetup)[people] < level - SLACK).sum(axis=1) + (level > SLACK)
    return linear.with_rows(totals, level - SLACK, np.inf).with_rows(meetings, needed, np.inf)


def highest(
    linear: Linear, meetup: Meetup, known: float, bound: float, left: Callable[[], float]
) -> tuple[Chosen | None, float]:
    """Return the columns chosen at the highest level found above `known`, if any, and a bound on every level.

    No level is above `bound`. The highest that fractions keep comes first: it is often the answer.
    """
    step = _step(meetup)
    high = _on_step(min(bound, _fractional(linear, meetup, left())), step)
    chosen, low, tried, share = None, known, high, 1.0
    while tried - low > step / 2 and left() > 0:
        level = max(_on_step(low + (tried - low) * share, step), low + step)
        found = best(at_level(linear, meetup, level), objective(linear, meetup, Aim.TOTAL), left() / 3)
        if found.x is not None:
            chosen = found.x[: len(linear.person)] > 0.5
            low = max(level, value(meetup, Aim.WORST_OFF, np.column_stack([linear.person, linear.host])[chosen]))
        elif found.bound == -np.inf:
            high = tried = level - step
        else:
            tried = level - step
        share = UPWARD
    return chosen, max(low, high)


def _fractional(linear: Linear, meetup: Meetup, seconds: float) -> float:
    """Return the highest level that fractions of meetings can keep."""
    people = np.flatnonzero(can_meet(meetup))
    totals = csr_array(linear.per_person(len(meetup.people))[people].multiply(linear.score[None]))
    wide = linear.relaxed().with_columns(csr_array((len(linear.lower), 1)), np.array([np.inf]))
    gap = csr_array((len(people), len(linear.low) - len(linear.person)))
    wide = wide.with_rows(hstack([totals, gap, csr_array(-np.ones((len(people), 1)))], "csr"), 0.0, np.inf)
    return best(wide, np.eye(1, len(wide.low), len(wide.low) - 1)[0], seconds).bound


def _step(meetup: Meetup) -> float:
    """Return what two different totals differ by at the least: the last decimal of the scores."""
    for decimals in range(6):
        if np.allclose(meetup.score, meetup.score.round(decimals), rtol=0, atol=1e-12):
            return float(10.0**-decimals)
    return TOLERANCE


def _on_step(level: float, step: float) -> float:
    """Return the highest total that is no more than a level."""
    return level if step <= TOLERANCE else float(np.floor(level / step + 1e-6)) * step
