"""Charts and maps as shapes: everything within the sheet, areas as large as numbers, nothing covers what it names."""

import itertools
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import drawing
from service.drawing import Anchor, Spot

WIDTH, MARGIN, TALLEST = 900.0, 70.0, 640.0
PLACES = st.lists(st.tuples(st.floats(48.5, 49.5), st.floats(1.5, 2.5)), min_size=1, max_size=30)


def test_the_tallest_column_fills_the_chart_and_the_others_are_shares_of_it():
    assert [one.share for one in drawing.columns([10, 20, 5])] == [0.5, 1.0, 0.25]
    assert drawing.columns([]) == []
    assert [one.share for one in drawing.columns([0, 0])] == [0, 0]


def test_columns_stand_side_by_side_within_the_chart():
    drawn = drawing.columns(range(12))
    assert drawn[0].middle - drawn[0].width / 2 >= 0 and drawn[-1].middle + drawn[-1].width / 2 <= 100
    assert all(a.middle + a.width / 2 < b.middle - b.width / 2 for a, b in itertools.pairwise(drawn))


@given(PLACES)
def test_every_place_stands_within_the_margins(places):
    sheet = drawing.sheet(places, WIDTH, MARGIN, TALLEST)
    assert sheet.height <= TALLEST + 0.01
    for lat, lon in places:
        x, y = sheet.at(lat, lon)
        assert MARGIN - 0.01 <= x <= WIDTH - MARGIN + 0.01 and MARGIN - 0.01 <= y <= sheet.height - MARGIN + 0.01


def test_north_is_up_east_is_right_and_a_kilometre_is_as_long_in_both():
    sheet = drawing.sheet([(48.9, 1.7), (49.1, 2.1)], WIDTH, MARGIN, TALLEST)
    (x, y), (north_x, north_y), (east_x, east_y) = sheet.at(49, 1.9), sheet.at(49.01, 1.9), sheet.at(49, 1.91)
    assert (north_x, east_y) == pytest.approx((x, y))
    assert y - north_y == pytest.approx(1.11195 * sheet.unit)
    assert east_x - x == pytest.approx(0.7295 * sheet.unit, rel=0.01)


@given(st.floats(0.05, 500))
def test_the_scale_is_a_round_number_of_kilometres(unit):
    km, length = drawing.scale(drawing.Sheet(49, 2, unit, WIDTH, TALLEST), 200)
    assert str(km).rstrip("0") in ("1", "2", "5")
    assert length == km * unit and (length <= 200 or km == 1)


def test_four_times_as_many_is_twice_as_wide():
    assert drawing.radius(80, 80, 1, 30) == 2 * drawing.radius(20, 80, 1, 30)
    assert drawing.radius(1, 10_000, 7, 30) == 7, "what is there can be seen"


def test_circles_that_would_cover_each_other_are_joined_with_all_that_they_count():
    spots = [Spot(49, 2, 9, "A"), Spot(49.0001, 2, 4, "B"), Spot(49.2, 2.2, 4, "C"), Spot(49.1, 2.1, 0, "D")]
    sheet = drawing.sheet([(spot.lat, spot.lon) for spot in spots], WIDTH, MARGIN, TALLEST)
    drawn = drawing.discs(spots, sheet, 9, 7, 28)
    assert [disc.parts for disc in drawn] == [(0, 1), (2,)]
    assert drawn[0].radius == drawing.radius(13, 9, 7, 28)


@given(PLACES)
def test_no_circle_covers_the_middle_of_another_that_was_drawn_before_it(places):
    spots = [Spot(lat, lon, 1 + place % 7, str(place)) for place, (lat, lon) in enumerate(places)]
    sheet = drawing.sheet(places, WIDTH, MARGIN, TALLEST)
    drawn = drawing.discs(spots, sheet, 7, 7, 28)
    assert sorted(part for disc in drawn for part in disc.parts) == list(range(len(spots)))
    for one, other in itertools.combinations(drawn, 2):
        least = min(drawing.radius(spots[disc.parts[0]].size, 7, 7, 28) for disc in (one, other))
        assert hypot(one.x - other.x, one.y - other.y) >= least - 0.001


@given(st.lists(st.tuples(st.floats(0, 900), st.floats(0, 600), st.floats(5, 40), st.floats(10, 150)), max_size=25))
def test_a_label_covers_no_anchor_and_no_other_label_and_stays_on_the_sheet(drawn):
    anchors = [Anchor(*one) for one in drawn]
    boxes = [box for box in drawing.labels(anchors, 18, 900) if box]
    discs = [drawing.Box(a.x - a.radius, a.y - a.radius, 2 * a.radius, 2 * a.radius) for a in anchors]
    assert all(box.left >= 0 and box.left + box.width <= 900 for box in boxes)
    assert not any(box.meets(disc) for box in boxes for disc in discs)
    assert not any(one.meets(other) for one, other in itertools.combinations(boxes, 2))
