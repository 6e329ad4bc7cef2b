"""Cells about places and ways: postcodes, communes, departments, how far and how somebody travels."""

import re

from matching.codes import plain
from service.importers.foreign.amounts import number_in
from service.importers.foreign.reads import Column, Read, nested, unreadable
from service.importers.foreign.words import is_any, yes_or_no

_DEPARTMENT = r"(?:0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-8])"
_MODES = (  # on plain words
    (r"\b(voiture|vehicule|vehiculee?|car|auto|permis b|scooter|moto|vehicle)\b", "car"),
    (r"\b(transports?|bus|train|metro|rer|tram|tramway|commun|tec|public)\b", "transit"),
    (r"\b(velo|bicyclette|bike|trottinette|cycle)\b", "bike"),
    (r"\b(pieds?|marche|walk|foot)\b", "walk"),
)


def postcode(cell: str, column: Column) -> Read:
    """Return a postcode, with the zero that spreadsheets drop; a commune beside it is kept too."""
    digits = re.sub(r"^F-|[\s.]", "", cell)
    if re.fullmatch(r"\d{4,5}", digits):
        return nested("place.postcode", digits.zfill(5)), ""
    return label(cell, column) if re.search(r"(?<!\d)\d{5}(?!\d)", cell) else unreadable(cell)


def insee(cell: str, column: Column) -> Read:
    """Return the code of a commune, with the zero that spreadsheets drop."""
    code = cell.replace(" ", "").upper().zfill(5)
    return (nested("place.insee", code), "") if re.fullmatch(r"[0-9][0-9AB][0-9]{3}", code) else unreadable(cell)


def department(cell: str, column: Column) -> Read:
    """Return the code of a department; its name alone is not read."""
    found = re.match(rf"({_DEPARTMENT})(?!\w)", cell.upper().zfill(2))
    return (nested("place.department", found[1]), "") if found else unreadable(cell)


def label(cell: str, column: Column) -> Read:
    """Return a place's name apart from what stands beside it: a postcode, or the code of a department."""
    if not re.search(r"[^\W\d_]{2}", cell):
        return postcode(cell, column) if re.fullmatch(r"[\d\s.]{4,6}", cell) else unreadable(cell)
    code = re.search(r"(?<!\d)(\d{5})(?!\d)", cell)
    area = re.match(rf"({_DEPARTMENT})\s*[-–]\s*", cell) or re.search(rf"\(({_DEPARTMENT})\)\s*$", cell)
    beside = code or area
    rest = f"{cell[: beside.start()]} {cell[beside.end() :]}" if beside else cell
    name = " ".join(re.sub(r"\(\s*\)", " ", rest).split()).strip(" ,;-–")
    found = {"label": name[:300]} if name else {}
    if beside:
        found["postcode" if code else "department"] = beside[1]
    return {"place": found}, ""


def reach(cell: str, column: Column) -> Read:
    """Return how far somebody goes: km unless the cell or the header says minutes or hours; or by which means."""
    number, words = number_in(cell), plain(cell)
    if number is None:
        return modes(cell, column) if any(re.search(pattern, words) for pattern, _ in _MODES) else unreadable(cell)
    if re.search(r"\d ?(min|mn|minutes?)\b", words) or (cell.isdigit() and "minute" in plain(column.header)):
        return {"max_minutes": number}, ""
    if found := re.search(r"\b(\d{1,2}) ?h(?:eures?)? ?(\d{2})?\b", words):
        return {"max_minutes": 60 * int(found[1]) + int(found[2] or 0)}, ""
    return {"max_km": number}, ""


def minutes(cell: str, column: Column) -> Read:
    """Return how long somebody travels: minutes unless the cell says km or hours."""
    found, wrong = reach(cell, column)
    return ({"max_minutes": found["max_km"]} if "max_km" in found and "km" not in plain(cell) else found), wrong


def modes(cell: str, column: Column) -> Read:
    """Return how somebody travels; of "yes", by what the header names, or else by car."""
    said = yes_or_no(cell)
    if said is False or is_any(cell):
        return {}, ""
    words = plain(column.header) if said else plain(cell)
    found = [mode for pattern, mode in _MODES if re.search(pattern, words)]
    return ({"modes": found or ["car"]}, "") if found or said else unreadable(cell)
