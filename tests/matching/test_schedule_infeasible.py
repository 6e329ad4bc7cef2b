"""What makes a meetup impossible is a minimal set of rules: without any one of them there is a plan."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from matching.scheduling.infeasible import Cause, impossible, prevents_meeting, prevents_minimum
from matching.scheduling.model import HARD, Breach, Rule
from tests.matching.rules_oracle import broken, plain_meetup, small_meetup
from tests.matching.schedule_oracle import plain


def test_what_is_possible_has_no_such_rules():
    assert impossible(plain_meetup()).rules == ()
    assert impossible(plain_meetup(must=np.array([[0, 0], [1, 0], [2, 0]]))).rules == ()


def test_two_musts_at_one_seat_in_the_only_round():
    here = plain_meetup(must=np.array([[0, 0], [1, 0], [2, 1]]), host_free=np.array([[0, 1, 0], [1, 1, 1]], dtype=bool))
    assert impossible(here).rules == (
        Breach(Rule.HOST_AWAY, ("P1",), {"rounds": [0, 2]}),
        Breach(Rule.SEATS, ("P1",), {"rounds": [1], "seats": 1}),
        Breach(Rule.MUST, ("J1", "P1")),
        Breach(Rule.MUST, ("J2", "P1")),
    )


def test_a_must_that_is_also_a_never():
    both = plain_meetup(must=np.array([[0, 0]]), never=np.array([[0, 0]]))
    assert impossible(both).rules == (Breach(Rule.NEVER, ("J1", "P1")), Breach(Rule.MUST, ("J1", "P1")))


def test_a_wish_against_a_company():
    here = plain_meetup(must=np.array([[0, 0]]), company=np.array([0, 0]))
    assert prevents_meeting(here, 0, 1).rules == (
        Breach(Rule.COMPANY, ("J1", "P1", "P2")),
        Breach(Rule.MUST, ("J1", "P1")),
    )
    assert prevents_meeting(here, 1, 1).rules == ()


def test_a_minimum_with_too_few_hosts():
    here = plain_meetup(minimum=np.array([3, 0, 0]))
    assert prevents_minimum(here, 0).rules == (Breach(Rule.AGAIN, ("J1", "P1")), Breach(Rule.AGAIN, ("J1", "P2")))
    assert prevents_minimum(replace(here, minimum=np.array([2, 0, 0])), 0).rules == ()


def labels(breaches):
    """Each rule of a set as the second writing of the rules tells it: rule, who it is about, round."""
    for breach in breaches:
        who = breach.who[:1] if breach.rule == Rule.COMPANY else breach.who
        yield from ((breach.rule, who, round_) for round_ in breach.numbers.get("rounds", [None]))


def possible(meetup, keeps):
    """Whether a plan keeps some rules: every choice of rounds for the pairs that must meet is tried."""
    asked = {pair for pair in map(tuple, meetup.must.tolist()) if keeps(Rule.MUST, ids(meetup, pair), None)}
    facts = [tuple(row) for row in meetup.met.tolist()]
    for kept in product((True, False), repeat=len(facts)):
        pinned = [fact for fact, keep in zip(facts, kept, strict=True) if keep]
        free = sorted(asked - {fact[:2] for fact in pinned})
        for rounds in product(range(meetup.rounds), repeat=len(free)):
            plan = [*pinned, *((*pair, round_) for pair, round_ in zip(free, rounds, strict=True))]
            if not any(keeps(*one) for one in broken(meetup, plan)):
                return True
    return False


def ids(meetup, pair):
    return meetup.people[pair[0]], meetup.hosts[pair[1]]


def only(breaches):
    """Which rules of a broken plan are among these; an absence is about one, and never is about every round."""
    told = set(labels(breaches))

    def among(rule, who, round_):
        about_one = rule in (Rule.PERSON_AWAY, Rule.HOST_AWAY)
        return (rule, who[:1] if about_one else who, None if rule == Rule.NEVER else round_) in told

    return among


@pytest.mark.parametrize("seed", range(150))
def test_the_set_is_impossible_and_every_rule_of_it_is_needed(seed):
    rng = np.random.default_rng(seed)
    small = small_meetup(rng, 4, 3, 3)
    pairs = np.argwhere(rng.random(small.score.shape) < 0.4)
    meetup = replace(small, must=pairs, person_free=rng.random(small.person_free.shape) < 0.6)
    found = impossible(meetup).rules
    assert (found == ()) == possible(meetup, lambda rule, who, round_: rule in HARD)
    if found:
        assert not possible(meetup, only(found))
    for breach in found:
        assert possible(meetup, only([other for other in found if other != breach])), breach


def test_too_many_musts_are_told_by_counting_however_many_there_are():
    everyone = plain(100, 60, 8)
    found = impossible(replace(everyone, must=np.argwhere(everyone.score >= 0)), lambda: 0.0)
    assert found.minimal
    assert [breach.rule for breach in found.rules] == [Rule.TWO_TABLES] + [Rule.MUST] * 9


def three_at_two_seats():
    """Three people must meet one host in the only round that they share with it, which no single count shows."""
    return plain_meetup(
        must=np.array([[0, 0], [1, 0], [1, 1], [2, 1], [0, 1]]),
        person_free=np.array([[True, True, False]] * 3),
        host_free=np.array([[True, True, True], [True, False, True]]),
        seats=np.array([2, 2]),
    )


def test_when_time_ends_at_once_nothing_is_told():
    assert impossible(three_at_two_seats(), lambda: 0.0) == Cause((), minimal=False)


def test_when_time_ends_later_what_is_told_is_a_conflict_and_at_last_minimal():
    hard, minimal = three_at_two_seats(), []
    for proofs in range(1, 60, 7):
        more = iter([60.0] * proofs)
        found = impossible(hard, lambda more=more: next(more, 0.0))
        assert not possible(hard, only(found.rules))
        minimal.append(found.minimal)
    assert minimal == sorted(minimal)
    assert {*minimal} == {False, True}
