"""Distances and journeys."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.enums import TravelMode
from matching.geo import distance_km, reach_km, travel_minutes, unit_vectors
from tests.strategies import EXAMPLES, LAT, LON

MODES = st.lists(st.sampled_from(TravelMode), max_size=3)
LES_MUREAUX, PARIS = unit_vectors(48.99, 1.91), unit_vectors(48.8566, 2.3522)


def test_les_mureaux_lie_36_km_from_paris() -> None:
    assert distance_km(LES_MUREAUX, PARIS) == pytest.approx(36, abs=0.5)


@pytest.mark.parametrize(
    ("here", "there", "km"),
    [
        ((0, 0), (0, 180), 20015.11),
        ((90, 0), (-90, 77), 20015.11),
        ((0, 0), (0, 1), 111.2),
        ((48, 2), (48.001, 2), 0.11),
    ],
)
def test_great_circles_have_the_length_that_atlases_give(here: tuple, there: tuple, km: float) -> None:
    assert distance_km(unit_vectors(*here), unit_vectors(*there)) == pytest.approx(km, abs=0.006)


@EXAMPLES
@given(LAT, LON, LAT, LON)
def test_a_distance_is_the_same_both_ways_and_nothing_to_oneself(a: float, b: float, c: float, d: float) -> None:
    here, there = unit_vectors(a, b), unit_vectors(c, d)
    assert distance_km(here, there) == distance_km(there, here)
    assert distance_km(here, here) == 0
    assert 0 <= distance_km(here, there) <= 20015.12


def test_an_unknown_place_is_at_an_unknown_distance() -> None:
    assert np.isnan(distance_km(unit_vectors(np.nan, np.nan), PARIS))


@EXAMPLES
@given(st.floats(0, 600), st.floats(0, 60), MODES, st.sampled_from(TravelMode))
def test_more_minutes_or_one_more_way_to_travel_never_shorten_the_reach(
    minutes: float, more: float, modes: list, mode: TravelMode
) -> None:
    assert reach_km(None, minutes, modes) <= reach_km(None, minutes + more, modes)
    if modes:
        assert reach_km(None, minutes, modes) <= reach_km(None, minutes, [*modes, mode])


@EXAMPLES
@given(st.floats(0, 200), st.floats(15, 600), st.sampled_from(TravelMode))
def test_the_reach_of_some_minutes_takes_those_minutes(km: float, minutes: float, mode: TravelMode) -> None:
    assert travel_minutes(reach_km(None, minutes, [mode]), mode) == pytest.approx(minutes)
    assert reach_km(km, minutes, [mode]) == min(km, reach_km(None, minutes, [mode]))


def test_without_a_limit_there_is_no_reach() -> None:
    assert np.isnan(reach_km(None, None, ["car"]))
    assert reach_km(7, None, []) == 7
    assert reach_km(None, 5, []) == 0
