"""The market in memory: what every ranking reads. Replaced whole when the store changes, never changed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from sqlalchemy import Connection

from matching.market import Gazetteer, Market, Packed, build_market
from matching.places import gazetteer_of
from matching.profiles import RankProfile
from matching.taxonomy import Reference
from service.db import documents, places, taxonomy


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The tables, and the weights that rank them."""

    market: Market
    profile: RankProfile


def load_catalogue(connection: Connection) -> Catalogue:
    """Return the catalogue of what the store holds now: all open candidates and openings."""
    market = build_market(
        reference(connection),
        gazetteer(connection),
        _packed(documents.packed(connection, documents.CANDIDATES)),
        _packed(documents.packed(connection, documents.OPENINGS)),
    )
    return Catalogue(market, default_profile())


@cache
def default_profile() -> RankProfile:
    """Return the weights that come with Visavis, each with its written reason."""
    return RankProfile.from_json(resources.files("service").joinpath("profiles/opening.json").read_text("utf-8"))


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
    )


def gazetteer(connection: Connection) -> Gazetteer:
    """Return where the communes, postcodes and departments of the store are."""
    found = places.arrays(connection)
    return gazetteer_of(zip(found.insee, found.postcode, found.lat, found.lon, strict=True))


def _packed(found: Sequence[documents.Packed]) -> Packed:
    """Return the documents under their external ids, with their source before those that two sources share."""
    uses = Counter(external for _, external, _, _ in found)
    ids = [external if uses[external] == 1 else f"{source}:{external}" for source, external, _, _ in found]
    return Packed(ids, [row for _, _, row, _ in found], [items for _, _, _, items in found])
