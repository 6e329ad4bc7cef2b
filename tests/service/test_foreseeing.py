"""What a meetup can be, told from a few numbers."""

from hypothesis import given
from hypothesis import strategies as st

from service.usecases.foreseeing import foreseen

numbers = st.builds(
    foreseen,
    people=st.integers(1, 500),
    hosts=st.integers(1, 200),
    rounds=st.integers(1, 30),
    seats=st.integers(1, 800),
    minimum=st.integers(0, 30),
    round_minutes=st.integers(1, 240),
    break_minutes=st.integers(0, 120),
)


def test_an_evening_that_anybody_can_count():
    told = foreseen(24, 9, 6, 9, 4, 10, 2)
    assert (told.most, told.seated, told.waiting, told.meetings, told.each) == (6, 9, 15, 54, 2)
    assert not told.is_enough and told.rounds_needed == 11
    assert told.minutes == 70 and told.ends("18:30") == "19:40" and told.ends(None) == ""


def test_a_minimum_beyond_the_number_of_hosts_needs_no_number_of_rounds():
    assert foreseen(4, 3, 6, 3, 5, 10, 2).rounds_needed == 0


@given(numbers)
def test_nobody_has_more_than_there_is(told):
    assert told.each <= told.most <= min(told.rounds, told.hosts)
    assert told.seated + told.waiting == told.people and told.empty >= 0
    assert told.meetings <= told.seated * told.rounds


@given(numbers)
def test_the_rounds_that_are_needed_are_enough_as_far_as_anybody_can_count(told):
    if told.rounds_needed:
        assert told.seated * told.rounds_needed >= told.people * told.minimum
