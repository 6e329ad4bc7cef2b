"""The nouns of an assignment: people, places with seats, what is asked, and the pairs with what they are worth."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Aim(StrEnum):
    """What an assignment is good for; each is pursued without giving up those before it."""

    PLACED = "placed"  # as few left out as possible
    FIT = "fit"  # the greatest sum of scores
    WORST_OFF = "worst_off"  # the least score of anybody who is placed, as high as possible
    EVEN = "even"  # the least sum of squared loads, with those already followed


class Never(StrEnum):
    """Why a pair may not be made; the first is the easiest to lift."""

    REFUSED = "refused"  # one of both refused before
    FAMILY = "family"  # same name: perhaps relatives
    CONFLICT = "conflict"  # conflict of interest


AIMS: Final = (Aim.PLACED, Aim.FIT)  # unless the organiser says otherwise


@dataclass(frozen=True, slots=True)
class Problem:
    """People to assign to places, all told by index; a pair that is not listed is not allowed."""

    people: int
    capacity: Ints  # of each place: everybody that it can take, those already there included
    taken: Ints  # of each place: who is already there
    person: Ints  # of each scored pair, which are in order of person, then place, each once
    place: Ints
    score: Floats
    must: Ints = field(
        default_factory=lambda: np.empty((0, 2), np.int64)
    )  # shape (n, 2): person, place; each is one of the scored pairs
    never: Mapping[tuple[int, int], Never] = field(default_factory=dict)  # (person, place) → why
    aims: tuple[Aim, ...] = AIMS
    weights: Mapping[Aim, float] | None = None  # one objective in place of the order; WORST_OFF has none

    @property
    def free(self) -> Ints:
        """Seats that are left in each place."""
        free: Ints = np.maximum(self.capacity - self.taken, 0)
        return free


@dataclass(frozen=True, slots=True)
class AimReached:
    """What an assignment reaches of an aim, and the best of any that reaches as much of the aims before it."""

    aim: Aim
    value: float  # nan = nobody is placed
    bound: float


@dataclass(frozen=True, slots=True)
class Assignment:
    """Pairs in order of person, with what they are worth and its certificate."""

    pairs: Ints  # shape (n, 2): person, place
    scores: Floats  # of the pairs
    load: Ints  # of each place: people it gets, those already there not counted
    aims: tuple[AimReached, ...]  # in the order in which they were pursued; empty with weights
    prices: Floats  # what a seat of each place is worth: the dual values that prove `bound`
    worth: float  # the total of the scores; with weights, the weighted sum
    bound: float  # no assignment that reaches as much of the aims before fit is worth more

    @property
    def total(self) -> float:
        """Sum of the scores."""
        return float(self.scores.sum())

    @property
    def gap(self) -> float:
        """How much more the best might be worth; rounding leaves a trace."""
        return max(self.bound - self.worth, 0.0)

    @property
    def proved(self) -> bool:
        """True when nothing better is possible, but for a millionth."""
        return self.gap <= 1e-6 * max(1.0, abs(self.bound))

    @property
    def worst_off(self) -> float:
        """The least score of a pair; nan without pairs."""
        return float(self.scores.min(initial=np.inf)) if len(self.scores) else float("nan")


def made_in(problem: Problem, found: Assignment) -> NDArray[np.bool_]:
    """Return which of a problem's pairs an assignment makes."""
    places = len(problem.capacity)
    keys = found.pairs[:, 0] * places + found.pairs[:, 1]
    return np.isin(problem.person * places + problem.place, keys)


def barred(problem: Problem) -> NDArray[np.bool_]:
    """Return which of a problem's pairs may never be made."""
    if not problem.never:
        return np.zeros(len(problem.person), bool)
    places = len(problem.capacity)
    keys = np.array([person * places + place for person, place in problem.never], np.int64)
    return np.isin(problem.person * places + problem.place, keys)


def problem_of(score: Floats, capacity: Ints) -> Problem:
    """Return the problem of a whole grid (people × places); -inf and nan are pairs that are not allowed."""
    person, place = np.nonzero(np.isfinite(score))
    taken = np.zeros(score.shape[1], np.int64)
    return Problem(len(score), np.asarray(capacity, np.int64), taken, person, place, score[person, place])
