"""The whole market as one JSON object: what training and evaluation read. Nobody is named in it."""

import json
from typing import Any

from sqlalchemy import Connection

from matching.records import Record
from service.bearings import reference
from service.db import documents, places


def snapshot(connection: Connection) -> dict[str, Any]:
    """Return the reference data, the communes, the open openings and the candidates under running numbers."""
    found, where = reference(connection), places.arrays(connection)
    people = [json.loads(text) for text in documents.records(connection, documents.CANDIDATES)]
    return {
        "reference": {
            "occupations": found.occupations,
            "titles": found.titles,
            "skills": found.skills,
            "links": found.links,
            "mobilities": found.mobilities,
            "texts": found.texts,
        },
        "communes": list(zip(where.insee, where.postcode, where.lat, where.lon, strict=True)),
        "openings": [json.loads(text) for text in documents.records(connection, documents.OPENINGS)],
        "candidates": [_unnamed(record, number) for number, record in enumerate(people, start=1)],
    }


def _unnamed(record: Record, number: int) -> Record:
    """Return a candidate under a number, at about a kilometre's precision and without an address in words."""
    place = {part: value for part, value in record.get("place", {}).items() if part != "label"}
    place |= {part: round(place[part], 2) for part in ("lat", "lon") if part in place}
    return {**record, "id": f"P{number:06d}", **({"place": place} if place else {})}
