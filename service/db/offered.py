"""What is in the market, as the engine reads it: published, open, not expired."""

import datetime as dt
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from service.db import history
from service.db.document_tables import PUBLISHED, Kind

Packed = tuple[str, str, str, bytes, bytes]  # public_id, source, external_id, row, items


def packed(
    connection: Connection, kind: Kind, territory: str | None = None, day: dt.date | None = None
) -> list[Packed]:
    """Return the market as plain tuples, oldest first; None stands for all territories.

    With a day, what expired before it is out.
    """
    return [tuple(row) for row in connection.execute(_offered(kind, territory, day))]


def packed_since(
    connection: Connection, kind: Kind, number: int, territory: str | None = None, day: dt.date | None = None
) -> tuple[set[str], list[Packed]]:
    """Return the public ids of all that changed after a number, and of these what is in the market now."""
    touched = history.changed(connection, kind, number)
    query = _offered(kind, territory, day).where(kind.main.c.changed > number)
    return touched, [tuple(row) for row in connection.execute(query)] if touched else []


def _offered(kind: Kind, territory: str | None, day: dt.date | None) -> Select[Any]:
    main = kind.main.c
    query = select(*main["public_id", "source", "external_id", "row", "items"]).order_by(main.id)
    query = query.where(main.open, main.status == PUBLISHED)
    query = query if territory is None else query.where(main.territory == territory)
    return query if day is None else query.where(or_(main.expires_on.is_(None), main.expires_on >= day))
