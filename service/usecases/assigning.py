"""Who goes to whom, when seats are counted: an organiser's question made a problem, and its best answer explained."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.assignment.changes import Change, Offer, search
from matching.assignment.left_out import LeftOut, Why, left_out
from matching.assignment.model import Assignment, Ints, Problem, barred, made_in
from matching.assignment.solve import assign
from matching.assignment.stability import blocking_pairs
from matching.fields import Fault
from matching.grid import ALLOWED, Grid
from matching.model import Openings, Sponsors
from service.errors import Invalid
from service.importers.assignment_file import MOST, Asked, refuse

Pair = tuple[str, str]
Seats = Mapping[str, Mapping[str, int]]  # place → capacity and taken


@dataclass(frozen=True, slots=True)
class Posed:
    """A problem, and what its people and places are called."""

    people: tuple[str, ...]
    places: tuple[str, ...]
    problem: Problem
    grid: Grid | None = None  # of the same people and places, where the scores come from the market


@dataclass(frozen=True, slots=True)
class Planned:
    """An assignment with those it leaves out and the pairs that would rather have each other."""

    found: Assignment
    left_out: list[LeftOut]
    changes: list[Change | None]  # for each of them
    sought: list[bool]  # whether all were looked at before the time was up
    blocking: Ints  # shape (n, 2): person, place

    def ruled_out(self) -> list[tuple[int, int]]:
        """Return the pairs (person, place) that rules remove and that a change would allow."""
        named = zip(self.left_out, self.changes, strict=True)
        return [(one.person, change.place) for one, change in named if change and change.score is not None]


def of_file(name: str, asked: Asked) -> Posed:
    """Return the problem that a file with scores tells; without places, each takes one person.

    Raise Invalid for what contradicts itself.
    """
    scores = asked.scores or {}
    named = [*scores, *asked.must, *asked.never]
    people = asked.people if asked.people is not None else tuple(dict.fromkeys(person for person, _ in named))
    seats = asked.places if asked.places is not None else {place: {} for _, place in named}
    return _posed(name, asked, people, seats, dict(scores), None)


def of_market(name: str, asked: Asked, people: tuple[str, ...], seats: Seats, grid: Grid) -> Posed:
    """Return the problem of a market's grid, whose columns are the keys of `seats`; what the file says goes first.

    A must pair stands even where a rule would remove it. Raise Invalid for what contradicts itself.
    """
    names = list(seats)
    chosen = list(asked.places) if asked.places is not None else names
    known = {place: number for number, place in enumerate(names)}
    refuse(name, [("places", f"{place!r} is not among the places") for place in chosen if place not in known])
    columns = np.array([known[place] for place in chosen], np.int64)
    part = grid.columns(columns)
    told = {place: {**seats[place], **(asked.places or {}).get(place, {})} for place in chosen}
    rows, places = np.nonzero(part.allowed)
    scored = zip(rows.tolist(), places.tolist(), part.score[rows, places].tolist(), strict=True)
    scores = {(people[row], chosen[place]): score for row, place, score in scored}
    for person, place in asked.must:
        if person in people and place in told:
            scores.setdefault((person, place), float(part.score[people.index(person), chosen.index(place)]))
    return _posed(name, asked, people, told, scores, part)


def plan(posed: Posed, stop: Callable[[], bool]) -> Planned:
    """Return the best assignment, and why the others are left out.

    Once `stop` is true, only changes that are found without solving are named.
    """
    problem = posed.problem
    found = assign(problem)
    out = left_out(problem, found)
    changes, sought = list[Change | None](), []
    looked = search(problem, found, stop)
    for one in out:
        changes.append(looked.smallest(one.person, _offers(posed, one)))
        sought.append(changes[-1] is not None or not (one.allowed or one.never) or not stop())
    return Planned(found, out, changes, sought, _blocking(problem, found, posed.grid))


def _offers(posed: Posed, one: LeftOut) -> list[Offer]:
    """Return the places of who may go nowhere: those that the fewest rules remove, the best first."""
    if posed.grid is None or one.why is not Why.NO_PAIR:
        return []
    score, removals = posed.grid.score[one.person], posed.grid.removals[one.person]
    nearest = np.flatnonzero((removals > 0) & (removals == removals[removals > 0].min(initial=len(posed.grid.rules))))
    best = nearest[np.argsort(-score[nearest], kind="stable")].tolist()
    return [Offer(place, float(score[place])) for place in best if (one.person, place) not in posed.problem.never]


def removed_by(posed: Posed, person: int) -> Mapping[str, int]:
    """Return which rule removes how many places from somebody, by the first that does."""
    if posed.grid is None:
        return {}
    first = posed.grid.removed_by[person]
    return Counter(posed.grid.rules[rule].value for rule in first[first != ALLOWED])


def _blocking(problem: Problem, found: Assignment, grid: Grid | None) -> Ints:
    """Return the pairs who would rather have each other: by what each side wants, or by the file's scores."""
    open_to = ~barred(problem)
    person, place, score = problem.person[open_to], problem.place[open_to], problem.score[open_to]
    wanted, fitting = (score, score) if grid is None else (grid.wanted[person, place], grid.fitting[person, place])
    at = blocking_pairs(person, place, wanted, fitting, problem.free, made_in(problem, found)[open_to])
    return np.column_stack((person[at], place[at]))


def _posed(
    name: str, asked: Asked, people: Sequence[str], seats: Seats, scores: dict[Pair, float], grid: Grid | None
) -> Posed:
    places = tuple(seats)
    if len(people) > MOST:
        raise Invalid(f"{name}: {len(people):,} people; at most {MOST:,} are assigned at once: name some under people")
    taken = np.array([seats[place].get("taken", 0) for place in places], np.int64)
    capacity = np.array([seats[place].get("capacity", 1) for place in places], np.int64)
    free = dict(zip(places, (capacity - taken).tolist(), strict=True))
    refuse(name, list(_contradictions(asked, people, {place: max(seats, 0) for place, seats in free.items()})))
    row, column = ({identifier: n for n, identifier in enumerate(names)} for names in (people, places))
    for pair in asked.must:
        scores.setdefault(pair, 0.0)
    person = np.array([row[one] for one, _ in scores], np.int64)
    place = np.array([column[one] for _, one in scores], np.int64)
    order = np.lexsort((place, person))
    score = np.fromiter(scores.values(), np.float64, len(scores))
    must = np.array([(row[one], column[other]) for one, other in asked.must], np.int64).reshape(-1, 2)
    never = {(row[one], column[other]): why for (one, other), why in asked.never.items()}
    problem = Problem(
        len(people), capacity, taken, person[order], place[order], score[order], must, never, asked.aims, asked.weights
    )
    return Posed(tuple(people), places, problem, grid)


def _contradictions(asked: Asked, people: Sequence[str], seats: Mapping[str, int]) -> Iterator[Fault]:
    known, owed, left = set(people), dict[str, str](), dict(seats)
    for key, pairs in (("scores", asked.scores or {}), ("must", asked.must), ("never", asked.never)):
        for number, (person, place) in enumerate(pairs):
            if person not in known:
                yield f"{key}[{number}]", f"{person!r} is not among the people"
            if place not in seats:
                yield f"{key}[{number}]", f"{place!r} is not among the places"
    for number, (person, place) in enumerate(asked.must):
        where = f"must[{number}]"
        if (person, place) in asked.never:
            yield where, "the same pair is under never: leave one of them out"
        if person in owed:
            yield where, f"{person!r} must already go to {owed[person]!r}: keep one"
        owed.setdefault(person, place)
        left[place] = left.get(place, 0) - 1
        if left[place] == -1 and place in seats:
            yield where, f"{place!r} has no seat left for this must: raise its capacity, or leave the must out"


def opening_seats(names: Sequence[str], openings: Openings) -> Seats:
    """Return how many people each opening seeks."""
    return {name: {"capacity": int(count), "taken": 0} for name, count in zip(names, openings.positions, strict=True)}


def sponsor_seats(names: Sequence[str], sponsors: Sponsors) -> Seats:
    """Return how many people each sponsor follows at most, and now; where the most is unknown, one more than now."""
    followed = np.nan_to_num(sponsors.followed, nan=0.0)
    capacity = np.where(np.isnan(sponsors.capacity), followed + 1, sponsors.capacity)
    return {
        name: {"capacity": int(most), "taken": int(now)}
        for name, most, now in zip(names, capacity, followed, strict=True)
    }
