"""What may never lower a score, never raise it, and never take an opening away."""

import copy
from itertools import pairwise
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from matching.geo import unit_vectors
from matching.model import Match
from tests.factories import Record, match
from tests.strategies import EXAMPLES, LAT, LON, candidates, openings

CLOSE = 1e-12
SCORES = ("score", "candidate_score", "counterpart_score")


def _with(record: Record, **values: Any) -> Record:
    return copy.deepcopy(record) | values


def _never_lower(before: Match, after: Match) -> None:
    for name in SCORES:
        assert getattr(after, name) >= getattr(before, name) - CLOSE, name


def _name(skill: Record) -> tuple[Any, Any]:
    return skill.get("code"), skill.get("label")


@EXAMPLES
@given(candidates(), openings(), st.data())
def test_holding_one_more_skill_that_is_asked_never_lowers_a_score(
    candidate: Record, opening: Record, data: st.DataObject
) -> None:
    asked = [skill for skill in opening.get("skills", []) if _name(skill) not in _names(candidate, held=True)]
    assume(asked)
    skill = data.draw(st.sampled_from(asked))
    added = {name: skill[name] for name in ("code", "label", "level") if name in skill}
    more = _with(candidate, skills=[*candidate.get("skills", []), added])
    before, after = match(candidate, opening), match(more, opening)
    _never_lower(before, after)
    assert {b.criterion for b in after.blockers} <= {b.criterion for b in before.blockers}


def _names(candidate: Record, held: bool) -> set[tuple[Any, Any]]:
    return {_name(skill) for skill in candidate.get("skills", []) if skill.get("held", True) is held}


@EXAMPLES
@given(candidates(), openings(), st.sampled_from(["100004", "100005", "100006"]), st.integers(1, 4), st.integers(1, 4))
def test_a_higher_level_of_a_skill_never_lowers_a_score(
    candidate: Record, opening: Record, code: str, low: int, asked: int
) -> None:
    job = _with(opening, skills=[*opening.get("skills", []), {"code": code, "level": asked}])
    others = [skill for skill in candidate.get("skills", []) if skill.get("code") != code]
    steps = [match(_with(candidate, skills=[*others, {"code": code, "level": level}]), job) for level in range(low, 5)]
    for before, after in pairwise(steps):
        _never_lower(before, after)


@EXAMPLES
@given(candidates(), openings(), st.data())
def test_learning_that_a_skill_is_not_held_never_raises_a_score(
    candidate: Record, opening: Record, data: st.DataObject
) -> None:
    silent = [skill for skill in opening.get("skills", []) if _name(skill) not in _names(candidate, held=True)]
    assume(silent)
    skill = data.draw(st.sampled_from(silent))
    denied = {name: skill[name] for name in ("code", "label") if name in skill} | {"held": False}
    told = _with(candidate, skills=[*candidate.get("skills", []), denied])
    _never_lower(match(told, opening), match(candidate, opening))


@EXAMPLES
@given(candidates(), openings(), st.integers(0, 3), st.integers(1, 60))
def test_more_months_of_experience_never_lower_a_score(
    candidate: Record, opening: Record, place: int, more: int
) -> None:
    assume(len(candidate.get("experience", [])) > place)
    longer = copy.deepcopy(candidate)
    longer["experience"][place]["months"] += more
    before, after = match(candidate, opening), match(longer, opening)
    _never_lower(before, after)
    assert {b.criterion for b in after.blockers} <= {b.criterion for b in before.blockers}


@EXAMPLES
@given(candidates(), openings(), LAT, LON, LAT, LON, st.floats(0, 1))
def test_living_nearer_never_lowers_a_score(
    candidate: Record, opening: Record, lat: float, lon: float, there_lat: float, there_lon: float, step: float
) -> None:
    here, there = unit_vectors(lat, lon), unit_vectors(there_lat, there_lon)
    near_lat = lat + step * (there_lat - lat)
    near_lon = lon + step * (there_lon - lon)
    nearer = unit_vectors(near_lat, near_lon)
    assume(((nearer - there) ** 2).sum() < ((here - there) ** 2).sum())
    job = _with(opening, place={"lat": there_lat, "lon": there_lon})
    before = match(_with(candidate, place={"lat": lat, "lon": lon}), job)
    after = match(_with(candidate, place={"lat": near_lat, "lon": near_lon}), job)
    _never_lower(before, after)
    assert {b.criterion for b in after.blockers} <= {b.criterion for b in before.blockers}


@EXAMPLES
@given(candidates(), openings(), st.floats(0, 300), st.floats(0, 300))
def test_going_farther_never_takes_an_opening_away_or_changes_a_score(
    candidate: Record, opening: Record, km: float, more: float
) -> None:
    before, after = match(_with(candidate, max_km=km), opening), match(_with(candidate, max_km=km + more), opening)
    assert {b.criterion for b in after.blockers} <= {b.criterion for b in before.blockers}
    assert [getattr(after, name) for name in SCORES] == [getattr(before, name) for name in SCORES]


@EXAMPLES
@given(candidates(), openings(), st.sampled_from(["contracts", "kinds"]), st.data())
def test_accepting_one_more_contract_or_kind_never_takes_an_opening_away(
    candidate: Record, opening: Record, name: str, data: st.DataObject
) -> None:
    options = {"contracts": ["CDI", "CDD", "MIS", "APP"], "kinds": ["job", "visit", "training", "immersion"]}[name]
    assume(candidate.get(name))
    more = _with(candidate, **{name: [*candidate[name], data.draw(st.sampled_from(options))]})
    before, after = match(candidate, opening), match(more, opening)
    assert {b.criterion for b in after.blockers} <= {b.criterion for b in before.blockers}
