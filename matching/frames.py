"""Packed records of one kind as a frame of rows and their items; the order of a table, and where its rows are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.errors import InvalidTable
from matching.geo import unit_vectors
from matching.items import Items
from matching.layout import ITEM
from matching.places import Gazetteer
from matching.table import Points


@dataclass(frozen=True, slots=True)
class Packed:
    """Records of one kind as bytes, with the identifiers that decide the order of equal scores."""

    ids: Sequence[str]
    rows: Sequence[bytes]
    items: Sequence[bytes]


def frames(packed: Packed, dtype: np.dtype[Any]) -> tuple[NDArray[Any], Items]:
    """Return the rows of packed records and the items of all of them."""
    frame = np.frombuffer(b"".join(packed.rows), dtype=dtype)
    flat = np.frombuffer(b"".join(packed.items), dtype=ITEM)
    lengths = np.fromiter(map(len, packed.items), np.int64, len(packed.items)) // ITEM.itemsize
    row = np.repeat(np.arange(len(frame)), lengths)
    return frame, Items(row, flat["kind"], flat["flag"].astype(bool), flat["amount"], flat["key"])


def ranks_of(ids: Sequence[str]) -> NDArray[np.int64]:
    """Return the place of each identifier among all, sorted; raise InvalidTable for one given twice."""
    rank = {name: place for place, name in enumerate(sorted(ids))}
    if len(rank) < len(ids):
        raise InvalidTable(f"{len(ids) - len(rank)} identifiers are given twice")
    return np.fromiter((rank[name] for name in ids), np.int64, len(ids))


def placed(
    frame: NDArray[Any], gazetteer: Gazetteer, ranks: NDArray[np.int64], reach: NDArray[Any]
) -> tuple[NDArray[np.int64], dict[str, Any]]:
    """Return the order of the rows, by place, and the columns that say who and where they are.

    `reach` is how far each row goes at most, nan without a limit.
    """
    lat, lon, radius = _located(frame, gazetteer)
    order, place, points = _points(lat, lon, radius, np.where(np.isnan(reach), np.inf, reach), ranks)
    return order, {"ids": ranks[order].astype(np.int32), "place": place.astype(np.int32), "points": points}


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
