"""People, openings and sponsors as rankings name them: one within reach, as it was, those of a page, the ids of all."""

import datetime as dt
import json
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, DateTime, Row, Select, bindparam, column, exists, select, table

from service.db.alike import NOW, alike, own
from service.db.document_tables import CANDIDATES, OPENINGS, SPONSORS, Kind
from service.db.history import history
from service.db.rows import BATCH, batches
from service.db.scoping import candidates_in, is_visible, openings_in, sponsors_in
from service.errors import NotFound
from service.permissions import Reach

Record = dict[str, Any]

_IN: Final = {CANDIDATES.name: candidates_in, OPENINGS.name: openings_in, SPONSORS.name: sponsors_in}
_NOTICES: Final = table(  # owned by consents.py, which is of this layer
    "notices", column("candidate"), column("given_at", DateTime(timezone=True))
)


def record(connection: Connection, reach: Reach, kind: Kind, public_id: str, now: dt.datetime) -> Record:
    """Return the record of a person, an opening or a sponsor; raise NotFound for one out of reach."""
    told: Record = json.loads(_found(connection, _record(kind, alike(reach)), reach, kind, public_id, now).record)
    return told


def row(connection: Connection, reach: Reach, kind: Kind, public_id: str, now: dt.datetime) -> Row[Any]:
    """Return the whole row of a person, an opening or a sponsor, with the record; raise NotFound likewise."""
    return _found(connection, _row(kind, alike(reach)), reach, kind, public_id, now)


def _found(
    connection: Connection, query: Select[Any], reach: Reach, kind: Kind, public_id: str, now: dt.datetime
) -> Row[Any]:
    found = connection.execute(query, {"here": public_id, **own(reach, now)}).first()
    if found is None:
        raise NotFound(f"nothing has that identifier in {kind.name}")
    return found


@cache
def _row(kind: Kind, reach: Reach) -> Select[Any]:
    main, within = kind.main, _IN[kind.name]
    query = select(main, kind.records.c.record).join(kind.records)
    return query.where(main.c.public_id == bindparam("here"), within(reach, main.c.public_id, NOW))


@cache
def _record(kind: Kind, reach: Reach) -> Select[Any]:
    return _row(kind, reach).with_only_columns(kind.records.c.record)


def record_then(connection: Connection, kind: Kind, public_id: str, number: int) -> Record | None:
    """Return a record as it was after a change, None where it was not yet, or has been erased."""
    here = history.c
    query = select(here.record).where(here.kind == kind.name, here.public_id == public_id, here.number <= number)
    found = connection.execute(query.order_by(here.number.desc()).limit(1)).scalar_one_or_none()
    return json.loads(found) if found else None


def records(connection: Connection, kind: Kind, public_ids: Iterable[str]) -> dict[str, Record]:
    """Return the records with these ids, in their order; an id of nothing is left out."""
    return {public_id: json.loads(text) for public_id, text in texts(connection, kind, public_ids).items()}


def texts(connection: Connection, kind: Kind, public_ids: Iterable[str]) -> dict[str, str]:
    """Return the records with these ids as the JSON that is kept of them, likewise."""
    here, found, wanted = kind.records.c, {}, list(public_ids)
    for batch in batches(wanted, BATCH):
        query = select(here.public_id, here.record).where(here.public_id.in_(batch))
        found |= {row.public_id: row.record for row in connection.execute(query)}
    return {public_id: found[public_id] for public_id in wanted if public_id in found}


def people(connection: Connection, reach: Reach, now: dt.datetime) -> set[str]:
    """Return the people within reach."""
    return ids(connection, reach, CANDIDATES, now)


def ids(connection: Connection, reach: Reach, kind: Kind, now: dt.datetime) -> set[str]:
    """Return the people, openings or sponsors within reach."""
    here = kind.main.c.public_id
    return set(connection.execute(select(here).where(_IN[kind.name](reach, here, now))).scalars().all())


def visible_people(connection: Connection, territory: str, now: dt.datetime) -> set[str]:
    """Return whom companies of a territory may be suggested, without their name: who was told, and agreed."""
    here, told = CANDIDATES.main.c, _NOTICES.c
    was_told = exists().where(told.candidate == here.public_id, told.given_at <= now)
    query = select(here.public_id).where(here.territory == territory, is_visible(here.public_id, now), was_told)
    return set(connection.execute(query).scalars().all())
