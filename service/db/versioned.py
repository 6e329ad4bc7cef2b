"""Rows that have a version, named by who changes them: nobody changes what they have not read."""

from typing import Any, Final

from sqlalchemy import Connection, Delete, Table, Update

from service.errors import Stale

STALE: Final = "this has changed since it was read; read it again"


def change(connection: Connection, table: Table, name: str, expected: int, /, **news: Any) -> None:
    """Change columns of the row with that id, which then has its next version; raise Stale at another than expected."""
    _only(connection, table, name, expected, table.update().values(**news, version=expected + 1))


def remove(connection: Connection, table: Table, name: str, expected: int) -> None:
    """Delete the row with that id; raise Stale at another version than expected."""
    _only(connection, table, name, expected, table.delete())


def _only(connection: Connection, table: Table, name: str, expected: int, statement: Update | Delete) -> None:
    here = (table.c.id == name, table.c.version == expected)
    if not connection.execute(statement.where(*here)).rowcount:
        raise Stale(STALE)
