"""What people ask about their data, and how they were answered: access, erasure, explanation, human review."""

import datetime as dt
import uuid
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, DateTime, Integer, Row, Table, Text, and_, or_, select

from service.db.base import metadata
from service.db.paging import Asked, Order, Page, page, wanted
from service.db.scoping import candidates_in, sponsors_in
from service.errors import NotFound, Stale
from service.permissions import Reach

rights_requests = Table(
    "rights_requests",
    metadata,
    Column("id", Text, primary_key=True),
    Column("territory", Text, nullable=False, index=True),
    Column("candidate", Text, index=True),  # public id of who asks, or
    Column("sponsor", Text, index=True),  # that of a sponsor; both empty once they are erased
    Column("kind", Text, nullable=False),  # access, erasure, explanation, human_review
    Column("text", Text, nullable=False, server_default=""),  # what they say
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("asked_by", Text),  # account; an adviser may write down what somebody asks for
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("status", Text, nullable=False),  # open, granted, refused, withdrawn
    Column("answer", Text, nullable=False, server_default=""),
    Column("answered_at", DateTime(timezone=True)),
    Column("answered_by", Text),  # account of the person who answers for it
    Column("version", Integer, nullable=False, server_default="1"),
)

OPEN, GRANTED, REFUSED, WITHDRAWN = "open", "granted", "refused", "withdrawn"
ERASURE: Final = "erasure"
SORTS: Final = ("due", "asked")


def add(connection: Connection, row: dict[str, Any]) -> Row[Any]:
    """Keep a request and return it; `row` has its columns but for id, status and what an answer fills.

    Here and below, `whose` says what somebody is: candidate or sponsor.
    """
    id = str(uuid.uuid4())
    connection.execute(rights_requests.insert().values(id=id, status=OPEN, **row))
    return connection.execute(select(rights_requests).where(rights_requests.c.id == id)).one()


def get(connection: Connection, whose: str, person: str, id: str) -> Row[Any]:
    """Return a person's request; raise NotFound where they have none with that id."""
    here = rights_requests.c
    query = select(rights_requests).where(here.id == id, here[whose] == person)
    found = connection.execute(query).one_or_none()
    if found is None:
        raise NotFound("nothing has that identifier in rights requests")
    return found


def listed(
    connection: Connection, reach: Reach, status: str | None, asked: Asked, now: dt.datetime, sort: str = SORTS[0]
) -> Page:
    """Return a page of the requests of people and sponsors within reach, those due first at the head.

    Raise Invalid for a `sort` that is none of SORTS, with - in front for the other direction.
    """
    name, down = wanted(sort, SORTS)
    here = rights_requests.c
    query = select(rights_requests).where(_within(reach, now))
    query = query if status is None else query.where(here.status == status)
    return page(connection, query, Order(f"rights {name}", here[f"{name}_at"], here.id, down), asked)


def within(connection: Connection, reach: Reach, id: str, now: dt.datetime) -> Row[Any]:
    """Return a request of somebody within reach; raise NotFound."""
    here = rights_requests.c
    found = connection.execute(select(rights_requests).where(here.id == id, _within(reach, now))).one_or_none()
    if found is None:
        raise NotFound("nothing has that identifier in rights requests")
    return found


def of(connection: Connection, whose: str, person: str) -> list[Row[Any]]:
    """Return a person's requests, the latest first."""
    here = rights_requests.c
    query = select(rights_requests).where(here[whose] == person)
    return list(connection.execute(query.order_by(here.asked_at.desc(), here.id)))


def settle(connection: Connection, request: Row[Any], expected: int, values: dict[str, Any]) -> Row[Any]:
    """Write an answer and return the request as it is now; raise Stale when it changed since it was read."""
    here = rights_requests.c
    change = rights_requests.update().where(here.id == request.id, here.version == expected)
    if not connection.execute(change.values(**values, version=expected + 1)).rowcount:
        raise Stale("this request has changed meanwhile: read it again, then answer it")
    return connection.execute(select(rights_requests).where(here.id == request.id)).one()


def to_erase(connection: Connection, asked_before: dt.datetime) -> list[Row[Any]]:
    """Return the erasures that are granted and not yet done, or asked before that and still without an answer."""
    here = rights_requests.c
    late = and_(here.status == OPEN, here.asked_at <= asked_before)
    somebody = or_(here.candidate.is_not(None), here.sponsor.is_not(None))
    wanted = here.kind == ERASURE, somebody, or_(here.status == GRANTED, late)
    return list(connection.execute(select(rights_requests).where(*wanted).order_by(here.asked_at, here.id)))


def _within(reach: Reach, now: dt.datetime) -> ColumnElement[bool]:
    here = rights_requests.c
    return or_(candidates_in(reach, here.candidate, now), sponsors_in(reach, here.sponsor, now))
