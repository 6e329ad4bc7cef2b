"""Where a territory's openings are: how many at each place, of those that are in the market."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Date, Row, column, func, select, table

from service.db.document_tables import opening_details
from service.db.scoping import is_published

_OPENINGS: Final = table(
    "openings", *map(column, ("public_id", "territory", "organisation", "status")), column("expires_on", Date)
)


def openings(
    connection: Connection, territory: str, organisation: str | None, sector: str, now: dt.datetime
) -> Sequence[Row[Any]]:
    """Return latitude, longitude, openings and posts of each place, of one organisation or of all.

    `sector` is what the codes of their occupations begin with; what has no known place is left out.
    """
    here, told = _OPENINGS.c, opening_details.c
    query = select(told.lat, told.lon, func.count().label("openings"), func.sum(told.positions).label("positions"))
    query = query.join(_OPENINGS, here.public_id == told.id).where(
        told.territory == territory, is_published(here, now), told.lat.is_not(None), told.lon.is_not(None)
    )
    if organisation is not None:
        query = query.where(here.organisation == organisation)
    if sector:
        query = query.where(told.occupation.startswith(sector, autoescape=True))
    return connection.execute(query.group_by(told.lat, told.lon)).all()
