"""The plans nearest to a published one: how few seats must change, proven, and which meetings are left to decide.

The fewest changes are a linear program whose relaxation is nearly always whole. Its reduced costs tell which meetings
no plan of so few changes has, and which all of them have (reduced-cost fixing: Dantzig, Fulkerson and Johnson, 1954).
A few dozen meetings are left to decide, and what is proven of them holds for all.
"""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from matching.errors import Infeasible
from matching.scheduling.aims import with_shortage
from matching.scheduling.linear import Column, Linear, best
from matching.scheduling.model import Aim, Meetings, Meetup
from matching.scheduling.preview import LEAST, Left, filled, preview
from matching.scheduling.program import Program, program_of, whole_of

Mask = NDArray[np.bool_]
_ROUNDING = 1e-6
AT_ONCE = 2000  # columns taken in at once


@dataclass(frozen=True, slots=True)
class Nearest:
    """All plans that change the fewest seats, one of them, and how many seats that is."""

    linear: Linear  # its solutions are those plans, and no others
    meetings: Meetings  # what each of its first columns stands for
    chosen: Mask  # of them, by one of the plans
    short: int  # meetings that people lack of their minimum, all together
    changed: int
    changed_bound: int  # no plan as little short changes fewer


def nearest(meetup: Meetup, published: Meetings, left: Left) -> Nearest:
    """Return the plans that are least short of the minimum (when it is an aim) and then change the fewest seats.

    A seat is one person who is there in one open round; it changes when the host does, or comes, or goes.
    Raise Infeasible when no plan keeps the hard rules.
    """
    program = program_of(meetup)
    linear, less = with_shortage(whole_of(program, np.arange(len(program.person))), meetup)
    seats, changes = changes_of(meetup, program, published)
    price = int(meetup.person_free.sum()) + 1 if Aim.MINIMUM in meetup.aims else 0  # more than all changes together
    cost = np.pad(changes, (0, len(less) - len(changes))) - price * less
    useful = np.zeros((*meetup.score.shape, meetup.rounds), dtype=bool)
    person, host, round_ = published.T
    stays = published[meetup.person_free[person, round_] & meetup.host_free[host, round_]]
    useful[tuple(np.concatenate([stays, filled(meetup, stays), preview(meetup, left)]).T)] = True
    known = useful[program.person, program.host, program.round]
    found = _cheapest(linear, cost, np.pad(known, (0, len(cost) - len(known)), constant_values=True), left)
    count = len(found.linear.person)
    short = round(-float(less[found.kept] @ found.x)) if price else 0
    return Nearest(
        found.linear.with_rows(csr_array(cost[found.kept][None]), -np.inf, found.cost + _ROUNDING),
        np.stack([program.person, program.host, program.round], axis=1)[found.kept[: len(program.person)]],
        found.x[:count] > 0.5,
        short,
        seats + found.cost - price * short,
        max(seats + found.least - price * short, 0),
    )


def changes_of(meetup: Meetup, program: Program, published: Meetings) -> tuple[int, Column]:
    """Return how many published meetings are of people who are there, and what each meeting adds to the changes.

    A published meeting that stays takes one away, a meeting where there was none adds one; where there was one,
    another host adds nothing to the published meeting that goes.
    """
    before = np.zeros((*meetup.score.shape, meetup.rounds), dtype=bool)
    before[tuple(published.T)] = True
    before &= meetup.person_free[:, None, :]
    seated = np.asarray(before.any(axis=1))
    stays = before[program.person, program.host, program.round]
    comes = ~seated[program.person, program.round]
    return int(before.sum()), np.where(program.met, 0.0, comes.astype(float) - stays)


@dataclass(frozen=True, slots=True)
class _Cheapest:
    """The columns that cheapest solutions may use, a cheapest solution, its cost, and the least that there can be."""

    linear: Linear
    kept: Mask
    x: Column
    cost: int
    least: int


def _cheapest(linear: Linear, cost: Column, inside: Mask, left: Left) -> _Cheapest:
    """Return the cheapest solutions, where all costs are whole numbers; `inside` are columns that some solution uses.

    A solution that costs at most `window` more than the relaxed one has no column whose reduced cost exceeds it.
    """
    if not len(cost):  # nobody can meet anybody
        return _Cheapest(linear, inside, cost, 0, 0)
    bound, reduced = _relaxed(linear, cost, inside, left)
    least = round(np.ceil(bound - _ROUNDING))
    window = least - bound
    while True:
        kept, filled = _within(linear, reduced, window + _ROUNDING)
        part = _columns(linear, kept, filled)
        found = best(part, -cost[kept], max(left(), 1.0))
        if found.x is not None:
            worth = round(float(cost[kept] @ found.x))
            all_seen = worth - bound <= window + _ROUNDING
            if all_seen or left() <= 0:
                proved = all_seen and -found.bound > worth - 1 + _ROUNDING
                return _Cheapest(part, kept, found.x, worth, worth if proved else least)
            window = worth - bound
        elif kept.all():
            raise Infeasible("no plan keeps the hard rules")
        else:
            window = 2 * window + 1


def _relaxed(linear: Linear, cost: Column, inside: Mask, left: Left) -> tuple[float, Column]:
    """Return the least cost of fractions, and the reduced cost of each column.

    Columns are taken in when they could make it cheaper (column generation: Dantzig and Wolfe, 1960). When time ends,
    the cost is one that nothing falls below (its Lagrangian bound), and only columns that were of use are cheap.
    """
    above, below = np.flatnonzero(np.isfinite(linear.upper)), np.flatnonzero(np.isfinite(linear.lower))
    matrix = vstack([linear.matrix[above], -linear.matrix[below]], format="csc")
    limits = np.concatenate([linear.upper[above], -linear.lower[below]])
    useful = inside = inside | (linear.low > 0)
    known = float(np.minimum(cost, 0) @ linear.high)
    while True:
        part = np.flatnonzero(inside)
        found = scipy.optimize.linprog(
            *(cost[part], matrix[:, part], limits),
            bounds=np.stack([linear.low[part], linear.high[part]], axis=1),
            method="highs",
            options={"time_limit": max(left(), LEAST)},
        )
        if found.status != 0:
            return known, np.where(useful, 0.0, np.inf)
        reduced = cost - matrix.T @ found.ineqlin.marginals
        known = max(known, float(found.fun + np.minimum(reduced[~inside], 0) @ linear.high[~inside]))
        cheaper = np.flatnonzero(~inside & (reduced < -_ROUNDING))
        if not len(cheaper):
            return known, reduced
        useful = useful.copy()
        useful[part[found.x > 0]] = True
        inside = inside.copy()
        inside[cheaper[np.argsort(reduced[cheaper], kind="stable")[: max(AT_ONCE, len(part))]]] = True


def _within(linear: Linear, reduced: Column, window: float) -> tuple[Mask, Mask]:
    """Return the columns that a solution within the window may use, and those that it fills.

    What is filled takes the seat, the round and the pair from other meetings, which are left out.
    """
    filled = np.asarray((reduced < -window) | (linear.low > 0.5))
    full = np.less(linear.upper - linear.matrix @ np.where(filled, linear.high, 0.0), 0.5)
    blocked = np.greater(full.astype(float) @ linear.matrix, 0) & ~filled
    return ~(blocked | (reduced > window)) | filled, filled


def _columns(linear: Linear, kept: Mask, filled: Mask) -> Linear:
    """Return the program of some columns; the others are 0, and what is filled is as high as it may be."""
    meetings = kept[: len(linear.person)]
    return Linear(
        *(linear.person[meetings], linear.host[meetings], linear.score[meetings]),
        *(linear.matrix[:, np.flatnonzero(kept)], linear.lower, linear.upper),
        *(np.where(filled, linear.high, linear.low)[kept], linear.high[kept], linear.whole[kept]),
    )
