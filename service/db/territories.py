"""The territories: each has its own people, openings and sponsors, and sees nothing of the others."""

from typing import Any, Final

from sqlalchemy import Column, Connection, DateTime, Integer, Row, Table, Text, func, select

from service.db import versioned
from service.db.base import metadata
from service.errors import NotFound

HOME: Final = "00000000-0000-4000-8000-000000000001"  # what commands load into, unless told otherwise

territories = Table(
    "territories",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)


def get(connection: Connection, territory: str) -> Row[Any]:
    """Return a territory; raise NotFound."""
    row = connection.execute(select(territories).where(territories.c.id == territory)).first()
    if row is None:
        raise NotFound("no territory has that identifier")
    return row


def every(connection: Connection) -> list[str]:
    """Return the ids of all territories."""
    return list(connection.scalars(select(territories.c.id).order_by(territories.c.id)))


def rename(connection: Connection, territory: str, expected: int, name: str) -> None:
    """Give a territory another name; raise Stale when it has another version than expected."""
    versioned.change(connection, territories, territory, expected, name=name)
