"""Distances and journeys: great circles, and estimates of how long a kilometre takes."""

import math
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.enums import TravelMode

EARTH_KM: Final = 6371.0088  # mean radius, IUGG
DETOUR: Final = 1.35  # road kilometres for one as the crow flies; 1.3-1.4 in French studies
SPEED_KMH: Final[Mapping[TravelMode, float]] = {
    TravelMode.WALK: 4.5,
    TravelMode.BIKE: 14.0,
    TravelMode.TRANSIT: 22.0,
    TravelMode.CAR: 38.0,
}
WAIT_MINUTES: Final[Mapping[TravelMode, float]] = {  # to the stop, the parking place, the lock
    TravelMode.WALK: 0.0,
    TravelMode.BIKE: 3.0,
    TravelMode.TRANSIT: 12.0,
    TravelMode.CAR: 5.0,
}

SLACK_KM: Final = 0.005  # half of the 10 m to which distances are rounded
Floats = NDArray[np.float64]


def unit_vectors(lat: Floats, lon: Floats) -> Floats:
    """Return points on the unit sphere, shape (n, 3), from degrees; nan stays nan."""
    lat, lon = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def distance_km(here: Floats, there: Floats) -> Floats:
    """Return great-circle km between unit vectors, row by row or one against many, to the nearest 10 m.

    The chord needs only sums, products and a root, so that a pair has the same distance in any company.
    """
    x = here[..., 0] - there[..., 0]
    y = here[..., 1] - there[..., 1]
    z = here[..., 2] - there[..., 2]
    half_chord = np.sqrt(x * x + y * y + z * z) / 2
    km: Floats = np.round(2 * EARTH_KM * np.arcsin(np.minimum(half_chord, 1.0)), 2)
    return km


def travel_minutes(km: float, mode: TravelMode) -> float:
    """Return the estimated minutes of a journey of so many km as the crow flies."""
    return WAIT_MINUTES[mode] + km * DETOUR / SPEED_KMH[mode] * 60


def reach_km(max_km: float | None, max_minutes: float | None, modes: Iterable[str]) -> float:
    """Return how far a candidate goes, as the crow flies: the nearer of both limits; nan without a limit.

    Minutes count for the fastest mode given, and for public transport when none is.
    """
    limits = [max_km] if max_km is not None else []
    if max_minutes is not None:
        by = [TravelMode(mode) for mode in modes] or [TravelMode.TRANSIT]
        limits.append(max(max(0.0, max_minutes - WAIT_MINUTES[m]) / 60 * SPEED_KMH[m] / DETOUR for m in by))
    return min(limits) if limits else math.nan


def department(insee: str) -> str:
    """Return the department of a commune's INSEE code: its first two characters, three overseas."""
    return insee[:3] if insee.startswith(("97", "98")) else insee[:2]
