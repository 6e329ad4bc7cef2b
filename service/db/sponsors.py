"""Lists of sponsors, and by which right one is seen."""

import datetime as dt

from sqlalchemy import ColumnElement, Connection, select

from service.db.document_tables import SPONSORS
from service.db.paging import Asked, Order, Page, has_words, page
from service.db.scoping import sponsor_rows, widest
from service.permissions import Reach


def listed(connection: Connection, reach: Reach, q: str | None, asked: Asked, now: dt.datetime) -> Page:
    """Return a page of the sponsors within reach who have not withdrawn, by where they work."""
    here = SPONSORS.main
    query = select(here, SPONSORS.records.c.record, _seen(reach, now).label("seen")).join(SPONSORS.records)
    query = query.where(sponsor_rows(reach, here, now), here.c.open, *has_words(here.c.search_key, q or ""))
    return page(connection, query, Order("sponsors", here.c.sort_key, here.c.public_id), asked)


def seen_as(connection: Connection, reach: Reach, sponsor: str, now: dt.datetime) -> str:
    """Return the scope by which a sponsor within reach is seen."""
    query = select(_seen(reach, now)).select_from(SPONSORS.main).where(SPONSORS.main.c.public_id == sponsor)
    return str(connection.execute(query).scalar_one())


def _seen(reach: Reach, now: dt.datetime) -> ColumnElement[str]:
    return widest(reach, lambda only: sponsor_rows(only, SPONSORS.main, now))
