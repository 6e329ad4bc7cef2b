"""The best plan of a meetup: as good as an exact search by another solver says, and never against a hard rule."""

from dataclasses import replace

import numpy as np
import pytest

from matching.errors import Infeasible, Unfound
from matching.scheduling.model import HARD, Aim, AimReached, Meetings, Meetup
from matching.scheduling.preview import preview
from matching.scheduling.rules import conflicts
from matching.scheduling.solve import plan
from tests.matching.schedule_oracle import UNIT, best_values, meetup, plain

FAST = range(60)
SLOW = [range(first, first + 250) for first in range(60, 1060, 250)]
RULES = [range(first, first + 1_000) for first in range(10_000, 20_000, 1_000)]


def ample() -> float:
    """Seconds left: always enough."""
    return 60.0


def broken(asked: Meetup, meetings: Meetings) -> list[str]:
    return [breach.rule for breach in conflicts(asked, meetings) if breach.rule in HARD]


def units(aim: Aim, value: float) -> int:
    """Return a value as the oracle tells it: more is better, scores in thousandths."""
    scale = UNIT if aim in (Aim.WORST_OFF, Aim.TOTAL) else 1
    return round(value * (-scale if aim is Aim.MINIMUM else scale))


def differs(seed: int) -> str | None:
    asked = meetup(seed)
    best = best_values(asked)
    try:
        found = plan(asked, ample)
    except Infeasible:
        return None if best is None else f"{seed}: there is a plan"
    values = [units(one.aim, one.value) for one in found.aims]
    bounds = [units(one.aim, one.bound) for one in found.aims]
    if values != best or bounds != best or found.stopped or broken(asked, found.meetings):
        return f"{seed}: {values} of at most {bounds}, best {best}, {broken(asked, found.meetings)}"
    return None


def test_every_aim_reaches_what_an_exact_search_reaches() -> None:
    assert [fault for fault in map(differs, FAST) if fault] == []


@pytest.mark.slow
@pytest.mark.parametrize("seeds", SLOW)
def test_every_aim_reaches_what_an_exact_search_reaches_a_thousand_times(seeds: range) -> None:
    assert [fault for fault in map(differs, seeds) if fault] == []


def breaks_a_rule(seed: int) -> bool:
    asked = meetup(seed)
    try:
        return bool(broken(asked, preview(asked) if seed % 2 else plan(asked, ample).meetings))
    except Infeasible:
        return False


def test_no_plan_breaks_a_hard_rule() -> None:
    assert [seed for seed in RULES[0][:100] if breaks_a_rule(seed)] == []


@pytest.mark.slow
@pytest.mark.parametrize("seeds", RULES)
def test_no_plan_breaks_a_hard_rule_in_ten_thousand_meetups(seeds: range) -> None:
    assert [seed for seed in seeds if breaks_a_rule(seed)] == []


def test_a_bound_is_never_below_the_best_when_time_ends_at_once() -> None:
    for seed in FAST:
        asked = meetup(seed)
        best = best_values(asked)
        if best is not None:
            hurried = plan(asked, lambda: 0.0)
            assert not broken(asked, hurried.meetings)
            first: AimReached = hurried.aims[0]
            assert units(first.aim, first.bound) >= best[0] >= units(first.aim, first.value)
            assert hurried.stopped == (not all(one.proved for one in hurried.aims) or hurried.gap > 1e-6)


def test_the_same_meetup_has_the_same_plan() -> None:
    asked = plain(people=12, hosts=6, rounds=4)
    np.testing.assert_array_equal(plan(asked, ample).meetings, plan(asked, ample).meetings)


def test_two_people_and_two_hosts_swap_after_the_first_round() -> None:
    asked = plain(people=2, hosts=2, rounds=2, score=[[0.9, 0.1], [0.2, 0.8]])
    found = plan(asked, ample)
    assert found.total == pytest.approx(2.0)
    assert found.bound == pytest.approx(2.0)
    assert sorted(map(tuple, found.meetings[:, :2].tolist())) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_a_minimum_comes_before_the_total() -> None:
    asked = plain(people=2, hosts=1, rounds=2, score=[[1.0], [0.1]], minimum=[1, 1])
    assert plan(asked, ample).aims[0] == AimReached(Aim.MINIMUM, 0, 0, proved=True)


def test_a_minimum_out_of_reach_is_told_with_the_fewest_meetings_short() -> None:
    asked = plain(people=3, hosts=1, rounds=2, score=[[1.0], [0.5], [0.4]], minimum=[1, 1, 1])
    assert plan(asked, ample).aims[0] == AimReached(Aim.MINIMUM, 1, 1, proved=True)


def test_the_order_of_aims_decides() -> None:
    asked = plain(people=2, hosts=1, rounds=1, score=[[0.9], [0.4]])
    wish = replace(asked, wish=np.array([[1, 0]]))
    assert plan(replace(wish, aims=(Aim.WISHES, Aim.TOTAL)), ample).meetings.tolist() == [[1, 0, 0]]
    assert plan(replace(wish, aims=(Aim.TOTAL, Aim.WISHES)), ample).meetings.tolist() == [[0, 0, 0]]


def test_the_worst_off_comes_before_the_total_when_asked() -> None:
    asked = plain(people=2, hosts=2, rounds=1, score=[[0.9, 0.4], [0.5, 0.05]])
    total = plan(replace(asked, aims=(Aim.TOTAL, Aim.WORST_OFF)), ample)
    worst_off = plan(replace(asked, aims=(Aim.WORST_OFF, Aim.TOTAL)), ample)
    assert (total.total, total.worst_off) == (pytest.approx(0.95), pytest.approx(0.05))
    assert (worst_off.total, worst_off.worst_off) == (pytest.approx(0.9), pytest.approx(0.4))


def test_a_must_outweighs_everything() -> None:
    asked = replace(plain(people=2, hosts=1, rounds=1, score=[[0.9], [0.0]]), must=np.array([[1, 0]]))
    assert preview(asked).tolist() == plan(asked, ample).meetings.tolist() == [[1, 0, 0]]


def test_musts_that_no_plan_keeps_are_refused() -> None:
    asked = replace(plain(people=2, hosts=1, rounds=1), must=np.array([[0, 0], [1, 0]]))
    with pytest.raises(Infeasible):
        plan(asked, ample)
    with pytest.raises(Infeasible):
        preview(asked)


def test_one_person_meets_one_host_of_a_company() -> None:
    asked = replace(plain(people=1, hosts=3, rounds=3, score=[[0.5, 0.7, 0.2]]), company=np.array([4, 4, -1]))
    assert plan(asked, ample).total == pytest.approx(0.9)


def test_what_took_place_stays() -> None:
    asked = replace(plain(people=2, hosts=1, rounds=1, score=[[0.9], [0.1]]), met=np.array([[1, 0, 0]]))
    assert plan(asked, ample).meetings.tolist() == [[1, 0, 0]]


def test_a_meetup_where_nobody_can_meet_has_an_empty_plan() -> None:
    asked = plain(people=2, hosts=2, rounds=1)
    found = plan(replace(asked, host_free=np.zeros((2, 1), dtype=bool)), ample)
    assert len(found.meetings) == found.total == found.bound == found.gap == 0


def test_progress_tells_every_step_to_the_last() -> None:
    told: list[tuple[int, int]] = []
    plan(plain(people=2, hosts=2, rounds=1), ample, lambda done, of: told.append((done, of)))
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_time_that_ends_before_the_musts_are_placed_is_told_as_such() -> None:
    asked = tight(100, 20)
    with pytest.raises(Unfound):
        preview(asked, lambda: 0.0)


def test_tight_musts_find_their_rounds_by_a_longer_search() -> None:
    asked = tight(40, 8)
    meetings = preview(asked)
    assert not broken(asked, meetings)


def tight(people: int, rounds: int) -> Meetup:
    """Return a meetup of a hidden timetable: its pairs must meet, and both are away in nearly all other rounds."""
    draw = np.random.default_rng(people)
    asked = plain(people, people, rounds)
    hidden = np.stack([draw.permutation(people) for _ in range(rounds)], axis=1)
    there = draw.random(hidden.shape) > 0.38
    person, round_ = np.nonzero(there)
    host = hidden[person, round_]
    first = np.unique(np.stack([person, host], axis=1), axis=0, return_index=True)[1]
    person_free, host_free = np.zeros((2, people, rounds), dtype=bool)
    person_free[person[first], round_[first]] = host_free[host[first], round_[first]] = True
    must = np.stack([person[first], host[first]], axis=1)
    return replace(asked, person_free=person_free, host_free=host_free, must=must)


@pytest.mark.parametrize("size", [1e-8, 1.0, 1e6])
def test_scores_of_any_size_have_the_same_plan_and_are_proved(size: float) -> None:
    asked = plain(people=12, hosts=6, rounds=4)
    found, other = plan(replace(asked, score=asked.score * size), ample), plan(asked, ample)
    assert not found.stopped
    assert found.total == pytest.approx(other.total * size)
    assert found.worst_off == pytest.approx(other.worst_off * size)


def test_a_small_difference_beside_great_scores_is_not_proved_away() -> None:
    asked = plain(people=2, hosts=2, rounds=1, score=[[1e6, 0.02], [1e6, 0.03]])
    found = plan(replace(asked, aims=(Aim.TOTAL,)), ample)
    assert found.meetings.tolist() == [[0, 0, 0], [1, 1, 0]]
    assert found.bound == pytest.approx(1e6 + 0.03, abs=1e-3)
