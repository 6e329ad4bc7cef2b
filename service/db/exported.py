"""What goes into exported lists: openings and people within reach, with their records."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Text, func, select, true

from service.db.document_tables import CANDIDATES, OPENINGS, Kind
from service.db.personal import person_names
from service.db.scoping import candidates_in, opening_rows
from service.permissions import Reach

Rows = Sequence[Row[Any]]


def openings(connection: Connection, reach: Reach, most: int, now: dt.datetime) -> Rows:
    """Return (public_id, status, expires_on, record) of openings within reach, in the order of their titles."""
    here = OPENINGS.main.c
    query = _shown(OPENINGS).add_columns(here.expires_on).where(opening_rows(reach, OPENINGS.main, now))
    return connection.execute(query.order_by(here.sort_key, here.public_id).limit(most)).all()


def people(
    connection: Connection, reach: Reach, ids: Sequence[str] | None, closed: bool, most: int, now: dt.datetime
) -> Rows:
    """Return (public_id, status, record) of people within reach, by name: of those with these ids.

    None = of all whose file is open; of closed ones too, if asked.
    """
    here, name = CANDIDATES.main.c, person_names.c
    query = _shown(CANDIDATES).outerjoin(person_names, name.candidate == here.public_id)
    everybody = true() if closed else here.open
    query = query.where(
        candidates_in(reach, here.public_id, now), everybody if ids is None else here.public_id.in_(ids)
    )
    key = func.coalesce(name.sort_key, "", type_=Text)
    return connection.execute(query.order_by(key, here.public_id).limit(most)).all()


def _shown(kind: Kind) -> Any:
    here = kind.main.c
    return select(here.public_id, here.status, kind.records.c.record).join(
        kind.records, kind.records.c.public_id == here.public_id
    )
