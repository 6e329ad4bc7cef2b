"""The snapshot that `visavis export market` writes, as the engine's tables."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matching.market import Market, market_of
from matching.places import Commune, Gazetteer, gazetteer_of
from matching.records import Record
from matching.taxonomy import Reference


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A market at one moment, as records."""

    reference: Reference
    communes: list[Commune]
    openings: list[Record]
    candidates: list[Record]

    def market(self, candidates: list[Record]) -> Market:
        """Return the tables of the snapshot's openings, met by these candidates."""
        return market_of(self.reference, self.gazetteer(), candidates, self.openings)

    def gazetteer(self) -> Gazetteer:
        """Return where the communes are."""
        return gazetteer_of(self.communes)


def read_snapshot(path: Path) -> Snapshot:
    """Return a snapshot; raise OSError or ValueError for a file that is none."""
    raw: dict[str, Any] = json.loads(path.read_text("utf-8"))
    rows = {name: [tuple(row) for row in part] for name, part in raw["reference"].items()}
    return Snapshot(Reference(**rows), [tuple(row) for row in raw["communes"]], raw["openings"], raw["candidates"])
