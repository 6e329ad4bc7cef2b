"""What every reader of cells shares: what it is told of the column, what it hands back, what it says of bad cells."""

from dataclasses import dataclass
from typing import Any

from service.importers.foreign.dates import Order
from service.importers.personal import masked

Read = tuple[dict[str, Any], str]  # fields as our records write them, and what is wrong with the cell
PARTIAL = "partial"
PER = "per"  # beside a wage, until the row is finished: hour, month or year


@dataclass(frozen=True, slots=True)
class Column:
    """What a reader needs beside the cell: the column's header, the order of its dates, candidates or openings."""

    header: str = ""
    order: Order = Order.DAY_FIRST
    kind: str = "candidates"


def unreadable(cell: str) -> Read:
    """Return nothing, with the complaint that names the cell."""
    return {}, f"{masked(cell)[:60]!r} cannot be read here: left out"


def nested(target: str, value: Any) -> dict[str, Any]:
    """Return a value under its field, or under the part of a field that "place.postcode" names."""
    top, _, part = target.partition(".")
    return {top: {part: value}} if part else {top: value}


def incomplete(name: str, column: Column) -> dict[str, Any]:
    """Return what says that a candidate's list may lack something; openings have no such word."""
    return {PARTIAL: [name]} if column.kind == "candidates" else {}
