"""Companies, associations, schools and public bodies of a territory."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    ForeignKey,
    Integer,
    Row,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    func,
    select,
)

from service.collation import search_key, sort_key
from service.db.base import metadata
from service.db.paging import Asked, Order, Page, has_words, page
from service.db.scoping import organisation_rows
from service.errors import Conflict, NotFound, Stale
from service.permissions import Reach

organisations = Table(
    "organisations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("territory", Text, ForeignKey("territories.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),  # company, association, school, public_body
    Column("name", Text, nullable=False),
    Column("siret", Text, nullable=False, server_default=""),  # empty = not known
    Column("website", Text, nullable=False, server_default=""),
    Column("sort_key", Text, nullable=False),
    Column("search_key", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("closed_at", DateTime(timezone=True)),
    UniqueConstraint("territory", "kind", "name"),
)
_OF: Final = select(organisations).where(organisations.c.id == bindparam("here"))
_ADD: Final = organisations.insert()
_CALLED: Final = select(organisations.c.id).where(
    *(organisations.c[name] == bindparam(f"the_{name}") for name in ("territory", "kind", "name"))
)


def listed(
    connection: Connection, reach: Reach, kind: str | None, q: str | None, asked: Asked, down: bool = False
) -> Page:
    """Return a page of the organisations within reach, by name; q = words that begin words of it."""
    here = organisations.c
    query = select(organisations).where(organisation_rows(reach, organisations), here.closed_at.is_(None))
    query = query if kind is None else query.where(here.kind == kind)
    query = query.where(*has_words(here.search_key, q or ""))
    return page(connection, query, Order("organisations name", here.sort_key, here.id, down), asked)


def get(connection: Connection, reach: Reach, organisation: str) -> Row[Any]:
    """Return an organisation; raise NotFound."""
    within = organisation_rows(reach, organisations)
    row = connection.execute(select(organisations).where(organisations.c.id == organisation, within)).first()
    if row is None:
        raise NotFound("no organisation has that identifier")
    return row


def of(connection: Connection, organisation: str) -> Row[Any]:
    """Return an organisation that exists, within whatever reach."""
    return connection.execute(_OF, {"here": organisation}).one()


def add(connection: Connection, territory: str, told: Mapping[str, Any]) -> str:
    """Add an organisation and return its id; raise Conflict when one of that kind has that name."""
    _name_is_free(connection, territory, told["kind"], told["name"])
    name = str(uuid.uuid4())
    connection.execute(_ADD, {"id": name, "territory": territory, **_columns(told)})
    return name


def change(connection: Connection, row: Row[Any], expected: int, told: Mapping[str, Any]) -> None:
    """Change the columns given; raise Stale when it has another version than expected, Conflict for a name taken."""
    if row.version != expected:
        raise Stale(f"this has changed since it was read: it is at version {row.version}; read it again")
    if told.get("name", row.name) != row.name:
        _name_is_free(connection, row.territory, row.kind, told["name"])
    news = {**_columns(told), "version": expected + 1}
    connection.execute(organisations.update().where(organisations.c.id == row.id).values(news))


def _name_is_free(connection: Connection, territory: str, kind: str, name: str) -> None:
    found = connection.execute(_CALLED, {"the_territory": territory, "the_kind": kind, "the_name": name})
    if found.first() is not None:
        raise Conflict("an organisation of that kind has that name already", "name_taken")


def _columns(told: Mapping[str, Any]) -> dict[str, Any]:
    keys = {"sort_key": sort_key(told["name"]), "search_key": search_key(told["name"])} if "name" in told else {}
    return {**told, **keys}
