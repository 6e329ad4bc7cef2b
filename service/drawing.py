"""Charts and maps as shapes: numbers in, places and sizes out; no colour and no word."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sqrt
from typing import Final

KM_A_DEGREE: Final = 111.195
GAP: Final = 2.0  # between a disc and its label
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
class Anchor:
    """What a label names: a disc, and how wide the label is."""

    x: float
    y: float
    radius: float
    width: float


@dataclass(frozen=True, slots=True)
class Box:
    """Where a label stands."""

    left: float
    top: float
    width: float
    height: float

    def meets(self, other: "Box") -> bool:
        """Return whether two boxes share a point within them."""
        apart = self.left + self.width <= other.left or other.left + other.width <= self.left
        return not (apart or self.top + self.height <= other.top or other.top + other.height <= self.top)


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
    """Return a map on which all places (latitude, longitude) stand within the margin, and one alone in the middle."""
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

    def reach(parts: Sequence[int]) -> float:
        return radius(sum(spots[i].size for i in parts), largest, least, most)

    for i in order:
        x, y = sheet.at(spots[i].lat, spots[i].lon)
        near = (parts for a, b, parts in found if hypot(a - x, b - y) < max(reach(parts), reach([i])))
        if (into := next(near, None)) is not None:
            into.append(i)
        else:
            found.append((x, y, [i]))
    drawn = [Disc(x, y, reach(parts), tuple(parts)) for x, y, parts in found]
    return sorted(drawn, key=lambda disc: (-disc.radius, disc.parts))


def radius(size: float, largest: float, least: float, most: float) -> float:
    """Return the radius of a disc whose area is as large as its size."""
    return max(least, most * sqrt(size / max(largest, 1)))


def labels(anchors: Sequence[Anchor], height: float, limit: float) -> list[Box | None]:
    """Return where each label stands: under its anchor, above, right or left of it; None where there is no room.

    None covers an anchor, nor a label before it, nor leaves the sheet, which is so wide as `limit`.
    """
    taken = [Box(one.x - one.radius, one.y - one.radius, 2 * one.radius, 2 * one.radius) for one in anchors]
    found: list[Box | None] = []
    for one in anchors:
        room = (box for box in _around(one, height) if box.left >= 0 and box.left + box.width <= limit)
        free = next((box for box in room if not any(box.meets(other) for other in taken)), None)
        found.append(free)
        taken += [free] if free else []
    return found


def _around(one: Anchor, height: float) -> tuple[Box, ...]:
    middle, top = one.x - one.width / 2, one.y - height / 2
    return (
        Box(middle, one.y + one.radius + GAP, one.width, height),
        Box(middle, one.y - one.radius - GAP - height, one.width, height),
        Box(one.x + one.radius + GAP, top, one.width, height),
        Box(one.x - one.radius - GAP - one.width, top, one.width, height),
    )
