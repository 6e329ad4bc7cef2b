"""Keys of programs: only a digest is kept; a key acts in one role, and does no more than it was given for."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Column, Connection, DateTime, ForeignKey, Table, Text, select

from service.db.base import metadata
from service.db.memberships import memberships
from service.db.times import utc
from service.errors import NotFound

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("membership", Text, ForeignKey("memberships.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("scopes", Text, nullable=False),  # "opening:R opening:W"
    Column("made_by", Text, nullable=False),  # account
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    Column("used_at", DateTime(timezone=True)),  # to the minute
)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What opens the API for a program."""

    id: str
    name: str
    membership: str
    scopes: str
    made_by: str
    made_at: dt.datetime
    expires_at: dt.datetime
    revoked_at: dt.datetime | None = None
    used_at: dt.datetime | None = None


def add(connection: Connection, digest: str, new: ApiKey) -> None:
    """Keep a new key."""
    values = {name: getattr(new, name) for name in ApiKey.__slots__}
    connection.execute(api_keys.insert(), {**values, "digest": digest})


def of_territory(connection: Connection, territory: str | None) -> list[ApiKey]:
    """Return the keys of a territory, ended ones too, the newest first."""
    here = api_keys.c
    query = select(api_keys).join(memberships).where(memberships.c.territory == territory)
    rows = connection.execute(query.order_by(here.made_at.desc(), here.id)).all()
    told = [{name: getattr(row, name) for name in ApiKey.__slots__} for row in rows]
    return [ApiKey(**{name: utc(v) if name.endswith("_at") else v for name, v in one.items()}) for one in told]


def revoke(connection: Connection, territory: str | None, key: str, now: dt.datetime) -> None:
    """End a key; raise NotFound for one that the territory does not have. One that has ended keeps its date."""
    found = {one.id: one for one in of_territory(connection, territory)}
    if key not in found:
        raise NotFound("no such key")
    here = (api_keys.c.id == key, api_keys.c.revoked_at.is_(None))
    connection.execute(api_keys.update().where(*here).values(revoked_at=now))


def touch(connection: Connection, key: str, now: dt.datetime) -> None:
    """Write down that a key is in use."""
    connection.execute(api_keys.update().where(api_keys.c.id == key).values(used_at=now))
