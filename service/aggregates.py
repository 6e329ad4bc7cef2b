"""Counts that tell of nobody: each is about 11 people or more, and so is what is left when counts are subtracted.

What happened in a quarter is divided once, in cells of at least 11 people, and nothing else is ever told of it:

- a cell with fewer people is counted together with the cells that follow it in a fixed list, whatever those hold, and
  the last few with those before; which cells go together does not depend on how large the others are, so that
  each count in a shared cell could be any of 11 at least, also for somebody who knows this rule;
- a quarter with fewer people is counted together with the next one; quarters do not overlap and no longer or shorter
  period is told beside them, so that none can be had from two others;
- what was told stays as it was told: a person who is erased later, or a step recorded late, shows in no difference.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

LEAST: Final = 11  # people
Quarter = tuple[int, int]  # year, 1 to 4


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to somebody, and what it is counted by."""

    day: dt.date
    person: str
    by: Mapping[str, str]  # breakdown → code
    within: str | None = None  # the introduction, sponsorship or meetup that it is part of
    days: int | None = None  # since that began
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Events that are counted together."""

    codes: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether it holds enough people."""
        return len({event.person for event in self.events}) >= LEAST

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(self.codes + other.codes, self.events + other.events)


def cells(events: Sequence[Event], breakdown: str, codes: Sequence[str]) -> list[Cell]:
    """Return events in cells of at least 11 people, codes in their order; nothing where there are fewer in all.

    A code that the list does not have counts as its last: else a total would tell how often it was.
    """
    by_code: dict[str, list[Event]] = {code: [] for code in codes}
    for event in events:
        by_code.get(event.by[breakdown], by_code[codes[-1]]).append(event)
    found, waiting = [], Cell()
    for code, theirs in by_code.items():
        waiting += Cell((code,), tuple(theirs))
        if waiting.is_told:
            found.append(waiting)
            waiting = Cell()
    if found:
        found[-1] += waiting
    return found


def periods(events: Iterable[Event], after: Quarter | None, until: Quarter) -> Iterator[tuple[Quarter, Quarter, Cell]]:
    """Yield runs of quarters, first and last, with what happened in them to at least 11 people, up to a last quarter.

    They begin with the quarter `after` the last one told, or with the first event; those that are too few wait.
    """
    quarters: dict[Quarter, list[Event]] = {}
    for event in events:
        quarters.setdefault(quarter_of(event.day), []).append(event)
    first = following(after) if after else min(quarters, default=until)
    quarter, waiting = first, Cell()
    while quarter <= until:
        waiting += Cell((), tuple(quarters.get(quarter, ())))
        if waiting.is_told:
            yield first, quarter, waiting
            first, waiting = following(quarter), Cell()
        quarter = following(quarter)


def told(cell: Cell, breakdowns: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the numbers of a run of quarters, as they are kept."""
    within = {event.within for event in cell.events} - {None}
    return {
        "count": len(cell.events),
        "people": len({event.person for event in cell.events}),
        "within": len(within) or None,
        "by": {name: [_line(part) for part in cells(cell.events, name, codes)] for name, codes in breakdowns.items()},
    }


def quarter_of(day: dt.date) -> Quarter:
    """Return the quarter of a day."""
    return day.year, (day.month + 2) // 3


def following(quarter: Quarter) -> Quarter:
    """Return the next quarter."""
    year, number = quarter
    return (year, number + 1) if number < 4 else (year + 1, 1)


def begins(quarter: Quarter) -> dt.date:
    """Return the first day of a quarter."""
    year, number = quarter
    return dt.date(year, 3 * number - 2, 1)


def _line(cell: Cell) -> dict[str, Any]:
    days = [event.days for event in cell.events if event.days is not None]
    known = len(days) == len(cell.events)
    return {"codes": list(cell.codes), "count": len(cell.events), "median_days": median(days) if known else None}
