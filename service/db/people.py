"""Lists of people by name, and the search of somebody new by exactly what they are called and their birth date."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Index,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    func,
    select,
    true,
)

from service.collation import search_key
from service.db.alike import NOW, alike, own
from service.db.base import metadata
from service.db.document_tables import CANDIDATES
from service.db.paging import Asked, Order, Page, has_words, page
from service.db.personal import first_name, last_name, person_names, personal_facts
from service.db.scoping import candidates_in, widest
from service.permissions import Reach

person_searches = Table(
    "person_searches",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("found", Boolean, nullable=False),
)
Index("ix_person_searches_account", person_searches.c.account, person_searches.c.at)


def named(
    connection: Connection,
    reach: Reach,
    q: str | None,
    closed: bool,
    down: bool,
    asked: Asked,
    now: dt.datetime,
    ids: Sequence[str] | None = None,
) -> Page:
    """Return a page of the people within reach, by last name; q = words that begin words of their name.

    Where it was found out who is sought, those are the `ids`, and q is none.
    """
    query, order = _named(alike(reach), q or "", closed, down, ids is not None)
    return page(connection, query, order, asked, {**own(reach, now), "sought": ids or ()})


@lru_cache(512)
def _named(reach: Reach, q: str, closed: bool, down: bool, among: bool) -> tuple[Select[Any], Order]:
    here, name = CANDIDATES.main.c, person_names.c
    query = select(here.public_id, here.version, here.status, here.updated_at)
    query = query.outerjoin(person_names, name.candidate == here.public_id)
    query = query.where(candidates_in(reach, here.public_id, NOW), closed or here.open)
    sought: Any = bindparam("sought", expanding=True)
    query = query.where(here.public_id.in_(sought) if among else true(), *has_words(name.search_key, q))
    key = func.coalesce(name.sort_key, "", type_=Text)
    return query, Order("people name", key, here.public_id, down)


def facts_of(connection: Connection, candidates: list[str]) -> dict[str, dict[str, str]]:
    """Return the personal facts of several people, by id; those of whom nothing is known are left out."""
    found: dict[str, dict[str, str]] = {}
    here = personal_facts.c
    for row in connection.execute(select(personal_facts).where(here.candidate.in_(candidates))):
        found.setdefault(row.candidate, {})[row.name] = row.value
    return found


def called(facts: Mapping[str, str]) -> dict[str, str]:
    """Return the facts with the person's names as we call them, whatever their file called them."""
    return {**facts, "first_name": first_name(facts), "last_name": last_name(facts)}


def exactly(connection: Connection, territory: str, name: str, birth_date: dt.date) -> list[str]:
    """Return the people of a territory who are called exactly that (accents and case aside) and born that day."""
    here, told = person_names.c, personal_facts.c
    query: Select[Any] = select(here.candidate).join(CANDIDATES.main, CANDIDATES.main.c.public_id == here.candidate)
    born = and_(told.candidate == here.candidate, told.name == "birth_date", told.value == birth_date.isoformat())
    query = query.join(personal_facts, born).where(here.search_key == search_key(name))
    return list(connection.execute(query.where(CANDIDATES.main.c.territory == territory)).scalars())


def searches_since(connection: Connection, account: str, since: dt.datetime) -> int:
    """Return how often an account has searched for somebody new since then."""
    here = person_searches.c
    query = select(func.count()).select_from(person_searches).where(here.account == account, here.at > since)
    return int(connection.execute(query).scalar_one())


def log_search(connection: Connection, account: str, found: bool, now: dt.datetime) -> None:
    """Write a search down."""
    row = {"id": str(uuid.uuid4()), "account": account, "at": now, "found": found}
    connection.execute(person_searches.insert(), row)


def seen_as(connection: Connection, reach: Reach, candidate: str, now: dt.datetime) -> str:
    """Return the widest scope by which a person is within reach; empty for nobody or somebody out of reach."""
    return connection.execute(_seen(alike(reach)), {"here": candidate, **own(reach, now)}).scalar() or ""


@cache
def _seen(reach: Reach) -> Select[Any]:
    here = CANDIDATES.main.c.public_id
    return select(widest(reach, lambda only: candidates_in(only, here, NOW))).where(here == bindparam("here"))
