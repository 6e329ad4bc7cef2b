"""What is in the market, as the engine reads it: published, open, not expired."""

import datetime as dt
from collections.abc import Set
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from service.db.document_tables import PUBLISHED, Kind
from service.db.rows import batches

Packed = tuple[str, str, str, bytes, bytes]  # public_id, source, external_id, row, items

BATCH = 500  # ids in one question


def packed(
    connection: Connection, kind: Kind, territory: str | None = None, day: dt.date | None = None
) -> list[Packed]:
    """Return the market as plain tuples, oldest first; None stands for all territories.

    With a day, what expired before it is out.
    """
    return [tuple(row) for row in connection.execute(_offered(kind, territory, day))]


def packed_among(
    connection: Connection, kind: Kind, ids: Set[str], territory: str | None = None, day: dt.date | None = None
) -> list[Packed]:
    """Return those of the market that have one of these public ids."""
    found: list[Packed] = []
    for batch in batches(ids, BATCH):
        query = _offered(kind, territory, day).where(kind.main.c.public_id.in_(batch))
        found += [tuple(row) for row in connection.execute(query)]
    return found


def _offered(kind: Kind, territory: str | None, day: dt.date | None) -> Select[Any]:
    main = kind.main.c
    query = select(*main["public_id", "source", "external_id", "row", "items"]).order_by(main.id)
    query = query.where(main.open, main.status == PUBLISHED)
    query = query if territory is None else query.where(main.territory == territory)
    return query if day is None else query.where(or_(main.expires_on.is_(None), main.expires_on >= day))
