"""One offer of France Travail, and what its importer makes of it."""

import json

from matching.records import read_opening
from service.importers import offers

OFFER = {
    "id": "200ABCD",
    "intitule": "Soudeur H/F",
    "description": "Vous soudez.",
    "dateCreation": "2026-03-01T10:00:00.000Z",
    "romeCode": "H2913",
    "appellationlibelle": "Soudeur / Soudeuse",
    "typeContrat": "CDI",
}


def parsed(**fields):
    """The record and the problems of one offer with those fields."""
    result = offers.parse(json.dumps(OFFER | fields).encode())
    assert all(problem.kept for problem in result.problems)
    ((line, record),) = result.rows
    assert line == 1
    assert read_opening(record) == record
    return record, [(problem.field, problem.reason) for problem in result.problems]


def read(**fields):
    """The record of one offer that gives no problem."""
    record, problems = parsed(**fields)
    assert problems == []
    return record
