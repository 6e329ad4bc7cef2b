"""Lists that are read whole: in the order that an address asks for, and a page of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

T = TypeVar("T")
Orders = Mapping[str, Callable[[T], Any]]  # keys that can be compared, by what an address calls the order

SHOWN: Final = 50  # rows of a page


def listed(rows: Iterable[T], query: Mapping[str, str], orders: Orders[T], otherwise: str) -> dict[str, Any]:
    """Return the page that the query of an address asks for: `sort` with - in front goes down, `cursor` as in `part`.

    Where it names none of these orders, the list stands as `otherwise`.
    """
    return part(ordered(rows, query, orders, otherwise), query.get("cursor", ""))


def ordered(rows: Iterable[T], query: Mapping[str, str], orders: Orders[T], otherwise: str) -> list[T]:
    """Return all rows in that order."""
    sort = query.get("sort", otherwise)
    sort = sort if sort.removeprefix("-") in orders else otherwise
    return sorted(rows, key=orders[sort.removeprefix("-")], reverse=sort.startswith("-"))


def part(rows: Sequence[T], cursor: str, most: int = SHOWN) -> dict[str, Any]:
    """Return a page as lists of the database are told: `items`, the `next` cursor or None, and the `total`.

    A cursor is the place of a page's first row; what is none leads to the first page.
    """
    first = int(cursor) if cursor.isdecimal() and len(cursor) < 6 else 0
    following = str(first + most) if len(rows) > first + most else None
    return {"items": rows[first : first + most], "next": following, "total": len(rows)}
