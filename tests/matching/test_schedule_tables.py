"""Tables: a host keeps one, or people keep theirs as far as possible; on the day what was published stays."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from matching.scheduling.preview import preview
from matching.scheduling.tables import tables, tables_kept
from tests.matching.rules_oracle import plain_meetup

TURN = np.array([[0, 0, 0], [1, 1, 0], [0, 1, 1], [1, 0, 1]])  # two people change hosts


def table_changes(meetings, table):
    """Return how often somebody sits elsewhere than the time before."""
    order = np.lexsort((meetings[:, 2], meetings[:, 0]))
    person, at = meetings[order, 0], table[order]
    return int(np.count_nonzero((person[1:] == person[:-1]) & (at[1:] != at[:-1])))


def test_a_host_keeps_one_table():
    assert tables(plain_meetup(), TURN).tolist() == [1, 2, 2, 1]


def test_hosts_move_so_that_people_need_not():
    assert tables(plain_meetup(moving=True), TURN).tolist() == [1, 2, 1, 2]


def crowd(seed):
    draw = np.random.default_rng(seed)
    meetup = plain_meetup(
        **{"people": tuple("ABCDEF"), "hosts": tuple("WXYZ"), "rounds": 4, "score": draw.random((6, 4))},
        **{"person_free": draw.random((6, 4)) < 0.8, "host_free": draw.random((4, 4)) < 0.8},
        **{"seats": draw.integers(1, 3, 4), "company": np.full(4, -1), "minimum": np.zeros(6, dtype=int)},
        moving=True,
    )
    return meetup, preview(meetup)


@pytest.mark.parametrize("seed", range(20))
def test_two_hosts_never_share_a_table_and_people_move_less_than_between_fixed_ones(seed):
    meetup, meetings = crowd(seed)
    table = tables(meetup, meetings)
    places = {(h, r): t for (_, h, r), t in zip(meetings.tolist(), table.tolist(), strict=True)}
    assert len({(r, t) for (_, r), t in places.items()}) == len(places)
    fixed = tables(replace(meetup, moving=False), meetings)
    assert table_changes(meetings, table) <= table_changes(meetings, fixed)


@pytest.mark.parametrize("seed", range(10))
def test_from_one_round_to_the_next_nobody_could_move_less(seed):
    meetup, meetings = crowd(seed)
    two = meetings[np.isin(meetings[:, 2], (0, 1))]
    first = two[:, 2] == 0
    table = tables(meetup, two)
    least = min(
        table_changes(two, np.where(first, table, np.array(order)[two[:, 1]])) for order in permutations(range(1, 5))
    )
    assert table_changes(two, table) == least


def test_on_the_day_a_host_keeps_the_table_that_was_published():
    published, told = TURN, np.array([7, 8, 8, 7])
    after = np.array([[0, 0, 0], [1, 1, 0], [0, 1, 1], [2, 0, 1], [2, 0, 2]])
    assert tables_kept(plain_meetup(), after, published, told).tolist() == [7, 8, 8, 7, 7]


def test_a_new_host_gets_a_table_that_is_free():
    meetup = plain_meetup(hosts=("P1", "P2", "P3"))
    after = np.array([[0, 0, 0], [1, 1, 0], [2, 2, 0]])
    assert tables_kept(meetup, after, TURN, np.array([3, 2, 2, 3])).tolist() == [3, 2, 1]
