"""Part-time openings that make one job together for one candidate, on what the store holds."""

import json

from sqlalchemy import Connection

from matching.changes import apply
from matching.pooling import ADULT, UNDER_18, Pools, find_pools, part_time_rows
from matching.records import Record
from service.catalogue import Catalogue
from service.db import documents


def pools_for(
    connection: Connection, candidate: Record, catalogue: Catalogue, k: int, hours: float | None, minor: bool
) -> tuple[Pools, dict[int, tuple[str, Record]]]:
    """Return the k best pools for a candidate, and the name and record of each opening in them, by its id.

    `hours` a week takes the place of what the record says; `minor` asks for the limits of those under 18.
    """
    market = catalogue.market
    wanted = candidate if hours is None else apply(candidate, {"hours": {"min": hours, "max": hours}})
    part_time = [market.opening_ids[number] for number in market.openings.ids[part_time_rows(market.openings)]]
    records = {name: _record(connection, catalogue.openings[name]) for name in part_time}
    found = find_pools(wanted, market, catalogue.profile, records, k, UNDER_18 if minor else ADULT)
    shown = {number: market.opening_ids[number] for pool in found.pools for number in pool.openings}
    return found, {number: (name, records[name]) for number, name in shown.items()}


def _record(connection: Connection, public_id: str) -> Record:
    record: Record = json.loads(documents.get(connection, documents.OPENINGS, public_id).record)
    return record
