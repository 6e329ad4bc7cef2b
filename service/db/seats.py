"""Places of which each has one holder at most: posts of an opening, places of a sponsor, quarters of an hour.

A place is a row whose key says what it is a place of, and its number: of many who want the same, the database
lets one in, also where no lock keeps writers apart.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Integer, Table, Text, Update, func, select
from sqlalchemy.exc import IntegrityError

from service.db.base import metadata
from service.errors import Conflict


def table(name: str, of: str, holder: str) -> Table:
    """Return a table of places; `of` and `holder` are the columns that they belong to and that take them."""
    return Table(
        name,
        metadata,
        Column("of", Text, ForeignKey(of, ondelete="CASCADE"), primary_key=True),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("holder", Text, ForeignKey(holder, ondelete="CASCADE"), nullable=False, index=True),
    )


def take_any(connection: Connection, seats: Table, of: str, holder: str, capacity: int, **more: Any) -> int:
    """Give a holder one of the places 1 … capacity and return its number; raise Conflict where none is free.

    More columns of the place may be given.
    """
    taken = set(connection.execute(select(seats.c.number).where(seats.c.of == of)).scalars())
    for number in (number for number in range(1, capacity + 1) if number not in taken):
        if won(connection, seats, [{"of": of, "number": number, "holder": holder, **more}]):
            return number
    raise Conflict("no place is left: somebody else was faster", "taken")


def take_all(connection: Connection, seats: Table, of: str, holder: str, numbers: Iterable[int]) -> None:
    """Give a holder all of these places; raise Conflict where one of them is taken."""
    if not won(connection, seats, [{"of": of, "number": number, "holder": holder} for number in numbers]):
        raise Conflict("that time is taken: choose another", "taken")


def leave(connection: Connection, seats: Table, holder: str) -> None:
    """Free all places of a holder; to have none is no error."""
    connection.execute(seats.delete().where(seats.c.holder == holder))


def count(connection: Connection, seats: Table, of: str) -> int:
    """Return how many places have a holder."""
    return int(connection.execute(select(func.count()).select_from(seats).where(seats.c.of == of)).scalar_one())


def holds(connection: Connection, seats: Table, holder: str) -> bool:
    """Return whether a holder has a place."""
    return connection.execute(select(seats.c.number).where(seats.c.holder == holder).limit(1)).first() is not None


def won(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> bool:
    """Add rows, all or none, and return whether no other stood in their place."""
    try:
        with connection.begin_nested():
            connection.execute(table.insert(), rows)
    except IntegrityError:
        return False
    return True


def changed(connection: Connection, change: Update) -> bool | None:
    """Make a change; return whether a row met its conditions, None where another stands in its place."""
    try:
        with connection.begin_nested():
            return bool(connection.execute(change).rowcount)
    except IntegrityError:
        return None
