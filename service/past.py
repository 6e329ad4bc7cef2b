"""The market as it was after any change: from the states that documents had, for rankings that are computed again."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Connection

from matching.frames import Packed
from matching.packing import pack_candidate, pack_opening, pack_sponsor
from matching.records import Record
from service.catalogue import Bearings, Catalogue, territory_of
from service.db import changes, history
from service.db.document_tables import CANDIDATES, OPENINGS, SPONSORS, Kind

_PACKS: Final[Mapping[Kind, Callable[[Record], tuple[bytes, bytes]]]] = {
    CANDIDATES: pack_candidate,
    OPENINGS: pack_opening,
    SPONSORS: pack_sponsor,
}


def market_at(connection: Connection, territory: str, number: int, day: dt.date, known: Bearings) -> Catalogue:
    """Return the catalogue of a territory after a change, as a ranking of that day read it, by these reference data.

    What was erased since is missing.
    """
    packed = [_packed(connection, kind, territory, number, day) for kind in _PACKS]
    return territory_of(packed, known, day, (number, changes.numbers(connection)[1]))


def _packed(connection: Connection, kind: Kind, territory: str, number: int, day: dt.date) -> Packed:
    found = history.as_of(connection, kind, territory, number, day)
    pairs = [_PACKS[kind](json.loads(document.record)) for document in found]
    return Packed([each.public_id for each in found], [row for row, _ in pairs], [items for _, items in pairs])
