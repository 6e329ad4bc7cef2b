"""What the cells of a column look like, whatever its header: addresses, dates, codes, amounts with their unit."""

import re
from collections.abc import Callable, Sequence
from statistics import median
from types import MappingProxyType

from matching.codes import plain
from matching.text.facts.licences import LICENCES
from service.importers.foreign.dates import date_in, order_of
from service.importers.foreign.words import language_of, parts_of

_DEPARTMENTS = r"(?:0[1-9]|[1-8]\d|9[0-5]|97|98)"
_PATTERNS = MappingProxyType(  # of a whole cell
    {
        "email": re.compile(r"[^\s@;,]+@[^\s@;,]+\.[A-Za-z]{2,}"),
        "phone": re.compile(r"(?:\+33\s?|0033\s?|0)?[1-9](?:[\s.\-/]?\d{2}){4}"),
        "nir": re.compile(r"[12]\s?\d{2}\s?\d{2}\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}(?:\s?\d{2})?"),
        "siret": re.compile(r"\d{3}\s?\d{3}\s?\d{3}\s?\d{5}"),
        "postcode": re.compile(rf"{_DEPARTMENTS}\s?\d{{3}}"),
        "rome": re.compile(r"[A-N][1-5]\d{3}"),
        "naf": re.compile(r"\d{2}\.?\d{2}[A-Z]"),
        "km": re.compile(r"\d{1,3}\s?kms?\.?", re.IGNORECASE),
        "minutes": re.compile(r"\d{1,3}\s?(?:min|mn|minutes?)\.?", re.IGNORECASE),
        "wage": re.compile(r".{0,20}\d\s?(?:k\s?)?(?:€|euros?\b).{0,30}", re.IGNORECASE | re.DOTALL),
        "hours": re.compile(
            r"(?:temps |tps )?(?:plein|partiel|complet)|\d{2}\s?h(?:\d{2})?(?:/sem\w*)?", re.IGNORECASE
        ),
        "contract": re.compile(
            r"(?:\W?\s?(?:cdi|cdd|int[ée]rim|ctt|alternance|apprentissage|cddi|stage)\b)+.{0,20}", re.I
        ),
        "civility": re.compile(r"m\.?|mr\.?|mme\.?|mlle\.?|monsieur|madame|mademoiselle", re.IGNORECASE),
        "sex": re.compile(r"[mhf]|homme|femme|masculin|f[ée]minin|male|female", re.IGNORECASE),
        "education": re.compile(
            r"(?:niveau\s)?(?:VI|V bis|IV|III|II|V)"
            r"|(?:cap|bep|bac|bts|dut|brevet|dnb|licence|master|sans dipl[ôo]me)\b.{0,40}",
            re.IGNORECASE,
        ),
    }
)
_CANDIDATES = MappingProxyType(
    {
        "email": "personal.email", "phone": "personal.phone", "nir": "personal.nir", "postcode": "place.postcode",
        "rome": "wishes", "km": "max_km", "minutes": "max_minutes", "wage": "wage_floor", "hours": "hours",
        "contract": "contracts", "civility": "personal.civility", "sex": "personal.sex", "education": "education",
        "licences": "licences", "languages": "languages", "old_date": "personal.birth_date", "new_date": "start",
    }
)  # fmt: skip
_OPENINGS = MappingProxyType(
    {
        "email": "-person", "phone": "-person", "postcode": "place.postcode", "rome": "occupation",
        "naf": "company.sector", "siret": "company.siret", "wage": "wage", "hours": "hours", "contract": "contract",
        "education": "education", "licences": "licences", "languages": "languages", "new_date": "start",
    }
)  # fmt: skip
_TARGETS = MappingProxyType({"candidates": _CANDIDATES, "openings": _OPENINGS})
_OLD, _NEW = 2012, 2020  # median years: of births at most, of first days at least
_SAMPLE = 300  # cells


def targets_of(cells: Sequence[str], kind_name: str) -> list[tuple[str, float]]:
    """Return the targets that cells look like with the share of the cells that do, the largest first."""
    sample = cells[:: max(1, len(cells) // _SAMPLE)]
    shares = {name: _share(sample, look) for name, look in _looks().items()} | _dates(sample)
    meant = {target: shares.get(name, 0.0) for name, target in _TARGETS[kind_name].items()}
    return sorted(((target, share) for target, share in meant.items() if share), key=lambda pair: -pair[1])


def _looks() -> dict[str, Callable[[str], bool]]:
    looks: dict[str, Callable[[str], bool]] = {
        name: (lambda cell, whole=pattern: bool(whole.fullmatch(cell.strip()))) for name, pattern in _PATTERNS.items()
    }
    return looks | {"licences": _are_licences, "languages": _are_languages}


def _share(cells: Sequence[str], look: Callable[[str], bool]) -> float:
    return sum(look(cell[:200]) for cell in cells) / len(cells) if cells else 0.0


def _are_licences(cell: str) -> bool:
    words = plain(cell).replace("permis ", "").upper().split()
    return 0 < len(words) <= 6 and all(word in LICENCES for word in words)


def _are_languages(cell: str) -> bool:
    parts = parts_of(cell)
    return bool(parts) and all(len(part.split()) <= 3 and language_of(part) for part in parts)


def _dates(cells: Sequence[str]) -> dict[str, float]:
    """Return the share of dates, written as such, under births or first days by the year in their middle."""
    order = order_of(cells)
    days = [day for cell in cells if not cell.strip().isdigit() and (day := date_in(cell, order, _OLD))]
    if not days:
        return {}
    middle = median(int(day[:4]) for day in days)
    named = "old_date" if middle <= _OLD else "new_date" if middle >= _NEW else "some_date"
    return {named: len(days) / len(cells)}
