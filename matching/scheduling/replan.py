"""The day went otherwise: a valid plan that changes the fewest seats of the published one, then pursues the aims."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from matching.scheduling.aims import can_meet, ceiling, objective, plan_of, value
from matching.scheduling.linear import Column, Linear, best
from matching.scheduling.model import Aim, AimReached, Meetings, Meetup, Plan
from matching.scheduling.nearest import Nearest, nearest
from matching.scheduling.rules import conflicts
from matching.scheduling.scale import scaled, told


@dataclass(frozen=True, slots=True)
class Replanned:
    """A plan near the published one. Its bounds are for plans that change as few seats."""

    plan: Plan
    changed: int  # seats of people who are there, from now on: one person in one round
    changed_bound: int  # the fewest that a valid plan changes


def replan(
    meetup: Meetup,
    published: Meetings,
    left: Callable[[], float],
    heard: Callable[[Replanned], None] = lambda found: None,
) -> Replanned:
    """Return the plan of a meetup as `day.on_the_day` returns it, while `left()` seconds are left for the aims.

    As few meetings as possible are short of anybody's minimum (when that is an aim), then the fewest seats change,
    then come the other aims in their order, and the total. `heard` hears the nearest plan, and the best after each
    aim. Raise Infeasible when no plan keeps the hard rules.
    """
    asked, factor = scaled(meetup)
    near = nearest(asked, published, left)
    short = AimReached(Aim.MINIMUM, near.short, near.short, near.changed == near.changed_bound)
    for meetings, bounds in _pursued(asked, near, left):
        reached = {aim: told(aim, value(asked, aim, meetings), bound, factor) for aim, bound in bounds.items()}
        plan = plan_of(meetup, meetings, {Aim.MINIMUM: short} | reached, conflicts(meetup, meetings))
        found = Replanned(plan, near.changed, near.changed_bound)
        heard(found)
    return found


def _pursued(meetup: Meetup, near: Nearest, left: Callable[[], float]) -> Iterator[tuple[Meetings, dict[Aim, float]]]:
    """Yield one of the nearest plans, then the best of them after each aim; and the bound of each aim, or its ceiling.

    The last is the best.
    """
    linear, meetings = near.linear, near.meetings[near.chosen]
    aims = [aim for aim in dict.fromkeys((*meetup.aims, Aim.TOTAL)) if aim is not Aim.MINIMUM]
    bounds: dict[Aim, float] = {aim: ceiling(meetup, aim) for aim in aims}
    yield _in_order(meetings), bounds
    for aim in aims if len(near.meetings) else ():
        linear, wanted = _aimed(linear, meetup, aim)
        found = best(linear, wanted, max(left(), 1.0))
        if found.x is None:
            break
        meetings = near.meetings[found.x[: len(near.meetings)] > 0.5]
        bounds[aim] = min(found.bound, _settled(near.linear, meetup, meetings) if aim is Aim.WORST_OFF else np.inf)
        linear = linear.at_least(wanted, float(wanted @ found.x))
        yield _in_order(meetings), bounds


def _in_order(meetings: Meetings) -> Meetings:
    return meetings[np.lexsort(meetings.T)]


def _aimed(linear: Linear, meetup: Meetup, aim: Aim) -> tuple[Linear, Column]:
    """Return the program with what an aim needs, and the aim as its objective.

    The least total is that of people for whom something is still open: what others have, nobody can raise.
    """
    if aim is not Aim.WORST_OFF:
        return linear, objective(linear, meetup, aim)
    people = _open(linear)
    totals = linear.per_person(len(meetup.people))[people].multiply(linear.score[None])
    most = float(meetup.score.sum(axis=1).max(initial=0.0)) + 1.0
    wide = linear.with_columns(csr_array((len(linear.lower), 1)), np.array([most]))
    gap = csr_array((len(people), len(linear.low) - len(linear.person)))
    wide = wide.with_rows(hstack([totals, gap, csr_array(-np.ones((len(people), 1)))], format="csr"), 0.0, np.inf)
    return wide, np.eye(1, len(wide.low), len(wide.low) - 1)[0]


def _open(linear: Linear) -> NDArray[np.int64]:
    """Return the people for whom something is still open."""
    return np.unique(linear.person[(linear.low < linear.high)[: len(linear.person)]])


def _settled(linear: Linear, meetup: Meetup, meetings: Meetings) -> float:
    """Return the least total of the others who could meet anybody, inf when there are none."""
    others = can_meet(meetup) & ~np.isin(np.arange(len(meetup.people)), _open(linear))
    totals = np.bincount(meetings[:, 0], meetup.score[meetings[:, 0], meetings[:, 1]], len(meetup.people))
    return float(totals[others].min(initial=np.inf))
