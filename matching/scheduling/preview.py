"""A good plan at once: one assignment a round. And the pairs that must meet, placed before anything else."""

from collections.abc import Callable

import numpy as np
import scipy
from numpy.typing import NDArray

from matching.errors import Infeasible, Unfound
from matching.scheduling.linear import best
from matching.scheduling.model import Meetings, Meetup, Pairs
from matching.scheduling.program import keys, program_of, whole_of
from matching.scheduling.timetable import STEPS, Room, room_of, timetable

Left = Callable[[], float]  # seconds left
LONG = 400_000  # steps of the longer search at most
LEAST = 0.3  # seconds that each proof has, though time is over
MOST = 1e9  # seconds without a limit
# As shares of the greatest score: what a meeting counts more for each that somebody lacks in a round left,
BEHIND = 0.1
NOW = 3.0  # and for who needs every round left: more than any score and wish


def preview(meetup: Meetup, left: Left = lambda: MOST) -> Meetings:
    """Return a plan that keeps every hard rule, in milliseconds; minimum and wishes as far as they come by.

    Raises Infeasible when the musts cannot all meet, Unfound when `left()` seconds did not do to find how they could.
    """
    return filled(meetup, required(meetup, left))


def required(meetup: Meetup, left: Left) -> Meetings:
    """Return the meetings that took place and a round for every must; raises what `preview` raises."""
    key = np.setdiff1d(keys(meetup, meetup.must), keys(meetup, meetup.met))
    if not len(key):
        return meetup.met
    pairs = np.column_stack(np.divmod(key, len(meetup.hosts)))
    if _forbidden(meetup, pairs):
        raise Infeasible
    room = room_of(meetup, meetup.met)
    placed, out = timetable(pairs, room)
    return np.concatenate([meetup.met, placed]) if not len(out) else _searched(meetup, pairs, room, left)


def _searched(meetup: Meetup, pairs: Pairs, room: Room, left: Left) -> Meetings:
    """Return what `required` asks where a first search failed: by fractions, a longer search, and whole numbers."""
    program = program_of(meetup)
    kept = np.flatnonzero(np.isin(keys(meetup, program.pairs), keys(meetup, pairs)) | program.met)
    linear = whole_of(program, kept)
    nothing = np.zeros(len(kept))
    if best(linear.relaxed(), nothing, max(left(), LEAST)).bound == -np.inf:
        raise Infeasible
    half = left() / 2
    placed, out = timetable(pairs, room, lambda step: step > STEPS and (left() <= half or step > LONG))
    if not len(out):
        return np.concatenate([meetup.met, placed])
    found = best(linear, nothing, max(left(), LEAST))
    if found.x is None:
        raise Infeasible if found.bound == -np.inf else Unfound
    return program.meetings(kept[found.x > 0.5])


def _forbidden(meetup: Meetup, pairs: NDArray[np.int64]) -> bool:
    """Tell whether a pair is forbidden, or whether one person has two pairs with hosts of one company."""
    allowed = _allowed(meetup, meetup.met)
    for person, host in pairs:
        if not allowed[person, host]:
            return True
        _meet(meetup, allowed, person, host)
    return False


def filled(meetup: Meetup, fixed: Meetings) -> Meetings:
    """Return the fixed meetings and as many more as each round takes, the best first and those who lack meetings."""
    allowed = _allowed(meetup, fixed)
    room = room_of(meetup, fixed)
    lacking = meetup.minimum - np.bincount(fixed[:, 0], minlength=len(meetup.people))
    wished = np.zeros(meetup.score.shape)
    most = meetup.score.max(initial=0.0) or 1.0
    wished[tuple(meetup.wish.T)] = 1
    worth = 1e-3 + meetup.score / most + wished
    found = [fixed]
    for round_ in np.argsort(room.places.sum(0), kind="stable"):
        person = np.flatnonzero(room.free[:, round_])
        seat = np.repeat(np.arange(len(meetup.hosts)), room.places[:, round_])
        left = np.maximum(room.free[person].sum(1), 1)
        room.free[:, round_] = False
        lack = np.maximum(lacking[person], 0)
        bonus = BEHIND * lack / left + NOW * ((lack >= left) & (lack > 0))
        pair = np.ix_(person, seat)
        weight = np.where(allowed[pair], worth[pair] + bonus[:, None], 0.0)
        rows, columns = scipy.optimize.linear_sum_assignment(weight, maximize=True)
        met = weight[rows, columns] > 0
        person, host = person[rows[met]], seat[columns[met]]
        lacking[person] -= 1
        for one, other in zip(person, host, strict=True):
            _meet(meetup, allowed, one, other)
        found.append(np.column_stack([person, host, np.full(len(person), round_)]))
    meetings = np.concatenate(found)
    return meetings[np.lexsort(meetings.T)]


def _allowed(meetup: Meetup, fixed: Meetings) -> NDArray[np.bool_]:
    """Return which pairs may meet beside the fixed meetings."""
    allowed = np.ones(meetup.score.shape, dtype=bool)
    allowed[tuple(meetup.never.T)] = False
    for person, host, _ in fixed:
        _meet(meetup, allowed, person, host)
    return allowed


def _meet(meetup: Meetup, allowed: NDArray[np.bool_], person: int, host: int) -> None:
    """Close the hosts that a person may no longer meet after this one."""
    allowed[person, host] = False
    if meetup.company[host] >= 0:
        allowed[person, meetup.company == meetup.company[host]] = False
