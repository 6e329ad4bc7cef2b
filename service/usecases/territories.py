"""The territory of who asks: read by all in it, named by its administrator."""

from typing import Any

from sqlalchemy import Connection

from service.db import territories
from service.errors import NotFound
from service.permissions import Reach


def get(connection: Connection, reach: Reach, territory: str) -> Any:
    """Return a territory; raise NotFound for another than one's own."""
    if territory != reach.subject.territory:
        raise NotFound("no territory has that identifier")
    return territories.get(connection, territory)


def rename(connection: Connection, reach: Reach, territory: str, expected: int, name: str) -> Any:
    """Give one's territory another name; raise NotFound or Stale."""
    get(connection, reach, territory)
    territories.rename(connection, territory, expected, name)
    return get(connection, reach, territory)
