"""Labour-market tension by occupation and employment basin (`;`, decimal comma, codes kept as they are)."""

import math
from dataclasses import dataclass
from typing import Any

from service.errors import Invalid
from service.importers.base import Problem
from service.importers.lists import read_list

KEYS = ("rome", "cbassin", "annee")
AMOUNTS = ("oee", "defm_abc")
CLASSES = (
    "ind_tension_d",
    "ind_int_emb_d",
    "ind_main_oeuvre_d",
    "ind_dur_empl_d",
    "ind_cond_travail_d",
    "ind_mismatch_geo_d",
    "ind_specif_form_empl_d",
)


@dataclass(frozen=True, slots=True)
class Tensions:
    """Rows (occupation, basin, year, offers, seekers, seven classes), each key once, and problems."""

    rows: list[tuple[Any, ...]]
    problems: list[Problem]


def parse(raw: bytes, file: str) -> Tensions:
    """Return the rows of a CSV file; raise Invalid when it is no such file."""
    problems: list[Problem] = []
    rows = []
    for line, cells in read_list(raw, file, KEYS + AMOUNTS + CLASSES, len(KEYS), problems):
        try:
            rows.append(_row(cells))
        except ValueError as error:
            problems.append(Problem(line, "", str(error), file=file))
    if not rows:
        raise Invalid(f"{file}: no row in it can be read")
    return Tensions(rows, problems)


def _row(cells: list[str]) -> tuple[Any, ...]:
    occupation, basin, year, offers, seekers, *classes = cells
    return occupation, basin, _whole(year, 1900, 2200), _amount(offers), _amount(seekers), *map(_class, classes)


def _amount(cell: str) -> float | None:
    if not cell:
        return None
    value = float(cell.replace(",", "."))
    if not 0 <= value < math.inf:
        raise ValueError(f"amount expected, found {cell[:20]!r}")
    return value


def _class(cell: str) -> int | None:
    return _whole(cell, 1, 5) if cell else None


def _whole(cell: str, low: int, high: int) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) < 6 and low <= int(cell) <= high):
        raise ValueError(f"whole number from {low} to {high} expected, found {cell[:20]!r}")
    return int(cell)
