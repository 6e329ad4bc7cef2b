"""The market in memory: what every ranking reads. Replaced whole when the store changes, never changed."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import orjson
from sqlalchemy import Connection

from matching.enums import PairKind
from matching.market import Market, Packed, tabled, with_candidates, with_openings, with_sponsors
from matching.profiles import RankProfile
from matching.records import Record
from service.bearings import Bearings, bearings
from service.db import changes, history, offered, reached
from service.db.document_tables import CANDIDATES, OPENINGS, SPONSORS

_BRING = {CANDIDATES: with_candidates, OPENINGS: with_openings, SPONSORS: with_sponsors}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The tables, and the weights that rank openings."""

    market: Market
    profile: RankProfile
    candidates: dict[str, str]  # name in the market → public id
    openings: dict[str, str]
    sponsors: dict[str, str]
    numbers: tuple[int, int]  # the last changes that it knows, of documents and of reference data: see db.changes
    texts: dict[str, str] = field(default_factory=dict, compare=False)  # records of openings that were shown, by id
    touched: Set[str] = frozenset()  # openings that have changed since the whole build that `texts` is shared with


def load_catalogue(connection: Connection, since: dt.date | None = None) -> Catalogue:
    """Return the catalogue of what the store holds now: all that is open, of all territories, under its names.

    Hours are laid out from the day `since`, if given.
    """
    people, who = _packed(offered.packed(connection, CANDIDATES))
    jobs, what = _packed(offered.packed(connection, OPENINGS))
    helpers, whom = _packed(offered.packed(connection, SPONSORS))
    known = bearings(connection)
    market = tabled(known.taxonomy, known.gazetteer, people, jobs, helpers, since)
    return Catalogue(market, default_profile(), who, what, whom, changes.numbers(connection))


def load_territory(connection: Connection, territory: str, since: dt.date, known: Bearings | None = None) -> Catalogue:
    """Return the catalogue of a territory on a day, where public ids are the names; all else as in `load_catalogue`.

    `known` is the reference data, where it is at hand.
    """
    packed = [_by_id(offered.packed(connection, kind, territory, since)) for kind in _BRING]
    return territory_of(packed, known or bearings(connection), since, changes.numbers(connection))


def territory_of(
    packed: Sequence[Packed], known: Bearings, since: dt.date | None, numbers: tuple[int, int]
) -> Catalogue:
    """Return the catalogue of candidates, openings and sponsors whose names are their public ids."""
    names = ({name: name for name in part.ids} for part in packed)
    return Catalogue(tabled(known.taxonomy, known.gazetteer, *packed, since), default_profile(), *names, numbers)


def caught_up(connection: Connection, territory: str, base: Catalogue, number: int) -> tuple[Catalogue, int]:
    """Return a territory's catalogue brought up to the change that a connection sees, and how many came since.

    Only documents follow; the reference data stay those of the base.
    """
    market, names, count = base.market, [base.candidates, base.openings, base.sponsors], 0
    changed = history.changed(connection, base.numbers[0])
    for place, (kind, bring) in enumerate(_BRING.items()):
        touched = changed.get(kind.name, set())
        rows = offered.packed_among(connection, kind, touched, territory, market.since)
        gone, packed, count = touched & names[place].keys(), _by_id(rows), count + len(touched)
        if gone or rows:
            market = bring(market, gone, packed)
            stay = dict(names[place])
            for name in gone:
                del stay[name]
            names[place] = stay | {name: name for name in packed.ids}
    touched = changed.get(OPENINGS.name, set())
    return Catalogue(market, base.profile, *names, (number, base.numbers[1]), base.texts, touched), count


def opening_records(connection: Connection, catalogue: Catalogue, public_ids: Sequence[str]) -> dict[str, Record]:
    """Return the records of openings of the catalogue as a connection of the same state sees them.

    Those that have not changed since the whole build are read from the database once.
    """
    new = [id for id in public_ids if id in catalogue.touched or id not in catalogue.texts]
    found = reached.texts(connection, OPENINGS, new) if new else {}
    catalogue.texts.update({id: text for id, text in found.items() if id not in catalogue.touched})
    return {id: orjson.loads(found.get(id) or catalogue.texts[id]) for id in public_ids}


@cache
def default_profile(kind: PairKind = PairKind.OPENING) -> RankProfile:
    """Return the weights that come with Visavis for one kind of pair, each with its written reason."""
    return RankProfile.from_json(resources.files("service").joinpath(f"profiles/{kind}.json").read_text("utf-8"))


def _by_id(found: Sequence[offered.Packed]) -> Packed:
    return Packed([row[0] for row in found], [row[3] for row in found], [row[4] for row in found])


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
