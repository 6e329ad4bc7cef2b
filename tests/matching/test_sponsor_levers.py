"""What would bring sponsors: each lever does exactly what it says, in a market that is made anew."""

from typing import Any

import pytest

from matching.changes import apply
from matching.market import Market
from matching.ranking import rank_candidates, rank_sponsors
from matching.records import read_candidate
from matching.sponsor_levers import find_capacity_lever, find_sponsor_levers
from matching.sponsor_record import read_sponsor
from matching.ways_in import with_ways_in
from tests.factories import PROFILE, drawn_openings
from tests.matching.sponsor_cases import COMPANIES, SPONSOR_PROFILE, drawn, sponsor_market

OPENINGS = [{**row, "company": COMPANIES[i % 3]} for i, row in enumerate(drawn_openings(12, 4))]
PEOPLE, SPONSORS = drawn("c", 25, 11), drawn("s", 40, 12)
WITHIN = sponsor_market(PEOPLE, SPONSORS, OPENINGS)


def _scores(record: Any) -> dict[str, float]:
    within = sponsor_market([record], SPONSORS, OPENINGS)
    known = _known(within)
    found = rank_sponsors(known, within.sponsors, within.taxonomy, SPONSOR_PROFILE, len(SPONSORS))
    return {within.sponsor_ids[match.counterpart]: match.score for match in found.matches}


def _known(within: Market) -> Any:
    return with_ways_in(within.candidates, within.sponsors, within.openings, within.taxonomy, PROFILE)


def test_levers_of_every_kind_are_true_when_they_are_applied() -> None:
    kinds = set()
    for person in PEOPLE[:6]:
        record = read_candidate(person)
        before = _scores(record)
        for lever in find_sponsor_levers(record, WITHIN, SPONSOR_PROFILE, PROFILE)[::2]:
            after = _scores(apply(record, lever.change))
            assert (lever.more, lever.reachable) == (len(after) - len(before), len(after))
            for rise in lever.rises:
                name = WITHIN.sponsor_ids[rise.counterpart]
                assert (before.get(name), after[name]) == (rise.before, rise.after)
            kinds.add(lever.code)
    assert kinds == {"lever_video", "lever_window", "lever_language"}


def test_some_km_more_or_video_bring_who_is_too_far() -> None:
    here, there = {"lat": 48.99, "lon": 1.91}, {"lat": 49.11, "lon": 1.91}  # 13.3 km
    within = sponsor_market([], [{"place": there, "max_km": 3, "remote": True}])
    person = read_candidate({"id": "c", "place": here, "max_km": 10, "remote": False})
    found = find_sponsor_levers(person, within, SPONSOR_PROFILE, PROFILE)
    assert {(lever.code, str(lever.change)) for lever in found if lever.more == 1} == {
        ("lever_meeting_km", "{'max_km': 15}"),
        ("lever_video", "{'remote': True}"),
    }


def test_one_place_more_is_true_when_it_is_applied() -> None:
    found = 0
    for sponsor in SPONSORS[:15]:
        record = read_sponsor(sponsor)
        for lever in find_capacity_lever(record, WITHIN, SPONSOR_PROFILE, PROFILE):
            before, after = (_candidates(each) for each in (record, record | lever.change))
            assert (lever.more, lever.reachable) == (len(after) - len(before), len(after))
            assert lever.change == {"capacity": record["capacity"] + 1}
            found += 1
    assert found > 1


def _candidates(record: Any) -> dict[str, float]:
    within = sponsor_market(PEOPLE, [record], OPENINGS)
    ranked = rank_candidates(within.sponsors, _known(within), within.taxonomy, SPONSOR_PROFILE, len(PEOPLE))
    return {within.candidate_ids[match.candidate]: match.score for match in ranked.matches}


@pytest.mark.parametrize(
    "record", [{"id": "s"}, {"id": "s", "capacity": 3, "followed": 3, "pauses": [{"from": "2020-01-01"}]}]
)
def test_no_place_more_helps_who_set_no_limit_or_takes_nobody(record: Any) -> None:
    assert find_capacity_lever(record, WITHIN, SPONSOR_PROFILE, PROFILE) == ()


def test_a_window_that_sponsors_have_opens_their_door() -> None:
    busy, free = ({"days": [day], "start": "12:00", "end": "13:00"} for day in ("mon", "tue"))
    within = sponsor_market([], [{"availability": [free]}, {"availability": [free]}])
    (first, *_) = find_sponsor_levers({"id": "c", "availability": [busy]}, within, SPONSOR_PROFILE, PROFILE)
    assert (first.code, first.change, first.more) == ("lever_window", {"availability": [free]}, 2)


def test_no_language_is_proposed_to_a_person_whose_languages_are_unknown() -> None:
    within = sponsor_market([], [{"languages": [{"code": "fr"}, {"code": "pl"}]}])
    unknown, empty = read_candidate({"id": "c"}), read_candidate({"id": "c", "languages": []})
    codes = [
        {lever.code for lever in find_sponsor_levers(one, within, SPONSOR_PROFILE, PROFILE)} for one in (unknown, empty)
    ]
    assert "lever_language" not in codes[0] and "lever_language" in codes[1]
