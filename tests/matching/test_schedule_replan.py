"""On the day the fewest seats change, and no other plan does better: checked against every plan there is."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from matching.errors import Infeasible
from matching.scheduling.day import on_the_day, with_table, without
from matching.scheduling.model import HARD, Aim, Rule
from matching.scheduling.preview import preview
from matching.scheduling.replan import replan
from matching.scheduling.rules import conflicts
from tests.matching.rules_oracle import broken, plain_meetup, small_meetup

ALL = np.array([[0, 0, 0], [1, 1, 0], [0, 1, 1], [2, 0, 1], [1, 0, 2], [2, 1, 2]])  # everybody meets both
NOTHING = np.empty((0, 3), dtype=int)


def ample():
    """Seconds left: as many as it takes."""
    return 60.0


def both():
    return plain_meetup(minimum=np.array([2, 2, 2]))


def test_a_day_like_the_plan_changes_nothing():
    found = replan(on_the_day(both(), ALL, 1), ALL, ample)
    assert (found.changed, found.changed_bound) == (0, 0)
    assert sorted(found.plan.meetings.tolist()) == sorted(ALL.tolist())
    assert found.plan.breaches == ()


def test_who_is_absent_leaves_a_seat_and_moves_nobody():
    meetup = without(both(), "J3", np.ones(3, dtype=bool))
    found = replan(on_the_day(meetup, ALL, 1), ALL, ample)
    assert found.changed == 0
    assert sorted(found.plan.meetings.tolist()) == [row for row in sorted(ALL.tolist()) if row[0] != 2]


def test_a_minimum_is_worth_any_number_of_seats():
    meetup = without(both(), "J1", np.array([True, True, False]))
    found = replan(on_the_day(meetup, ALL, 1), ALL, ample)
    assert (found.changed, found.changed_bound) == (5, 5)  # J2 and J3 move to round 2, for J1 to have a seat in round 3
    assert [breach.numbers for breach in found.plan.breaches] == [{"meetings": 1, "minimum": 2}]


def test_a_table_more_seats_who_comes_late_and_moves_nobody_else():
    meetup = without(both(), "J1", np.array([True, True, False]))
    more = with_table(meetup, "P3", 1)
    again = replan(on_the_day(more, ALL, 1), ALL, ample)
    assert (again.changed, again.changed_bound) == (1, 1)
    assert [0, 2, 2] in again.plan.meetings.tolist()


def test_every_plan_that_is_heard_changes_as_few_seats_and_the_last_is_the_answer():
    meetup = replace(without(both(), "J1", np.array([True, True, False])), aims=(Aim.MINIMUM, Aim.WORST_OFF))
    heard = []
    found = replan(on_the_day(meetup, ALL, 1), ALL, ample, heard.append)
    assert len(heard) == 3  # the nearest, the best for who has least, and the best in all
    assert {(one.changed, one.changed_bound) for one in heard} == {(5, 5)} and heard[-1] == found
    assert all(not [b for b in one.plan.breaches if b.rule in HARD] for one in heard)


def test_what_took_place_stays_even_when_it_was_not_planned():
    told = replace(both(), met=np.array([[2, 1, 0]]))
    found = replan(on_the_day(told, ALL, 1), ALL, ample)
    assert [row for row in found.plan.meetings.tolist() if row[2] == 0] == [[2, 1, 0]]


def test_a_day_that_keeps_no_must_is_infeasible():
    asked = replace(both(), must=np.array([[0, 0], [0, 1]]))
    with pytest.raises(Infeasible):  # both in the last round
        replan(on_the_day(asked, NOTHING, 2), NOTHING, ample)


def test_nothing_is_asked_of_who_did_not_come():
    asked = replace(both(), must=np.array([[0, 1]]), wish=np.array([[1, 1]]))
    left = without(without(asked, "J1", np.ones(3, dtype=bool)), "P2", np.ones(3, dtype=bool))
    assert (left.must.tolist(), left.wish.tolist(), left.minimum.tolist()) == ([], [], [0, 2, 2])


def a_day(seed, *aims):
    """A small meetup on its day, and what was published before somebody did not come."""
    rng = np.random.default_rng(seed)
    while True:
        meetup = replace(small_meetup(rng, 3, 2, 3), met=np.empty((0, 3), dtype=int), aims=aims)
        if meetup.rounds < 2:
            continue
        try:
            published = preview(meetup)
        except Infeasible:
            continue
        for who in rng.choice([*meetup.people, *meetup.hosts], 2):
            meetup = without(meetup, str(who), rng.random(meetup.rounds) < 0.6)
        return on_the_day(meetup, published, 1), published


def plans(meetup):
    """Every plan that breaks no hard rule: each person in each open round with one host or none."""
    places = [(p, r) for p, r in np.argwhere(meetup.person_free).tolist()]
    for hosts in product(range(-1, len(meetup.hosts)), repeat=len(places)):
        more = [(p, h, r) for (p, r), h in zip(places, hosts, strict=True) if h >= 0]
        plan = np.array([*map(tuple, meetup.met.tolist()), *more], dtype=int).reshape(-1, 3)
        if not any(rule in HARD for rule, *_ in broken(meetup, plan)):
            yield plan


def changes(meetup, published, plan):
    """Seats that differ, of people who are there in a round that is open."""

    def hosts(meetings):
        return {(p, r): h for p, h, r in meetings.tolist()}

    before, after = hosts(published), hosts(plan)
    return sum(before.get((p, r)) != after.get((p, r)) for p, r in np.argwhere(meetup.person_free).tolist())


def short(meetup, plan):
    return int(np.maximum(meetup.minimum - np.bincount(plan[:, 0], minlength=len(meetup.people)), 0).sum())


def lacking(meetup, plan):
    return sum(rule == Rule.WISH for rule, *_ in broken(meetup, plan))


def total(meetup, plan):
    return round(float(meetup.score[plan[:, 0], plan[:, 1]].sum()), 6)


@pytest.mark.parametrize("seed", range(60))
def test_no_plan_is_less_short_or_changes_fewer_seats_or_is_worth_more(seed):
    meetup, published = a_day(seed, Aim.MINIMUM, Aim.WISHES, Aim.TOTAL)
    every = list(plans(meetup))
    if not every:
        with pytest.raises(Infeasible):
            replan(meetup, published, ample)
        return
    best = min(
        (short(meetup, plan), changes(meetup, published, plan), lacking(meetup, plan), -total(meetup, plan))
        for plan in every
    )
    found = replan(meetup, published, ample)
    plan = found.plan.meetings
    assert not [breach for breach in conflicts(meetup, plan) if breach.rule in HARD]
    assert (short(meetup, plan), found.changed, lacking(meetup, plan), -total(meetup, plan)) == best
    assert (found.changed, found.changed_bound) == (changes(meetup, published, plan), best[1])
    assert found.plan.bound == pytest.approx(found.plan.total)


@pytest.mark.parametrize("seed", range(20))
def test_the_least_total_is_the_highest_among_the_nearest_plans(seed):
    meetup, published = a_day(seed, Aim.WORST_OFF)
    nearest = list(plans(meetup))
    if not nearest:
        return
    fewest = min(changes(meetup, published, plan) for plan in nearest)
    found = replan(meetup, published, ample)

    def least(plan):
        totals = np.bincount(plan[:, 0], meetup.score[plan[:, 0], plan[:, 1]], len(meetup.people))
        return round(float(totals[could].min(initial=9.0)), 6) if could.any() else 0.0

    barred = np.zeros(meetup.score.shape, dtype=bool)
    barred[tuple(meetup.never.T)] = True
    together = (meetup.person_free[:, None] & meetup.host_free[None]).any(axis=2) & ~barred
    together[tuple(meetup.met[:, :2].T)] = True
    could = together.any(axis=1)
    assert found.changed == fewest
    assert round(found.plan.worst_off, 6) == max(
        least(plan) for plan in nearest if changes(meetup, published, plan) == fewest
    )


def test_when_time_ends_at_once_the_day_still_has_a_plan_and_a_bound_that_holds():
    for seed in range(20):
        meetup = small_meetup(np.random.default_rng(seed))
        published = preview(replace(meetup, must=NOTHING[:, :2]))
        today = on_the_day(
            without(replace(meetup, must=NOTHING[:, :2]), "J1", np.arange(meetup.rounds) >= 0), published, 0
        )
        hurried, best = replan(today, published, lambda: 0.0), replan(today, published, ample)
        assert not [breach for breach in hurried.plan.breaches if breach.rule in HARD]
        assert hurried.changed_bound <= best.changed
