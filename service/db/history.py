"""Every state that a document has had, by the number of the change that made it: the market of any moment.

What is erased leaves only the number of that change and an empty record.
"""

import datetime as dt
from functools import cache
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Insert,
    Table,
    Text,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
)

from service.db.base import metadata
from service.db.document_tables import PUBLISHED, Kind

history = Table(
    "history",
    metadata,
    Column("kind", Text, primary_key=True),  # openings, candidates or sponsors
    Column("public_id", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True, index=True),
    Column("record", Text, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("status", Text, nullable=False),
    Column("organisation", Text),
    Column("expires_on", Date),
)


class Past(NamedTuple):
    """A document as it was: its record is of the documented format, its name that of today."""

    public_id: str
    source: str
    external_id: str
    record: str


def keep(connection: Connection, kind: Kind, number: int) -> None:
    """Write down the state of every document that this change gave."""
    connection.execute(_keeping(kind), {"change": number})


@cache
def _keeping(kind: Kind) -> Insert:
    main, told = kind.main.c, history.c
    state = (main.public_id, main.changed, kind.records.c.record, main.open, main.status, main.organisation)
    query = select(literal(kind.name), *state, main.expires_on).join(kind.records)
    into = ("kind", "public_id", "number", "record", "open", "status", "organisation", "expires_on")
    query = query.where(main.changed == bindparam("change"))
    return history.insert().from_select([told[name] for name in into], query)


def forget(connection: Connection, kind: Kind, public_id: str, number: int) -> None:
    """Erase every state of a document; that it went with this change stays, for the catalogues that held it."""
    told = history.c
    connection.execute(history.delete().where(told.kind == kind.name, told.public_id == public_id))
    gone = {"kind": kind.name, "public_id": public_id, "number": number, "record": "", "open": False, "status": ""}
    connection.execute(history.insert().values(gone))


def changed(connection: Connection, after: int) -> dict[str, set[str]]:
    """Return, by kind, the public ids of what has changed since a number, erased documents included."""
    found: dict[str, set[str]] = {}
    for kind, public_id in connection.execute(
        select(history.c.kind, history.c.public_id).where(history.c.number > after)
    ):
        found.setdefault(kind, set()).add(public_id)
    return found


def as_of(
    connection: Connection, kind: Kind, territory: str | None, number: int, day: dt.date | None = None
) -> list[Past]:
    """Return the documents in the market after that change, oldest first; of all territories for None.

    With a day, those that expired before it are out. What was erased since cannot be had again.
    """
    told, main = history.c, kind.main.c
    last = select(told.public_id, func.max(told.number).label("number"))
    last = last.where(told.kind == kind.name, told.number <= number).group_by(told.public_id)
    then = last.subquery()
    query = (
        select(told.public_id, main.source, main.external_id, told.record)
        .join(then, and_(told.public_id == then.c.public_id, told.number == then.c.number))
        .join(kind.main, main.public_id == told.public_id)
        .where(told.kind == kind.name, told.open, told.status == PUBLISHED)
        .order_by(main.id)
    )
    query = query if territory is None else query.where(main.territory == territory)
    query = query if day is None else query.where(or_(told.expires_on.is_(None), told.expires_on >= day))
    return [Past(*row) for row in connection.execute(query)]
