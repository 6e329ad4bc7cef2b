"""Which courses a territory should open next: whom each makes ready for which openings, and how many get a place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from matching.changes import Names
from matching.enums import Evidence, OpeningKind, place_in
from matching.market import Market, joined, opening_table
from matching.model import Candidates, Openings
from matching.pathways.gains import after_steps, gain
from matching.pathways.model import Day, Session, Step
from matching.pathways.places import Edges, Places, greedy
from matching.pathways.possible import possible_steps
from matching.pathways.ready import Goal, Ready, table_of
from matching.pathways.search import is_open
from matching.pathways.standing import FIRST_DAY, TIMELESS, evidence, free_from
from matching.profiles import RankProfile
from matching.records import Record

READY: Final = 0.5  # the least joint score of a pair that counts as a place for that person
_WORK: Final = [1 + place_in(OpeningKind, kind) for kind in (OpeningKind.JOB, OpeningKind.APPRENTICESHIP)]


@dataclass(frozen=True, slots=True)
class CourseEffect:
    """What one course does beside the ones before it in the list."""

    step: Step
    session: Session
    people: tuple[int, ...]  # ids of those whom it makes ready for an opening that they were not ready for
    openings: tuple[int, ...]  # ids of those openings
    placed: int  # how many more people have a place at once; 0 = none, or not among those chosen


@dataclass(frozen=True, slots=True)
class Cohort:
    """The courses worth opening, the one that places most people first, then each after those before it."""

    people: int
    positions: int
    placed: int  # how many could have a place now, all at once
    effects: tuple[CourseEffect, ...]


@dataclass(frozen=True, slots=True)
class _People:
    """Those who could follow a course: their records by id, their table, and what they are open to and ready for."""

    records: Mapping[int, Record]
    table: Candidates
    now: Ready
    open_to: Ready


def courses_to_open(
    records: Mapping[int, Record],
    market: Market,
    profile: RankProfile,
    courses: Sequence[Step],
    names: Names,
    day: Day,
    k: int,
    least: float = READY,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, steps: None,
) -> Cohort:
    """Return the k courses, existing or possible, that place most people beside each other.

    `records` gives the candidates by their id in the market. A person is ready for an opening that no must
    removes, with a joint score of `least` or more, and that can still be begun after the course; a person counts
    once, an opening as often as it has positions, a course as often as it has seats.
    """
    work = market.openings.take(np.flatnonzero(np.isin(market.openings.kind, _WORK)))
    people = market.candidates.take(np.flatnonzero(np.isin(market.candidates.ids, list(records))))
    goal = Goal(work, market, profile, least)
    positions = {row: max(1, int(count)) for row, count in enumerate(work.positions)}
    open_to = goal.willing(people)
    now = goal.ready(people, open_to)
    places = Places(positions)
    places.add_all(now)
    steps = [*courses, *possible_steps(market, _unfilled(places, market, work), names, day)]
    goal = replace(goal, market=joined(market, [after_steps({"id": "all"}, [step.gives for step in steps])[0]]))
    cohort = _People(records, people, now, open_to)
    found: list[tuple[Step, Session, Edges]] = []
    for done, step in enumerate(steps):
        if stop():
            break
        found += _tried(step, cohort, goal, day)
        progress(done + 1, len(steps))
    seats = [session.seats_left for _, session, _ in found]
    chosen = greedy(places, [edges for _, _, edges in found], seats, k, stop)
    effects = tuple(_effect(*found[number], placed, now, work) for number, placed in chosen)
    return Cohort(len(records), sum(positions.values()), len(places), effects)


def _unfilled(places: Places, market: Market, work: Openings) -> dict[int, int]:
    """Return the positions left of each opening that has any, by its row in the whole market."""
    whole = np.empty(len(market.openings), np.int64)
    whole[market.openings.ids] = np.arange(len(market.openings))
    return {int(whole[work.ids[row]]): left for row, left in places.empty().items() if left}


def _tried(step: Step, cohort: _People, goal: Goal, day: Day) -> list[tuple[Step, Session, Edges]]:
    """Return the first session of a step that is open, and for whom it gains what: all that they are ready for then.

    Nothing if no session is open or nobody gains.
    """
    session = next((each for each in step.sessions if is_open(each, day)), None)
    changed = _touched(step, goal)
    if session is None or not changed:
        return []
    late = set(np.flatnonzero(goal.openings.latest_start + FIRST_DAY <= session.end).tolist())
    after: dict[int, Record] = {}
    rows: dict[int, list[int]] = {}
    for person in _admitted(step, cohort, goal.market):
        record, now = cohort.records[person], set(cohort.now[person])
        may = changed if "experience" in step.gives else changed & set(cohort.open_to[person])
        if may - now - late and free_from(record, day) <= session.start and gain(record, step.gives):
            after[person], rows[person] = after_steps(record, [step.gives])[0], sorted(may - late)
    ready = goal.ready(table_of(after, goal.market), rows) if after else {}
    then = {person: (set(cohort.now[person]) - changed - late) | set(new) for person, new in ready.items()}
    edges = {person: tuple(sorted(each)) for person, each in then.items() if each - set(cohort.now[person])}
    return [(step, session, edges)] if edges else []


def _touched(step: Step, goal: Goal) -> set[int]:
    """Return the rows of the openings of which the step changes what is met, for somebody of whom nothing is known."""
    nobody: Record = {"id": "nobody"}
    after = after_steps(nobody, [step.gives])[0]
    met, then = (evidence(record, goal.openings, goal.market) for record in (nobody, after))
    return set(np.flatnonzero((met != then).any(axis=0)).tolist())


def _admitted(step: Step, cohort: _People, market: Market) -> list[int]:
    """Return the ids of the candidates whom no must keeps from a step."""
    opening = opening_table(step.opening, market)
    broken = np.zeros(len(cohort.table), dtype=bool)
    for rule in TIMELESS:
        broken |= rule.judge(cohort.table, opening, market.taxonomy) == Evidence.NOT_MET
    return sorted(cohort.table.ids[~broken].tolist())


def _effect(step: Step, session: Session, edges: Edges, placed: int, now: Ready, work: Openings) -> CourseEffect:
    new = {row for person, rows in edges.items() for row in rows if row not in now[person]}
    return CourseEffect(step, session, tuple(sorted(edges)), tuple(sorted(work.ids[sorted(new)].tolist())), placed)
