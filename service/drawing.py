"""Charts and maps as shapes: numbers in, places and sizes out; no colour and no word."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sqrt
from typing import Final

KM_A_DEGREE: Final = 111.195
ROUND: Final = (1, 2, 5)  # what a scale is a multiple of ten of


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a chart: its middle and width in percent of the chart, its height as a share of the tallest."""

    middle: float
    width: float
    share: float


@dataclass(frozen=True, slots=True)
class Spot:
    """Something to draw at a place: a size of 0 draws nothing."""

    lat: float
    lon: float
    size: float
    name: str


@dataclass(frozen=True, slots=True)
class Disc:
    """A spot as it stands on the map, in units of the drawing, with those of its spots that were merged into it."""

    x: float
    y: float
    radius: float
    parts: tuple[int, ...]  # their places in the list, the largest first


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a map draws what: its size, and a plane that touches the earth in its middle."""

    lat: float
    lon: float
    unit: float  # units of the drawing in a kilometre
    width: float
    height: float

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Return where a place is drawn."""
        east = (lon - self.lon) * KM_A_DEGREE * cos(radians(self.lat))
        north = (lat - self.lat) * KM_A_DEGREE
        return self.width / 2 + east * self.unit, self.height / 2 - north * self.unit


def columns(counts: Sequence[float]) -> list[Column]:
    """Return columns side by side, with a gap of half their width; none for no count."""
    most, room = max(counts, default=0) or 1, 100 / max(len(counts), 4)
    return [Column((place + 0.5) * room, room * 2 / 3, count / most) for place, count in enumerate(counts)]


def sheet(places: Sequence[tuple[float, float]], width: float, margin: float, tallest: float) -> Sheet:
    """Return a map on which all places (latitude, longitude) stand within the margin; one place stands in the middle."""
    lats, lons = [lat for lat, _ in places], [lon for _, lon in places]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    high = max((max(lats) - min(lats)) * KM_A_DEGREE, 1.0)
    wide = max((max(lons) - min(lons)) * KM_A_DEGREE * cos(radians(lat)), 1.0)
    unit = min((width - 2 * margin) / wide, (tallest - 2 * margin) / high)
    return Sheet(lat, lon, unit, width, high * unit + 2 * margin)


def scale(sheet: Sheet, longest: float) -> tuple[int, float]:
    """Return a round number of kilometres, 1 at least, and its length on the map, at most `longest` where it can be."""
    most = longest / sheet.unit
    tens = 1
    while tens * 10 <= most:
        tens *= 10
    km = max((factor * tens for factor in ROUND if factor * tens <= most), default=1)
    return km, km * sheet.unit


def discs(spots: Sequence[Spot], sheet: Sheet, largest: float, least: float, most: float) -> list[Disc]:
    """Return discs whose area is as large as the sizes, `most` for the largest size; the largest come first.

    A disc that would cover the middle of a larger one, or be covered so, is merged into it.
    """
    order = sorted((i for i, spot in enumerate(spots) if spot.size > 0), key=lambda i: (-spots[i].size, spots[i].name))
    found: list[tuple[float, float, list[int]]] = []
    for i in order:
        x, y = sheet.at(spots[i].lat, spots[i].lon)
        reach = radius(spots[i].size, largest, least, most)
        near = (one for one in found if hypot(one[0] - x, one[1] - y) < max(reach, _radius(one, spots, largest, least, most)))
        if (into := next(near, None)) is not None:
            into[2].append(i)
        else:
            found.append((x, y, [i]))
    drawn = [Disc(x, y, _radius((x, y, parts), spots, largest, least, most), tuple(parts)) for x, y, parts in found]
    return sorted(drawn, key=lambda disc: (-disc.radius, disc.parts))


def radius(size: float, largest: float, least: float, most: float) -> float:
    """Return the radius of a disc whose area is as large as its size."""
    return max(least, most * sqrt(size / max(largest, 1)))


def named(places: Sequence[tuple[float, float, float, float]], limit: float) -> list[bool]:
    """Return which labels (left, top, width, height) may stand: those that cover none before them, within the sheet."""
    kept: list[tuple[float, float, float, float]] = []
    told = []
    for left, top, width, height in places:
        free = all(
            left + width < x or x + wide < left or top + height < y or y + high < top for x, y, wide, high in kept
        )
        fits = left >= 0 and left + width <= limit
        told.append(free and fits)
        if free and fits:
            kept.append((left, top, width, height))
    return told


def _radius(
    disc: tuple[float, float, list[int]], spots: Sequence[Spot], largest: float, least: float, most: float
) -> float:
    return radius(sum(spots[i].size for i in disc[2]), largest, least, most)
