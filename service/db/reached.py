"""People, openings and sponsors as rankings name them: one within reach, as it was, those of a page, the ids of all."""

import datetime as dt
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, DateTime, Select, bindparam, column, exists, select, table

from service.db.document_tables import CANDIDATES, OPENINGS, SPONSORS, Kind
from service.db.history import history
from service.db.rows import BATCH, batches
from service.db.scoping import candidates_in, is_visible, openings_in, sponsors_in
from service.errors import NotFound
from service.permissions import Reach

Record = dict[str, Any]

_IN: Final = {OPENINGS.name: openings_in, SPONSORS.name: sponsors_in}
_NOTICES: Final = table(  # owned by consents.py, which is of this layer
    "notices", column("candidate"), column("given_at", DateTime(timezone=True))
)


def record(connection: Connection, reach: Reach, kind: Kind, public_id: str, now: dt.datetime) -> Record:
    """Return the record of a person, an opening or a sponsor; raise NotFound for one out of reach."""
    if kind == CANDIDATES:
        found = connection.execute(_person(reach), {"id": public_id, "now": now}).scalar_one_or_none()
    else:
        here = kind.records.c
        query = select(here.record).where(here.public_id == public_id, _IN[kind.name](reach, here.public_id, now))
        found = connection.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound(f"nothing has that identifier in {kind.name}")
    told: Record = json.loads(found)
    return told


@lru_cache(1 << 10)
def _person(reach: Reach) -> Select[Any]:
    """Return the query for a record by `id`, `now`: made once for who asks, since it takes longer than its answer."""
    here = CANDIDATES.records.c
    now = bindparam("now", type_=DateTime(timezone=True))
    return select(here.record).where(here.public_id == bindparam("id"), candidates_in(reach, here.public_id, now))


def record_then(connection: Connection, kind: Kind, public_id: str, number: int) -> Record | None:
    """Return a record as it was after a change, None where it was not yet, or has been erased."""
    here = history.c
    query = select(here.record).where(here.kind == kind.name, here.public_id == public_id, here.number <= number)
    found = connection.execute(query.order_by(here.number.desc()).limit(1)).scalar_one_or_none()
    return json.loads(found) if found else None


def records(connection: Connection, kind: Kind, public_ids: Iterable[str]) -> dict[str, Record]:
    """Return the records with these ids, in their order; an id of nothing is left out."""
    here, found, wanted = kind.records.c, {}, list(public_ids)
    for batch in batches(wanted, BATCH):
        query = select(here.public_id, here.record).where(here.public_id.in_(batch))
        found |= {row.public_id: json.loads(row.record) for row in connection.execute(query)}
    return {public_id: found[public_id] for public_id in wanted if public_id in found}


def people(connection: Connection, reach: Reach, now: dt.datetime) -> set[str]:
    """Return the people within reach."""
    here = CANDIDATES.main.c.public_id
    return set(connection.execute(select(here).where(candidates_in(reach, here, now))).scalars().all())


def visible_people(connection: Connection, territory: str, now: dt.datetime) -> set[str]:
    """Return whom companies of a territory may be suggested, without their name: who was told, and agreed."""
    here, told = CANDIDATES.main.c, _NOTICES.c
    was_told = exists().where(told.candidate == here.public_id, told.given_at <= now)
    query = select(here.public_id).where(here.territory == territory, is_visible(here.public_id, now), was_told)
    return set(connection.execute(query).scalars().all())
