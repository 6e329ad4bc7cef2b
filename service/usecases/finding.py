"""Occupations, skills and places found while they are typed, and told by their codes."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from service import finding
from service.db import changes, listing, places, taxonomy
from service.db.base import Store
from service.errors import NotFound
from service.words import default_model

Found = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shelf:
    """All labels of one kind with what is told of each."""

    labels: finding.Labels
    told: Sequence[Found]
    by_code: Mapping[str, Found]


Shelves = Mapping[str, Shelf]  # occupations, skills, places

_kept: WeakKeyDictionary[Any, tuple[int, Shelves]] = WeakKeyDictionary()  # by the engine of a store
_turn = threading.Lock()


def find(connection: Connection, kind: str, q: str, k: int) -> list[Found]:
    """Return the k best of a kind for what somebody types, best first; titles lead to their occupation."""
    shelf = _shelves(connection)[kind]
    return [shelf.told[place] for place in shelf.labels.find(q, k)]


def by_code(connection: Connection, kind: str, code: str) -> Found:
    """Return what has that code; raise NotFound."""
    try:
        return _shelves(connection)[kind].by_code[code]
    except KeyError:
        raise NotFound(f"the reference data have no such code in {kind}") from None


def warm(store: Store) -> None:
    """Make ready for the first search: the indexes, and what lists show of openings that came before this version."""
    with store.write() as connection:
        listing.refresh(connection)
    with store.read() as connection:
        _shelves(connection)


def _shelves(connection: Connection) -> Shelves:
    """Return the indexes of the reference data as they are now, made once for each of their states."""
    number, engine = changes.numbers(connection)[1], connection.engine
    number_kept, shelves = _kept.get(engine, (-1, {}))
    if number_kept == number:
        return shelves
    with _turn:
        number_kept, shelves = _kept.get(engine, (-1, {}))
        if number_kept != number:
            shelves = _built(connection)
            _kept[engine] = number, shelves
    return shelves


def _built(connection: Connection) -> Shelves:
    known = taxonomy.arrays(connection)
    return {"occupations": _occupations(known), "skills": _skills(known), "places": _places(connection)}


def _occupations(known: taxonomy.ReferenceColumns) -> Shelf:
    labels = dict(zip(known.occupation_codes, known.occupation_labels, strict=True))
    told: list[Found] = [
        {"code": code, "label": label, "title": None, "title_label": None} for code, label in labels.items()
    ]
    by_code = {entry["code"]: entry for entry in told}
    for code, label, occupation in zip(known.title_codes, known.title_labels, known.title_occupations, strict=True):
        if labels.get(occupation, label) != label:
            told.append({"code": occupation, "label": labels[occupation], "title": code, "title_label": label})
    offered = default_model().occupations
    words = [entry["title_label"] or entry["label"] for entry in told]
    return Shelf(finding.index(words, [offered.get(entry["code"], 0.0) for entry in told]), told, by_code)


def _skills(known: taxonomy.ReferenceColumns) -> Shelf:
    rows = zip(known.item_codes, known.item_kinds, known.item_labels, strict=True)
    told: list[Found] = [{"code": code, "kind": kind, "label": label} for code, kind, label in rows]
    return Shelf(finding.index([entry["label"] for entry in told]), told, {entry["code"]: entry for entry in told})


def _places(connection: Connection) -> Shelf:
    columns, found = places.arrays(connection), dict[str, dict[str, Any]]()
    for insee, postcode, name in zip(columns.insee, columns.postcode, columns.name, strict=True):
        place = found.setdefault(insee, {"insee": insee, "name": name, "postcodes": []})
        place["postcodes"].append(postcode)
    told = list(found.values())
    more = [" ".join(place["postcodes"]) for place in told]
    return Shelf(finding.index([place["name"] for place in told], more=more), told, found)
