"""Lists a page at a time: in one order, from where the last page ended, stable while rows are added.

A cursor holds the place of the last row (its key and its id) and the order that it belongs to.
"""

import base64
import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    collate,
    func,
    literal,
    or_,
    select,
)

from service.collation import search_key
from service.errors import Invalid

_NONE: Final = MappingProxyType[str, Any]({})


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page is wanted."""

    limit: int = 50
    cursor: str | None = None
    total: bool = False  # count all, too: it reads all of them


@dataclass(frozen=True, slots=True)
class Order:
    """A key without nulls, then the id, both up or both down; `name` tells one order of one list from any other."""

    name: str
    key: ColumnElement[Any]
    id: ColumnElement[str]
    down: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in order, the cursor of the next page if there is one, and how many there are in all, if asked."""

    rows: Sequence[Row[Any]]
    next: str | None
    total: int | None = None


def page(
    connection: Connection, query: Select[Any], order: Order, asked: Asked, values: Mapping[str, Any] = _NONE
) -> Page:
    """Return a page of a query, with `values` for its parameters.

    Somebody who asks with a query and an order made once, again and again, waits for neither to be worked out again.
    Raise Invalid for a cursor that is not one of this list in this order.
    """
    total = connection.execute(_number(query), values).scalar_one() if asked.total else None
    last, last_id = (None, None) if asked.cursor is None else _place(order, asked.cursor)
    found = _rows(query, order, connection.dialect.name, asked.cursor is not None)
    about = {**values, "_most": asked.limit + 1, "_last": last, "_last_id": last_id}
    rows = connection.execute(found, about).all()
    more = len(rows) > asked.limit
    rows = rows[: asked.limit]
    return Page(rows, _cursor(order, rows[-1]) if more else None, total)


def wanted(sort: str, known: Sequence[str]) -> tuple[str, bool]:
    """Return (name, down) of an order such as title or -title; raise Invalid for one that the list does not have."""
    name = sort.removeprefix("-")
    if name not in known:
        raise Invalid(f"sort: one of {', '.join(known)}, with - in front for the other direction", "sort")
    return name, sort.startswith("-")


def has_words(key: ColumnElement[str], q: str) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that every word of a search begins a word of a search key."""
    for word in search_key(q).split():
        yield literal(" ").concat(key).contains(f" {word}", autoescape=True)


@lru_cache(512)
def _number(query: Select[Any]) -> Select[Any]:
    return select(func.count()).select_from(query.subquery())


@lru_cache(512)
def _rows(query: Select[Any], order: Order, dialect: str, goes_on: bool) -> Select[Any]:
    """Return the query of the first page, or of one that goes on after a place."""
    key, tie = (_binary(column, dialect) for column in (order.key, order.id))
    if goes_on:
        query = query.where(_after(order, key, tie))
    towards = [column.desc() if order.down else column.asc() for column in (key, tie)]
    most = bindparam("_most", type_=Integer)
    return query.add_columns(order.key.label("_key"), order.id.label("_id")).order_by(*towards).limit(most)


def _binary(column: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    """Compare texts byte by byte, as SQLite does: PostgreSQL has the order of its own language."""
    return collate(column, "C") if isinstance(column.type, Text) and dialect == "postgresql" else column


def _after(order: Order, key: Any, tie: Any) -> ColumnElement[bool]:
    last, last_id = bindparam("_last", type_=order.key.type), bindparam("_last_id", type_=Text())
    if order.down:
        return and_(key <= last, or_(key < last, tie < last_id))
    return and_(key >= last, or_(key > last, tie > last_id))


def _cursor(order: Order, row: Row[Any]) -> str:
    key = row._key.isoformat() if isinstance(row._key, dt.date) else row._key
    told = json.dumps([_named(order), key, row._id], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _place(order: Order, cursor: str) -> tuple[Any, str]:
    kind = order.key.type.python_type
    try:
        name, key, last_id = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
        value = kind.fromisoformat(key) if issubclass(kind, dt.date) else key
        if name != _named(order) or type(value) is not kind or type(last_id) is not str or "\0" in f"{value}{last_id}":
            raise ValueError(name)
        f"{value}{last_id}".encode()
        if isinstance(value, int) and value.bit_length() > 63:
            raise ValueError(value)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise Invalid("cursor: send `next` of the page before, with the same sort", "cursor") from None
    return value, last_id


def _named(order: Order) -> str:
    return f"{order.name} {'down' if order.down else 'up'}"
