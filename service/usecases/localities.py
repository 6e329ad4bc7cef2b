"""The communes of a territory: the openings in each, and about how many people live there."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from service import live
from service.aggregates import LEAST
from service.db import localities, places
from service.permissions import Reach, Scope

BANDS: Final = (LEAST, 26, 51, 101)  # people: a band begins with each; fewer than the first are not told
SECTORS: Final = "ABCDEFGHIJKLMN"
_VAGUE_KM: Final = 10.0  # a department says nothing of a commune
_NEAR: Final = 0.3  # degrees around the places: the communes among which the nearest is looked for

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Locality:
    """A commune; `band` is where its people stand in BANDS, None for fewer than eleven and for who may not know."""

    insee: str
    name: str
    lat: float
    lon: float
    openings: int
    positions: int
    band: int | None


def browse(connection: Connection, reach: Reach, sector: str, now: dt.datetime) -> list[Locality]:
    """Return the communes with openings or with eleven people at least, those with most openings first.

    A company is told of its own openings, and nothing of people. People are counted whatever the sector.
    """
    who = reach.subject
    own = who.organisation if reach.has(Scope.ORGANISATION) else None
    rows = localities.openings(connection, who.territory or "", own, sector, now)
    points = np.array([(row.lat, row.lon) for row in rows], float).reshape(-1, 2)
    people = np.empty((0, 2)) if own else _people(connection, who.territory or "", now)
    gazetteer = _gazetteer(connection, np.concatenate([points, people]))
    if not gazetteer:
        return []
    where = np.array([(lat, lon) for _, _, lat, lon in gazetteer])
    offered = np.array([(row.openings, row.positions) for row in rows], int).reshape(-1, 2)
    counts = np.zeros((len(gazetteer), 3), int)
    np.add.at(counts[:, :2], _nearest(points, where), offered)
    np.add.at(counts[:, 2], _nearest(people, where), 1)
    found = [
        Locality(*commune, int(count[0]), int(count[1]), _band(int(count[2])))
        for commune, count in zip(gazetteer, counts, strict=True)
    ]
    told = [one for one in found if one.openings or one.band is not None]
    return sorted(told, key=lambda one: (-one.openings, one.name))


def _people(connection: Connection, territory: str, now: dt.datetime) -> Floats:
    """Return where the people of a territory live, of those who told so to a few kilometres."""
    candidates = live.at(connection, territory, now.date()).market.candidates
    points = candidates.points
    known = candidates.place[points.radius_km[candidates.place] <= _VAGUE_KM]
    x, y, z = points.xyz[known].T
    found = np.degrees(np.stack([np.arcsin(z), np.arctan2(y, x)], axis=1))
    return found[~np.isnan(found).any(axis=1)]


def _gazetteer(connection: Connection, points: Floats) -> list[tuple[str, str, float, float]]:
    """Return the communes around some points, each once: code, name, latitude, longitude."""
    if not len(points):
        return []
    (south, west), (north, east) = points.min(axis=0) - _NEAR, points.max(axis=0) + _NEAR
    known = places.arrays(connection)
    rows = zip(known.insee, known.name, known.lat, known.lon, strict=True)
    return list(
        {
            insee: (insee, name, lat, lon)
            for insee, name, lat, lon in rows
            if lat is not None and lon is not None and south <= lat <= north and west <= lon <= east
        }.values()
    )


def _nearest(points: Floats, where: Floats) -> NDArray[np.int64]:
    """Return which commune is nearest to each point."""
    if not len(points):
        return np.empty(0, np.int64)
    unique, back = np.unique(points, axis=0, return_inverse=True)
    stretch = np.cos(np.radians(where[:, 0].mean()))
    gaps = [((where - point) * (1.0, stretch)) ** 2 for point in unique]
    nearest = np.array([gap.sum(axis=1).argmin() for gap in gaps])
    return nearest[back.ravel()]


def _band(people: int) -> int | None:
    return next((place for place in reversed(range(len(BANDS))) if people >= BANDS[place]), None)
