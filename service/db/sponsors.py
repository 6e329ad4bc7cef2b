"""Lists of sponsors, and by which right one is seen."""

import datetime as dt
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select

from service.db.alike import NOW, alike, own
from service.db.document_tables import SPONSORS
from service.db.paging import Asked, Order, Page, has_words, page
from service.db.scoping import sponsor_rows, widest
from service.permissions import Reach


def listed(
    connection: Connection, reach: Reach, q: str | None, asked: Asked, now: dt.datetime, down: bool = False
) -> Page:
    """Return a page of the sponsors within reach who have not withdrawn, by where they work."""
    return page(connection, *_listed(alike(reach), q or "", down), asked, own(reach, now))


@lru_cache(512)
def _listed(reach: Reach, q: str, down: bool) -> tuple[Select[Any], Order]:
    here = SPONSORS.main
    query = select(here, SPONSORS.records.c.record, _seen(reach).label("seen")).join(SPONSORS.records)
    query = query.where(sponsor_rows(reach, here, NOW), here.c.open, *has_words(here.c.search_key, q))
    return query, Order("sponsors", here.c.sort_key, here.c.public_id, down)


def seen_as(connection: Connection, reach: Reach, sponsor: str, now: dt.datetime) -> str:
    """Return the scope by which a sponsor within reach is seen."""
    return str(connection.execute(_one(alike(reach)), {"here": sponsor, **own(reach, now)}).scalar_one())


@cache
def _one(reach: Reach) -> Select[Any]:
    query = select(_seen(reach)).select_from(SPONSORS.main)
    return query.where(SPONSORS.main.c.public_id == bindparam("here"))


def _seen(reach: Reach) -> ColumnElement[str]:
    return widest(reach, lambda only: sponsor_rows(only, SPONSORS.main, NOW))
