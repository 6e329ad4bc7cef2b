"""The smallest change that would place somebody who is left out, without taking another's place."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from matching.assignment.left_out import listed
from matching.assignment.model import Aim, Assignment, Never, Problem
from matching.assignment.solve import assign

_TRIED = 3  # places or pairs of a kind of change that are tried


class ChangeKind(StrEnum):
    """What the organiser could change."""

    SEAT = "seat"  # one more seat at the place
    LIFT = "lift"  # the never between both
    MUST = "must"  # make the pair a must
    KEPT_SEAT = "kept_seat"  # one more seat at the place, kept for the person: a must
    LIFT_KEPT_SEAT = "lift_kept_seat"  # both
    ALLOW = "allow"  # a pair that had no score
    ALLOW_KEPT_SEAT = "allow_kept_seat"  # and one more seat there, kept for the person


_MORE_SEATS = (ChangeKind.SEAT, ChangeKind.KEPT_SEAT, ChangeKind.LIFT_KEPT_SEAT, ChangeKind.ALLOW_KEPT_SEAT)
_KEPT = _MORE_SEATS[1:]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a problem."""

    kind: ChangeKind
    place: int
    never: Never | None = None  # what is lifted
    score: float | None = None  # of the pair that is allowed


@dataclass(frozen=True, slots=True)
class Offer:
    """A pair that no score allows, and what it would be worth."""

    place: int
    score: float


@dataclass(frozen=True, slots=True)
class Search:
    """A search for changes of one problem; what one more seat leads to is found once for each place."""

    problem: Problem
    found: Assignment
    stop: Callable[[], bool]  # once true, only changes that need no solving are named
    _with_seat: dict[int, set[int]]  # place → people who have one after one more seat there

    def smallest(self, person: int, offers: Sequence[Offer] = ()) -> Change | None:
        """Return the first change after which they have a place and all who have one still do; None without any.

        Tried in this order: a seat more where they fit best, a never lifted (the easiest kind first), a must, a seat
        more that is kept for them, the last with a never lifted; then, for who may go nowhere else, the `offers`, the
        first ones first, and these with a seat more.
        """
        placed = {*self.found.pairs[:, 0].tolist(), person}
        changes = _changes(self.problem, self.found, person, offers)
        return next((change for change in changes if self._places(placed, person, change)), None)

    def _places(self, placed: set[int], person: int, change: Change) -> bool:
        """Return whether all of them have a place after a change.

        With a seat kept for somebody, the others choose among what they chose among before, unless loads count: then
        nothing changes for them, and nothing needs to be solved.
        """
        if change.kind in _KEPT and not _loads_count(self.problem):
            return True
        if change.kind is ChangeKind.SEAT and change.place in self._with_seat:
            return placed <= self._with_seat[change.place]
        if self.stop():
            return False
        after = set(assign(changed(self.problem, person, change)).pairs[:, 0].tolist())
        if change.kind is ChangeKind.SEAT:
            self._with_seat[change.place] = after
        return placed <= after


def search(problem: Problem, found: Assignment, stop: Callable[[], bool]) -> Search:
    """Return a search for changes of a problem, whose best assignment is `found`."""
    return Search(problem, found, stop, {})


def changed(problem: Problem, person: int, change: Change) -> Problem:
    """Return the problem after a change for somebody."""
    capacity, must, never = problem.capacity.copy(), problem.must, dict(problem.never)
    if change.kind in _MORE_SEATS:
        capacity[change.place] = max(capacity[change.place], problem.taken[change.place]) + 1
    if change.never is not None:
        del never[person, change.place]
    if change.kind is ChangeKind.MUST or change.kind in _KEPT:
        must = np.vstack((must, [[person, change.place]]))
    after = replace(problem, capacity=capacity, must=must, never=never)
    return after if change.score is None else _with_pair(after, person, change.place, change.score)


def _with_pair(problem: Problem, person: int, place: int, score: float) -> Problem:
    first, last = np.searchsorted(problem.person, [person, person + 1])
    at = first + int(np.searchsorted(problem.place[first:last], place))
    people, places = np.insert(problem.person, at, person), np.insert(problem.place, at, place)
    return replace(problem, person=people, place=places, score=np.insert(problem.score, at, score))


def _changes(problem: Problem, found: Assignment, person: int, offers: Sequence[Offer]) -> Iterator[Change]:
    places, scores = listed(problem, person)
    ordered = places[np.argsort(-scores, kind="stable")].tolist()
    mine = [place for place in ordered if (person, place) not in problem.never][:_TRIED]
    barred = [(problem.never[person, place], place) for place in ordered if (person, place) in problem.never]
    barred = sorted(barred, key=lambda pair: list(Never).index(pair[0]))[:_TRIED]
    full = found.load >= problem.free
    yield from (Change(ChangeKind.SEAT, place) for place in mine if full[place])
    yield from (Change(ChangeKind.LIFT, place, never) for never, place in barred)
    yield from (Change(ChangeKind.MUST, place) for place in mine if not full[place])
    yield from (Change(ChangeKind.KEPT_SEAT, place) for place in mine)
    yield from (Change(ChangeKind.LIFT_KEPT_SEAT, place, never) for never, place in barred)
    yield from (Change(ChangeKind.ALLOW, offer.place, None, offer.score) for offer in offers[:_TRIED])
    yield from (Change(ChangeKind.ALLOW_KEPT_SEAT, offer.place, None, offer.score) for offer in offers[:_TRIED])


def _loads_count(problem: Problem) -> bool:
    return bool(problem.weights.get(Aim.EVEN)) if problem.weights is not None else Aim.EVEN in problem.aims
