"""What the engine reads of the reference data: the graph of occupations and skills, and where places are.

Both take seconds to build, so they are kept in a file: see `beside`.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection

from matching.places import Gazetteer, gazetteer_of
from matching.taxonomy import Reference, Taxonomy, build_taxonomy
from service.beside import code_digest, kept
from service.db import changes, imports, places, taxonomy

BUILDERS: Final = ("codes", "enums", "geo", "packing", "places", "taxonomy", "vocabulary")  # files of matching
FORMAT: Final = 1  # of the file
MANY: Final = 1_000  # titles from which reading a file is faster than building


@dataclass(frozen=True, slots=True)
class Bearings:
    """The reference data as the engine reads them, without the codes that only records name."""

    taxonomy: Taxonomy
    gazetteer: Gazetteer


def bearings(connection: Connection) -> Bearings:
    """Return those of what the store holds now, from the file that keeps them or built."""

    def build() -> Bearings:
        return Bearings(build_taxonomy(reference(connection)), gazetteer(connection))

    told = _digest(connection)
    return kept(connection.engine.url, "reference", told, Bearings, build, lambda b: len(b.taxonomy.titles) > MANY)


def reference(connection: Connection) -> Reference:
    """Return the occupations, titles, skills and links that the store holds."""
    found = taxonomy.arrays(connection)
    regulated = map(bool, found.occupation_regulated)
    cores = (core != "" for core in found.link_cores)
    return Reference(
        list(zip(found.occupation_codes, found.occupation_labels, found.occupation_parents, regulated, strict=True)),
        list(
            zip(found.title_codes, found.title_labels, found.title_short_labels, found.title_occupations, strict=True)
        ),
        list(zip(found.item_codes, found.item_kinds, found.item_labels, found.item_macros, strict=True)),
        list(zip(found.link_occupations, found.link_items, cores, strict=True)),
        list(zip(found.mobility_occupations, found.mobility_targets, found.mobility_ranks, strict=True)),
        list(zip(found.text_occupations, found.texts, strict=True)),
    )


def gazetteer(connection: Connection) -> Gazetteer:
    """Return where the communes, postcodes and departments of the store are."""
    found = places.arrays(connection)
    return gazetteer_of(zip(found.insee, found.postcode, found.lat, found.lon, strict=True))


def _digest(connection: Connection) -> str:
    """Return what tells one state of the reference data, and of the code that reads it, from another.

    Every load is in the log; the demonstration, which is small, is not.
    """
    loads = [row["sha256"] for row in imports.history(connection) if row["kind"] in ("rome", "communes")]
    told = loads or (reference(connection), places.arrays(connection))
    code = code_digest(*(f"matching/{name}.py" for name in BUILDERS))
    return sha256(f"{FORMAT} {code} {changes.numbers(connection)[1]} {told!r}".encode()).hexdigest()[:16]
