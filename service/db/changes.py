"""The number of the last change to what rankings read: catalogues beside the database follow it.

A change takes its number inside the writing transaction, and writers take turns, so numbers are in the order
of commits: who has seen number n has seen all that were committed before.
"""

from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import BigInteger, Column, Connection, Table, Text, bindparam, select

from service.db.base import metadata

changes = Table(
    "changes",
    metadata,
    Column("what", Text, primary_key=True),  # documents, or reference
    Column("number", BigInteger, nullable=False),
)

DOCUMENTS, REFERENCE = "documents", "reference"
_ADVANCE: Final = (
    changes.update()
    .where(changes.c.what == bindparam("about"))
    .values(number=changes.c.number + 1)
    .returning(changes.c.number)
)
_NUMBERS: Final = select(changes)
_SEEN: Final[WeakKeyDictionary[Connection, tuple[int, int]]] = WeakKeyDictionary()  # by connections that only read


def advance(connection: Connection, what: str) -> int:
    """Return the number of a change that the caller's transaction makes."""
    return int(connection.execute(_ADVANCE, {"about": what}).scalar_one())


def numbers(connection: Connection) -> tuple[int, int]:
    """Return the last changes of the documents and of the reference data, asked once by whoever sees one state."""
    if known := _SEEN.get(connection):
        return known
    found = {row.what: row.number for row in connection.execute(_NUMBERS)}
    numbers = found[DOCUMENTS], found[REFERENCE]
    if not connection.get_execution_options().get("writes"):
        _SEEN[connection] = numbers
    return numbers
