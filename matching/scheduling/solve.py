"""A plan for a meetup: aim after aim, each pursued without giving up the former, with the bound that proves it.

First who meets whom (`pairing`), then in which round (`timetable`). Where every pair finds a round, the bound of the
far smaller first program is reached, and so proved. Where not, the whole program (`program`) settles it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from itertools import product

import numpy as np
from numpy.typing import NDArray

from matching.scheduling.aims import ceiling, objective, plan_of, value, with_shortage
from matching.scheduling.linear import Linear, best
from matching.scheduling.model import Aim, Meetings, Meetup, Pairs, Plan
from matching.scheduling.pairing import pairing_of
from matching.scheduling.preview import filled, preview
from matching.scheduling.program import Program, keys, program_of, whole_of
from matching.scheduling.scale import proved, scaled, told
from matching.scheduling.timetable import room_of, timetable
from matching.scheduling.worst_off import at_level, highest

Left = Callable[[], float]  # seconds left
Chosen = NDArray[np.bool_]
WHOLE_AT_MOST = 300_000  # meetings that may be, for their whole program to be searched


@dataclass(frozen=True, slots=True)
class Pursuit:
    """One aim after others: what is asked, its programs, and the time for it."""

    meetup: Meetup
    aims: tuple[Aim, ...]  # the last is pursued, the former are kept
    pairing: Callable[[], Linear]
    program: Callable[[], Program]
    left: Left


def plan(
    meetup: Meetup,
    left: Left,
    progress: Callable[[int, int], None] = lambda done, of: None,
    heard: Callable[[Meetings], None] = lambda meetings: None,
) -> Plan:
    """Return the best plan found while `left()` seconds are left, and the most that each aim could reach.

    `progress` hears how many steps are done, of how many, and `heard` the best plan so far after each. The same
    meetup has the same plan unless time ends a search.
    Raises Infeasible when no plan keeps the hard rules, Unfound when time ended before one was found.
    """
    aims = meetup.aims if Aim.TOTAL in meetup.aims else (*meetup.aims, Aim.TOTAL)
    asked, factor = scaled(meetup)
    meetings = preview(asked, left)
    heard(meetings)
    pairing, program = cache(partial(pairing_of, asked)), cache(partial(program_of, asked))
    bounds = {aim: ceiling(asked, aim) for aim in aims}
    # The second turn gives what nobody needed to the first aim that time was too short for, and to those after it.
    enough = left() / 4
    for turn, done in product((0, 1), range(len(aims))):
        if turn and left() < enough:
            break
        if not turn:
            progress(done + 1, len(aims) + 1)
        behind = len(aims) - done - 1
        later = left() * (min(behind, 1) / 4 if turn else behind / (behind + 1))
        pursuit = Pursuit(asked, aims[: done + 1], pairing, program, partial(_until, left, later))
        meetings, bounds[aims[done]] = _pursued(pursuit, meetings, bounds[aims[done]])
        heard(meetings)
    progress(len(aims) + 1, len(aims) + 1)
    # A later search may reach more of a former aim, so values are told of the plan at the end.
    reached = {aim: told(aim, value(asked, aim, meetings), bound, factor) for aim, bound in bounds.items()}
    return plan_of(meetup, meetings, reached)


def _pursued(pursuit: Pursuit, meetings: Meetings, bound: float) -> tuple[Meetings, float]:
    """Return the best plan found for the last of the aims that gives up nothing of the former, and its bound."""
    meetup, aim = pursuit.meetup, pursuit.aims[-1]
    if proved(value(meetup, aim, meetings), bound) or pursuit.left() <= 0:
        return meetings, bound
    linear = pursuit.pairing()
    chosen, most = _searched(pursuit, linear, meetings, bound)
    bound = min(bound, most)
    if chosen is not None:
        pairs = np.column_stack([linear.person, linear.host])[chosen]
        found = _timed(meetup, pairs)
        meetings = meetings if found is None else _better(pursuit, meetings, found)
        if not proved(value(meetup, aim, meetings), value(meetup, aim, pairs)):
            meetings, bound = _settled(pursuit, meetings, pairs, bound)
    return meetings, max(bound, value(meetup, aim, meetings))


def _settled(pursuit: Pursuit, meetings: Meetings, pairs: Pairs, bound: float) -> tuple[Meetings, float]:
    """Return what `_pursued` asks where pairs found no round: among them and those of the plan, then among all."""
    meetup, program = pursuit.meetup, pursuit.program()
    asked = np.concatenate([keys(meetup, pairs), keys(meetup, meetings)])
    near = np.isin(keys(meetup, program.pairs), asked)
    for kept in (near, np.ones_like(near)):
        if proved(value(meetup, pursuit.aims[-1], meetings), bound) or kept.sum() > WHOLE_AT_MOST:
            break
        variables = np.flatnonzero(kept)
        chosen, most = _searched(pursuit, whole_of(program, variables), meetings, bound)
        bound = min(bound, most) if kept.all() else bound
        if chosen is not None:
            meetings = _better(pursuit, meetings, program.meetings(variables[chosen]))
    return meetings, bound


def _timed(meetup: Meetup, pairs: Pairs) -> Meetings | None:
    """Return the pairs as a plan, with what else finds a place; `None` where a must finds no round."""
    new = pairs[~np.isin(keys(meetup, pairs), keys(meetup, meetup.met))]
    placed, out = timetable(new, room_of(meetup, meetup.met))
    if np.isin(keys(meetup, out), keys(meetup, meetup.must)).any():
        return None
    return filled(meetup, np.concatenate([meetup.met, placed]))


def _better(pursuit: Pursuit, meetings: Meetings, found: Meetings) -> Meetings:
    return max(
        meetings, found, key=lambda one: tuple(round(value(pursuit.meetup, aim, one), 6) for aim in pursuit.aims)
    )


def _until(left: Left, later: float) -> float:
    return left() - later


def _searched(pursuit: Pursuit, hard: Linear, meetings: Meetings, bound: float) -> tuple[Chosen | None, float]:
    """Return the columns of the best solution found that gives up nothing of the former aims, if any, and the bound."""
    meetup, aim, linear = pursuit.meetup, pursuit.aims[-1], hard
    for former in pursuit.aims[:-1]:
        linear = _held(linear, meetup, former, value(meetup, former, meetings))
    if aim is Aim.WORST_OFF:
        return highest(linear, meetup, value(meetup, aim, meetings), bound, pursuit.left)
    wide, wanted = with_shortage(linear, meetup) if aim is Aim.MINIMUM else (linear, objective(linear, meetup, aim))
    found = best(wide, wanted, pursuit.left())
    return None if found.x is None else found.x[: len(hard.person)] > 0.5, found.bound


def _held(linear: Linear, meetup: Meetup, aim: Aim, reached: float) -> Linear:
    """Return the program that reaches as much of an aim."""
    if aim is Aim.WORST_OFF:
        return at_level(linear, meetup, reached)
    if aim is not Aim.MINIMUM:
        return linear.at_least(objective(linear, meetup, aim), reached)
    if reached < 0:
        wide, shortage = with_shortage(linear, meetup)
        return wide.at_least(shortage, reached)
    return linear.with_rows(linear.per_person(len(meetup.people)), meetup.minimum, np.inf)
