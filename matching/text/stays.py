"""How long somebody worked: months of several stays together, what overlaps counted once; and what was unpaid."""

import re
from dataclasses import replace
from datetime import date

from matching.text.reading import Stay

_MIDDLE = 6  # of a year that is all that is told: the middle errs least on average
_MOST = 900.0
_UNPAID = re.compile(r"\b(?:b[ée]n[ée]vol\w*|volunteer\w*)\b", re.IGNORECASE)


def months_of(stays: list[Stay], today: date) -> float:
    """Return the months of the stays together, 0 where no length is told.

    A stay without its last month ends nowhere and counts only if it is current: then up to the month of `today`.
    One year alone tells no length, unless the months are told in words.
    """
    spans = sorted(span for stay in stays if (span := _span(stay, today)))
    total, reached = 0.0, -1.0
    for start, end in spans:
        total += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    loose = sum(stay.months or 0.0 for stay in stays if not stay.start)
    return min(_MOST, round(total + loose, 1))


def is_unpaid(stay: Stay) -> bool:
    """Return whether the words of a stay say that it was voluntary work."""
    return _UNPAID.search(f"{stay.title} {stay.organisation}") is not None


def unpaid(stay: Stay) -> Stay:
    """Return a stay that is told under the heading of voluntary work, with that word beside where it was."""
    return stay if is_unpaid(stay) else replace(stay, organisation=f"{stay.organisation} (bénévolat)".strip())


def _span(stay: Stay, today: date) -> tuple[float, float] | None:
    """Return the first month and the one after the last, counted from year 0."""
    if not stay.start:
        return None
    now = today.year * 12 + today.month
    start = _month(stay.start)
    if stay.months:
        first = start if len(stay.start) > 4 else float(int(stay.start) * 12)
        return first, first + stay.months
    if stay.current:
        end = float(now)
    elif stay.end:
        end = min(_month(stay.end) + (len(stay.end) > 4), float(now))
    else:
        return None
    return (start, end) if end > start else None


def _month(told: str) -> float:
    year, _, month = told.partition("-")
    return float(int(year) * 12 + (int(month) - 1 if month else _MIDDLE))
