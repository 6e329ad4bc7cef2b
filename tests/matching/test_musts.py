"""Musts: one that is not met removes the pair, one that nobody knows keeps it and is listed to be checked."""

from typing import Any

import pytest
from hypothesis import given

from matching.criteria import FILTERS
from matching.enums import Criterion, Evidence
from matching.ranking import rank_candidates, rank_openings
from tests.factories import PROFILE, Record, market, match, outside_match
from tests.strategies import EXAMPLES, candidates, openings

MUST = {"requirement": "must"}
B2 = {"code": "en", "level": "B2", **MUST}
LES_MUREAUX, PARIS = {"insee": "78440"}, {"insee": "75056"}
YEAR = {"occupation": "H2913", "experience": {"months": 12, **MUST}}
THREE: list[tuple[Criterion, Record, Record, Record, Record]] = [  # criterion, opening, met, not met, unknown
    (
        Criterion.DISTANCE,
        {"place": PARIS},
        *({"max_km": 10} | p for p in ({"place": PARIS}, {"place": LES_MUREAUX}, {})),
    ),
    (Criterion.KIND, {"kind": "visit"}, {"kinds": ["visit"]}, {"kinds": ["job"]}, {}),
    (Criterion.CONTRACT, {"contract": "CDI"}, {"contracts": ["CDI"]}, {"contracts": ["MIS"]}, {}),
    (Criterion.WORKING_TIMES, {"working_times": ["night"]}, {"refuses": ["sunday"]}, {"refuses": ["night"]}, {}),
    (Criterion.HOURS, {"hours": {"min": 35}}, {"hours": {"max": 35}}, {"hours": {"max": 20}}, {}),
    (Criterion.WAGE, {"wage": {"max": 1800}}, {"wage_floor": 1800}, {"wage_floor": 1801}, {}),
    (Criterion.START, {"latest_start": "2027-01-04"}, {"start": "2027-01-04"}, {"start": "2027-01-05"}, {}),
    (Criterion.EDUCATION, {"education": {"level": 4, **MUST}}, {"education": 4}, {"education": 3}, {}),
    (Criterion.PERMITS, {"licences": [{"code": "B"}]}, {"licences": [{"code": "CE"}]}, {"licences": []}, {}),
    (Criterion.LANGUAGES, {"languages": [B2]}, {"languages": [{"code": "EN", "level": "C1"}]}, {"languages": []}, {}),
    (Criterion.EXPERIENCE, YEAR, {"experience": [{"occupation": "H2925", "months": 12}]}, {"experience": []}, {}),
    (
        Criterion.SKILLS,
        {"skills": [{"code": "100004", **MUST}]},
        {"skills": [{"code": "100004"}]},
        {"skills": [{"code": "100004", "held": False}]},
        {},
    ),
]
SILENCE_ACCEPTS = (  # a candidate who sets no limit accepts
    Criterion.KIND,
    Criterion.CONTRACT,
    Criterion.WORKING_TIMES,
    Criterion.HOURS,
    Criterion.WAGE,
    Criterion.START,
)


def _evidence(criterion: Criterion, candidate: Record, opening: Record) -> Evidence:
    found = match(candidate, opening)
    return next((f.evidence for f in (*found.blockers, *found.to_check) if f.criterion == criterion), Evidence.MET)


@pytest.mark.parametrize(
    ("criterion", "opening", "met", "broken", "silent"), THREE, ids=[row[0].value for row in THREE]
)
def test_met_not_met_and_unknown_are_three_answers(
    criterion: Criterion, opening: Record, met: Record, broken: Record, silent: Record
) -> None:
    assert _evidence(criterion, met, opening) == Evidence.MET
    assert _evidence(criterion, broken, opening) == Evidence.NOT_MET
    unset = Evidence.MET if criterion in SILENCE_ACCEPTS else Evidence.UNKNOWN
    assert _evidence(criterion, silent, opening) == unset


def test_an_opening_that_is_silent_about_a_limit_is_kept_and_to_be_checked() -> None:
    for criterion, _, _, broken, _ in THREE:
        if criterion in (Criterion.DISTANCE, *SILENCE_ACCEPTS) and criterion != Criterion.KIND:
            assert _evidence(criterion, broken, {}) == Evidence.UNKNOWN, criterion


@pytest.mark.parametrize("limit", ["reach", "contracts", "hours", "refuses", "start", "wage_floor", "kinds"])
def test_a_limit_that_is_only_a_wish_removes_nothing(limit: str) -> None:
    opening: Record = {"kind": "job", "contract": "CDI", "place": PARIS, "hours": {"min": 35}, "wage": {"max": 1500}}
    opening |= {"working_times": ["night"], "latest_start": "2026-10-01"}
    candidate: dict[str, Any] = {"contracts": ["MIS"], "hours": {"max": 20}, "wage_floor": 2000, "kinds": ["visit"]}
    candidate |= {"place": LES_MUREAUX, "max_km": 10, "refuses": ["night"], "start": "2027-01-01"}
    before = {b.criterion for b in match(candidate, opening).blockers}
    after = {b.criterion for b in match(candidate | {"wish": [limit]}, opening).blockers}
    assert len(before) == 7
    assert len(before - after) == 1


@EXAMPLES
@given(candidates(), openings())
def test_a_broken_must_keeps_a_pair_from_both_rankings_and_an_unknown_one_does_not(
    candidate: Record, opening: Record
) -> None:
    pair = market([candidate], [opening])
    judged = match(candidate, opening)
    for found in (
        rank_openings(pair.candidates, pair.openings, pair.taxonomy, PROFILE, 1),
        rank_candidates(pair.openings, pair.candidates, pair.taxonomy, PROFILE, 1),
    ):
        assert found.matches == (() if judged.blockers else (judged,))
    evidence = {f.criterion: f.evidence for f in (*judged.blockers, *judged.to_check)}
    tables = pair.candidates, pair.openings, pair.taxonomy
    assert {rule.criterion: evidence.get(rule.criterion, Evidence.MET) for rule in FILTERS} == {
        rule.criterion: Evidence(int(rule.judge(*tables)[0])) for rule in FILTERS
    }


def test_a_driving_licence_is_never_an_electrical_certificate_of_the_same_letters() -> None:
    driver = {"licences": [{"code": "B"}], "certificates": []}
    assert _evidence(Criterion.PERMITS, driver, {"certificates": [{"code": "B1"}]}) == Evidence.NOT_MET


def test_a_lorry_licence_carries_the_car_licence_and_not_the_reverse() -> None:
    assert _evidence(Criterion.PERMITS, {"licences": [{"code": "ce"}]}, {"licences": [{"code": "B"}]}) == Evidence.MET
    assert (
        _evidence(Criterion.PERMITS, {"licences": [{"code": "B"}]}, {"licences": [{"code": "CE"}]}) == Evidence.NOT_MET
    )


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ({"licences": [{"code": "B"}]}, {"licences": [{"code": "CE"}]}),
        ({"languages": [{"code": "fr"}]}, {"languages": [{"code": "ar", **MUST}]}),
    ],
    ids=["licence", "language"],
)
def test_what_no_market_knows_is_not_all_the_same(held: Record, asked: Record) -> None:
    assert [b.criterion for b in outside_match(held, asked, market([], [])).blockers]


def test_experience_of_unstated_length_is_unknown_and_not_none() -> None:
    assert _evidence(Criterion.EXPERIENCE, {"experience": [{"occupation": "H2913"}]}, YEAR) == Evidence.UNKNOWN


def test_french_that_is_not_listed_is_unknown_and_another_language_is_not_spoken() -> None:
    for code, expected in (("fr", Evidence.UNKNOWN), ("ar", Evidence.NOT_MET)):
        asked = {"languages": [{"code": code, **MUST}]}
        assert _evidence(Criterion.LANGUAGES, {"languages": [{"code": "en"}]}, asked) == expected
