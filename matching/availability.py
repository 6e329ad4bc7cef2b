"""When people can meet: hours told by the week → instants, and the hours that two have in common.

Hours are told by the wall clock of a time zone and kept as minutes of UTC, so that noon stays noon across a
change of clocks. Of an hour that comes twice the first is meant; an hour that is missing is left out.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from matching.enums import TimeZone, Weekday, WeekParity, place_in
from matching.layout import EPOCH

DAY: Final = 24 * 60  # minutes
WEEKS: Final = 12  # how far ahead hours are laid out, unless another horizon is given
LAST_DAY: Final = (1 << 16) - 1  # days since EPOCH that a packed rule can name: until 2199

Span = tuple[int, int]  # minutes since EPOCH, UTC: from, to


class Window(NamedTuple):
    """Hours of one day of the week, by the wall clock. A window of one date lasts from that day until that day."""

    weekday: int  # 0 = Monday
    start: int  # minutes since midnight
    minutes: int  # how long by the wall clock, at most a day
    parity: int  # 0 = every week, 1 = odd ones, 2 = even ones
    first: int  # days since EPOCH
    last: int


class Away(NamedTuple):
    """Days on which no hours begin: from … until, or a month of every year."""

    first: int
    last: int
    month: int  # 0 = the days themselves

    def covers(self, date: dt.date) -> bool:
        """Return whether a day is among them."""
        return date.month == self.month if self.month else self.first <= (date - EPOCH).days <= self.last


def windows_of(record: Mapping[str, Any]) -> list[Window]:
    """Return the windows that a canonical record tells, one for each day."""
    return [window for told in record.get("availability", []) for window in _windows(told)]


def _windows(told: Mapping[str, Any]) -> Iterable[Window]:
    start, end = (_minutes(told[name]) for name in ("start", "end"))
    length = end - start if end > start else end - start + DAY
    parity = 1 + place_in(WeekParity, told["weeks"]) if "weeks" in told else 0
    if "date" in told:
        day = dt.date.fromisoformat(told["date"])
        yield Window(day.weekday(), start, length, 0, _day(told["date"]), _day(told["date"]))
    else:
        first, last = _period(told)
        for day in told["days"]:
            yield Window(place_in(Weekday, day), start, length, parity, first, last)


def away_of(record: Mapping[str, Any], *lists: str) -> list[Away]:
    """Return the periods of some lists of a canonical record, such as `away` and `pauses`."""
    return [Away(*_period(told), told.get("month", 0)) for name in lists for told in record.get(name, [])]


def _period(told: Mapping[str, Any]) -> tuple[int, int]:
    return _day(told["from"]) if "from" in told else 0, _day(told["until"]) if "until" in told else LAST_DAY


def _day(date: str) -> int:
    return min(max((dt.date.fromisoformat(date) - EPOCH).days, 0), LAST_DAY)


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def laid_out(
    windows: Iterable[Window], away: Iterable[Away], zone: TimeZone, since: dt.date, weeks: int = WEEKS
) -> tuple[Span, ...]:
    """Return the hours that begin on a day from `since` on, for so many weeks, merged and in order.

    Before EPOCH and after LAST_DAY there are none.
    """
    return _laid_out(tuple(windows), tuple(away), zone, since, weeks)


@lru_cache(maxsize=1 << 12)
def _laid_out(
    windows: tuple[Window, ...], away: tuple[Away, ...], zone: TimeZone, since: dt.date, weeks: int
) -> tuple[Span, ...]:
    told = (since - EPOCH).days
    first, last = max(told, 0), min(told + 7 * weeks - 1, LAST_DAY)
    changes = _clock_changes(zone, first, last) if first <= last else ()
    spans = []
    for window in windows:
        begin = max(first, window.first)
        begin += (window.weekday - (EPOCH.weekday() + begin)) % 7
        for day in range(begin, min(last, window.last) + 1, 7):
            if _is_on(window, day) and not any(period.covers(_date(day)) for period in away):
                start = day * DAY + window.start
                spans.append((_to_utc(start, changes), _to_utc(start + window.minutes, changes)))
    return tuple(_merged(spans))


def _is_on(window: Window, day: int) -> bool:
    return not window.parity or _date(day).isocalendar().week % 2 == window.parity % 2


def _date(day: int) -> dt.date:
    return EPOCH + dt.timedelta(days=day)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, without those of no length; what overlaps or touches is one."""
    merged: list[Span] = []
    for start, stop in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], stop))
        else:
            merged.append((start, stop))
    return merged


Change = tuple[int, int, int]  # an instant in UTC, the offset before it and after it: all in minutes


@lru_cache(maxsize=64)
def _clock_changes(zone: TimeZone, first: int, last: int) -> tuple[Change, ...]:
    """Return the changes of the clock that matter to hours of those days; the first says what holds before all."""
    begin, end = (first - 2) * DAY, (last + 4) * DAY
    changes, before = [(begin, 0, _offset(begin, zone))], _offset(begin, zone)
    for hour in range(begin, end, 60):
        if (after := _offset(hour, zone)) != before:
            changes.append((hour, before, after))
            before = after
    return tuple(changes)


def _offset(instant: int, zone: TimeZone) -> int:
    """Return what the wall clock of a zone is ahead of UTC, in minutes."""
    return int(_wall(instant, zone).utcoffset().total_seconds()) // 60  # type: ignore[union-attr]


def _wall(instant: int, zone: TimeZone) -> dt.datetime:
    start = dt.datetime.combine(EPOCH, dt.time(), dt.UTC)
    return (start + dt.timedelta(minutes=int(instant))).astimezone(ZoneInfo(zone))


def _to_utc(wall: int, changes: tuple[Change, ...]) -> int:
    """Return the instant of a wall clock's minute: the first of two, and the change itself for one that is skipped."""
    utc = wall
    for instant, before, after in changes:
        if wall - before >= instant:
            utc = max(instant, wall - after)
    return utc


def local_iso(instant: int, zone: TimeZone) -> str:
    """Return an instant by the wall clock of a zone, such as 2026-12-01T12:00+01:00."""
    return _wall(instant, zone).isoformat(timespec="minutes")


def common_slots(some: Iterable[Span], others: Iterable[Span], at_least_minutes: int) -> list[Span]:
    """Return the hours that two have in common, of at least that length, the earliest first."""
    theirs = list(others)
    met = [(max(a, c), min(b, d)) for a, b in some for c, d in theirs]
    return sorted(span for span in met if span[1] - span[0] >= at_least_minutes)
