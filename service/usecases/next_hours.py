"""When somebody can meet next, as their record tells it: what they check before others count on it."""

import datetime as dt
from typing import Any, Final

from matching.availability import away_of, laid_out, windows_of
from matching.enums import TimeZone
from matching.layout import EPOCH

SHOWN: Final = 6
_BEGINNING: Final = dt.datetime.combine(EPOCH, dt.time(), dt.UTC)


def of(record: dict[str, Any], now: dt.datetime, shown: int = SHOWN) -> list[tuple[dt.datetime, dt.datetime]]:
    """Return the next hours of a canonical record, each as (from, to) in UTC; none where it tells none."""
    zone = TimeZone(record.get("timezone", TimeZone.PARIS))
    spans = laid_out(windows_of(record), away_of(record, "away"), zone, now.date())
    found = [(_at(start), _at(stop)) for start, stop in spans]
    return [span for span in found if span[1] > now][:shown]


def _at(minutes: int) -> dt.datetime:
    return _BEGINNING + dt.timedelta(minutes=minutes)
