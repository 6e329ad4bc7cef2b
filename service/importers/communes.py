"""The communes: our own layout (insee, postcode, name, lat, lon, bassin, bassin_name) or La Poste's "hexasmal"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.errors import Invalid
from service.importers.base import Problem
from service.importers.lists import header_of, read_list

OURS = ("insee", "postcode", "name", "lat", "lon", "bassin", "bassin_name")
POSTE = (("#code_commune_insee", "code_commune_insee"), ("code_postal",), ("nom_de_la_commune", "nom_commune"))
POINT = "coordonnees_gps"  # "46.15,4.92"; newer files lack it

_INSEE = re.compile(r"\d{5}|2[AB]\d{3}")


@dataclass(frozen=True, slots=True)
class Communes:
    """Rows (insee, postcode, name, lat, lon, basin, basin_name), each code and postcode once, and problems."""

    rows: list[tuple[Any, ...]]
    problems: list[Problem]


def parse(raw: bytes, file: str) -> Communes:
    """Return the communes of a CSV file; raise Invalid when it is no such file."""
    problems: list[Problem] = []
    found: dict[tuple[str, str], tuple[Any, ...]] = {}
    for line, cells in _cells(raw, file, problems):
        if fault := _fault(cells):
            problems.append(Problem(line, *fault, file=file))
            continue
        lat, lon, remark = _point(cells["lat"], cells["lon"])
        if remark:
            problems.append(Problem(line, "lat", remark, kept=True, file=file))
        row = (cells["insee"], cells["postcode"], cells["name"], lat, lon, cells["bassin"], cells["bassin_name"])
        found.setdefault((row[0], row[1]), row)
    if not found:
        raise Invalid(f"{file}: no commune in it can be read")
    return Communes(list(found.values()), problems)


def _cells(raw: bytes, file: str, problems: list[Problem]) -> list[tuple[int, Mapping[str, str]]]:
    header = header_of(raw, file)
    if set(OURS) <= set(header):
        return [(line, dict(zip(OURS, cells, strict=True))) for line, cells in read_list(raw, file, OURS, 2, problems)]
    names = [next((name for name in choices if name in header), None) for choices in POSTE]
    if None in names:
        raise Invalid(f"{file}: columns {', '.join(OURS)} expected; found {', '.join(header)[:300]}")
    wanted = [name for name in names if name] + [POINT] * (POINT in header)
    return [(line, _from_poste(cells)) for line, cells in read_list(raw, file, wanted, 0, problems)]


def _from_poste(cells: list[str]) -> dict[str, str]:
    insee, postcode, name, *point = cells
    lat, _, lon = (point or [""])[0].partition(",")
    return dict(zip(OURS, (insee, postcode, name.title(), lat.strip(), lon.strip(), "", ""), strict=True))


def _fault(cells: Mapping[str, str]) -> tuple[str, str] | None:
    if not _INSEE.fullmatch(cells["insee"]):
        return "insee", f"code of five characters expected, found {cells['insee'][:20]!r}"
    if not re.fullmatch(r"\d{5}", cells["postcode"]):
        return "postcode", f"five digits expected, found {cells['postcode'][:20]!r}"
    return None if cells["name"] else ("name", "missing")


def _point(lat: str, lon: str) -> tuple[float | None, float | None, str]:
    """Return the point and no remark, or no point and why."""
    if not lat and not lon:
        return None, None, ""
    try:
        point = float(lat.replace(",", ".")), float(lon.replace(",", "."))
    except ValueError:
        return None, None, f"no point: {lat[:20]!r}, {lon[:20]!r}"
    if not (abs(point[0]) <= 90 and abs(point[1]) <= 180):
        return None, None, f"no point on Earth: {lat[:20]}, {lon[:20]}"
    return *point, ""
