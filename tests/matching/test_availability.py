"""Hours told by the week: the instants that they are, across changes of clocks and years; what two have in common."""

import datetime as dt
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.availability import Span, away_of, common_slots, laid_out, local_iso, windows_of
from matching.enums import TimeZone
from matching.errors import InvalidRecord
from matching.layout import EPOCH
from matching.meeting import AWAY_BITS, WINDOW_BITS, packed, unpacked
from matching.records import read_candidate
from matching.slots import NEVER, earliest_common, slots_table
from tests.strategies import EXAMPLES

ORIGIN = dt.datetime.combine(EPOCH, dt.time(), dt.UTC)
PARIS = TimeZone.PARIS

clocks = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02d}:{quarter % 4 * 15:02d}")
dates = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)).map(dt.date.isoformat)
periods = st.lists(dates, min_size=2, max_size=2).map(
    lambda ends: dict(zip(("from", "until"), sorted(ends), strict=True))
)
some_days = st.lists(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), min_size=1, max_size=3)
weekly = st.builds(
    lambda days, start, end, weeks, period: {"days": days, "start": start, "end": end, **weeks, **period},
    some_days,
    clocks,
    clocks,
    st.sampled_from([{}, {"weeks": "odd"}, {"weeks": "even"}]),
    st.just({}) | periods,
)
once = st.builds(lambda date, start, end: {"date": date, "start": start, "end": end}, dates, clocks, clocks)
many_windows = st.lists(weekly | once, max_size=4)
aways = st.lists(periods | st.integers(1, 12).map(lambda month: {"month": month}), max_size=2)
zones = st.sampled_from([PARIS, TimeZone.MIQUELON, TimeZone.REUNION, TimeZone.MARQUESAS])
days = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 1))


def spans(
    windows: list[Any], since: dt.date, weeks: int = 12, away: list[Any] | None = None, zone: TimeZone = PARIS
) -> tuple[Span, ...]:
    record = read_candidate({"id": "c", "availability": windows, "away": away or []})
    return laid_out(windows_of(record), away_of(record, "away"), zone, since, weeks)


def told(found: tuple[Span, ...] | list[Span], zone: TimeZone = PARIS) -> list[tuple[str, str]]:
    return [(local_iso(start, zone), local_iso(stop, zone)) for start, stop in found]


def by_the_day(windows: list[Any], since: dt.date, weeks: int, away: list[Any], zone: TimeZone) -> set[int]:
    """Every minute told, found day after day with datetime and zoneinfo alone."""
    minutes: set[int] = set()
    for number in range(7 * weeks):
        day = since + dt.timedelta(days=number)
        if any(_away(period, day) for period in away):
            continue
        for window in windows:
            if _told(window, day):
                minutes.update(range(*_instants(window, day, zone)))
    return minutes


def _away(period: Any, day: dt.date) -> bool:
    if "month" in period:
        return day.month == period["month"]
    return period["from"] <= day.isoformat() <= period["until"]


def _told(window: Any, day: dt.date) -> bool:
    if "date" in window:
        return window["date"] == day.isoformat()
    odd = int(day.strftime("%V")) % 2 == 1
    in_week = window.get("weeks", "odd" if odd else "even") == ("odd" if odd else "even")
    within = window.get("from", "") <= day.isoformat() <= window.get("until", "9")
    return in_week and within and day.strftime("%a").lower() in window["days"]


def _instants(window: Any, day: dt.date, zone: TimeZone) -> tuple[int, int]:
    start, end = (dt.time.fromisoformat(window[name]) for name in ("start", "end"))
    last = day if end > start else day + dt.timedelta(days=1)
    return _instant(day, start, zone), _instant(last, end, zone)


def _instant(day: dt.date, clock: dt.time, zone: TimeZone) -> int:
    """A skipped minute is moved to the first that exists."""
    at = dt.datetime.combine(day, clock)
    while True:
        utc = at.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
        if utc.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == at:
            return int((utc - ORIGIN).total_seconds()) // 60
        at += dt.timedelta(minutes=1)


@EXAMPLES
@given(many_windows, days, aways, zones, st.integers(1, 9))
def test_hours_are_those_found_day_after_day(
    windows: list, since: dt.date, away: list, zone: TimeZone, weeks: int
) -> None:
    found = spans(windows, since, weeks, away, zone)
    assert {minute for span in found for minute in range(*span)} == by_the_day(windows, since, weeks, away, zone)
    assert all(a[1] < b[0] for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("window", "since", "expected"),
    [
        ({"days": ["sun"], "start": "12:00", "end": "14:00"}, "2026-03-29", ("12:00+02:00", "14:00+02:00")),
        ({"days": ["sat"], "start": "12:00", "end": "14:00"}, "2026-03-28", ("12:00+01:00", "14:00+01:00")),
        ({"days": ["sun"], "start": "01:00", "end": "04:00"}, "2026-03-29", ("01:00+01:00", "04:00+02:00")),
        ({"days": ["sun"], "start": "02:30", "end": "04:00"}, "2026-03-29", ("03:00+02:00", "04:00+02:00")),
        ({"days": ["sun"], "start": "02:15", "end": "02:45"}, "2026-03-29", None),  # never was
        ({"days": ["sun"], "start": "02:15", "end": "02:45"}, "2026-10-25", ("02:15+02:00", "02:45+02:00")),
        ({"days": ["sun"], "start": "02:30", "end": "03:30"}, "2026-10-25", ("02:30+02:00", "03:30+01:00")),
        ({"days": ["sat"], "start": "23:00", "end": "04:00"}, "2026-10-24", ("23:00+02:00", "04:00+01:00")),
    ],
    ids=str,
)
def test_noon_stays_noon_across_the_change_of_clocks(window: Any, since: str, expected: Any) -> None:
    found = told(spans([window], dt.date.fromisoformat(since), 1))
    assert [(start[11:], stop[11:]) for start, stop in found] == ([expected] if expected else [])


def test_after_week_53_comes_week_1_and_both_are_odd() -> None:
    odd = {"days": ["wed"], "start": "12:00", "end": "13:00", "weeks": "odd"}
    found = told(spans([odd], dt.date(2026, 12, 14), 5))
    assert [start[:10] for start, _ in found] == ["2026-12-16", "2026-12-30", "2027-01-06"]


def test_a_window_past_midnight_ends_on_the_next_day_and_touching_ones_are_one() -> None:
    late, early = (
        {"days": ["fri"], "start": "22:00", "end": "01:00"},
        {"days": ["sat"], "start": "01:00", "end": "02:00"},
    )
    found = told(spans([late, early], dt.date(2026, 11, 23), 1))
    assert found == [("2026-11-27T22:00+01:00", "2026-11-28T02:00+01:00")]


def test_august_is_away_every_year() -> None:
    every = {"days": ["mon"], "start": "09:00", "end": "10:00"}
    for year in (2026, 2031):
        found = told(spans([every], dt.date(year, 7, 20), 9, [{"month": 8}]))
        assert {start[5:7] for start, _ in found} == {"07", "09"}


@pytest.mark.parametrize("zone", [PARIS, TimeZone.MARQUESAS])
@pytest.mark.parametrize("since", [dt.date.min, dt.date(1970, 1, 1), dt.date(2199, 12, 1), dt.date.max])
def test_no_day_is_too_early_or_too_late_to_ask_from(since: dt.date, zone: TimeZone) -> None:
    assert spans([{"days": ["mon"], "start": "09:00", "end": "10:00"}], since, zone=zone) == ()


@EXAMPLES
@given(many_windows, many_windows, weekly | once, aways, st.integers(5, 90))
def test_one_window_more_never_removes_common_hours(
    mine: list, theirs: list, more: Any, away: list, least: int
) -> None:
    since = dt.date(2026, 11, 22)
    other = spans(theirs, since, 6)
    before, after = (common_slots(spans(each, since, 6, away), other, least) for each in (mine, [*mine, more]))
    assert all(any(a <= start and stop <= b for a, b in after) for start, stop in before)
    assert not before or after[0][0] <= before[0][0]
    assert before == sorted(before) and all(stop - start >= least for start, stop in before)


@EXAMPLES
@given(
    st.lists(many_windows, min_size=1, max_size=4), st.lists(many_windows, min_size=1, max_size=4), st.integers(5, 90)
)
def test_the_first_common_hours_of_tables_are_those_of_each_pair(some: list, others: list, least: int) -> None:
    since = dt.date(2026, 11, 22)
    mine, theirs = ([spans(each, since, 5) for each in many] for many in (some, others))
    first = np.array([[next((a for a, _ in common_slots(m, t, least)), NEVER) for t in theirs] for m in mine])
    table, other = slots_table(mine), slots_table(theirs)
    for i in range(len(mine)):
        np.testing.assert_array_equal(earliest_common(table.take(slice(i, i + 1)), other, least), first[i])
    for j in range(len(theirs)):
        np.testing.assert_array_equal(earliest_common(table, other.take(slice(j, j + 1)), least), first[:, j])
    rows, columns = (np.ravel(each) for each in np.indices(first.shape))
    np.testing.assert_array_equal(earliest_common(table.take(rows), other.take(columns), least), first.ravel())


@EXAMPLES
@given(many_windows, aways)
def test_what_is_packed_comes_back(windows: list, away: list) -> None:
    record = read_candidate({"id": "c", "availability": windows, "away": away})
    for rules, bits in ((windows_of(record), WINDOW_BITS), (away_of(record, "away"), AWAY_BITS)):
        assert [tuple(unpacked(packed(rule, bits), bits)) for rule in rules] == [tuple(rule) for rule in rules]
        assert all(0 < packed(rule, bits) < 1 << 64 for rule in rules)


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("availability", [{"days": ["tue"], "start": "12:00"}], "availability[0]: start and end are needed"),
        ("availability", [{"start": "12:00", "end": "13:00"}], "availability[0]: either days or a date is needed"),
        ("availability", [{"days": [], "start": "1:00", "end": "2:00"}], "at least one day is needed"),
        (
            "availability",
            [{"days": ["tue"], "start": "25:00", "end": "2:00"}],
            "no such time: '25:00' (expected 18:30)",
        ),
        ("availability", "date=2026-12-03|start=9h|end=10h|weeks=odd", "weeks, from and until go with days"),
        ("away", [{"from": "2026-12-03", "until": "2026-12-02"}], "away[0]: until is before from"),
        ("away", [{"month": 8, "from": "2026-12-03"}], "away[0]: either a month or from and until"),
        ("timezone", "Europe/London", "'europe/london' is none of Europe/Paris"),
    ],
)
def test_hours_that_make_no_sense_are_refused_with_their_place(field: str, value: Any, fault: str) -> None:
    with pytest.raises(InvalidRecord) as error:
        read_candidate({"id": "c", field: value})
    assert fault in str(error.value)


def test_a_cell_tells_the_same_as_json() -> None:
    cell = "days=tue, thu|start=12h|end=14:00|weeks=odd; date=03/12/2026|start=18:00|end=24:00"
    assert read_candidate({"id": "c", "availability": cell})["availability"] == [
        {"days": ["tue", "thu"], "start": "12:00", "end": "14:00", "weeks": "odd"},
        {"date": "2026-12-03", "start": "18:00", "end": "00:00"},
    ]
