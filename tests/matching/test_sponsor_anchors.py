"""Sponsors whose answer one sees at once: who is perfect, who is removed and why, what more never does."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.codes import code_key
from matching.enums import Criterion, Side
from matching.explain import explain_pairs
from matching.ranking import rank_sponsors
from matching.ways_in import with_ways_in
from tests.factories import PROFILE
from tests.matching.sponsor_cases import (
    MEETUP_PROFILE,
    SPONSOR_PROFILE,
    WINDOWS,
    meeting_candidates,
    sponsor_market,
    sponsor_match,
    sponsors,
)
from tests.strategies import EXAMPLES

TOMORROW = {"date": "2026-11-22", "start": "00:00", "end": "02:00"}
HERE = {"lat": 48.99, "lon": 1.91}
PERSON: dict[str, Any] = {
    "wishes": [{"occupation": "H2913"}],
    "help": ["cv"],
    "place": HERE,
    "languages": ["fr"],
    "availability": [TOMORROW],
    "timezone": "Indian/Reunion",
}
SPONSOR: dict[str, Any] = {
    "occupations": ["H2913"],
    "help": ["cv", "network"],
    "place": HERE,
    "max_km": 5,
    "languages": ["fr"],
    "capacity": 3,
    "followed": 0,
    "company": {"name": "Exemple"},
    "availability": [TOMORROW],
    "timezone": "Indian/Reunion",
}


def _reason(found: Any, criterion: str) -> Any:
    return next(reason for reason in found.reasons if reason.criterion == criterion)


def test_a_perfect_sponsor_misses_only_the_way_in_that_nobody_looked_for() -> None:
    found = sponsor_match(PERSON, SPONSOR)
    assert [reason.criterion for reason in found.unknown] == [Criterion.WAY_IN]
    assert found.high == pytest.approx(1)
    assert found.counterpart_score == pytest.approx(1)
    assert found.missing == () and found.to_check == () and found.side == Side.SPONSOR


@pytest.mark.parametrize("zone", ["Indian/Reunion", "Europe/Paris", "Pacific/Marquesas", "Pacific/Noumea"])
@pytest.mark.parametrize(("date", "days"), [("2026-11-22", 0), ("2026-11-25", 3)])
def test_days_are_counted_by_the_clock_of_the_sponsor(zone: str, date: str, days: int) -> None:
    when: dict[str, Any] = {"timezone": zone, "availability": [TOMORROW | {"date": date, "start": "00:00"}]}
    numbers = _reason(sponsor_match(PERSON | when, SPONSOR | when), Criterion.AVAILABILITY).numbers
    assert (numbers["days"], numbers["common_slots"][0]["start"][:10]) == (days, date)


@pytest.mark.parametrize(
    ("change", "criterion"),
    [
        ({"followed": 3}, Criterion.CAPACITY),
        ({"capacity": 0}, Criterion.CAPACITY),
        ({"pauses": [{"from": "2026-11-01", "until": "2026-11-22"}]}, Criterion.PAUSE),
        ({"pauses": [{"from": "2026-11-22"}]}, Criterion.PAUSE),
        ({"availability": []}, Criterion.AVAILABILITY),
        ({"away": [{"month": 11}]}, Criterion.AVAILABILITY),
        ({"languages": ["en"]}, Criterion.COMMON_LANGUAGE),
    ],
    ids=str,
)
def test_a_rule_that_is_broken_removes_the_sponsor(change: Any, criterion: Criterion) -> None:
    found = sponsor_match(PERSON, SPONSOR | change)
    assert found.blockers[0].criterion == criterion


FAR = {"lat": 48.85, "lon": 2.35}


@pytest.mark.parametrize(
    ("mine", "theirs", "removed", "to_check"),
    [
        ({"max_km": 10, "remote": False}, {}, True, False),
        ({"max_km": 10, "remote": True}, {"remote": False}, True, False),
        ({"max_km": 10, "remote": True}, {}, False, True),
        ({"max_km": 10, "remote": True}, {"remote": True}, False, False),
        ({"remote": False}, {}, False, True),
        ({"max_km": 100, "remote": False}, {}, False, False),
        ({"max_km": 10, "remote": False}, {"max_km": 100}, False, False),
        ({"max_km": 10, "remote": False, "wish": ["reach"]}, {}, False, False),
    ],
    ids=str,
)
def test_either_side_may_come_or_both_meet_by_video(mine: Any, theirs: Any, removed: bool, to_check: bool) -> None:
    found = sponsor_match(PERSON | mine, SPONSOR | {"place": FAR} | theirs)
    assert bool(found.blockers) == removed
    assert bool([f for f in found.to_check if f.criterion == Criterion.MEETING_PLACE]) == to_check


def test_french_that_a_candidate_does_not_list_may_be_spoken_and_a_lacking_language_may_not() -> None:
    found = sponsor_match(PERSON | {"languages": ["ar"]}, SPONSOR)
    assert [finding.criterion for finding in found.to_check] == [Criterion.COMMON_LANGUAGE]
    assert sponsor_match(PERSON | {"languages": ["ar"]}, SPONSOR | {"languages": ["en"]}).blockers
    assert not sponsor_match(
        PERSON | {"languages": ["ar"], "partial": ["languages"]}, SPONSOR | {"languages": ["en"]}
    ).blockers


def test_nothing_told_is_worth_the_means_and_asked_of_who_is_silent() -> None:
    found = sponsor_match({}, {})
    for reason in found.reasons:
        assert reason.contribution == pytest.approx(reason.most * SPONSOR_PROFILE.weights[reason.criterion].mean)
    assert _asked({}, SPONSOR | {"remote": None}) == {Side.CANDIDATE}
    assert _asked(PERSON | {"remote": True}, {}) == {Side.SPONSOR}


def _asked(candidate: Any, sponsor: Any) -> set[Side]:
    asked = sponsor_match(candidate, sponsor).questions
    return {question.side for question in asked if question.criterion != Criterion.WAY_IN}


def test_the_first_three_common_hours_are_told_by_the_sponsors_clock() -> None:
    weekly = {"days": ["mon"], "start": "18:00", "end": "20:00"}
    found = sponsor_match({"availability": [weekly]}, {"availability": [{**weekly, "start": "19:00", "end": "21:00"}]})
    shown = _reason(found, Criterion.AVAILABILITY).numbers["common_slots"]
    assert shown[0] == {"start": "2026-11-23T19:00+01:00", "end": "2026-11-23T20:00+01:00"}
    assert [slot["start"][:10] for slot in shown] == ["2026-11-23", "2026-11-30", "2026-12-07"]


def test_twenty_minutes_in_common_are_no_meeting() -> None:
    mine, theirs = ({"days": ["mon"], "start": start, "end": "18:20"} for start in ("18:00", "17:00"))
    assert sponsor_match({"availability": [mine]}, {"availability": [theirs]}).blockers


def test_a_sector_counts_less_than_the_job_and_a_division_less_than_a_sector() -> None:
    trades = [
        sponsor_match({"wishes": [{"occupation": "H2913"}], "sectors": ["4322A"]}, sponsor)
        for sponsor in (
            {"occupations": ["H2913"]},
            {"sectors": ["43.22A"]},
            {"sectors": ["43"]},
            {"sectors": ["43.3"]},
            {"sectors": ["88"]},
        )
    ]
    met = [_reason(found, Criterion.TRADE).met for found in trades]
    assert met == pytest.approx([1, 0.6, 0.6, 0.3, 0])


def test_the_company_that_holds_a_fitting_opening_is_the_way_in_and_the_opening_is_named() -> None:
    opening = {"occupation": "H2913", "company": {"siret": "12345678900011"}, "place": HERE, "id": "the one"}
    others = [
        {"occupation": "K2204", "company": {"name": "Autre"}},
        {**opening, "id": "far", "place": {"lat": 45, "lon": 3}},
    ]
    staff = [{"company": {"siret": "12345678900099"}}, {"company": {"name": "Autre"}}, {}]
    within = sponsor_market([PERSON | {"max_km": 20}], staff, [*others, opening])
    known = with_ways_in(within.candidates, within.sponsors, within.openings, within.taxonomy, PROFILE)
    found = {m.counterpart: _reason(m, Criterion.WAY_IN) for m in _all(known, within)}
    codes = [found[within.sponsor_ids.index(name)].code for name in ("s0", "s1", "s2")]
    assert codes == ["way_in_open", "way_in_none", "way_in_not_stated"]
    numbers = found[within.sponsor_ids.index("s0")].numbers
    assert within.opening_ids[numbers["opening"]] == "the one"
    assert numbers["occupation"] == code_key("H2913")
    assert rank_sponsors(known, within.sponsors, within.taxonomy, SPONSOR_PROFILE, 1).matches[0].counterpart == 0


def _all(known: Any, within: Any) -> Any:
    return explain_pairs(known, within.sponsors, within.taxonomy, SPONSOR_PROFILE)


def test_at_a_meetup_no_hour_no_place_and_no_load_counts() -> None:
    far = SPONSOR | {"place": FAR, "followed": 3, "availability": [], "pauses": [{"from": "2026-01-01"}]}
    near, away = (sponsor_match(PERSON, each, MEETUP_PROFILE) for each in (SPONSOR, far))
    assert (near.score, near.blockers) == (away.score, away.blockers) == (away.score, ())


more_of_a_sponsor = st.one_of(
    st.sampled_from(WINDOWS).map(lambda window: ("availability", window)),
    st.integers(1, 3).map(lambda more: ("capacity", more)),
    st.integers(1, 60).map(lambda more: ("max_km", more)),
    st.sampled_from(["network", "cv", "project"]).map(lambda help_: ("help", help_)),
    st.sampled_from(["fr", "en"]).map(lambda code: ("languages", {"code": code})),
)


@EXAMPLES
@given(meeting_candidates(), sponsors(), more_of_a_sponsor, st.lists(sponsors(), max_size=3))
def test_declaring_more_never_worsens_a_sponsors_score_or_rank(
    person: dict, sponsor: dict, more: Any, others: list
) -> None:
    name, value = more
    if name not in sponsor or (name == "help" and not sponsor["help"]) or (name == "languages" and not sponsor[name]):
        return
    told = sponsor[name]
    generous = sponsor | {name: [*told, value] if isinstance(told, list) else told + value}
    ranks, scores = zip(*(_place(person, each, others) for each in (sponsor, generous)), strict=True)
    assert ranks[1] <= ranks[0]
    assert scores[1] >= scores[0] - 1e-12


def _place(person: dict, sponsor: dict, others: list) -> tuple[int, float]:
    within = sponsor_market([person], [sponsor, *others])
    ranked = rank_sponsors(within.candidates, within.sponsors, within.taxonomy, SPONSOR_PROFILE, 10).matches
    found = [(rank, match.score) for rank, match in enumerate(ranked) if match.counterpart == 0]
    return found[0] if found else (99, 0.0)


@EXAMPLES
@given(meeting_candidates(), sponsors(), st.integers(0, 3), st.integers(1, 3))
def test_who_follows_more_is_offered_less(person: dict, sponsor: dict, followed: int, more: int) -> None:
    free, loaded = (
        sponsor_match(person, sponsor | {"capacity": 7, "followed": n}) for n in (followed, followed + more)
    )
    assert loaded.score < free.score or free.candidate_score == 0
