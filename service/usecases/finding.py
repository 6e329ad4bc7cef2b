"""Occupations, skills and places found while they are typed, and told by their codes."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from matching.places import CITIES
from matching.text.titles import read_titles
from service import finding, words
from service.db import changes, listing, places, taxonomy
from service.db.base import Store
from service.errors import NotFound

NEARLY: Final = 0.5  # of the surest: what is read with less confidence is not shown beside it

Found = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shelf:
    """All labels of one kind with what is told of each."""

    labels: finding.Labels
    told: Sequence[Found]
    by_code: Mapping[str, Found]


Shelves = Mapping[str, Shelf]  # occupations, skills, places
_Named = tuple[finding.Listed, Sequence[Found], Mapping[str, Found]]  # of one kind: the rest of its shelf

_kept: WeakKeyDictionary[Any, tuple[int, Shelves]] = WeakKeyDictionary()  # by the engine of a store
_turn = threading.Lock()


def find(connection: Connection, kind: str, q: str, k: int) -> list[Found]:
    """Return the k best of a kind for what somebody types, best first; titles lead to their occupation.

    Occupations that such words mean, though no label begins so, follow at the end.
    """
    shelf = _shelves(connection)[kind]
    found = [shelf.told[place] for place in shelf.labels.find(q, k)]
    return [*found, *_meant(connection, shelf, q, found)][:k] if kind == "occupations" and len(found) < k else found


def by_code(connection: Connection, kind: str, code: str) -> Found:
    """Return what has that code; raise NotFound."""
    try:
        return _shelves(connection)[kind].by_code[code]
    except KeyError:
        raise NotFound(f"the reference data have no such code in {kind}") from None


def warm(store: Store) -> None:
    """Make ready for the first search: the indexes, and what lists show of openings that came before this version."""
    with store.read() as connection:
        _shelves(connection)
        untold = listing.untold(connection)
    if untold:  # else nobody waits for the turn to write
        with store.write() as connection:
            listing.tell(connection, listing.untold(connection))


def _meant(connection: Connection, shelf: Shelf, q: str, found: Sequence[Found]) -> list[Found]:
    """Return the occupations that everyday words mean, other than those found, if what reads them is at hand."""
    reader, known = words.at_hand(connection), {entry["code"] for entry in found}
    if reader is None:
        return []
    (read,) = read_titles([q], reader.index, reader.model)
    sure = [one for one in read if one.confidence >= NEARLY * read[0].confidence and one.code not in known]
    return [
        {**shelf.by_code[one.code], "read": True}
        | ({"title": one.title_code, "title_label": one.title} if one.title_code else {})
        for one in sure
    ]


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
    known = taxonomy.named(connection)
    named = {"occupations": _occupations(known), "skills": _skills(known), "places": _places(connection)}
    indexes = finding.indexes(connection.engine.url, *(listed for listed, _, _ in named.values()))
    return {kind: Shelf(getattr(indexes, kind), told, by_code) for kind, (_, told, by_code) in named.items()}


def _occupations(known: taxonomy.Named) -> _Named:
    labels = dict(known.occupations)
    told: list[Found] = [
        {"code": code, "label": label, "title": None, "title_label": None, "read": False}
        for code, label in labels.items()
    ]
    by_code = {entry["code"]: entry for entry in told}
    for code, label, occupation in known.titles:
        if labels.get(occupation, label) != label:
            told.append(by_code[occupation] | {"title": code, "title_label": label})
    offered = words.default_model().occupations
    names = [entry["title_label"] or entry["label"] for entry in told]
    return finding.Listed(names, [offered.get(entry["code"], 0.0) for entry in told]), told, by_code


def _skills(known: taxonomy.Named) -> _Named:
    told: list[Found] = [{"code": code, "kind": kind, "label": label} for code, kind, label in known.skills]
    return finding.Listed([entry["label"] for entry in told]), told, {entry["code"]: entry for entry in told}


def _places(connection: Connection) -> _Named:
    columns, found = places.arrays(connection), dict[str, dict[str, Any]]()
    for insee, postcode, name in zip(columns.insee, columns.postcode, columns.name, strict=True):
        place = found.setdefault(insee, {"insee": insee, "name": name, "postcodes": []})
        place["postcodes"].append(postcode)
    more = [" ".join(place["postcodes"]) for place in found.values()]
    parts = [code for code in found if code.startswith(tuple(CITIES))]
    for prefix, insee in CITIES.items():
        districts = [found[code] for code in parts if code.startswith(prefix)]
        if districts and insee not in found:
            codes = sorted({postcode for place in districts for postcode in place["postcodes"]})
            name = districts[0]["name"].rstrip(" 0123456789").title()
            found[insee] = {"insee": insee, "name": name, "postcodes": codes}
            more.append("")  # a postcode leads to its district
    told = list(found.values())
    size = [log(len(place["postcodes"])) for place in told]
    return finding.Listed([place["name"] for place in told], size, more), told, found
