"""Each person gets hours of their own with a counterpart, as far as there are enough; equal to trying all."""

from itertools import product

import numpy as np

from matching.assignment.hours import apart

TUESDAY, THURSDAY, NEXT_TUESDAY = (0, 120), (2_880, 3_000), (10_080, 10_200)
WEEKS = [TUESDAY, THURSDAY, NEXT_TUESDAY]


def told(people, counterpart=WEEKS):
    return [None if met is None else (met.span, met.shared) for met in apart(people, counterpart, 30)]


def test_two_people_get_different_hours_the_earliest_that_both_can():
    assert told([[TUESDAY, THURSDAY], [TUESDAY]]) == [(THURSDAY, False), (TUESDAY, False)]


def test_with_one_hour_a_week_they_take_turns_by_week():
    assert told([[TUESDAY, NEXT_TUESDAY]] * 2) == [(TUESDAY, False), (NEXT_TUESDAY, False)]


def test_who_finds_no_hours_left_shares_and_both_are_told():
    assert told([[TUESDAY], [TUESDAY], [THURSDAY]]) == [(TUESDAY, True), (TUESDAY, True), (THURSDAY, False)]


def test_hours_that_are_too_short_or_not_told_are_none():
    assert told([[(100, 140)], []]) == [None, None]
    assert told([[TUESDAY]], []) == [None]
    assert told([]) == []


def test_only_the_common_part_is_named():
    assert told([[(60, 500)]]) == [((60, 120), False)]


def test_as_many_as_possible_are_alone_and_the_earliest_in_sum():
    for seed in range(60):
        draw = np.random.default_rng(seed)
        people = [[span for span in WEEKS if draw.random() < 0.6] for _ in range(draw.integers(1, 4))]
        found = told(people)
        assert [met is None for met in found] == [not hours for hours in people]
        different = len({met[0] for met in found if met})
        ways = list(product(*(hours or [None] for hours in people)))
        assert different == max(len({span for span in way if span}) for way in ways), seed
        if different == sum(map(bool, people)):
            sums = [sum(s[0] for s in way if s) for way in ways if len({s for s in way if s}) == different]
            assert sum(met[0][0] for met in found if met) == min(sums), seed
            assert not any(met[1] for met in found if met)
