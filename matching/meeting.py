"""When and how somebody can meet: from a record to packed items, and from the items of many to columns."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.availability import LAST_DAY, Away, Span, Window, away_of, laid_out, windows_of
from matching.codes import NO_KEY
from matching.enums import Evidence, HelpKind, TimeZone, place_in
from matching.items import Items, as_lists
from matching.layout import ItemKind
from matching.slots import slots_table

Item = tuple[int, bool, int, int]  # kind, flag, amount, key

WINDOW_BITS: Final = Window(3, 11, 11, 2, 16, 16)
AWAY_BITS: Final = Away(16, 16, 4)
KINDS: Final = (
    ItemKind.AVAILABLE,
    ItemKind.AWAY,
    ItemKind.PAUSE,
    ItemKind.TIMEZONE,
    ItemKind.HELP,
    ItemKind.REMOTE,
    ItemKind.SECTOR,
)


def meeting_items(record: dict[str, Any]) -> Iterable[Item]:
    """Yield what a canonical record tells of meeting."""
    if "availability" in record:
        yield ItemKind.TIMEZONE, False, 0, 1 + place_in(TimeZone, record.get("timezone", TimeZone.PARIS))
    for window in windows_of(record):
        yield ItemKind.AVAILABLE, False, 0, packed(window, WINDOW_BITS)
    for kind, name in ((ItemKind.AWAY, "away"), (ItemKind.PAUSE, "pauses")):
        for period in away_of(record, name):
            yield kind, False, 0, packed(period, AWAY_BITS)
    if "help" in record:
        yield ItemKind.HELP, False, 0, sum({1 << place_in(HelpKind, help_) for help_ in record["help"]})
    if "remote" in record:
        yield ItemKind.REMOTE, record["remote"], 0, 1
    for sector in record.get("sectors", []):
        digits = re.sub(r"\D", "", sector)
        yield ItemKind.SECTOR, False, len(digits), int(digits) or NO_KEY


def packed(numbers: tuple[int, ...], bits: tuple[int, ...]) -> int:
    """Return small numbers in one key, each in so many bits, the first in the highest."""
    key = 0
    for number, width in zip(numbers, bits, strict=True):
        key = key << width | number
    return key


def unpacked(key: int, bits: tuple[int, ...]) -> list[int]:
    """Return the numbers of a key."""
    numbers = []
    for width in reversed(bits):
        key, number = key >> width, key & ((1 << width) - 1)
        numbers.append(number)
    return numbers[::-1]


def meeting_columns(items: Items, n: int, since: dt.date | None) -> dict[str, Any]:
    """Return the columns of MeetingTable for n rows, from items in the order of the table.

    Without a day to lay hours out from, nobody's hours are known.
    """
    told = items.only(ItemKind.TIMEZONE)
    timezone = _column(told, told.key - np.uint64(1), n, np.uint8)
    slots_told = np.zeros(n, np.bool_)
    slots_told[told.row] = since is not None
    helped, remote, sectors = (items.only(kind) for kind in (ItemKind.HELP, ItemKind.REMOTE, ItemKind.SECTOR))
    by_video = np.where(remote.flag, Evidence.MET, Evidence.NOT_MET)
    return {
        "slots": slots_table(_spans(items, timezone, n, since)),
        "slots_told": slots_told,
        "timezone": timezone,
        "remote": _column(remote, by_video, n, np.int8),
        "help": _column(helped, helped.key, n, np.uint8),
        "sectors": as_lists(sectors, sectors.key.astype(np.int32), n),
    }


def pause_column(items: Items, n: int, since: dt.date | None) -> NDArray[np.float32]:
    """Return the last day of the pause that each row is in on a day, inf = for good; nan = none."""
    until = np.full(n, np.nan, np.float32)
    pauses = items.only(ItemKind.PAUSE)
    for row, key in zip(pauses.row.tolist(), pauses.key.tolist(), strict=True):
        period = Away(*unpacked(key, AWAY_BITS))
        if since is not None and period.covers(since):
            until[row] = np.fmax(until[row], np.inf if period.last == LAST_DAY else period.last)
    return until


def _column(items: Items, values: NDArray[Any], n: int, dtype: type[np.generic]) -> NDArray[Any]:
    column = np.zeros(n, dtype)
    column[items.row] = values
    return column


def _spans(items: Items, timezone: NDArray[np.uint8], n: int, since: dt.date | None) -> Iterable[tuple[Span, ...]]:
    """Yield the hours of each row; those of rows that told none are empty."""
    windows: dict[int, list[Window]] = {}
    away: dict[int, list[Away]] = {}
    for row, key in _of(items, ItemKind.AVAILABLE):
        windows.setdefault(row, []).append(Window(*unpacked(key, WINDOW_BITS)))
    for row, key in _of(items, ItemKind.AWAY, ItemKind.PAUSE):
        away.setdefault(row, []).append(Away(*unpacked(key, AWAY_BITS)))
    zones = list(TimeZone)
    for row in range(n):
        if since is None or row not in windows:
            yield ()
        else:
            yield laid_out(windows[row], away.get(row, ()), zones[timezone[row]], since)


def _of(items: Items, *kinds: ItemKind) -> Iterable[tuple[int, int]]:
    found = items.only(*kinds)
    return zip(found.row.tolist(), found.key.tolist(), strict=True)
