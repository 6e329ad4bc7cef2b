"""Programmes (schemes, courses, series of meetings) and their cohorts: who runs them when, with how many places."""

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    Row,
    Table,
    Text,
    false,
    or_,
    select,
    true,
)

from service.collation import sort_key
from service.db import versioned
from service.db.base import metadata
from service.db.paging import Asked, Order, Page, page
from service.errors import NotFound
from service.permissions import Reach, Scope


def _common() -> tuple[Column[Any], ...]:
    return (
        Column("starts_on", Date),  # null = always
        Column("ends_on", Date),
        Column("version", Integer, nullable=False, server_default="1"),
        Column("closed_at", DateTime(timezone=True)),
    )


programmes = Table(
    "programmes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("territory", Text, ForeignKey("territories.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),  # scheme, course, sponsoring, meetups, preparation
    Column("name", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("steps", Text, nullable=False),  # a JSON list of their names, in order
    Column("sort_key", Text, nullable=False),
    *_common(),
)

cohorts = Table(
    "cohorts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("programme", Text, ForeignKey("programmes.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("sort_key", Text, nullable=False),
    Column("places", Integer),  # null = without limit
    *_common(),
)


def listed(connection: Connection, reach: Reach, kind: str | None, asked: Asked) -> Page:
    """Return a page of the programmes within reach, by name."""
    here = programmes.c
    query = select(programmes).where(_within(reach), true() if kind is None else here.kind == kind)
    return page(connection, query, Order("programmes name", here.sort_key, here.id), asked)


def get(connection: Connection, reach: Reach, programme: str) -> Row[Any]:
    """Return a programme; raise NotFound."""
    row = connection.execute(select(programmes).where(programmes.c.id == programme, _within(reach))).first()
    if row is None:
        raise NotFound("no programme has that identifier")
    return row


def add(connection: Connection, territory: str, told: Mapping[str, Any]) -> str:
    """Add a programme and return its id."""
    name = str(uuid.uuid4())
    connection.execute(programmes.insert(), {"id": name, "territory": territory, **_columns(told)})
    return name


def change(connection: Connection, programme: str, expected: int, told: Mapping[str, Any]) -> None:
    """Change the columns given; raise Stale when it has another version than expected."""
    versioned.change(connection, programmes, programme, expected, **_columns(told))


def cohorts_of(connection: Connection, programme: str, asked: Asked) -> Page:
    """Return a page of a programme's cohorts, by name."""
    query = select(cohorts).where(cohorts.c.programme == programme)
    return page(connection, query, Order("cohorts name", cohorts.c.sort_key, cohorts.c.id), asked)


def cohort(connection: Connection, programme: str, name: str) -> Row[Any]:
    """Return a programme's cohort; raise NotFound."""
    row = connection.execute(select(cohorts).where(cohorts.c.id == name, cohorts.c.programme == programme)).first()
    if row is None:
        raise NotFound("no cohort has that identifier")
    return row


def cohorts_by_programme(connection: Connection, names: Iterable[str]) -> dict[str, list[Row[Any]]]:
    """Return the cohorts of several programmes, the latest to begin first; those without one are left out."""
    here, found = cohorts.c, dict[str, list[Row[Any]]]()
    query = select(cohorts).where(here.programme.in_(list(names)))
    for row in connection.execute(query.order_by(here.starts_on.desc(), here.sort_key, here.id)):
        found.setdefault(row.programme, []).append(row)
    return found


def cohort_in(connection: Connection, territory: str | None, name: str) -> Row[Any]:
    """Return a territory's cohort and of what: `programme_name`, `kind`, `programme_closed_at`; raise NotFound."""
    of = programmes.c
    query = select(cohorts, of.name.label("programme_name"), of.kind, of.closed_at.label("programme_closed_at"))
    query = query.join(programmes, of.id == cohorts.c.programme)
    row = connection.execute(query.where(cohorts.c.id == name, of.territory == territory)).first()
    if row is None:
        raise NotFound("no cohort has that identifier")
    return row


def add_cohort(connection: Connection, programme: str, told: Mapping[str, Any]) -> str:
    """Add a cohort and return its id."""
    name = str(uuid.uuid4())
    connection.execute(cohorts.insert(), {"id": name, "programme": programme, **_columns(told)})
    return name


def change_cohort(connection: Connection, name: str, expected: int, told: Mapping[str, Any]) -> None:
    """Change the columns given; raise Stale when it has another version than expected."""
    versioned.change(connection, cohorts, name, expected, **_columns(told))


def _within(reach: Reach) -> ColumnElement[bool]:
    here = programmes.c
    rules = {Scope.TERRITORY: true(), Scope.PUBLISHED: here.closed_at.is_(None)}
    within = or_(false(), *(rule for scope, rule in rules.items() if scope in reach.scopes))
    return (here.territory == reach.subject.territory) & within


def _columns(told: Mapping[str, Any]) -> dict[str, Any]:
    steps = {"steps": json.dumps(told["steps"], ensure_ascii=False)} if "steps" in told else {}
    keys = {"sort_key": sort_key(told["name"])} if "name" in told else {}
    return {**told, **steps, **keys}
