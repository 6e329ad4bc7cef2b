"""Communes as a gazetteer: where a commune, a postcode or a department is, and how far it stretches."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.codes import NO_KEY
from matching.geo import department, distance_km, unit_vectors
from matching.packing import place_key
from matching.vocabulary import Keys

Commune = tuple[str, str, float | None, float | None]  # INSEE code, postcode, latitude, longitude

Floats = NDArray[np.float64]

CITIES = {"751": "75056", "6938": "69123", "132": "13055"}  # prefix of their districts' codes → Paris, Lyon, Marseille


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Where coded places are: packing.place_key → a point and how far from it the place may be."""

    keys: Keys  # sorted
    lat: NDArray[np.float32]
    lon: NDArray[np.float32]
    radius_km: NDArray[np.float32]

    @staticmethod
    def empty() -> "Gazetteer":
        """Return a gazetteer that knows no place."""
        none = np.empty(0, np.float32)
        return Gazetteer(np.empty(0, np.uint64), none, none, none)


def gazetteer_of(communes: Iterable[Commune]) -> Gazetteer:
    """Return where communes are; those without coordinates are left out.

    A postcode, a city of several districts or a department is at the middle of its communes, and may be as far
    as the farthest of them.
    """
    known = [row for row in communes if row[2] is not None and row[3] is not None]
    if not known:
        return Gazetteer.empty()
    lat, lon = np.array([row[2] for row in known], float), np.array([row[3] for row in known], float)
    keys: list[int] = []
    spreads: list[Floats] = []
    for kind, codes in (
        ("insee", [row[0] for row in known]),
        ("insee", [city(row[0]) for row in known]),
        ("postcode", [row[1] for row in known]),
        ("department", [department(row[0]) for row in known]),
    ):
        names, group = np.unique(codes, return_inverse=True)
        keys += [place_key(kind, str(code)) if code else NO_KEY for code in names]
        spreads.append(_spread(lat, lon, group, len(names)))
    unique, first = np.unique(np.array(keys, dtype=np.uint64), return_index=True)
    columns = np.concatenate(spreads).astype(np.float32)[first]
    return Gazetteer(unique, *np.ascontiguousarray(columns.T))


def city(insee: str) -> str:
    """Return the code of the whole city for one of its districts, else nothing."""
    return next((whole for prefix, whole in CITIES.items() if insee.startswith(prefix) and insee != whole), "")


def _spread(lat: Floats, lon: Floats, group: NDArray[np.int64], n: int) -> Floats:
    """Return latitude, longitude and the km to the farthest point of each group, shape (n, 3)."""
    count = np.bincount(group, minlength=n)
    middle = [np.bincount(group, weights=column, minlength=n) / count for column in (lat, lon)]
    km = distance_km(unit_vectors(lat, lon), unit_vectors(middle[0][group], middle[1][group]))
    radius = np.zeros(n)
    np.maximum.at(radius, group, km)
    return np.stack([*middle, radius], axis=1)
