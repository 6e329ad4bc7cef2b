"""The market as it was after any change: from the states that documents had, for rankings that are computed again."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Connection

from matching.market import build_market
from matching.packing import pack_candidate, pack_opening, pack_sponsor
from matching.records import Record
from service.catalogue import Catalogue, default_profile, gazetteer, packed_of, reference
from service.db import history
from service.db.document_tables import CANDIDATES, OPENINGS, SPONSORS, Kind
from service.db.offered import Packed

_PACKS: Final[Mapping[str, Callable[[Record], tuple[bytes, bytes]]]] = {
    CANDIDATES.name: pack_candidate,
    OPENINGS.name: pack_opening,
    SPONSORS.name: pack_sponsor,
}


def at(connection: Connection, territory: str, number: int, day: dt.date) -> Catalogue:
    """Return the catalogue of a territory after a change, as a ranking of that day read it.

    The reference data are those of now; what was erased since is not in it.
    """
    (people, who), (jobs, what), (helpers, whom) = (
        packed_of(_documents(connection, kind, territory, number, day)) for kind in (CANDIDATES, OPENINGS, SPONSORS)
    )
    market = build_market(reference(connection), gazetteer(connection), people, jobs, helpers, day)
    return Catalogue(market, default_profile(), who, what, whom)


def _documents(connection: Connection, kind: Kind, territory: str, number: int, day: dt.date) -> list[Packed]:
    found = history.as_of(connection, kind, territory, number, day)
    pack = _PACKS[kind.name]
    return [(past.public_id, past.source, past.external_id, *pack(json.loads(past.record))) for past in found]
