"""Levers and lifts: each is true when it is applied."""

import copy
import functools
from collections.abc import Iterator

import pytest
from hypothesis import given

from matching.changes import apply, lift
from matching.enums import Criterion
from matching.levers import Lever, find_levers
from matching.market import Market, candidate_table
from matching.ranking import rank_openings
from matching.records import read_candidate
from tests.factories import NAMES, PROFILE, Record, drawn_candidates, drawn_openings, ids, market, match
from tests.strategies import EXAMPLES, candidates, openings

PEOPLE = drawn_candidates(70, 11)
JOBS = drawn_openings(18, 12)
COURSES = [
    {"id": "weld", "title": "Souder", "start": "2027-01-04", "gives": {"skills": [{"code": "100004"}], "licences": []}},
    {"id": "safe", "gives": {"certificates": [{"code": "SST"}], "licences": [{"code": "B"}]}},
    {"id": "idle"},
]
DRAWN = market(PEOPLE, JOBS)


@functools.cache
def _found(person: int) -> tuple[Record, list[Lever]]:
    """A record, as finding its levers left it, and those levers."""
    record = read_candidate(copy.deepcopy(PEOPLE[person]))
    return record, find_levers(record, DRAWN, PROFILE, NAMES, COURSES)


def _effects(people: int) -> Iterator[tuple[Record, Lever]]:
    for record, levers in map(_found, range(people)):
        for lever in levers:
            yield record, lever


def _scores(record: Record, within: Market) -> dict[str, float]:
    table = candidate_table(record, within)
    whole = rank_openings(table, within.openings, within.taxonomy, PROFILE, len(within.openings))
    assert len(whole.matches) == whole.reachable
    return {within.opening_ids[m.counterpart]: m.score for m in whole.matches}


@pytest.mark.parametrize(("people", "least"), [(20, 150), pytest.param(70, 500, marks=pytest.mark.slow)])
def test_levers_by_the_hundred_are_true_when_they_are_applied(people: int, least: int) -> None:
    befores: dict[str, dict[str, float]] = {}
    tried = 0
    for record, lever in _effects(people):
        tried += 1
        if record["id"] not in befores:
            befores[record["id"]] = _scores(record, DRAWN)
        _true(lever, befores[record["id"]], _scores(apply(record, lever.change), DRAWN))
    assert tried >= least


def _true(lever: Lever, before: dict[str, float], after: dict[str, float]) -> None:
    assert (lever.reachable, lever.more) == (len(after), len(after) - len(before))
    assert lever.more > 0 or lever.gain > 0
    assert lever.gain == pytest.approx((_ten_best(after) - _ten_best(before)) / 10, abs=1e-12)
    for rise, name in zip(lever.rises, ids(DRAWN, [rise.counterpart for rise in lever.rises]), strict=True):
        assert (rise.before, rise.after) == (before.get(name), after[name])


def _ten_best(scores: dict[str, float]) -> float:
    return sum(sorted(scores.values(), reverse=True)[:10])


def test_a_lever_is_true_in_a_market_made_anew_with_the_changed_candidate() -> None:
    for _, (record, lever) in zip(range(40), _effects(20), strict=False):
        changed = apply(record, lever.change)
        assert _scores(changed, market([changed], JOBS)) == _scores(changed, DRAWN)


def test_levers_come_with_the_most_useful_first_and_leave_the_record_as_it_was() -> None:
    for person in range(20):
        record, found = _found(person)
        assert record == read_candidate(PEOPLE[person])
        assert [(lever.more, lever.gain) for lever in found] == sorted(
            ((lever.more, lever.gain) for lever in found), reverse=True
        )


@EXAMPLES
@given(candidates(), openings())
def test_all_that_blocks_a_pair_is_lifted_by_the_lifts_together(candidate: Record, opening: Record) -> None:
    _lifted(candidate, opening)


def _lifted(candidate: Record, opening: Record) -> None:
    record, stuck = read_candidate({"id": "c0"} | candidate), set()
    for finding in match(candidate, opening).blockers:
        change = lift(finding, NAMES)
        if change is None:
            stuck.add(finding.criterion)
        else:
            record = apply(record, change)
    assert {b.criterion for b in match(record, opening).blockers} <= stuck
    assert stuck <= {Criterion.EXPERIENCE, Criterion.OCCUPATION, Criterion.DISTANCE}


@pytest.mark.parametrize(
    ("candidate", "opening"),
    [
        ({"wage_floor": 2000}, {"wage": {"max": 1801.8396}}),
        ({"hours": {"min": 5, "max": 10}}, {"hours": {"min": 17.333, "max": 17.333}}),
        ({"languages": []}, {"languages": [{"code": "fra-x", "requirement": "must"}]}),
    ],
    ids=["wage_of_an_hourly_rate", "seventeen_hours_twenty", "language_in_words"],
)
def test_odd_numbers_and_words_are_lifted_too(candidate: Record, opening: Record) -> None:
    _lifted(candidate, opening)


@pytest.mark.parametrize(
    ("candidate", "opening", "other"),
    [
        ({"max_km": 100, "max_minutes": 10, "place": {"insee": "78440"}}, {"place": {"insee": "75056"}}, "max_km"),
        ({"hours": {"min": 30}}, {"hours": {"min": 10, "max": 20}}, "hours"),
    ],
    ids=["km", "hours"],
)
def test_a_lift_never_narrows_another_limit(candidate: Record, opening: Record, other: str) -> None:
    change = lift(match(candidate, opening).blockers[0], NAMES)
    assert change is not None
    changed = {"id": "c"} | candidate | change
    if other == "max_km":
        assert changed["max_km"] >= candidate["max_km"]
    else:
        assert not match(changed, {"hours": {"min": 38}}).blockers


@pytest.mark.parametrize(
    "limit", [{"max_minutes": 595}, {"max_km": 20_000}, {"start": "0001-01-02"}], ids=["minutes", "km", "start"]
)
def test_a_limit_at_the_edge_of_its_field_has_levers_all_the_same(limit: Record) -> None:
    assert find_levers({"id": "c"} | limit, market([], [{}]), PROFILE, NAMES) == ()


def test_a_course_never_takes_an_opening_away_from_somebody_who_has_not_listed_certificates() -> None:
    record = read_candidate({"id": "c"})
    asked = {"certificates": [{"code": "BR"}]}
    assert not match(record, asked).blockers
    assert not match(apply(record, {"certificates": [{"code": "SST"}]}), asked).blockers


def test_nothing_within_reach_has_no_lever_and_no_fault() -> None:
    assert find_levers({"id": "c"}, market([], []), PROFILE, NAMES, COURSES) == ()
