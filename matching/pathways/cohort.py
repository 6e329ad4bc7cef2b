"""Which courses a territory should open next: whom each makes ready for which openings, and how many get a place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.changes import Names
from matching.enums import Evidence, OpeningKind, place_in
from matching.market import Market, candidate_table, joined, opening_table
from matching.model import Openings
from matching.pathways.gains import after_steps
from matching.pathways.model import Day, Session, Step
from matching.pathways.places import Edges, Places, greedy
from matching.pathways.possible import possible_steps
from matching.pathways.search import is_open
from matching.pathways.standing import FIRST_DAY, TIMELESS, evidence, free_from, willing
from matching.profiles import RankProfile
from matching.ranking import reachable
from matching.records import Record

READY: Final = 0.5  # the least joint score of a pair that counts as a place for that person
_WORK: Final = [1 + place_in(OpeningKind, kind) for kind in (OpeningKind.JOB, OpeningKind.APPRENTICESHIP)]

Ready = dict[int, tuple[int, ...]]  # id of a candidate → rows of the openings that this person is ready for


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
) -> Cohort:
    """Return the k courses, existing or possible, that place most people beside each other.

    `records` gives the candidates by their id in the market. A person is ready for an opening that no must
    removes, with a joint score of `least` or more, and that can still be begun after the course; a person counts
    once, an opening as often as it has positions, a course as often as it has seats.
    """
    work = market.openings.take(np.flatnonzero(np.isin(market.openings.kind, _WORK)))
    positions = {row: max(1, int(count)) for row, count in enumerate(work.positions)}
    now = {person: _ready(record, work, market, profile, least) for person, record in records.items()}
    places = Places(positions)
    places.add_all(now)
    known = _whole(market, work)
    empty = {known[row]: left for row, left in places.empty().items() if left}
    steps = [*courses, *possible_steps(market, empty, names, day)]
    market = joined(market, [after_steps({"id": "all"}, [step.gives for step in steps])[0]])
    open_to = {person: willing(record, work, market, profile, least) for person, record in records.items()}
    tried = [_tried(step, records, now, open_to, work, market, profile, day, least) for step in steps if not stop()]
    found = [(step, session, edges) for step, session, edges in tried if session is not None and edges]
    seats = [session.seats_left for _, session, _ in found]
    chosen = greedy(places, [edges for _, _, edges in found], seats, k, stop)
    effects = tuple(_effect(*found[number], placed, now, work) for number, placed in chosen)
    return Cohort(len(records), sum(positions.values()), len(places), effects)


def _ready(record: Record, openings: Openings, market: Market, profile: RankProfile, least: float) -> tuple[int, ...]:
    """Return the rows of the openings that a person is ready for."""
    rows, scores = reachable(candidate_table(record, market), openings, market.taxonomy, profile)
    return tuple(sorted(rows[scores >= least].tolist()))


def _whole(market: Market, work: Openings) -> list[int]:
    """Return the row in the whole market of each row of work."""
    place = np.empty(len(market.openings), np.int64)
    place[market.openings.ids] = np.arange(len(market.openings))
    found: list[int] = place[work.ids].tolist()
    return found


def _tried(
    step: Step,
    records: Mapping[int, Record],
    now: Ready,
    open_to: Mapping[int, NDArray[np.int64]],
    work: Openings,
    market: Market,
    profile: RankProfile,
    day: Day,
    least: float,
) -> tuple[Step, Session | None, Edges]:
    """Return the first session of a step that is open, and for whom it gains what: all that they are ready for then."""
    session = next((each for each in step.sessions if is_open(each, day)), None)
    touched = _touched(step, work, market)
    if session is None or not len(touched):
        return step, None, {}
    late = set(np.flatnonzero(work.latest_start + FIRST_DAY <= session.end).tolist())
    changed = set(touched.tolist())
    edges: dict[int, tuple[int, ...]] = {}
    for person in _admitted(step, market, records):
        record = records[person]
        rows = touched if "experience" in step.gives else np.intersect1d(touched, open_to[person])
        after = after_steps(record, [step.gives])[0]
        if not len(rows) or after is record or free_from(record, day) > session.start:
            continue
        new = {int(rows[at]) for at in _ready(after, work.take(rows), market, profile, least)}
        then = ((set(now[person]) - changed) | new) - late
        if then - set(now[person]):
            edges[person] = tuple(sorted(then))
    return step, session, edges


def _touched(step: Step, work: Openings, market: Market) -> NDArray[np.int64]:
    """Return the rows of the openings of which the step changes what is met, for somebody of whom nothing is known."""
    nobody: Record = {"id": "nobody"}
    before, after = (evidence(record, work, market) for record in (nobody, after_steps(nobody, [step.gives])[0]))
    return np.flatnonzero((before != after).any(axis=0))


def _admitted(step: Step, market: Market, records: Mapping[int, Record]) -> list[int]:
    """Return the ids of the candidates whom no must keeps from a step."""
    opening = opening_table(step.opening, market)
    broken = np.zeros(len(market.candidates), dtype=bool)
    for rule in TIMELESS:
        broken |= rule.judge(market.candidates, opening, market.taxonomy) == Evidence.NOT_MET
    return [person for person in sorted(market.candidates.ids[~broken].tolist()) if person in records]


def _effect(step: Step, session: Session, edges: Edges, placed: int, now: Ready, work: Openings) -> CourseEffect:
    new = {row for person, rows in edges.items() for row in rows if row not in now[person]}
    return CourseEffect(step, session, tuple(sorted(edges)), tuple(sorted(work.ids[sorted(new)].tolist())), placed)
