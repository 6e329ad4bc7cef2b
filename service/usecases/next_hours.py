"""When somebody can meet next, as their record tells it: what they check before others count on it."""

import datetime as dt
from typing import Any, Final

from matching.availability import away_of, laid_out, windows_of
from matching.enums import TimeZone
from matching.layout import EPOCH
from service.wording import FRANCE

SHOWN: Final = 6
_BEGINNING: Final = dt.datetime.combine(EPOCH, dt.time(), dt.UTC)


def of(record: dict[str, Any], now: dt.datetime) -> list[dict[str, str]]:
    """Return the next hours of a canonical record as {"start", "end"} by the clock of France; none where none are told.

    They are ISO 8601 with their offset, as the format "slot" of wording.py says them.
    """
    zone = TimeZone(record.get("timezone", TimeZone.PARIS))
    spans = laid_out(windows_of(record), away_of(record, "away"), zone, now.date())
    found = [(_at(start), _at(stop)) for start, stop in spans]
    return [{"start": start.isoformat(), "end": end.isoformat()} for start, end in found if end > now][:SHOWN]


def _at(minutes: int) -> dt.datetime:
    return (_BEGINNING + dt.timedelta(minutes=minutes)).astimezone(FRANCE)
