"""Dates of spreadsheets. Whether the day or the month comes first is decided for a whole column, by its contents."""

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum

from matching.codes import plain
from matching.text.months import month_number

_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?:[ T,].*)?", re.DOTALL)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T,].*)?", re.DOTALL)
_MONTH_ONLY = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_WRITTEN = re.compile(r"(?:\w+ )?(?:(\d{1,2})(?:er|st|nd|rd|th)? )?([a-z]{3,9}) (?:(\d{1,2})(?:st|nd|rd|th)? )?(\d{4})")
_SERIAL = re.compile(r"[23456]\d{4}(?:\.\d{1,15})?")  # days since the end of 1899, from 1954 to 2091


class Order(StrEnum):
    """What a column's contents prove of its dates such as 01/09/25."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"
    EITHER = "either"  # no date proves it: the day is read first
    MIXED = "mixed"  # some prove one, some the other: the day is read first


def order_of(cells: Iterable[str]) -> Order:
    """Return which comes first in the dates of a column; DAY_FIRST too where none of them leaves the question open."""
    pairs = [(int(found[1]), int(found[2])) for cell in cells if (found := _NUMBERS.fullmatch(cell.strip()))]
    day_first = any(first > 12 >= second for first, second in pairs)
    month_first = any(second > 12 >= first for first, second in pairs)
    if day_first and month_first:
        return Order.MIXED
    if month_first:
        return Order.MONTH_FIRST
    return Order.EITHER if not day_first and any(first != second for first, second in pairs) else Order.DAY_FIRST


def date_in(cell: str, order: Order, latest: int) -> str | None:
    """Return the day as ISO 8601, None when the cell is no date; a year of two digits is `latest` at most."""
    cell = cell.strip()
    if _SERIAL.fullmatch(cell):
        return (dt.date(1899, 12, 30) + dt.timedelta(days=int(float(cell)))).isoformat()
    if found := _YEAR_FIRST.fullmatch(cell):
        return _day(found[1], found[2], found[3])
    if found := _NUMBERS.fullmatch(cell):
        day, month = (found[2], found[1]) if order is Order.MONTH_FIRST else (found[1], found[2])
        return _day(_whole(found[3], latest), month, day)
    if found := _MONTH_ONLY.fullmatch(cell):
        return _day(found[2], found[1], "1")
    return _written(cell)


def _written(cell: str) -> str | None:
    """Return a date such as "1er septembre 2025", "sept. 2025" or "September 1, 2025"."""
    if len(cell) > 40 or not (found := _WRITTEN.fullmatch(plain(cell))):
        return None
    return _day(found[4], str(month_number(found[2])), found[1] or found[3] or "1")


def _whole(year: str, latest: int) -> str:
    if len(year) == 4:
        return year
    return str(2000 + int(year) if 2000 + int(year) <= latest else 1900 + int(year))


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
