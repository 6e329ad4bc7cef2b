"""Records as tables: one taxonomy, all candidates, openings and sponsors of a territory, ready to be ranked."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.frames import Packed, frames, ranks_of
from matching.items import Items
from matching.layout import CANDIDATE_ROW, OPENING_ROW, SPONSOR_ROW, ItemKind
from matching.model import Candidates, Openings, Sponsors
from matching.overlay import overlaid
from matching.packing import pack_candidate, pack_opening, pack_sponsor
from matching.places import Gazetteer
from matching.records import Record, read_candidate, read_opening
from matching.sponsor_record import read_sponsor
from matching.tables import candidates_of, openings_of, sponsors_of
from matching.taxonomy import Reference, Taxonomy, build_taxonomy, extended
from matching.vocabulary import Found, Keys

_PACKS: Final[Mapping[Any, Any]] = MappingProxyType(
    {read_candidate: pack_candidate, read_opening: pack_opening, read_sponsor: pack_sponsor}
)
NOBODY: Final = Packed((), (), ())
_NO_OPENINGS: Final = np.empty(0, OPENING_ROW)


@dataclass(frozen=True, slots=True)
class Market:
    """Everything that a ranking reads. `candidate_ids[i]` names the candidate whose `ids` is i."""

    taxonomy: Taxonomy
    gazetteer: Gazetteer
    candidates: Candidates
    openings: Openings
    sponsors: Sponsors
    candidate_ids: tuple[str, ...]
    opening_ids: tuple[str, ...]
    sponsor_ids: tuple[str, ...]
    since: dt.date | None  # the day from which hours are laid out; None = nobody's hours are known


def market_of(
    reference: Reference,
    gazetteer: Gazetteer,
    candidates: Iterable[Record],
    openings: Iterable[Record],
    sponsors: Iterable[Record] = (),
    since: dt.date | None = None,
) -> Market:
    """Return the market of records in the documented format; raise InvalidRecord at the first bad one."""
    people, jobs = _packed(candidates, read_candidate), _packed(openings, read_opening)
    return build_market(reference, gazetteer, people, jobs, _packed(sponsors, read_sponsor), since)


def build_market(
    reference: Reference,
    gazetteer: Gazetteer,
    candidates: Packed,
    openings: Packed,
    sponsors: Packed = NOBODY,
    since: dt.date | None = None,
) -> Market:
    """Return the market of packed records. Identifiers are unique; their order breaks ties."""
    return tabled(build_taxonomy(reference), gazetteer, candidates, openings, sponsors, since)


def tabled(
    taxonomy: Taxonomy,
    gazetteer: Gazetteer,
    candidates: Packed,
    openings: Packed,
    sponsors: Packed = NOBODY,
    since: dt.date | None = None,
) -> Market:
    """Return the market of packed records over a taxonomy that is there, extended by the codes that it lacks."""
    people, jobs = frames(candidates, CANDIDATE_ROW), frames(openings, OPENING_ROW)
    helpers = frames(sponsors, SPONSOR_ROW)
    taxonomy = extended(taxonomy, _found(jobs[0], people[1], jobs[1], helpers[1]))
    return Market(
        taxonomy,
        gazetteer,
        candidates_of(*people, taxonomy, gazetteer, ranks_of(candidates.ids), since),
        openings_of(*jobs, taxonomy, gazetteer, ranks_of(openings.ids)),
        sponsors_of(*helpers, taxonomy, gazetteer, ranks_of(sponsors.ids), since),
        tuple(sorted(candidates.ids)),
        tuple(sorted(openings.ids)),
        tuple(sorted(sponsors.ids)),
        since,
    )


def with_candidates(market: Market, gone: Set[str], packed: Packed) -> Market:
    """Return the market without the candidates that are gone, and with new ones or others of the same names.

    It is as if built of those there now, but shares with the market before it what has not changed.
    """
    frame, items = frames(packed, CANDIDATE_ROW)
    taxonomy = extended(market.taxonomy, _found(_NO_OPENINGS, items))
    new = candidates_of(frame, items, taxonomy, market.gazetteer, ranks_of(packed.ids), market.since)
    table, names = overlaid(market.candidates, market.candidate_ids, gone, new, packed.ids)
    return replace(market, taxonomy=taxonomy, candidates=table, candidate_ids=names)


def with_openings(market: Market, gone: Set[str], packed: Packed) -> Market:
    """Return the market without the openings that are gone, and with others: as `with_candidates`."""
    frame, items = frames(packed, OPENING_ROW)
    taxonomy = extended(market.taxonomy, _found(frame, items))
    new = openings_of(frame, items, taxonomy, market.gazetteer, ranks_of(packed.ids))
    table, names = overlaid(market.openings, market.opening_ids, gone, new, packed.ids)
    return replace(market, taxonomy=taxonomy, openings=table, opening_ids=names)


def with_sponsors(market: Market, gone: Set[str], packed: Packed) -> Market:
    """Return the market without the sponsors that are gone, and with others: as `with_candidates`."""
    frame, items = frames(packed, SPONSOR_ROW)
    taxonomy = extended(market.taxonomy, _found(_NO_OPENINGS, items))
    new = sponsors_of(frame, items, taxonomy, market.gazetteer, ranks_of(packed.ids), market.since)
    table, names = overlaid(market.sponsors, market.sponsor_ids, gone, new, packed.ids)
    return replace(market, taxonomy=taxonomy, sponsors=table, sponsor_ids=names)


def joined(
    market: Market,
    candidates: Iterable[Record] = (),
    openings: Iterable[Record] = (),
    sponsors: Iterable[Record] = (),
) -> Market:
    """Return the market that also knows the codes of these records: the same one where it knows them all."""
    people = frames(_packed(candidates, read_candidate), CANDIDATE_ROW)[1]
    frame, jobs = frames(_packed(openings, read_opening), OPENING_ROW)
    helpers = frames(_packed(sponsors, read_sponsor), SPONSOR_ROW)[1]
    return replace(market, taxonomy=extended(market.taxonomy, _found(frame, people, jobs, helpers)))


def candidate_rows(market: Market, names: Set[str]) -> NDArray[np.int64]:
    """Return the rows of the candidates with these names, in the order of the table; who is not there has none."""
    wanted = np.fromiter((name in names for name in market.candidate_ids), np.bool_, len(market.candidate_ids))
    return np.flatnonzero(wanted[market.candidates.ids])


def candidate_row(market: Market, name: str) -> Candidates | None:
    """Return the one-row table of the candidate of that name, None where the market has none.

    It is the `candidate_table` of their record, but for its id.
    """
    rank = bisect_left(market.candidate_ids, name)
    if rank == len(market.candidate_ids) or market.candidate_ids[rank] != name:
        return None
    row = int(np.argmax(market.candidates.ids == rank))
    return market.candidates.take(slice(row, row + 1))


def candidate_table(record: Record, market: Market) -> Candidates:
    """Return the one-row table of a candidate, in the market or not; its id is -1.

    A code that the market does not know meets nothing: see `joined`.
    """
    frame, items = frames(_packed([record], read_candidate), CANDIDATE_ROW)
    return candidates_of(frame, items, market.taxonomy, market.gazetteer, np.array([-1]), market.since)


def candidate_tables(records: Iterable[Record], market: Market) -> tuple[list[Candidates], Market]:
    """Return the one-row tables of candidates, quicker than one by one, and the market that knows all their codes."""
    frame, items = frames(_packed(records, read_candidate), CANDIDATE_ROW)
    market = replace(market, taxonomy=extended(market.taxonomy, _found(_NO_OPENINGS, items)))
    places = np.arange(len(frame))
    table = candidates_of(frame, items, market.taxonomy, market.gazetteer, places, market.since)
    rows = np.argsort(table.ids).tolist()
    return [table.take(slice(row, row + 1)) for row in rows], market


def opening_table(record: Record, market: Market) -> Openings:
    """Return the one-row table of an opening, in the market or not; its id is -1; codes as in `candidate_table`."""
    frame, items = frames(_packed([record], read_opening), OPENING_ROW)
    return openings_of(frame, items, market.taxonomy, market.gazetteer, np.array([-1]))


def sponsor_table(record: Record, market: Market) -> Sponsors:
    """Return the one-row table of a sponsor, in the market or not; its id is -1; codes as in `candidate_table`."""
    frame, items = frames(_packed([record], read_sponsor), SPONSOR_ROW)
    return sponsors_of(frame, items, market.taxonomy, market.gazetteer, np.array([-1]), market.since)


def _packed(records: Iterable[Record], read: Any) -> Packed:
    whole = [read(record) for record in records]
    pairs = [_PACKS[read](record) for record in whole]
    return Packed([r["id"] for r in whole], [row for row, _ in pairs], [items for _, items in pairs])


def _found(frame: NDArray[Any], *sides: Items) -> Found:
    """Return the keys that the items of all sides name, and the frame of openings."""

    def keys(*kinds: ItemKind) -> Keys:
        return np.unique(np.concatenate([items.only(*kinds).key for items in sides]))

    return Found(
        occupations=np.append(
            keys(ItemKind.WISH_OCCUPATION, ItemKind.EXPERIENCE_OCCUPATION, ItemKind.READ_OCCUPATION),
            frame["occupation"],
        ),
        titles=np.append(keys(ItemKind.WISH_TITLE, ItemKind.EXPERIENCE_TITLE), frame["title"]),
        skills=keys(ItemKind.SKILL, ItemKind.READ_SKILL),
        languages=keys(ItemKind.LANGUAGE),
        permits=keys(ItemKind.PERMIT),
    )
