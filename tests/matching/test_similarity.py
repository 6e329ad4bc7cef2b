"""Wordings that a person would take for the same, and what is compared with what."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.geo import distance_km, unit_vectors
from matching.text.similarity import (
    LARGE_GROUP,
    NEIGHBOURS,
    cells_around,
    near_pairs,
    plain_title,
    titles_alike,
    words_alike,
)

SAME_TITLES = [
    ("Soudeur / Soudeuse H/F", "soudeuse"),
    ("Conducteur(trice) de ligne", "Conductrice de ligne"),
    ("URGENT – cariste CACES 1-3-5 (H/F)", "Cariste CACES 1 3 5"),
    ("Employé(e) libre-service", "Employée de libre service"),
    ("Chargé·e de mission", "Chargée de mission"),
    ("Serveusse", "Serveuse"),
]
OTHER_TITLES = [("Vendeur", "Soudeur"), ("Assistant commercial", "Assistante comptable"), ("Aide-soignant", "")]


@pytest.mark.parametrize(("left", "right"), SAME_TITLES)
def test_titles_that_differ_by_gender_marks_or_noise_are_alike(left, right):
    assert titles_alike(left, right) >= 0.9


@pytest.mark.parametrize(("left", "right"), OTHER_TITLES)
def test_titles_of_other_jobs_are_not(left, right):
    assert titles_alike(left, right) < 0.8


def test_words_are_alike_in_any_order_written_together_or_apart():
    assert words_alike("UN-DEUX Trois", "trois deux un") == 1.0
    assert words_alike("undeux trois", "Un Deux Trois") == 1.0
    assert 0.9 <= words_alike("Un Deux Trois Quatre", "Deux Quatre Un") < 1.0
    assert words_alike("", "un") == words_alike("-", "un") == 0.0


@given(st.text("abcdé -'", max_size=12), st.text("abcdé -'", max_size=12))
def test_likeness_is_between_0_and_1_and_the_same_both_ways(left, right):
    for alike in (words_alike, titles_alike):
        assert 0.0 <= alike(left, right) <= 1.0
        assert alike(left, right) == pytest.approx(alike(right, left))


def test_a_title_in_the_feminine_reads_as_in_the_masculine():
    assert plain_title("Conductrices d'engins (F/H)") == plain_title("conducteur d’engin")


def test_each_pair_with_a_key_in_common_comes_once():
    assert sorted(near_pairs([["a", "b"], ["b", "a"], ["c"], ["c", "b"]], list("wxyz"))) == [
        (0, 1),
        (0, 3),
        (1, 3),
        (2, 3),
    ]
    assert sorted(near_pairs([["a"], ["a"], ["a"]], list("xyz"), [2])) == [(0, 2), (1, 2)]
    assert list(near_pairs([[], []], ["", ""])) == []


def test_in_a_large_group_only_neighbours_by_text_are_compared():
    n = 20 * LARGE_GROUP
    texts = [f"{(7 * place) % n:05d}" for place in range(n)]
    pairs = list(near_pairs([["same"]] * n, texts))
    assert len(pairs) <= n * NEIGHBOURS
    assert all(abs(int(texts[a]) - int(texts[b])) <= NEIGHBOURS for a, b in pairs)


@given(st.floats(-60, 60), st.floats(-179, 179), st.floats(-0.044, 0.044), st.floats(-0.044, 0.044))
def test_points_nearer_than_5_km_share_a_cell(lat, lon, north, east):
    here, there = (lat, lon), (lat + north, lon + east)
    vectors = [unit_vectors(*(np.array([degrees]) for degrees in point)) for point in (here, there)]
    if distance_km(*vectors)[0] < 4.98:
        assert set(cells_around(*here, 5.0)) & set(cells_around(*there, 5.0))
