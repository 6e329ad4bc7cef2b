"""Pools of part-time openings: what fits, what never does, and the best ones as brute force finds them."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.enums import Evidence, TravelMode
from matching.geo import unit_vectors
from matching.pooling import ADULT, UNDER_18, Limits, Pools, Wanted, find_pools
from matching.pooling.fits import BAND_HOURS, banded, fits_of
from matching.pooling.model import CHECK_KEEPS, HALF_MOVE_MINUTES, MORE_KEEPS, NEAR_HOURS, NO_HOURS_LEFT, SIZES, Parts
from matching.pooling.search import best_sets
from tests.factories import PROFILE, Record, market

DAY, EARLY, EVENING, NIGHT, SATURDAY, SUNDAY = (1 << bit for bit in range(6))
CLEANING = {"occupation": "K2204", "hours": {"min": 17, "max": 18}, "start": "2027-01-04", "contract": "CDI"}
MUREAUX, MEULAN, PARIS = ({"insee": code} for code in ("78440", "78401", "75056"))
PERSON = {"id": "c0", "wishes": [{"occupation": "K2204"}], "place": MUREAUX}


def opening(times: list[str], **more: object) -> Record:
    return CLEANING | {"working_times": times, "place": MUREAUX} | more


def pools(*openings: Record, person: Record = PERSON, limits: Limits = ADULT, k: int = 5) -> Pools:
    named = [{"id": f"o{n}", "company": {"name": f"E{n}"}} | each for n, each in enumerate(openings)]
    within = market([person], named)
    return find_pools(person, within, PROFILE, {each["id"]: each for each in named}, k, limits)


def codes(found: Pools) -> set[str]:
    [pool] = found.pools
    return {note.code for note in (*pool.reasons, *pool.to_check, *pool.questions)}


def test_a_morning_and_an_evening_make_one_full_job() -> None:
    found = pools(opening(["early"]), opening(["day"]))
    [pool] = found.pools
    assert sorted(pool.openings) == [0, 1] and pool.hours == (34, 36) and not pool.to_check
    assert {"pool_hours_fit", "pool_lawful", "pool_times_fit", "pool_moves_fit", "pool_dates_fit"} <= codes(found)
    assert pool.score == pytest.approx(np.mean([match.score for match in pool.matches]) * (0.5 ** (0 / 120)))


def test_the_score_of_each_opening_is_that_of_a_person_who_names_no_hours() -> None:
    full_timer = PERSON | {"hours": {"min": 35}}
    assert pools(opening(["early"]), opening(["day"]), person=full_timer).pools == (
        pools(opening(["early"]), opening(["day"])).pools
    )


def test_two_mornings_that_need_more_hours_than_mornings_have_are_no_pool() -> None:
    assert not pools(opening(["early"]), opening(["early"])).pools


def test_the_same_part_of_the_day_is_to_check_where_there_is_room_for_both() -> None:
    assert {"pool_times_to_check", "ask_pool_times"} <= codes(pools(opening(["day"]), opening(["day"])))


def test_unknown_times_are_asked_of_who_has_not_told_them() -> None:
    [pool] = pools(opening(["early"]), {**opening([]), "working_times": None}).pools
    assert [note.numbers["openings"] for note in pool.questions if note.code == "ask_pool_times"] == [[1]]


def test_early_with_evening_leaves_rest_to_check_and_a_weekend_the_day_off() -> None:
    assert "pool_daily_rest_to_check" in codes(pools(opening(["early"]), opening(["evening"])))
    weekend = opening(["saturday", "sunday"])
    assert "pool_weekly_rest_to_check" in codes(pools(opening(["day"]), weekend))


def test_one_employer_alone_and_places_too_far_apart_make_no_pool() -> None:
    same = {"company": {"name": "E"}}
    assert not pools(opening(["early"], **same), opening(["day"], **same)).pools
    assert not pools(opening(["early"]), opening(["day"], place=PARIS)).pools
    assert pools(opening(["early"]), opening(["day"], place=MEULAN)).pools


def test_nobody_is_given_more_hours_than_the_law_allows() -> None:
    many = [opening(["early"], hours={"min": 19}), opening(["day"], hours={"min": 29})]
    wants_more = PERSON | {"hours": {"min": 48}}
    assert not pools(*many, person=wants_more).pools  # 48 h a week, and more than 12 weeks
    short = [each | {"months": 2} for each in many]
    [pool] = pools(*short, person=wants_more).pools
    assert next(n.numbers for n in pool.reasons if n.code == "pool_lawful") == {
        "hours": 48.0,
        "most": 48.0,
        "article": "L3121-20",
    }


def test_who_is_under_eighteen_has_35_hours_at_most_and_no_night() -> None:
    assert not pools(opening(["early"], hours={"min": 19}), opening(["day"], hours={"min": 18}), limits=UNDER_18).pools
    assert not pools(opening(["night"], hours={"min": 17}), opening(["day"]), limits=UNDER_18).pools
    assert pools(opening(["early"], hours={"min": 17}), opening(["day"], hours={"min": 18}), limits=UNDER_18).pools


def test_contracts_that_are_never_held_together_make_no_pool() -> None:
    assert not pools(opening(["early"], months=1), opening(["day"], start="2027-03-08")).pools


def test_what_a_person_refuses_is_in_no_pool() -> None:
    assert not pools(opening(["evening"]), opening(["day"]), person=PERSON | {"refuses": ["evening"]}).pools


def drawn(n: int, seed: int) -> Parts:
    """Part-time openings of all kinds, the best score first."""
    rng = np.random.default_rng(seed)
    low = rng.integers(4, 30, n).astype(float)
    return Parts(
        rows=np.arange(n),
        ids=np.arange(n),
        score=np.sort(np.round(rng.beta(4, 5, n), 2))[::-1],
        low=low,
        high=low + rng.choice([0, 2, 5], n),
        times=rng.choice([0, DAY, EARLY, EVENING, DAY | SATURDAY, EARLY | EVENING, 64, NIGHT, SUNDAY], n).astype(
            np.int64
        ),
        start=rng.choice([np.nan, 100.0, 130.0, 260.0], n),
        end=rng.choice([np.inf, 170.0, 200.0, 400.0], n),
        xyz=unit_vectors(48.9 + rng.normal(0, 0.1, n), 1.9 + rng.normal(0, 0.1, n)),
        radius_km=rng.choice([0.0, 0.0, 3.0], n),
        employer=tuple(rng.choice(["", "A", "B", "C", "D", "E"], n).tolist()),
    )


def brute(parts: Parts, wanted: Wanted, limits: Limits, k: int) -> list[tuple[float, tuple[int, ...]]]:
    """Every set, judged one by one."""
    fits, found = fits_of(parts, TravelMode.TRANSIT, 60.0, limits), []
    for size in SIZES:
        for each in combinations(range(len(parts)), size):
            pairs, at = list(combinations(each, 2)), list(each)
            low, high = parts.low[at].sum(), parts.high[at].sum()
            missed = max(wanted.low - high, low - wanted.high, 0.0)
            weeks = (parts.end[at].min() - parts.start[at].max()) / 7
            most = limits.week_hours if weeks < limits.average_weeks else limits.average_hours
            if missed > NEAR_HOURS or low > most or not all(fits.possible[pair] for pair in pairs):
                continue
            if not _roomy(each, parts):
                continue
            checks = sum(int(fits.checks[pair]) for pair in pairs)
            keeps = 0.5 ** (max(fits.minutes[pair] for pair in pairs) / HALF_MOVE_MINUTES) * CHECK_KEEPS**checks
            mean = parts.score[at].sum() / size
            found.append((mean * keeps * MORE_KEEPS ** (size - 2) * (1 - missed / NO_HOURS_LEFT), each))
    return sorted(found, key=lambda one: (-one[0], one[1]))[:k]


def _roomy(each: tuple[int, ...], parts: Parts) -> bool:
    """Whether the hours can be laid into the bands of the week, as a largest flow says."""
    from scipy.optimize import linprog

    bands = banded(parts.times)
    known = [at for at in each if bands[at]]
    cells = [(at, band) for at in known for band in BAND_HOURS if bands[at] & band]
    if not cells or any(_alone(at, bands, parts) for at in known):
        return all(
            parts.low[list(few)].sum() <= sum(h for b, h in BAND_HOURS.items() if any(bands[at] & b for at in few))
            for size in range(2, len(known) + 1)
            for few in combinations(known, size)
        )
    rows = [[float(cell[1] == band) for cell in cells] for band in BAND_HOURS]
    needs = [[float(cell[0] == at) for cell in cells] for at in known]
    found = linprog(
        np.zeros(len(cells)), rows, list(BAND_HOURS.values()), needs, [parts.low[at] for at in known], method="highs"
    )
    return bool(found.status == 0)


def _alone(at: int, bands: np.ndarray, parts: Parts) -> bool:
    return bool(parts.low[at] > sum(hours for band, hours in BAND_HOURS.items() if bands[at] & band))


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from([Wanted(35, 35), Wanted(20, 25), Wanted(44, 44)]),
    st.sampled_from([ADULT, UNDER_18]),
    st.integers(1, 12),
)
def test_the_best_sets_are_those_that_brute_force_finds(seed: int, wanted: Wanted, limits: Limits, k: int) -> None:
    parts = drawn(13, seed)
    found = best_sets(parts, fits_of(parts, TravelMode.TRANSIT, 60.0, limits), wanted, limits, k)
    expected = brute(parts, wanted, limits, k)
    np.testing.assert_allclose([score for score, _ in found], [score for score, _ in expected], atol=1e-12)
    if len(set(np.round([score for score, _ in expected], 9))) == len(expected):
        assert [each for _, each in found] == [each for _, each in expected]


def test_a_search_that_is_stopped_returns_what_it_has() -> None:
    parts = drawn(40, 3)
    assert best_sets(parts, fits_of(parts, TravelMode.CAR, 60.0, ADULT), Wanted(35, 35), ADULT, 3, lambda: True) == []


def test_what_two_openings_do_to_each_other_is_the_same_from_either_side() -> None:
    fits = fits_of(drawn(30, 5), TravelMode.BIKE, 45.0, ADULT)
    for found in (fits.possible, fits.minutes, fits.times, fits.moves, fits.dates, fits.daily_rest, fits.weekly_rest):
        np.testing.assert_array_equal(found, found.T)
    assert Evidence.UNKNOWN in fits.times and Evidence.NOT_MET in fits.times
