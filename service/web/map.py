"""The map of a territory: openings by commune, people in bands, with the same as a table."""

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Response

from service import drawing, short_lists
from service.api.fields import Body
from service.collation import sort_key
from service.drawing import Sheet, Spot
from service.i18n import names, sentence
from service.usecases import localities
from service.usecases.localities import BANDS, Locality
from service.web.pages import Page, screen

router = APIRouter(tags=["pages"], include_in_schema=False)

WIDTH: Final = 900.0  # units of the drawing
TALLEST: Final = 640.0
MARGIN: Final = 70.0
LEAST: Final = 7.0  # radius of a disc
MOST: Final = 28.0
RINGS: Final = (18.0, 30.0, 42.0, 54.0)  # radius of each band of people
LETTER: Final = 8.0  # width of one of a label
LINE: Final = 18.0  # height of a label
LONGEST: Final = 200.0  # of the scale
STEPS: Final = (1, 5, 20)  # openings that the legend shows

ORDERS: Final[short_lists.Orders[Locality]] = {
    "name": lambda one: sort_key(one.name),
    "openings": lambda one: one.openings,
    "posts": lambda one: one.positions,
    "people": lambda one: -1 if one.band is None else one.band,
}


class MapQuery(Body):
    """Which openings are drawn, and in which order the table tells them."""

    sector: Literal["", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N"] = ""
    sort: Literal["name", "-name", "openings", "-openings", "posts", "-posts", "people", "-people"] = "-openings"


@router.get("/map")
def territory(page: Annotated[Page, screen("figure", "R")], query: Annotated[MapQuery, Query()]) -> Response:
    """Show where openings and people are."""
    found = page.look(lambda c, reach: localities.browse(c, reach, query.sector, page.now))
    sectors = [(letter, words) for letter, words in names("figure_sector", page.language).items() if len(letter) == 1]
    people = [_band(place, page.language) for place in range(len(BANDS))]
    rows = short_lists.ordered(found, page.request.query_params, ORDERS, "-openings")
    told = {"found": found, "rows": rows, "sectors": sectors, "people": people, "sector": query.sector}
    return page.show("map/map.html", **told, drawn=_drawn(found, page.language) if found else None)


def _drawn(found: Sequence[Locality], language: str) -> dict[str, Any]:
    """Return the map as shapes."""
    sheet = drawing.sheet([(one.lat, one.lon) for one in found], WIDTH, MARGIN, TALLEST)
    spots = [Spot(one.lat, one.lon, one.openings, one.name) for one in found]
    largest = max((spot.size for spot in spots), default=0)
    discs = drawing.discs(spots, sheet, largest, LEAST, MOST)
    sums = [sum(found[part].openings for part in disc.parts) for disc in discs]
    rings = [(*sheet.at(one.lat, one.lon), RINGS[one.band]) for one in found if one.band is not None]
    km, length = drawing.scale(sheet, LONGEST)
    return {
        "sheet": sheet,
        "rings": sorted(rings, key=lambda ring: -ring[2]),
        "discs": list(zip(discs, sums, strict=True)),
        "labels": _labels(found, discs, sheet, language),
        "km": km,
        "length": length,
        "legend": [(size, drawing.radius(size, largest, LEAST, MOST)) for size in STEPS if size <= max(largest, 1)],
        "bands": sorted({one.band for one in found if one.band is not None}),
        "radii": RINGS,
    }


def _labels(
    found: Sequence[Locality], discs: Sequence[drawing.Disc], sheet: Sheet, language: str
) -> list[tuple[float, float, str]]:
    """Return the names that find room beside their discs, then those of communes with people only."""
    told = [(disc.x, disc.y, *_named(disc, [found[part] for part in disc.parts], language)) for disc in discs]
    alone = (one for one in found if not one.openings and one.band is not None)
    told += [(*sheet.at(one.lat, one.lon), RINGS[one.band or 0], one.name) for one in alone]
    anchors = [drawing.Anchor(x, y, radius, len(text) * LETTER) for x, y, radius, text in told]
    boxes = drawing.labels(anchors, LINE, sheet.width)
    found_room = ((box, text) for box, (*_, text) in zip(boxes, told, strict=True) if box)
    return [(box.left + box.width / 2, box.top + LINE - 4, text) for box, text in found_room]


def _named(disc: drawing.Disc, parts: Sequence[Locality], language: str) -> tuple[float, str]:
    """Return how far what stands in a place reaches, and its name."""
    first, more = parts[0], len(parts) - 1
    ring = 0.0 if first.band is None else RINGS[first.band]
    said = sentence("map_and_more", {"name": first.name, "count": more}, language) if more else first.name
    return max(disc.radius, ring), said


def _band(place: int, language: str) -> str:
    """Return how many people a band stands for."""
    last = BANDS[place + 1] - 1 if place + 1 < len(BANDS) else None
    return sentence("map_band", {"first": BANDS[place], "last": last}, language)
