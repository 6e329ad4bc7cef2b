"""Scores of pairs from a file: `row,column,score` on each line, or JSON lines with these names.

The first line is a header when it names each of row, column and score once, in words of HEADERS; the columns may then
stand anywhere. Any other first line is a pair like the rest. Separators are comma, semicolon or tab; decimals have a
point or a comma. The order of the lines changes nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

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
HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "row": ("row", "ligne", "personne", "candidat", "candidate", "person"),
    "column": ("column", "colonne", "offre", "poste", "emploi", "opening", "job"),
    "score": ("score", "note", "valeur", "value"),
}
_LONE = re.compile("[\ud800-\udfff]")
# Control characters, ends of lines, what turns the direction of writing, halves of characters, no characters.
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?")
_LONGEST = 200  # characters of a name
_GREATEST = 1e12  # score, above or below zero

Header = tuple[str, ...]
Line = tuple[int, Any, Any, Any]  # its number, and what it gives for row, column and score


@dataclass(frozen=True, slots=True)
class ScoredPairs:
    """Scores of pairs, and the names of the rows and columns; those of a file are in the order of the alphabet."""

    rows: list[str]
    columns: list[str]
    scores: csr_array  # a stored 0 is a pair
    header: tuple[str, ...] = ()  # the first line of a file, where it names the columns


def read_scores(path: Path) -> ScoredPairs:
    """Return the scores of a file; raise Invalid, naming the first bad line, when anything in it cannot be read.

    A pair that is given twice with one score counts once.
    """
    name, raw = content_of(path)
    if is_zip(raw):
        raise Invalid(f"{name}: this is a workbook or an archive; save it as .csv with row, column and score")
    text = _LONE.sub("\ufffd", text_of(name, raw))
    header, lines, problems = _from_json(name, text) if looks_like_json(text) else _from_csv(name, text)
    numbers, rows, columns, told = zip(*lines, strict=True) if lines else ((), (), (), ())
    scores, found = _scores(numbers, rows, columns, told)
    _refuse(name, [*problems, *found])
    if not lines:
        raise Invalid(f"{name}: no score in it; give lines such as row,column,score")
    return _put(name, header, numbers, rows, columns, scores)


def _from_json(name: str, text: str) -> tuple[Header, list[Line], list[Problem]]:
    found, problems = values_of(name, text)
    lines = []
    for number, value in found:
        missing = [part for part in NAMES if value.get(part) is None]
        if missing:
            problems.append(Problem(number, missing[0], _MISSING[missing[0]]))
        else:
            lines.append((number, *(_cell(value[part]) for part in NAMES)))
    return (), lines, problems


def _cell(value: Any) -> str:
    return "" if isinstance(value, bool | dict | list) else str(value).strip()


def _from_csv(name: str, text: str) -> tuple[Header, list[Line], list[Problem]]:
    found, problems = csv_rows(text)
    first = tuple(cell.strip() for cell in found[0][1]) if found else ()
    places = _places(name, first)
    header, found = (first, found[1:]) if places else ((), found)
    width, (a, b, c) = len(header) or len(NAMES), places or (0, 1, 2)
    problems += [
        Problem(line, "", f"{width} cells expected, {len(cells)} found") for line, cells in found if len(cells) != width
    ]
    lines = [(line, w[a].strip(), w[b].strip(), w[c].strip()) for line, w in found if len(w) == width]
    return header, lines, problems


def _places(name: str, first: Header) -> tuple[int, ...] | None:
    """Return where a header has row, column and score; None for a first line that is a pair.

    Raise Invalid for one that has some of these three names themselves, and no number.
    """
    cells = [cell.casefold() for cell in first]
    for words in ({part: (part,) for part in NAMES}, HEADERS):
        places = {part: [at for at, cell in enumerate(cells) if cell in words[part]] for part in NAMES}
        if all(len(at) == 1 for at in places.values()):
            return tuple(at for [at] in places.values())
    if set(cells) & set(NAMES) and not any(map(_NUMBER.fullmatch, cells)):
        missing = ", ".join(part for part in NAMES if cells.count(part) != 1)
        raise Invalid(f"{name}: column {missing} missing; found {printable(', '.join(cells))}")
    return None


def _scores(
    numbers: Iterable[int], rows: Iterable[str], columns: Iterable[str], told: Iterable[str]
) -> tuple[NDArray[np.float64], list[Problem]]:
    """Return the scores as numbers, and what is wrong with lines."""
    scores, problems = [], []
    for number, row, column, text in zip(numbers, rows, columns, told, strict=True):
        score = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
        scores.append(score or 0.0)
        if wrong := _wrong_score(text, score) or _wrong_name("row", row) or _wrong_name("column", column):
            problems.append(Problem(number, *wrong))
    return np.array(scores), problems


def _wrong_score(text: str, score: float | None) -> tuple[str, str] | None:
    if not text:
        return "score", _MISSING["score"]
    if score is None:
        return "score", f"number expected, found {printable(text[:40])!r}"
    if abs(score) > _GREATEST:
        return "score", f"{score:g} is not between {-_GREATEST:g} and {_GREATEST:g}"
    return None


def _wrong_name(part: str, name: str) -> tuple[str, str] | None:
    if not name:
        return part, _MISSING[part]
    if bad := _FORBIDDEN.search(name):
        return part, f"forbidden character U+{ord(bad[0]):04X}"
    if len(name) > _LONGEST:
        return part, f"longer than {_LONGEST} characters"
    return None


def _refuse(name: str, problems: list[Problem]) -> None:
    if problems:
        first = min(problems, key=lambda problem: problem.line)
        more = len({problem.line for problem in problems}) - 1
        if more:
            raise Invalid(f"{name}: line {first.line}: {first.reason}; and {more:,} more lines cannot be read")
        raise Invalid(f"{name}: line {first.line}: {first.reason}; mend that line")


def _put(
    name: str,
    header: Header,
    lines: tuple[int, ...],
    rows: tuple[str, ...],
    columns: tuple[str, ...],
    scores: NDArray[np.float64],
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
    return ScoredPairs(row_names, column_names, csr_array((scores[kept], column[kept], start), shape=shape), header)


def _numbered(names: tuple[str, ...]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the different names in the order of the alphabet, and for each line the number of its name."""
    known = {name: number for number, name in enumerate(sorted(set(names)))}
    return list(known), np.array([known[name] for name in names])
