"""Which courses to open: counts are true when the changes are applied, and no person or place counts twice."""

import datetime as dt
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from matching.market import Market, candidate_table
from matching.pathways.cohort import Cohort, courses_to_open
from matching.pathways.gains import after_steps
from matching.pathways.model import Session, Step
from matching.pathways.places import Places, greedy
from matching.pathways.ready import Goal, table_of
from matching.ranking import reachable
from tests.factories import NAMES, PROFILE, SKILL, Record, drawn_candidates, drawn_openings, market

DAY = dt.date(2027, 1, 1).toordinal()
WELD = [{"code": SKILL[name]} for name in ("Souder à l'arc", "Souder TIG", "Pointer une tôle", "Meuler")]
HERE = {"insee": "78440"}
WELDER = {"id": "", "wishes": [{"occupation": "H2913"}], "place": HERE, "licences": []}
JOB = {"occupation": "H2913", "place": HERE, "skills": WELD, "licences": [{"code": "B", "requirement": "must"}]}


def course(key: str, gives: Record, seats: int | None = None, **asks: object) -> Step:
    return Step(key, key, {"id": key, "kind": "training"} | asks, (Session(DAY + 5, DAY + 50, seats),), gives)


def effects(within: Market, people: list[Record], courses: list[Step], least: float = 0.3, k: int = 9) -> Cohort:
    records = dict(enumerate(people))
    return courses_to_open(records, within, PROFILE, courses, {}, DAY, k, least)


CAR = course("car", {"licences": [{"code": "B"}]})


def test_a_course_places_as_many_as_there_are_people_positions_and_seats() -> None:
    people = [WELDER | {"id": f"c{n}"} for n in range(5)]
    for positions, seats, placed in ((9, None, 5), (3, None, 3), (9, 2, 2)):
        within = market(people, [JOB | {"positions": positions}])
        [effect] = effects(within, people, [course("car", CAR.gives, seats)]).effects
        assert (len(effect.people), len(effect.openings), effect.placed) == (5, 1, placed)


def test_a_second_course_counts_only_what_it_adds() -> None:
    people = [WELDER | {"id": f"c{n}"} for n in range(4)]
    within = market(people, [JOB | {"positions": 3}])
    found = effects(within, people, [course("car", CAR.gives, 2), course("again", CAR.gives, 2)])
    assert [(effect.step.key, effect.placed) for effect in found.effects] == [("car", 2), ("again", 1)]


def test_who_cannot_follow_a_course_or_is_free_too_late_gains_nothing() -> None:
    people = [WELDER | {"id": "c0", "kinds": ["job"]}, WELDER | {"id": "c1", "start": "2027-02-01"}]
    assert effects(market(people, [JOB]), people, [CAR]).effects == ()


def test_a_job_that_begins_before_the_course_ends_is_no_gain() -> None:
    people = [WELDER | {"id": "c0"}]
    assert effects(market(people, [JOB | {"latest_start": "2027-01-20"}]), people, [CAR]).effects == ()


def test_a_trade_that_lacks_people_and_a_licence_often_asked_become_courses() -> None:
    people = [WELDER | {"id": f"c{n}"} for n in range(3)]
    within = market(people, [JOB | {"positions": 2}, JOB])
    found = courses_to_open(dict(enumerate(people)), within, PROFILE, [], NAMES, DAY, 5, 0.3)
    assert found.effects[0].step.key.startswith("possible:") and found.effects[0].placed == 3


@pytest.mark.parametrize("seed", range(4))
def test_the_counts_are_those_of_a_recount_with_the_changes_applied(seed: int) -> None:
    draw = Random(seed)
    people = [record | {"id": f"c{n:04d}"} for n, record in enumerate(drawn_candidates(25, seed))]
    jobs = [job | {"kind": "job"} for job in drawn_openings(25, seed + 50)]
    within = market(people, jobs)
    gives = [{"licences": [{"code": "B"}]}, {"skills": WELD}, {"certificates": [{"code": "SST"}]}]
    courses = [course(f"k{n}", each, draw.choice([2, 5, None])) for n, each in enumerate(gives)]
    found = effects(within, people, courses, 0.35)
    now = [_ready(record, within, 0.35) for record in people]
    assert found.placed == _most(now, within)
    for effect in found.effects:
        changed = [_after(record, effect.step, within, 0.35) for record in people]
        gained = [number for number in effect.people if changed[number] - now[number]]
        assert gained == list(effect.people)
        new = set().union(*(changed[number] - now[number] for number in gained))
        assert sorted(new) == list(effect.openings)
        best = _most([changed[n] if n in effect.people else ready for n, ready in enumerate(now)], within)
        assert effect is not found.effects[0] or effect.placed <= best - found.placed


def _ready(record: Record, within: Market, least: float) -> set[int]:
    rows, scores = reachable(candidate_table(record, within), within.openings, within.taxonomy, PROFILE)
    return set(within.openings.ids[rows[scores >= least]].tolist())


def _after(record: Record, step: Step, within: Market, least: float) -> set[int]:
    late = within.openings.latest_start + dt.date(2020, 1, 1).toordinal() <= step.sessions[0].end
    return _ready(after_steps(record, [step.gives])[0], within, least) - set(within.openings.ids[late].tolist())


def _most(ready: list[set[int]], within: Market) -> int:
    """How many can have a place at once, by scipy on openings repeated for each position."""
    positions = {int(i): max(1, int(n)) for i, n in zip(within.openings.ids, within.openings.positions, strict=True)}
    columns = [number for number, count in positions.items() for _ in range(count)]
    graph = csr_array(np.array([[opening in each for opening in columns] for each in ready], dtype=np.int8))
    return int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())


EDGES = st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 4), max_size=4, unique=True), max_size=8)


@given(EDGES, st.lists(st.integers(1, 3), min_size=5, max_size=5))
def test_as_many_people_have_a_place_as_a_largest_matching_gives(edges: dict[int, list[int]], most: list[int]) -> None:
    places = Places(dict(enumerate(most)))
    columns = [opening for opening, count in enumerate(most) for _ in range(count)]
    graph = np.array([[opening in each for opening in columns] for each in edges.values()], dtype=np.int8)
    whole = (maximum_bipartite_matching(csr_array(graph), perm_type="column") >= 0).sum() if len(edges) else 0
    assert places.add_all(edges) == len(places) == whole
    assert sum(most) - sum(places.empty().values()) == whole


@given(st.lists(EDGES, max_size=5), st.lists(st.integers(1, 2), min_size=5, max_size=5), st.sampled_from([None, 1, 2]))
def test_the_lazy_choice_is_the_greedy_one(
    sets: list[dict[int, list[int]]], most: list[int], seats: int | None
) -> None:
    start = Places(dict(enumerate(most)))
    found = list(greedy(start, sets, [seats] * len(sets), 3, lambda: False))
    places, left, expected = start.copy(), set(range(len(sets))), []
    for _ in range(3):
        gains = {number: places.copy().add_all(sets[number], seats) for number in left}
        best = min(gains, key=lambda number: (-gains[number], number), default=None)
        if best is None or not gains[best]:
            break
        places.add_all(sets[best], seats)
        left.discard(best)
        expected.append((best, gains[best]))
    assert found == expected


@pytest.mark.parametrize("seed", range(3))
def test_many_people_are_ready_for_what_each_is_ready_for_alone(seed: int) -> None:
    people = [record | {"id": f"c{n:04d}"} for n, record in enumerate(drawn_candidates(30, seed))]
    within = market(people, drawn_openings(40, seed + 9))
    goal = Goal(within.openings, within, PROFILE, 0.3)
    alone = [_ready(record, within, 0.3) for record in people]
    for table in (within.candidates, table_of(dict(enumerate(people)), within)):
        everything = goal.ready(table, dict.fromkeys(range(30), range(40)))
        assert everything == goal.ready(table, goal.willing(table))
        assert [set(within.openings.ids[list(everything[n])].tolist()) for n in range(30)] == alone


def test_nobody_is_ready_for_nothing() -> None:
    within = market([WELDER | {"id": "c0"}], [JOB | {"kind": "visit"}])
    assert effects(within, [WELDER | {"id": "c0"}], [CAR]) == Cohort(1, 0, 0, ())
