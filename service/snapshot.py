"""The whole market as one JSON object: what training and evaluation read. Nobody is named in it."""

import json
from typing import Any

from sqlalchemy import Connection

from service.catalogue import reference
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
        },
        "communes": list(zip(where.insee, where.postcode, where.lat, where.lon, strict=True)),
        "openings": [json.loads(text) for text in documents.records(connection, documents.OPENINGS)],
        "candidates": [{**record, "id": f"P{number:06d}"} for number, record in enumerate(people, start=1)],
    }
