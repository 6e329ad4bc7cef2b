"""The market in memory: what every ranking reads. Replaced whole when the store changes, never changed."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from sqlalchemy import Connection

from matching.enums import PairKind
from matching.market import Market, Packed, build_market
from matching.places import Gazetteer, gazetteer_of
from matching.profiles import RankProfile
from matching.taxonomy import Reference
from service.db import documents, offered, places, taxonomy


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The tables, and the weights that rank openings."""

    market: Market
    profile: RankProfile
    candidates: dict[str, str]  # name in the market → public id
    openings: dict[str, str]
    sponsors: dict[str, str]


def load_catalogue(connection: Connection, since: dt.date | None = None) -> Catalogue:
    """Return the catalogue of what the store holds now: all that is open; hours are laid out from a day, if given."""
    people, who = _packed(offered.packed(connection, documents.CANDIDATES))
    jobs, what = _packed(offered.packed(connection, documents.OPENINGS))
    helpers, whom = _packed(offered.packed(connection, documents.SPONSORS))
    market = build_market(reference(connection), gazetteer(connection), people, jobs, helpers, since)
    return Catalogue(market, default_profile(), who, what, whom)


@cache
def default_profile(kind: PairKind = PairKind.OPENING) -> RankProfile:
    """Return the weights that come with Visavis for one kind of pair, each with its written reason."""
    return RankProfile.from_json(resources.files("service").joinpath(f"profiles/{kind}.json").read_text("utf-8"))


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


def _packed(found: Sequence[offered.Packed]) -> tuple[Packed, dict[str, str]]:
    """Return the documents under their names, and the public id behind each name.

    A name is the external id, with the source before it where two sources share it.
    """
    uses = Counter(external for _, _, external, _, _ in found)
    names = [external if uses[external] == 1 else f"{source}:{external}" for _, source, external, _, _ in found]
    again = Counter(names)
    public = [row[0] for row in found]
    names = [name if again[name] == 1 else f"{name} {key}" for name, key in zip(names, public, strict=True)]
    packed = Packed(names, [row for _, _, _, row, _ in found], [items for _, _, _, _, items in found])
    return packed, dict(zip(names, public, strict=True))
