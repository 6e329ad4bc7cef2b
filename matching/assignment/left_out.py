"""Who is left out, and why."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matching.assignment.model import Assignment, Floats, Ints, Never, Problem


class Why(StrEnum):
    """Why somebody is left out."""

    NO_PAIR = "no_pair"  # no place is allowed
    NO_SEAT = "no_seat"  # the allowed places have no seat to give
    FULL = "full"  # all seats of the allowed places are taken
    NOT_WORTH = "not_worth"  # there is a seat, but the aims are better served without


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
    places, scores = listed(problem, person)
    barred = [problem.never.get((person, int(place))) for place in places]
    open_to = np.array([never is None for never in barred], bool)
    mine = dict(zip(places[open_to].tolist(), scores[open_to].tolist(), strict=True))
    held = [mine[place] <= score for (_, place), score in _held(found, mine)]
    never = Counter(never for never in barred if never is not None)
    why = _why(problem, found, np.array(list(mine), np.int64))
    unlisted = len(problem.capacity) - len(places)
    return LeftOut(person, why, len(mine), unlisted, never, sum(held), len(held) - sum(held))


def listed(problem: Problem, person: int) -> tuple[Ints, Floats]:
    """Return the places that have a score with somebody, and the scores."""
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
