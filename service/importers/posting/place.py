"""Where a JobPosting's work is, as the place of our opening record."""

import re
from collections.abc import Mapping
from typing import Any

from service.importers.mending import Part
from service.importers.posting.linked_values import objects, text

_COUNTRIES = "fr fra france gp gf mq re yt pm bl mf nc pf wf"
_FRENCH = frozenset(_COUNTRIES.split())


def place(posting: Mapping[str, Any]) -> Part:
    """Return the first place told, with a remark when there are more."""
    places = objects(posting.get("jobLocation"), "address")
    if not places:
        return {}, []
    first, several = places[0], [("place", f"{len(places)} places: the first is kept")] if len(places) > 1 else []
    address = next(iter(objects(first.get("address") or first.get("name"), "addressLocality")), {})
    found, faults = _point(first)
    label, postcode = _locality(address)
    if _abroad(address):
        faults += [("place", "outside France: the postcode is left out")] if postcode else []
        postcode = ""
    codes = [text(one.get("value")) for one in objects(first.get("identifier"), "value") if "INSEE" in str(one).upper()]
    insee = next((code for code in codes if re.fullmatch(r"\d[\dAB]\d{3}", code)), "")
    department = next((code for code in codes if re.fullmatch(r"\d[\dAB]\d?", code)), "")
    if department and not (insee or postcode or found):
        found["department"] = department
    found |= {name: value for name, value in (("insee", insee), ("postcode", postcode), ("label", label)) if value}
    return {"place": found}, several + faults


def _locality(address: Mapping[str, Any]) -> tuple[str, str]:
    """Return the name of the place and its postcode, which may stand in one text: "1 rue Haute, 78440 Gargenville"."""
    label, postcode = text(address.get("addressLocality")), text(address.get("postalCode")).replace(" ", "")
    written = re.search(r"\b(\d{5})\b[\s,]*([^,\d\n]*)", label or text(address.get("name")))
    if written:
        label, postcode = written[2].strip() or label, postcode or written[1]
    return label[:300], postcode if re.fullmatch(r"\d{4,5}", postcode) else ""


def _abroad(address: Mapping[str, Any]) -> bool:
    country = text(address.get("addressCountry")).casefold()
    return bool(country) and country not in _FRENCH


def _point(place: Mapping[str, Any]) -> Part:
    geo = next(iter(objects(place.get("geo") or [place], "latitude")), {})
    lat, lon = (_degrees(geo.get(name)) for name in ("latitude", "longitude"))
    if lat is None or lon is None:
        return {}, []
    if (lat, lon) == (0, 0) or not (abs(lat) <= 90 and abs(lon) <= 180):
        return {}, [("place", f"{lat:g}, {lon:g} is no place to work: left out")]
    return {"lat": lat, "lon": lon}, []


def _degrees(value: Any) -> float | None:
    told = text(value).replace(",", ".")
    return float(told) if re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,20})?", told) else None
