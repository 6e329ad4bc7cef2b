"""From a cell of anyone's spreadsheet to fields of our records: which reader reads for which target."""

import re
from collections.abc import Callable
from types import MappingProxyType

from matching.codes import plain
from service.importers.foreign import abilities, amounts, jobs, places
from service.importers.foreign.dates import Order, date_in
from service.importers.foreign.reads import Column, Read, nested

LATEST_BIRTH = 2019  # of years of birth written with two digits
_BLANK = frozenset(
    ("neant", "nc", "na", "n a", "non renseigne", "non renseignee", "inconnu", "unknown", "none", "so")
) | frozenset(("ne sait pas", "nsp", "sais pas", "je ne sais pas", "a definir", "a voir", "pas de reponse"))
_NOTHING_IS_SAID = frozenset(("licences", "languages", "certificates", "education", "experience"))  # "aucun" counts
_READERS: MappingProxyType[str, Callable[[str, Column], Read]] = MappingProxyType(
    {
        "wishes": jobs.wishes,
        "candidates:experience": jobs.experience,
        "openings:experience": jobs.experience_asked,
        "title": jobs.title,
        "occupation": jobs.occupation,
        "contracts": jobs.contracts,
        "contract": jobs.contract_offered,
        "start": jobs.date_of("start"),
        "latest_start": jobs.date_of("latest_start"),
        "published": jobs.date_of("published"),
        "refuses": jobs.times_in("refuses"),
        "working_times": jobs.times_in("working_times"),
        "education": abilities.education,
        "languages": abilities.languages,
        "licences": abilities.licences,
        "certificates": abilities.certificates,
        "skills": abilities.skills,
        "place.postcode": places.postcode,
        "place.label": places.label,
        "place.insee": places.insee,
        "place.department": places.department,
        "max_km": places.reach,
        "max_minutes": places.minutes,
        "modes": places.modes,
        "hours": amounts.hours,
        "wage": amounts.wage,
        "wage.min": amounts.wage_end("min"),
        "wage.max": amounts.wage_end("max"),
        "wage_floor": amounts.wage_floor,
        "months": amounts.months,
        "positions": amounts.positions,
        "company.siret": amounts.siret,
        "company.sector": amounts.sector,
    }
)


def read_cell(cell: str, target: str, column: Column) -> Read:
    """Return what a cell says to a target; nothing, without complaint, for a blank cell or one that says "unknown".

    A cell in our own notation (insee=78440|label=…) is handed on as it is.
    """
    cell = cell.strip()
    if cell in ("", "?") or plain(cell) in _BLANK:
        return {}, ""
    if plain(cell) in ("aucun", "aucune") and target not in _NOTHING_IS_SAID:
        return {}, ""
    if re.match(r"[a-z_]+=", cell):
        return nested(target.partition(".")[0], cell), ""
    reader = _READERS.get(f"{column.kind}:{target}") or _READERS.get(target)
    return reader(cell, column) if reader else (nested(target, cell), "")


def birth_date(cell: str, order: Order) -> str:
    """Return a birth date as ISO 8601, or as it is written where it is no date."""
    return date_in(cell, order, LATEST_BIRTH) or cell.strip()
