"""Pathways: the earliest and the surest are those of brute force, each step is needed, and a result is true."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import permutations, product
from random import Random
from typing import Any

import pytest

from matching.changes import apply
from matching.eligibility import read_rule
from matching.enums import Criterion
from matching.market import Market, candidate_table
from matching.pathways import course_steps, find_paths, of_occupation, of_opening
from matching.pathways.gains import after_steps, gain
from matching.pathways.model import Path, Paths, Session, Step
from matching.pathways.search import ANSWERED, DONE, TAKEN
from matching.ranking import rank_openings
from matching.records import read_candidate
from tests.factories import PROFILE, SKILL, Record, market, outside_match

FIRST = dt.date(2027, 1, 1).toordinal()
WELD = [{"code": SKILL[name]} for name in ("Souder à l'arc", "Souder TIG", "Pointer une tôle", "Meuler")]
LORRY = {"occupation": "H2913", "licences": [{"code": "C", "requirement": "must"}], "skills": WELD}
PERSON = {"id": "p", "licences": [], "certificates": [], "languages": [{"code": "fr", "level": "A2"}]}


def step(key: str, start: int, days: int, gives: Record | None = None, seats: int | None = 9, **asks: Any) -> Step:
    session = Session(FIRST + start, FIRST + start + days - 1, seats)
    return Step(key, key, {"id": key, "kind": "training"} | asks, (session,), gives or {})


def licence(code: str) -> Record:
    return {"licences": [{"code": code}]}


def asks(code: str) -> Record:
    return {"licences": [{"code": code, "requirement": "must"}]}


def found_in(within: Market, steps: list[Step], person: Record = PERSON, **more: Any) -> Paths:
    target = of_opening(within, "o0")
    options = {"day": FIRST, "facts": {}, "least": 0.0} | more
    return find_paths(read_candidate(person), target, steps, within, PROFILE, **options)


def keys(path: Path | None) -> list[str] | None:
    return None if path is None else [taken.step.key for taken in path.steps]


def test_a_licence_that_another_asks_first_makes_two_steps_with_their_reasons() -> None:
    steps = [step("lorry", 40, 30, licence("C"), **asks("B")), step("car", 5, 20, licence("B")), step("idle", 1, 2)]
    found = found_in(market([], [LORRY]), steps)
    assert keys(found.shortest) == keys(found.surest) == ["car", "lorry"] and found.impossible is None
    assert found.shortest is not None and found.shortest.day == FIRST + 70
    car, lorry = found.shortest.steps
    assert [note.code for note in car.why] == ["path_opens_step"]
    assert [note.code for note in lorry.why] == ["path_lifts", "path_raises"]
    assert found.shortest.confidence == pytest.approx((DONE * (1 - TAKEN**9)) ** 2 * ANSWERED)  # no start is stated


def test_the_earliest_and_the_surest_may_differ() -> None:
    steps = [step("soon", 5, 10, licence("C"), seats=1), step("late", 60, 10, licence("C"), seats=20)]
    found = found_in(market([], [LORRY]), steps)
    assert (keys(found.shortest), keys(found.surest)) == (["soon"], ["late"])


def test_nothing_is_needed_where_the_goal_is_within_reach() -> None:
    found = found_in(market([], [LORRY]), [step("lorry", 5, 9, licence("C"))], PERSON | {"licences": [{"code": "C"}]})
    assert keys(found.shortest) == [] and found.shortest is not None and found.shortest.change == {}


def test_what_is_asked_must_be_met_well_enough() -> None:
    welder = {"occupation": "H2913", "skills": WELD, "certificates": [{"code": "SST", "requirement": "wish"}]}
    steps = [step("welding", 3, 30, {"skills": WELD})]
    assert keys(found_in(market([], [welder]), steps, least=0.0).shortest) == []
    assert keys(found_in(market([], [welder]), steps, least=0.5).shortest) == ["welding"]


def test_a_step_that_is_full_begun_or_refused_is_closed_and_says_why() -> None:
    rule, _ = read_rule({"fact": "age", "at_most": 25})
    steps = [
        step("full", 5, 9, licence("C"), seats=0),
        step("over", -30, 9, licence("C")),
        replace(step("young", 5, 9, licence("C")), rule=rule),
        step("far", 5, 9, licence("C"), **asks("D")),
    ]
    found = found_in(market([], [LORRY]), steps, facts={"age": 40})
    assert found.shortest is None and found.impossible is not None
    told = {closed.step.key: [note.code for note in closed.notes] for closed in found.impossible.closed}
    assert told == {"full": ["path_step_full"], "over": ["path_step_over"], "young": ["path_step_refused"], "far": []}
    assert found.impossible.closed[-1].blockers[0].criterion == Criterion.PERMITS


def test_what_nothing_on_the_territory_gives_is_named() -> None:
    target = LORRY | {"education": {"level": 5, "requirement": "must"}}
    found = found_in(market([], [target]), [step("lorry", 5, 9, licence("C"))], PERSON | {"education": 3})
    assert found.impossible is not None
    assert [finding.criterion for finding in found.impossible.blockers] == [Criterion.EDUCATION]


def test_a_fact_that_nobody_told_makes_a_step_less_sure_and_is_named() -> None:
    rule, _ = read_rule({"fact": "age", "at_most": 25})
    steps = [replace(step("young", 5, 9, licence("C")), rule=rule)]
    open_, known = (found_in(market([], [LORRY]), steps, facts=facts).shortest for facts in ({}, {"age": 20}))
    assert open_ is not None and known is not None
    assert open_.steps[0].missing_facts == ("age",) and open_.confidence == known.confidence * ANSWERED


def test_a_step_waits_for_the_one_before_it_and_for_the_person() -> None:
    first, second = step("first", 1, 5), replace(step("second", 9, 5, licence("C")), after=frozenset({"first"}))
    late = replace(second, sessions=(*second.sessions, Session(FIRST + 90, FIRST + 99, 3)))
    found = found_in(market([], [LORRY]), [first, late])
    assert keys(found.shortest) == ["first", "second"] and found.shortest is not None
    assert [note.code for note in found.shortest.steps[0].why][:1] == ["path_comes_before"]
    busy = PERSON | {"start": "2027-01-08"}
    assert keys(found_in(market([], [LORRY]), [first, late], busy).shortest) is None


def test_an_opening_that_must_be_begun_before_is_not_reached() -> None:
    steps = [step("lorry", 5, 9, licence("C"))]
    target = LORRY | {"start": "2027-01-05", "latest_start": "2027-01-10"}
    found = found_in(market([], [target]), steps)
    assert found.shortest is None
    later = LORRY | {"start": "2027-03-01"}
    path = found_in(market([], [later]), steps).shortest
    assert path is not None and path.day == dt.date(2027, 3, 1).toordinal()


def test_an_occupation_is_reached_by_its_first_opening_and_one_without_opening_by_none() -> None:
    within = market([], [LORRY | {"start": "2027-09-01"}, LORRY | {"start": "2027-03-01"}])
    steps = [step("lorry", 5, 9, licence("C"))]
    person = read_candidate(PERSON)
    found = find_paths(person, of_occupation(within, "H2913"), steps, within, PROFILE, FIRST, {}, 0.0)
    assert found.shortest is not None and within.opening_ids[found.shortest.opening] == "o1"
    nothing = find_paths(person, of_occupation(within, "J1506"), steps, within, PROFILE, FIRST, {})
    assert nothing.impossible is not None and nothing.impossible.opening is None


def test_courses_are_the_openings_that_give_something_on_a_date() -> None:
    course = {"id": "x", "kind": "training", "gives": licence("B"), "start": "2027-01-04", "months": 1, "positions": 3}
    [one], [name] = course_steps([("x", course), ("y", {k: v for k, v in course.items() if k != "start"}), ("z", {})])
    assert one.sessions == (Session(FIRST + 3, FIRST + 33, 3),) and name == "y"


def test_a_gain_never_lowers_what_is_held() -> None:
    record = {
        "id": "p",
        "education": 5,
        "skills": [WELD[0] | {"level": 4}],
        "languages": [{"code": "fr", "level": "C1"}],
    }
    record |= {"experience": [{"occupation": "H2913", "months": 12}]}
    gives = {"education": 3, "skills": [WELD[0]], "languages": [{"code": "fr", "level": "B1"}]}
    assert gain(record, gives) == {}
    assert gain(record, {"experience": [{"occupation": "H2913", "months": 3}]}) == {
        "experience": [{"occupation": "H2913", "months": 15}]
    }


GIFTS = [
    licence("B"),
    licence("C"),
    {"certificates": [{"code": "SST"}]},
    {"skills": WELD[:2]},
    {"skills": WELD[2:]},
    {},
]
ASKED = [{}, {}, asks("B"), {"certificates": [{"code": "SST", "requirement": "must"}]}]
PEOPLE = [PERSON, {"id": "p"}, PERSON | {"start": "2027-01-20"}]
TARGETS = [
    LORRY,
    LORRY | {"certificates": [{"code": "SST", "requirement": "must"}]},
    {"occupation": "H2913", "skills": [skill | {"requirement": "must"} for skill in WELD], "start": "2027-03-01"},
]


def drawn_steps(draw: Random) -> list[Step]:
    steps = []
    for number in range(5):
        sessions = tuple(
            Session(FIRST + start, FIRST + start + draw.randrange(1, 30), draw.choice([None, 0, 1, 2, 8]))
            for start in draw.sample(range(-5, 120), draw.choice([1, 2]))
        )
        after = {f"s{other}" for other in range(number) if draw.random() < 0.15}
        opening = {"id": f"s{number}", "kind": "training"} | draw.choice(ASKED)
        rule = (
            read_rule({"fact": "f", "at_most": draw.randrange(3)})[0]
            if draw.random() < 0.3
            else Step("", "", {}, ()).rule
        )
        steps.append(Step(f"s{number}", "", opening, sessions, draw.choice(GIFTS), frozenset(after), rule))
    return steps


def all_ways(
    steps: list[Step], person: Record, target: Record, facts: Record, least: float
) -> Iterator[tuple[int, float]]:
    """The day and the confidence of every order of every choice of steps and sessions that reaches the goal."""
    within = market([], [target])
    said = cache(lambda done, asked: _said(done, asked, steps, person, target, within))
    first = max(FIRST, dt.date.fromisoformat(person["start"]).toordinal()) if "start" in person else FIRST
    for size in range(len(steps) + 1):
        for order in permutations(steps, size):
            if all(each.after <= {one.key for one in order[:place]} for place, each in enumerate(order)):
                yield from _followed(order, person, target, facts, least, said, first)


def _said(done: frozenset[str], asked: str, steps: list[Step], person: Record, target: Record, within: Market) -> Any:
    """What the engine says of a step, or of the goal from a day on, once some steps are done."""
    record = after_steps(person, [each.gives for each in steps if each.key in done])[0]
    step = next((each for each in steps if each.key == asked), None)
    if step is None:
        return outside_match(record | ({"start": asked} if asked else {}), target, within)
    match = outside_match(record, step.opening, within)
    broken, unknown = (
        [f for f in found if f.criterion != Criterion.START] for found in (match.blockers, match.to_check)
    )
    return None if broken else len(unknown)


def _followed(
    order: tuple[Step, ...], person: Record, target: Record, facts: Record, least: float, said: Any, first: int
) -> Iterator[tuple[int, float]]:
    before = [frozenset(each.key for each in order[:place]) for place in range(len(order) + 1)]
    doubts = [said(done, each.key) for done, each in zip(before[:-1], order, strict=True)]
    if None in doubts:
        return
    for sessions in product(*(each.sessions for each in order)):
        free, sure = first, 1.0
        for each, session, open_ in zip(order, sessions, doubts, strict=True):
            limit = getattr(each.rule, "tests", {}).get("at_most")
            if (
                session.start < free
                or session.seats_left == 0
                or ("f" in facts and limit is not None and facts["f"] > limit)
            ):
                break
            open_ += limit is not None and "f" not in facts
            seats = 1 if session.seats_left is None else session.seats_left
            sure *= DONE * (1 - TAKEN**seats) * ANSWERED**open_
            free = session.end + 1
        else:
            match = said(before[-1], dt.date.fromordinal(free).isoformat() if order or "start" in person else "")
            if not match.blockers and match.counterpart_score >= least:
                start = dt.date.fromisoformat(target["start"]).toordinal() if "start" in target else free
                yield max(free, start), sure * ANSWERED ** len(match.to_check)


@pytest.mark.parametrize("seed", [*range(6), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(6, 60))])
def test_the_earliest_and_the_surest_are_those_that_brute_force_finds(seed: int) -> None:
    draw = Random(seed)
    steps, person, target = drawn_steps(draw), draw.choice(PEOPLE), draw.choice(TARGETS)
    facts, least = draw.choice([{}, {"f": 1}]), draw.choice([0.0, 0.4])
    found = found_in(market([], [target]), steps, person, facts=facts, least=least)
    ways = set(all_ways(steps, read_candidate(person), {"id": "o0"} | target, facts, least))
    if not ways:
        assert found.shortest is None and found.impossible is not None
        return
    assert found.shortest is not None and found.surest is not None
    earliest, surest = min(ways, key=lambda way: (way[0], -way[1])), min(ways, key=lambda way: (-way[1], way[0]))
    assert (found.shortest.day, found.shortest.confidence) == (earliest[0], pytest.approx(earliest[1]))
    assert (found.surest.day, found.surest.confidence) == (surest[0], pytest.approx(surest[1]))


@pytest.mark.parametrize("seed", range(12))
def test_a_path_is_true_when_its_change_is_applied(seed: int) -> None:
    draw = Random(100 + seed)
    person = read_candidate(draw.choice(PEOPLE))
    within = market([], [draw.choice(TARGETS)])
    found = found_in(within, drawn_steps(draw), person)
    for path in (found.shortest, found.surest):
        if path is not None:
            after = apply(person, path.change) if path.change else person
            whole = after_steps(person, [taken.step.gives for taken in path.steps])[0]
            assert {name: after.get(name) for name in whole if name != "start"} == {
                name: value for name, value in whole.items() if name != "start"
            }
            ranked = rank_openings(candidate_table(after, within), within.openings, within.taxonomy, PROFILE, 5)
            assert [match.counterpart for match in ranked.matches] == [path.opening]
