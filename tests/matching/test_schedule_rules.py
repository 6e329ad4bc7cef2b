"""What a plan breaks is found, all of it, and nothing else."""

import numpy as np
import pytest

from matching.scheduling.model import HARD, Breach, Rule
from matching.scheduling.rules import conflicts
from tests.matching.rules_oracle import broken, plain_meetup, small_meetup

LENGTH = {Rule.SEATS: 1, Rule.TWO_TABLES: 1, Rule.COMPANY: 1, Rule.MIN_MEETINGS: 1}


def of(rule, breaches):
    return [breach for breach in breaches if breach.rule == rule]


def test_a_plan_that_keeps_every_rule_breaks_nothing():
    assert conflicts(plain_meetup(), np.array([[0, 0, 0], [1, 1, 0], [0, 1, 1], [1, 0, 1]])) == ()


def test_an_empty_plan_breaks_only_what_is_asked():
    asked = plain_meetup(must=np.array([[0, 0]]), wish=np.array([[1, 1]]), minimum=np.array([0, 0, 2]))
    assert conflicts(asked, np.empty((0, 3))) == (
        Breach(Rule.MUST, ("J1", "P1")),
        Breach(Rule.MIN_MEETINGS, ("J3",), {"meetings": 0, "minimum": 2}),
        Breach(Rule.WISH, ("J2", "P2")),
    )


def test_a_pair_that_meets_twice_is_told_with_its_rounds():
    assert conflicts(plain_meetup(), np.array([[0, 1, 0], [0, 1, 2]])) == (
        Breach(Rule.AGAIN, ("J1", "P2"), {"rounds": [0, 2]}),
    )


def test_a_meeting_that_is_listed_twice_counts_once():
    assert conflicts(plain_meetup(), np.array([[0, 1, 0], [0, 1, 0]])) == ()


def test_a_full_table_names_its_people_and_its_seats():
    assert conflicts(plain_meetup(), np.array([[2, 0, 1], [0, 0, 1]])) == (
        Breach(Rule.SEATS, ("P1", "J1", "J3"), {"round": 1, "people": 2, "seats": 1}),
    )


def test_two_hosts_of_one_company_are_one_too_many():
    assert conflicts(plain_meetup(company=np.array([4, 4])), np.array([[0, 0, 0], [0, 1, 2]])) == (
        Breach(Rule.COMPANY, ("J1", "P1", "P2"), {"rounds": [0, 2]}),
    )


def test_who_is_not_there_meets_nobody():
    absent = plain_meetup(person_free=np.array([[1, 0, 1], [1, 1, 1], [1, 1, 1]], dtype=bool))
    assert conflicts(absent, np.array([[0, 1, 1]])) == (Breach(Rule.PERSON_AWAY, ("J1", "P2"), {"round": 1}),)


@pytest.mark.parametrize("meeting", [[3, 0, 0], [0, 2, 0], [0, 0, 3], [-1, 0, 0]])
def test_a_meeting_that_the_meetup_does_not_have_is_named(meeting):
    numbers = dict(zip(("person", "host", "round"), meeting, strict=True))
    assert conflicts(plain_meetup(), np.array([meeting])) == (Breach(Rule.UNKNOWN, (), numbers),)


def test_what_took_place_is_a_fact_and_no_breach():
    facts = np.array([[0, 0, 0], [1, 0, 0], [0, 0, 1]])
    crowded = plain_meetup(met=facts, never=np.array([[0, 0]]), host_free=np.zeros((2, 3), dtype=bool))
    assert conflicts(crowded, facts) == ()
    assert {breach.rule for breach in conflicts(crowded, facts[1:])} == {Rule.PINNED}
    assert {breach.rule for breach in conflicts(crowded, np.vstack([facts, [[2, 0, 0]]]))} == {
        Rule.HOST_AWAY,
        Rule.SEATS,
    }


def plain(breach):
    """A breach as the second writing of the rules tells it."""
    return breach.rule, breach.who[: LENGTH.get(breach.rule, 2)], breach.numbers.get("round")


@pytest.mark.parametrize("seed", range(300))
def test_the_same_is_broken_by_a_second_writing_of_the_rules(seed):
    rng = np.random.default_rng(seed)
    small = small_meetup(rng)
    every = np.argwhere(np.ones((*small.score.shape, small.rounds)))
    plan = every[rng.random(len(every)) < rng.choice([0.1, 0.4])]
    found = conflicts(small, plan)
    assert {plain(breach) for breach in found} == broken(small, plan)
    assert len(found) == len({plain(breach) for breach in found})


def test_the_order_of_the_lines_does_not_matter():
    rng = np.random.default_rng(5)
    small = small_meetup(rng, 4, 3, 3)
    every = np.argwhere(np.ones((*small.score.shape, small.rounds)))
    assert conflicts(small, every) == conflicts(small, every[rng.permutation(len(every))])
    assert len(of(Rule.AGAIN, conflicts(small, every))) == small.score.size * (small.rounds > 1)


def test_every_rule_is_hard_or_may_be_out_of_reach():
    assert {*HARD, Rule.MIN_MEETINGS, Rule.WISH} == set(Rule)
