"""Who is left out, why, and the smallest change that would place them without taking another's place."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from matching.assignment.model import Assignment, Ints, Never, Problem
from matching.assignment.solve import assign

_TRIED = 3  # places or pairs of a kind of change that are tried


class Why(StrEnum):
    """Why somebody is left out."""

    NO_PAIR = "no_pair"  # no place is allowed
    NO_SEAT = "no_seat"  # the allowed places have no seat to give
    FULL = "full"  # all seats of the allowed places are taken
    NOT_WORTH = "not_worth"  # there is a seat, but the aims are better served without


class ChangeKind(StrEnum):
    """What the organiser could change."""

    SEAT = "seat"  # one more seat at the place
    LIFT = "lift"  # the never between both
    MUST = "must"  # make the pair a must
    KEPT_SEAT = "kept_seat"  # one more seat at the place, kept for the person: a must
    LIFT_KEPT_SEAT = "lift_kept_seat"  # both


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a problem."""

    kind: ChangeKind
    place: int
    never: Never | None = None  # what is lifted


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody without a place."""

    person: int
    why: Why
    allowed: int  # places that they may have
    unlisted: int  # places that were never theirs to have: no score
    never: Mapping[Never, int]  # places that each kind of never removes
    ahead: int  # seats of their places held by somebody who fits there as well or better
    behind: int  # and by somebody who fits less, and could go nowhere else without a greater loss


def left_out(problem: Problem, found: Assignment) -> list[LeftOut]:
    """Return those that an assignment leaves out, in their order."""
    places = np.full(problem.people, -1)
    places[found.pairs[:, 0]] = found.pairs[:, 1]
    return [_left_out(problem, found, int(person)) for person in np.flatnonzero(places < 0)]


def _left_out(problem: Problem, found: Assignment, person: int) -> LeftOut:
    listed, scores = _listed(problem, person)
    barred = [problem.never.get((person, int(place))) for place in listed]
    open_to = np.array([never is None for never in barred], bool)
    mine = dict(zip(listed[open_to].tolist(), scores[open_to].tolist(), strict=True))
    held = [mine[place] <= score for (_, place), score in _held(found, mine)]
    never = Counter(never for never in barred if never is not None)
    why = _why(problem, found, np.array(list(mine), np.int64))
    unlisted = len(problem.capacity) - len(listed)
    return LeftOut(person, why, len(mine), unlisted, never, sum(held), len(held) - sum(held))


def _listed(problem: Problem, person: int) -> tuple[Ints, np.ndarray]:
    first, last = np.searchsorted(problem.person, [person, person + 1])
    return problem.place[first:last], problem.score[first:last]


def _held(found: Assignment, places: Mapping[int, float]) -> Iterator[tuple[tuple[int, int], float]]:
    rows = np.flatnonzero(np.isin(found.pairs[:, 1], list(places)))
    return zip(map(tuple, found.pairs[rows].tolist()), found.scores[rows].tolist(), strict=True)


def _why(problem: Problem, found: Assignment, mine: Ints) -> Why:
    if not len(mine):
        return Why.NO_PAIR
    if (found.load[mine] < problem.free[mine]).any():
        return Why.NOT_WORTH
    return Why.FULL if found.load[mine].any() else Why.NO_SEAT


def smallest_change(problem: Problem, found: Assignment, person: int) -> Change | None:
    """Return the first change after which they have a place and all who have one still do; None without any.

    Tried in this order, each by assigning anew: a seat more where they fit best, a never lifted (the easiest kind
    first), a must, a seat more that is kept for them, the last with a never lifted.
    """
    placed = {*found.pairs[:, 0].tolist(), person}
    for change in _changes(problem, found, person):
        after = assign(changed(problem, person, change))
        if placed <= set(after.pairs[:, 0].tolist()):
            return change
    return None


def changed(problem: Problem, person: int, change: Change) -> Problem:
    """Return the problem after a change for somebody."""
    capacity, must, never = problem.capacity.copy(), problem.must, dict(problem.never)
    if change.kind in (ChangeKind.SEAT, ChangeKind.KEPT_SEAT, ChangeKind.LIFT_KEPT_SEAT):
        capacity[change.place] = max(capacity[change.place], problem.taken[change.place]) + 1
    if change.kind in (ChangeKind.LIFT, ChangeKind.LIFT_KEPT_SEAT):
        del never[person, change.place]
    if change.kind in (ChangeKind.MUST, ChangeKind.KEPT_SEAT, ChangeKind.LIFT_KEPT_SEAT):
        must = np.vstack((must, [[person, change.place]]))
    return replace(problem, capacity=capacity, must=must, never=never)


def _changes(problem: Problem, found: Assignment, person: int) -> Iterator[Change]:
    listed, scores = _listed(problem, person)
    ordered = listed[np.argsort(-scores, kind="stable")].tolist()
    mine = [place for place in ordered if (person, place) not in problem.never][:_TRIED]
    barred = [(problem.never[person, place], place) for place in ordered if (person, place) in problem.never]
    barred = sorted(barred, key=lambda pair: list(Never).index(pair[0]))[:_TRIED]
    full = found.load >= problem.free
    yield from (Change(ChangeKind.SEAT, place) for place in mine if full[place])
    yield from (Change(ChangeKind.LIFT, place, never) for never, place in barred)
    yield from (Change(ChangeKind.MUST, place) for place in mine if not full[place])
    yield from (Change(ChangeKind.KEPT_SEAT, place) for place in mine)
    yield from (Change(ChangeKind.LIFT_KEPT_SEAT, place, never) for never, place in barred)
