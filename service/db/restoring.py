"""What changes in a store that a backup was put into: who was signed in, and the numbers that others follow."""

from typing import NamedTuple

from sqlalchemy import Connection, func, select

from service.db.base import metadata

_STARTED_WITH = {"territories": 1, "changes": 2, "audit_ends": 2}  # rows that migrations put there
_ENDED = ("sessions", "links")  # who was signed in then, and links that were sent then, are no longer trusted


class Before(NamedTuple):
    """What the store had, and others may have seen."""

    number: int  # of its last change
    log: str  # hash of the last row of its log


def is_empty(connection: Connection) -> bool:
    """Return whether the store holds only what a new one does."""
    for table in metadata.sorted_tables:
        most = _STARTED_WITH.get(table.name, 0)
        if connection.execute(select(1).select_from(table).offset(most).limit(1)).first():
            return False
    return True


def before(connection: Connection) -> Before:
    """Return what to remember of a store before it is replaced."""
    changes, ends = metadata.tables["changes"].c, metadata.tables["audit_ends"].c
    number = connection.scalar(select(func.max(changes.number)))
    log = connection.scalar(select(ends.hash).where(ends.name == "last"))
    return Before(int(number or 0), str(log))


def settle(connection: Connection, old: Before) -> None:
    """End what must not go on, and number both kinds of change beyond all that anybody has seen.

    A catalogue that follows the numbers then reads everything again.
    """
    for name in _ENDED:
        connection.execute(metadata.tables[name].delete())
    changes = metadata.tables["changes"]
    here = connection.scalar(select(func.max(changes.c.number))) or 0
    connection.execute(changes.update().values(number=max(old.number, int(here)) + 1))
