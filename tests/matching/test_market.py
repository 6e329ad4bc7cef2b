"""Markets and their tables: empty ones, codes that nobody published, places, orders, and parts of tables."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.diagnosis import diagnose
from matching.enums import Criterion, Evidence
from matching.errors import MatchingError
from matching.explain import explain_pairs
from matching.flat import Flat
from matching.market import candidate_row, candidate_table, market_of, opening_table
from matching.model import Match
from matching.places import Gazetteer
from matching.ragged import Ragged
from matching.ranking import rank_candidates, rank_openings
from matching.table import Table
from matching.taxonomy import Reference
from tests.factories import (
    DEPARTMENTS,
    GAZETTEER,
    PROFILE,
    REFERENCE,
    Record,
    drawn_candidates,
    drawn_openings,
    ids,
    market,
    match,
    outside_match,
)
from tests.strategies import FEW

DRAWN = market(drawn_candidates(25, 31), drawn_openings(25, 32))
CODES: Record = {
    "skills": [{"code": "X1"}, {"label": "parler aux plantes"}],
    "languages": [{"code": "tlh", "level": "B1"}],
    "licences": [{"code": "Nuage 3"}],
}


def _said(found: Match) -> dict[Criterion, float]:
    return {reason.criterion: reason.met for reason in found.reasons}


@pytest.mark.parametrize("reference", [REFERENCE, Reference()], ids=["reference", "none"])
@pytest.mark.parametrize("people", [[], [{"id": "c", "skills": [{"code": "X1"}]}]], ids=["nobody", "somebody"])
@pytest.mark.parametrize("jobs", [[], [{"id": "o", "skills": [{"code": "X1"}]}]], ids=["nothing", "something"])
def test_a_market_may_lack_candidates_openings_and_a_reference(reference: Reference, people: list, jobs: list) -> None:
    small = market_of(reference, Gazetteer.empty(), people, jobs)
    one, other = candidate_table({"id": "x"}, small), opening_table({"id": "y"}, small)
    found = rank_openings(one, small.openings, small.taxonomy, PROFILE, 3)
    assert (len(found.matches), found.considered) == (len(jobs), len(jobs))
    found = rank_candidates(other, small.candidates, small.taxonomy, PROFILE, 3)
    assert (len(found.matches), found.considered) == (len(people), len(people))
    assert len(explain_pairs(one, small.openings, small.taxonomy, PROFILE)) == len(jobs)
    assert len(explain_pairs(small.candidates, other, small.taxonomy, PROFILE)) == len(people)
    assert diagnose(one, small.openings, small.taxonomy, PROFILE).reachable == len(jobs)
    assert diagnose(small.candidates, other, small.taxonomy, PROFILE).reachable == len(people)


@pytest.mark.parametrize("reference", [REFERENCE, Reference()], ids=["reference", "none"])
def test_codes_that_nobody_published_meet_each_other(reference: Reference) -> None:
    candidate = CODES | {"id": "c", "wishes": [{"occupation": "Q7777"}, {"title": "Dresseur de nuages"}]}
    opening = CODES | {"id": "o", "occupation": "Q7777", "title": "dresseur de NUAGES"}
    small = market_of(reference, GAZETTEER, [candidate], [opening])
    found = _said(explain_pairs(small.candidates, small.openings, small.taxonomy, PROFILE)[0])
    for criterion in (Criterion.OCCUPATION, Criterion.SKILLS, Criterion.LANGUAGES, Criterion.PERMITS):
        assert found[criterion] == 1.0, criterion


def test_codes_that_nobody_published_do_not_meet_others() -> None:
    other = {"skills": [{"code": "X2"}], "languages": [{"code": "vo"}], "licences": [{"code": "Nuage 4"}]}
    found = _said(match(CODES | {"wishes": [{"title_code": "77"}]}, other | {"title_code": "78"}))
    assert set(found.values()) == {0.0}


@pytest.mark.parametrize("words", [("?", "!"), ("++", "--")])
def test_words_without_a_letter_mean_nothing_and_meet_nothing(words: tuple[str, str]) -> None:
    held, asked = ({"skills": [{"label": w}], "licences": [{"code": w}]} for w in words)
    found = _said(match(held, asked | {"title": words[1]}))
    assert found[Criterion.SKILLS] == found[Criterion.PERMITS] == 0.0


def test_a_wish_nobody_published_scores_the_same_whoever_else_wishes_it() -> None:
    wish, job = {"wishes": [{"occupation": "H2950"}]}, {"occupation": "H2913"}
    expected = match(wish, job).score
    assert outside_match(wish, job, market([wish], [job])).score == expected
    assert outside_match(wish, job, market([], [job])).score == expected


def test_identifiers_are_those_of_the_records_in_their_order() -> None:
    small = market([{"id": "b"}, {"id": "a"}, {"id": "10"}], [{"id": "é"}, {"id": "z"}])
    assert (small.candidate_ids, small.opening_ids) == (("10", "a", "b"), ("z", "é"))
    assert sorted(small.candidates.ids.tolist()) == [0, 1, 2]


def test_every_row_keeps_its_own_record() -> None:
    for row, name in enumerate(ids(DRAWN, DRAWN.openings.ids)):
        alone = opening_table(next(r for r in drawn_openings(25, 32) if r["id"] == name), DRAWN)
        assert _columns(DRAWN.openings.take(slice(row, row + 1))) == _columns(alone)


def test_a_place_is_its_point_or_else_its_commune_its_postcode_or_its_department() -> None:
    here = {"lat": 48.9918, "lon": 1.9095}
    for place, slack in (
        (here, 0),
        ({"insee": "78440"}, 1.5),
        ({"insee": "00000", "postcode": "78130"}, 3.5),
        ({"insee": "78440", "radius_km": 9}, 9),
    ):
        numbers = next(r.numbers for r in match({"place": here}, {"place": place}).reasons if r.criterion == "distance")
        assert (numbers["km"], numbers["slack_km"]) == (pytest.approx(0, abs=0.02), pytest.approx(slack, abs=0.05))


def test_a_department_may_be_within_reach_out_of_it_or_either() -> None:
    lat, lon, radius = DEPARTMENTS["78"]
    for km, expected in ((radius + 1, Evidence.MET), (radius - 1, Evidence.UNKNOWN)):
        found = match({"place": {"lat": lat, "lon": lon}, "max_km": km}, {"place": {"department": "78"}})
        assert [f.evidence for f in found.to_check] == ([] if expected == Evidence.MET else [expected])
    outside = match({"place": {"lat": lat + 0.4, "lon": lon}, "max_km": 30}, {"place": {"department": "78"}})
    assert [f.evidence for f in outside.to_check] == [Evidence.UNKNOWN]
    far = match({"place": {"lat": -21.1, "lon": 55.5}, "max_km": 100}, {"place": {"department": "78"}})
    assert [f.criterion for f in far.blockers] == [Criterion.DISTANCE]


@pytest.mark.parametrize("table", [DRAWN.candidates, DRAWN.openings], ids=["candidates", "openings"])
def test_part_of_a_table_is_that_part_of_every_column(table: Table) -> None:
    @FEW
    @given(st.data())
    def check(data: st.DataObject) -> None:
        part, rows = table, np.arange(len(table))
        for _ in range(data.draw(st.integers(1, 3))):
            step = data.draw(_rows(len(part)))
            part, rows = part.take(step), rows[step]
        assert len(part) == len(rows)
        assert _columns(part) == [(name, _at(values, rows)) for name, values in _whole(table)]

    check()


@pytest.mark.parametrize("rows", [slice(0, 6, 2), slice(5, 2), slice(-3, None)], ids=str)
def test_any_slice_of_a_table_is_the_same_rows_of_every_column(rows: slice) -> None:
    numbers = np.arange(len(DRAWN.openings))[rows]
    part = DRAWN.openings.take(rows)
    assert _columns(part) == [(name, _at(values, numbers)) for name, values in _whole(DRAWN.openings)]


def _rows(n: int) -> st.SearchStrategy[Any]:
    bounds = st.tuples(st.integers(0, n), st.integers(0, n)).map(sorted)
    some = st.lists(st.integers(0, n - 1), max_size=6) if n else st.just([])
    return bounds.map(lambda ends: slice(*ends)) | some.map(lambda rows: np.array(rows, np.int64))


def _whole(table: Table) -> list[tuple[str, Any]]:
    return [(f.name, getattr(table, f.name)) for f in fields(table) if f.name not in ("points", "ids", "place")]


def _columns(table: Table) -> list[tuple[str, Any]]:
    return [(name, _at(values, np.arange(len(table)))) for name, values in _whole(table)]


def _at(values: Any, rows: np.ndarray) -> list[Any]:
    if not isinstance(values, Ragged | Flat):
        return [repr(value) for value in values[rows]]
    ends, *flat = (getattr(values, column.name) for column in fields(values))
    return [[column[ends[row] : ends[row + 1]].tolist() for column in flat] for row in rows]


def test_two_records_of_one_identifier_are_refused() -> None:
    with pytest.raises(MatchingError):
        market([{"id": "same"}, {"id": "same"}], [{}])


def test_a_candidate_of_the_market_is_ranked_for_by_their_row_as_by_their_record():
    for record in drawn_candidates(25, 31):
        row, table = candidate_row(DRAWN, record["id"]), candidate_table(record, DRAWN)
        assert row is not None
        by_row, by_record = (rank_openings(who, DRAWN.openings, DRAWN.taxonomy, PROFILE, 10) for who in (row, table))
        named = tuple(replace(m, candidate=-1) for m in by_row.matches)
        assert replace(by_row, matches=named) == by_record


@pytest.mark.parametrize("name", ["", "nobody", "zz"])
def test_who_is_not_in_the_market_has_no_row(name):
    assert candidate_row(DRAWN, name) is None
