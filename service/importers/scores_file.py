"""Scores of pairs from a file: `row,column,score` on each line, or JSON lines with these names.

A header is optional; with one, the three columns may stand anywhere. Separators are comma, semicolon or tab; decimals
have a point or a comma.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from service.errors import Invalid
from service.importers.base import Problem
from service.importers.reading import content_of, is_zip, text_of
from service.importers.sheets import csv_rows
from service.importers.strict_json import looks_like_json, printable, values_of

_MISSING = {"row": "the row has no name", "column": "the column has no name", "score": "the score is missing"}
NAMES = tuple(_MISSING)
_LONE = re.compile("[\ud800-\udfff]")
_LONGEST = 200  # characters of a name

Line = tuple[int, Any, Any, Any]  # its number, and what it gives for row, column and score


@dataclass(frozen=True, slots=True)
class ScoredPairs:
    """Scores of pairs, and the names of the rows and columns, in the order that the file names them."""

    rows: list[str]
    columns: list[str]
    scores: csr_array  # a stored 0 is a pair


def read_scores(path: Path) -> ScoredPairs:
    """Return the scores of a file; raise Invalid, naming the first bad line, when anything in it cannot be read.

    A pair that is given twice with one score counts once.
    """
    name, raw = content_of(path)
    if is_zip(raw):
        raise Invalid(f"{name}: this is a workbook or an archive; save it as .csv with row, column and score")
    text = _LONE.sub("\ufffd", text_of(name, raw))
    lines, problems = _from_json(name, text) if looks_like_json(text) else _from_csv(name, text)
    numbers, rows, columns, told = zip(*lines, strict=True) if lines else ((), (), (), ())
    scores, found = _scores(numbers, rows, columns, told)
    _refuse(name, [*problems, *found])
    if not lines:
        raise Invalid(f"{name}: no score in it; give lines such as row,column,score")
    return _put(name, numbers, rows, columns, scores)


def _from_json(name: str, text: str) -> tuple[list[Line], list[Problem]]:
    found, problems = values_of(name, text)
    lines = []
    for number, value in found:
        missing = [part for part in NAMES if value.get(part) is None]
        if missing:
            problems.append(Problem(number, missing[0], _MISSING[missing[0]]))
        else:
            lines.append((number, *(_cell(value[part]) for part in NAMES)))
    return lines, problems


def _cell(value: Any) -> str:
    return "" if isinstance(value, bool | dict | list) else str(value).strip()


def _from_csv(name: str, text: str) -> tuple[list[Line], list[Problem]]:
    found, problems = csv_rows(text)
    if not found:
        return [], problems
    header = [cell.strip().casefold() for cell in found[0][1]]
    if set(header) & set(NAMES):
        if missing := [part for part in NAMES if header.count(part) != 1]:
            raise Invalid(f"{name}: column {', '.join(missing)} missing; found {printable(', '.join(header))}")
        found = found[1:]
    elif len(header) == 3 and re.search("[a-zA-Z]{2}", header[2]) and not _is_number(header[2]):
        header, found = list(NAMES), found[1:]
    else:
        header = list(NAMES)
    width, order = len(header), [header.index(part) for part in NAMES]
    problems += [
        Problem(line, "", f"{width} cells expected, {len(cells)} found") for line, cells in found if len(cells) != width
    ]
    a, b, c = order
    return [(line, w[a].strip(), w[b].strip(), w[c].strip()) for line, w in found if len(w) == width], problems


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def _scores(
    numbers: Iterable[int], rows: Iterable[str], columns: Iterable[str], told: Iterable[str]
) -> tuple[NDArray[np.float64], list[Problem]]:
    """Return the scores as numbers, and what is wrong with lines: a name or a number that is none."""
    scores, problems = [], []
    for number, row, column, text in zip(numbers, rows, columns, told, strict=True):
        try:
            score = float(text.replace(",", ".") if "," in text else text)
        except ValueError:
            score = math.nan
        if not text:
            problems.append(Problem(number, "score", _MISSING["score"]))
        elif not math.isfinite(score):
            problems.append(Problem(number, "score", f"number expected, found {printable(text[:40])!r}"))
        elif not (row and column):
            missing = "column" if row else "row"
            problems.append(Problem(number, missing, _MISSING[missing]))
        elif len(row) > _LONGEST or len(column) > _LONGEST:
            problems.append(Problem(number, "", f"longer than {_LONGEST} characters"))
        scores.append(score)
    return np.array(scores), problems


def _refuse(name: str, problems: list[Problem]) -> None:
    if problems:
        first = min(problems, key=lambda problem: problem.line)
        more = len({problem.line for problem in problems}) - 1
        if more:
            raise Invalid(f"{name}: line {first.line}: {first.reason}; and {more:,} more lines cannot be read")
        raise Invalid(f"{name}: line {first.line}: {first.reason}; mend that line")


def _put(
    name: str, lines: tuple[int, ...], rows: tuple[str, ...], columns: tuple[str, ...], scores: NDArray[np.float64]
) -> ScoredPairs:
    row_names, row = _numbered(rows)
    column_names, column = _numbered(columns)
    key = row * len(column_names) + column
    order = np.argsort(key, kind="stable")
    again = np.flatnonzero(key[order][1:] == key[order][:-1])
    for first, second in zip(order[again], order[again + 1], strict=True):
        if scores[first] != scores[second]:
            raise Invalid(
                f"{name}: line {lines[second]}: {printable(rows[second])!r} and {printable(columns[second])!r} have "
                f"another score on line {lines[first]}; keep one"
            )
    kept = np.delete(order, again + 1)
    start = np.append(0, np.cumsum(np.bincount(row[kept], minlength=len(row_names))))
    shape = len(row_names), len(column_names)
    return ScoredPairs(row_names, column_names, csr_array((scores[kept], column[kept], start), shape=shape))


def _numbered(names: tuple[str, ...]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the different names in the order they come, and for each line the number of its name."""
    known: dict[str, int] = {}
    number = np.array([known.setdefault(name, len(known)) for name in names])
    return list(known), number
