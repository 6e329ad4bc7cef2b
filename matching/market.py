"""Records as tables: one taxonomy, all candidates and all openings of a territory, ready to be ranked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.enums import place_in
from matching.errors import InvalidTable
from matching.geo import unit_vectors
from matching.items import Items, agreeing, as_lists, as_occupations, in_table_order
from matching.layout import CANDIDATE_ROW, ITEM, OPENING_ROW, ItemKind
from matching.lists import or_read, or_read_skills, weighed
from matching.model import Candidates, Openings, Points
from matching.packing import pack_candidate, pack_opening
from matching.places import Gazetteer
from matching.records import CandidateLimit, Record, read_candidate, read_opening
from matching.taxonomy import Reference, Taxonomy, build_taxonomy, extended
from matching.vocabulary import Found, Keys

Pack = Callable[[Record], tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Packed:
    """Records of one kind as bytes, with the identifiers that decide the order of equal scores."""

    ids: Sequence[str]
    rows: Sequence[bytes]
    items: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Market:
    """Everything that a ranking reads. `candidate_ids[i]` names the candidate whose `ids` is i."""

    taxonomy: Taxonomy
    gazetteer: Gazetteer
    candidates: Candidates
    openings: Openings
    candidate_ids: tuple[str, ...]
    opening_ids: tuple[str, ...]


def market_of(
    reference: Reference,
    gazetteer: Gazetteer,
    candidates: Iterable[Record],
    openings: Iterable[Record],
) -> Market:
    """Return the market of records in the documented format; raise InvalidRecord at the first bad one."""
    return build_market(reference, gazetteer, _packed(candidates, pack_candidate), _packed(openings, pack_opening))


def build_market(reference: Reference, gazetteer: Gazetteer, candidates: Packed, openings: Packed) -> Market:
    """Return the market of packed records. Identifiers are unique; their order breaks ties."""
    people, their_items = _frames(candidates, CANDIDATE_ROW)
    jobs, job_items = _frames(openings, OPENING_ROW)
    taxonomy = build_taxonomy(reference, _found(their_items, job_items, jobs))
    return Market(
        taxonomy,
        gazetteer,
        _candidates(people, their_items, taxonomy, gazetteer, _ranks(candidates.ids)),
        _openings(jobs, job_items, taxonomy, gazetteer, _ranks(openings.ids)),
        tuple(sorted(candidates.ids)),
        tuple(sorted(openings.ids)),
    )


def joined(market: Market, candidates: Iterable[Record] = (), openings: Iterable[Record] = ()) -> Market:
    """Return the market that also knows the codes of these records: the same one where it knows them all."""
    people = _frames(_packed(candidates, pack_candidate), CANDIDATE_ROW)[1]
    frame, jobs = _frames(_packed(openings, pack_opening), OPENING_ROW)
    return replace(market, taxonomy=extended(market.taxonomy, _found(people, jobs, frame)))


def candidate_table(record: Record, market: Market) -> Candidates:
    """Return the one-row table of a candidate, in the market or not; its id is -1.

    A code that the market does not know meets nothing: see `joined`.
    """
    frame, entries = _frames(_packed([record], pack_candidate), CANDIDATE_ROW)
    return _candidates(frame, entries, market.taxonomy, market.gazetteer, np.array([-1]))


def opening_table(record: Record, market: Market) -> Openings:
    """Return the one-row table of an opening, in the market or not; its id is -1; codes as in `candidate_table`."""
    frame, entries = _frames(_packed([record], pack_opening), OPENING_ROW)
    return _openings(frame, entries, market.taxonomy, market.gazetteer, np.array([-1]))


def _packed(records: Iterable[Record], pack: Pack) -> Packed:
    read = read_candidate if pack is pack_candidate else read_opening
    whole = [read(record) for record in records]
    pairs = [pack(record) for record in whole]
    return Packed([r["id"] for r in whole], [row for row, _ in pairs], [items for _, items in pairs])


def _frames(packed: Packed, dtype: np.dtype[Any]) -> tuple[NDArray[Any], Items]:
    frame = np.frombuffer(b"".join(packed.rows), dtype=dtype)
    flat = np.frombuffer(b"".join(packed.items), dtype=ITEM)
    lengths = np.fromiter(map(len, packed.items), np.int64, len(packed.items)) // ITEM.itemsize
    row = np.repeat(np.arange(len(frame)), lengths)
    return frame, Items(row, flat["kind"], flat["flag"].astype(bool), flat["amount"], flat["key"])


def _found(people: Items, jobs: Items, frame: NDArray[Any]) -> Found:
    def keys(*kinds: ItemKind) -> Keys:
        return np.unique(np.concatenate([people.only(*kinds).key, jobs.only(*kinds).key]))

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


def _ranks(ids: Sequence[str]) -> NDArray[np.int64]:
    rank = {name: place for place, name in enumerate(sorted(ids))}
    if len(rank) < len(ids):
        raise InvalidTable(f"{len(ids) - len(rank)} identifiers are given twice")
    return np.fromiter((rank[name] for name in ids), np.int64, len(ids))


def _candidates(
    frame: NDArray[Any], items: Items, taxonomy: Taxonomy, gazetteer: Gazetteer, ranks: NDArray[np.int64]
) -> Candidates:
    reach = np.where(frame["wishes"] & (1 << place_in(CandidateLimit, CandidateLimit.REACH)), np.nan, frame["reach_km"])
    order, common = _common(frame, items, taxonomy, gazetteer, ranks, reach)

    wished = agreeing(in_table_order(items.only(ItemKind.WISH_OCCUPATION, ItemKind.WISH_TITLE), order), taxonomy)
    experience = in_table_order(items.only(ItemKind.EXPERIENCE_OCCUPATION, ItemKind.EXPERIENCE_TITLE), order)
    titles = wished.only(ItemKind.WISH_TITLE)
    names = ("max_km", "max_minutes", "wage_floor", "modes", "kinds", "contracts", "refuses", "wishes", "given")
    common |= {name: frame[name][order] for name in ("reach_km", *names)}
    return Candidates(
        **common,
        wished_titles=as_lists(titles, taxonomy.titles.find(titles.key), len(frame)),
        wished_occupations=as_lists(wished, as_occupations(wished, taxonomy, ItemKind.WISH_TITLE), len(frame)),
        experience=as_lists(experience, as_occupations(experience, taxonomy, ItemKind.EXPERIENCE_TITLE), len(frame)),
    )


def _openings(
    frame: NDArray[Any], items: Items, taxonomy: Taxonomy, gazetteer: Gazetteer, ranks: NDArray[np.int64]
) -> Openings:
    order, common = _common(frame, items, taxonomy, gazetteer, ranks, np.full(len(frame), np.inf))
    title = taxonomy.titles.find(frame["title"])[order]
    occupation = taxonomy.occupations.find(frame["occupation"])[order]
    unknown = occupation == 0
    occupation = np.where(unknown, taxonomy.title_occupation[title], occupation)
    occupation, sure = or_read(occupation, in_table_order(items.only(ItemKind.READ_OCCUPATION), order), taxonomy)
    stated = common["skills"].lengths > 0
    common["skills"] = or_read_skills(common["skills"], items, order, taxonomy)
    names = ("latest_start", "wage_min", "wage_max", "experience", "positions", "kind", "contract", "working_times")
    common["skills"] = weighed(common["skills"], occupation, taxonomy)
    common["must_skills"] = common["skills"].flagged()
    common |= {name: frame[name][order] for name in (*names, "musts")}
    return Openings(
        **common,
        title=title,
        occupation=occupation.astype(np.int32),
        sure=sure,
        skills_read=~stated & (common["skills"].lengths > 0),
    )


def _common(
    frame: NDArray[Any],
    items: Items,
    taxonomy: Taxonomy,
    gazetteer: Gazetteer,
    ranks: NDArray[np.int64],
    reach: NDArray[Any],
) -> tuple[NDArray[np.int64], dict[str, Any]]:
    """Return the order of the rows, by place, and the columns that all tables share."""
    lat, lon, radius = _located(frame, gazetteer)
    order, place, points = _points(lat, lon, radius, np.where(np.isnan(reach), np.inf, reach), ranks)
    columns: dict[str, Any] = {"ids": ranks[order].astype(np.int32), "place": place.astype(np.int32)}
    columns |= {name: frame[name][order] for name in ("hours_min", "hours_max", "start", "education")}
    for name, kind in (("skills", ItemKind.SKILL), ("languages", ItemKind.LANGUAGE), ("permits", ItemKind.PERMIT)):
        entries = in_table_order(items.only(kind), order)
        columns[name] = as_lists(entries, getattr(taxonomy, name).find(entries.key), len(frame))
    return order, columns | {"points": points}


def _points(
    lat: NDArray[np.float32],
    lon: NDArray[np.float32],
    radius: NDArray[np.float32],
    reach: NDArray[Any],
    ranks: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], Points]:
    """Return the order of the rows, the point of each in that order, and the points.

    Rows of one place stand together, those who go about as far beside each other: so whole points can be
    passed over by reading only where they are and how far their rows go.
    """
    spot = (lat.view(np.uint32).astype(np.uint64) << np.uint64(32)) | lon.view(np.uint32)
    about = np.ceil(np.log2(np.maximum(reach, 1.0)))
    order = np.lexsort((ranks, radius, about, spot))
    new = np.ones(len(order), dtype=bool)
    for column in (spot, about, radius):
        sorted_column = column[order]
        new[1:] &= sorted_column[1:] == sorted_column[:-1]
    new[1:] = ~new[1:]
    first = np.flatnonzero(new)
    place = np.cumsum(new) - 1
    here = order[first]
    farthest = np.maximum.reduceat(reach[order], first) if len(first) else np.empty(0)
    xyz = unit_vectors(lat[here].astype(np.float64), lon[here].astype(np.float64))
    return order, place, Points(xyz, radius[here].astype(np.float64), np.append(first, len(order)), farthest)


def _located(frame: NDArray[Any], gazetteer: Gazetteer) -> tuple[NDArray[np.float32], ...]:
    """Return lat, lon and radius of each row: its own point, else its commune, postcode or department."""
    lat, lon, radius = frame["lat"].copy(), frame["lon"].copy(), frame["radius_km"].copy()
    for name in ("insee", "postcode", "department"):
        wanted = np.flatnonzero(np.isnan(lat) & (frame[name] != 0))
        if len(wanted) and len(gazetteer.keys):
            at = np.searchsorted(gazetteer.keys, frame[name][wanted])
            at[at == len(gazetteer.keys)] = 0
            known = gazetteer.keys[at] == frame[name][wanted]
            rows, at = wanted[known], at[known]
            lat[rows], lon[rows] = gazetteer.lat[at], gazetteer.lon[at]
            radius[rows] = np.maximum(radius[rows], gazetteer.radius_km[at])
    return lat, lon, radius
