"""A wish that was not kept, or a minimum out of reach, names what prevents it, or what was preferred to it."""

from dataclasses import replace

import numpy as np

from matching.scheduling.model import Aim, Breach, Rule
from matching.scheduling.solve import plan
from matching.scheduling.unkept import Unkept, unkept
from tests.matching.rules_oracle import plain_meetup
from tests.matching.schedule_oracle import plain


def ample():
    return 60.0


def reasons(meetup):
    return unkept(meetup, plan(meetup, ample), ample)


def test_a_plan_that_keeps_everything_needs_no_reason():
    assert reasons(plain_meetup(wish=np.array([[0, 0]]), minimum=np.array([1, 1, 1]))) == ()


def test_a_wish_against_a_firm_rule_names_the_rule():
    (one,) = reasons(plain_meetup(wish=np.array([[0, 0]]), never=np.array([[0, 0]])))
    assert one == Unkept(Breach(Rule.WISH, ("J1", "P1")), (Breach(Rule.NEVER, ("J1", "P1")),))


def test_a_wish_against_another_names_the_one_that_was_kept():
    hosts = np.array([[True, False, False], [True, True, True]])
    (one,) = reasons(plain_meetup(wish=np.array([[0, 0], [1, 0]]), host_free=hosts))
    kept = ({"J1", "J2"} - {one.breach.who[0]}).pop()
    assert Breach(Rule.WISH, (kept, "P1")) in one.because
    assert {breach.rule for breach in one.because} == {Rule.HOST_AWAY, Rule.SEATS, Rule.WISH}


def test_a_wish_that_would_cost_a_minimum_says_so():
    one_round = {"person_free": np.array([[True, False, False]] * 3), "minimum": np.array([0, 1, 1])}
    meetup = plain_meetup(**one_round, wish=np.array([[0, 0]]), aims=(Aim.MINIMUM, Aim.WISHES, Aim.TOTAL))
    assert reasons(meetup) == (Unkept(Breach(Rule.WISH, ("J1", "P1")), preferred=Aim.MINIMUM),)


def test_a_minimum_that_others_took_says_so():
    meetup = plain_meetup(person_free=np.array([[True, False, False]] * 3), minimum=np.array([1, 1, 1]))
    (one,) = reasons(meetup)
    assert (one.breach.rule, one.because, one.preferred) == (Rule.MIN_MEETINGS, (), Aim.MINIMUM)


def test_without_time_the_reason_stays_open():
    meetup = plain_meetup(wish=np.array([[0, 0]]), never=np.array([[0, 0]]))
    assert unkept(meetup, plan(meetup, ample), lambda: 0.0) == (Unkept(Breach(Rule.WISH, ("J1", "P1"))),)


def test_a_minimum_above_the_rounds_there_are_names_the_rounds():
    alone = plain(1, 1, 1, minimum=3)
    (one,) = reasons(alone)
    assert one.because == (Breach(Rule.TWO_TABLES, ("J0",), {"rounds": [0]}),)
    assert one.preferred is None


def test_who_met_the_only_host_already_meets_it_only_once():
    (one,) = reasons(replace(plain(1, 1, 2, minimum=2), met=np.array([[0, 0, 0]])))
    assert one.because == (Breach(Rule.AGAIN, ("J0", "P0")),)


def test_a_minimum_that_no_aim_asks_for_says_so():
    (one,) = reasons(replace(plain(2, 1, 1, minimum=[0, 1], score=[[0.9], [0.5]]), aims=(Aim.WISHES,)))
    assert (one.breach.who, one.because, one.preferred, one.asked) == (("J1",), (), None, False)


def test_a_minimum_that_gave_way_to_an_earlier_aim_names_it():
    (one,) = reasons(replace(plain(2, 1, 1, minimum=[0, 1], score=[[0.9], [0.5]]), aims=(Aim.TOTAL, Aim.MINIMUM)))
    assert (one.breach.who, one.because, one.preferred) == (("J1",), (), Aim.TOTAL)
