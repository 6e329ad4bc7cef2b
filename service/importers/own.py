"""Our own format of candidates, openings and sponsors: JSON lines, a JSON array, CSV or XLSX."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from matching.fields import Fault, Field
from matching.records import CANDIDATE, OPENING
from matching.sponsor_record import SPONSOR
from service.errors import Invalid
from service.importers.base import Parsed, Problem
from service.importers.mending import first_of_each, read_known
from service.importers.personal import is_personal, readable, split_personal
from service.importers.reading import Source, content_of, is_zip, text_of
from service.importers.sheets import MAX_COLUMNS, Row, csv_rows, xlsx_rows
from service.importers.strict_json import Numbered, looks_like_json, printable, usable, values_of

__all__ = ["parse_candidates", "parse_openings", "parse_sponsors", "split_personal"]

_IGNORED = "unknown field, ignored"
_Read = tuple[dict[str, Any], list[Fault], list[Fault]]  # a row, its faults, and remarks


@dataclass(frozen=True, slots=True)
class _Format:
    """What a file holds: the sheet's name, its fields, the columns read apart from them, and how a row is read."""

    sheet: str
    fields: Mapping[str, Field]
    is_apart: Callable[[str], bool]
    read: Callable[[Mapping[str, Any]], _Read]

    def knows(self, column: str) -> bool:
        """Return whether a column has a meaning here."""
        return _base(column) in self.fields or self.is_apart(column)


def parse_candidates(source: Source) -> Parsed:
    """Return rows {"record": canonical candidate, "personal": {fact: text}}, and numbered problems.

    Personal columns (see personal.py) never reach the record. A line with a fault is refused with every
    field at fault; an unknown field is only reported. Of two equal identifiers the first counts.
    """
    return _parse(source, _Format("candidates", CANDIDATE, is_personal, _candidate))


def parse_openings(source: Source) -> Parsed:
    """Return canonical openings and numbered problems, by the same rules."""
    return _parse(source, _Format("openings", OPENING, lambda column: False, _opening))


def parse_sponsors(source: Source) -> Parsed:
    """Return canonical sponsors and numbered problems, by the same rules.

    Raise Invalid where fields are given and none but `id` is known: the sponsors loaded would all be empty.
    """
    parsed = _parse(source, _Format("sponsors", SPONSOR, lambda column: False, _sponsor))
    empty = parsed.rows and all(row.keys() == {"id"} for _, row in parsed.rows)
    if empty and parsed.problems and all(problem.reason == _IGNORED for problem in parsed.problems):
        raise Invalid(
            f"{content_of(source)[0]}: nothing but `id` can be read; name the columns as README.md does: "
            f"{', '.join(field for field in SPONSOR if field != 'id')}"
        )
    return parsed


def _candidate(raw: Mapping[str, Any]) -> _Read:
    part, facts = split_personal(raw)
    record, faults, unknown = _record(part, CANDIDATE)
    personal, left_out = readable(facts)
    return {"record": record, "personal": personal}, faults, unknown + left_out


def _opening(raw: Mapping[str, Any]) -> _Read:
    return _record(raw, OPENING)


def _sponsor(raw: Mapping[str, Any]) -> _Read:
    return _record(raw, SPONSOR)


def _record(raw: Mapping[str, Any], fields: Mapping[str, Field]) -> _Read:
    kept, broken = usable(raw)
    record, faults, unknown = read_known(kept, fields)
    named = {field for field, _ in broken}
    return record, broken + [fault for fault in faults if fault[0] not in named], unknown


def _parse(source: Source, format_: _Format) -> Parsed:
    numbered, problems = _rows(source, format_)
    rows = []
    for number, raw in numbered:
        if not isinstance(raw, Mapping):
            problems.append(Problem(number, "line", f"named values expected, found {type(raw).__name__}"))
            continue
        row, faults, remarks = format_.read(raw)
        problems += _problems(number, faults, kept=False) + _problems(number, remarks, kept=not faults)
        if not faults:
            rows.append((number, row))
    return first_of_each(Parsed(rows, problems))


def _problems(line: int, faults: Iterable[Fault], kept: bool) -> list[Problem]:
    return [
        Problem(line, printable(field), _IGNORED if reason == "unknown field" else printable(reason), kept)
        for field, reason in faults
    ]


def _rows(source: Source, format_: _Format) -> tuple[Numbered, list[Problem]]:
    name, raw = content_of(source)
    if is_zip(raw):
        return _table(name, xlsx_rows(name, raw, format_.sheet), format_)
    text = text_of(name, raw)
    if looks_like_json(text):
        return values_of(name, text)
    rows, problems = csv_rows(text)
    numbered, remarks = _table(name, rows, format_)
    return numbered, problems + remarks


def _table(name: str, rows: list[Row], format_: _Format) -> tuple[Numbered, list[Problem]]:
    """Return a dict for each row under the header, and what is wrong with columns and rows."""
    if not rows:
        return [], []
    (line, header), *body = rows
    columns = _columns(name, header, format_.fields)
    unknown = {column for column in columns if column and not format_.knows(column)}
    problems = _problems(line, [(column[:60], "unknown field") for column in columns if column in unknown], kept=True)
    numbered: Numbered = []
    for number, cells in body:
        if any(cell.strip() for cell in cells[len(columns) :]):
            reason = f"{len(cells)} cells under {len(columns)} columns: is a separator inside a text?"
            problems.append(Problem(number, "line", reason))
        else:
            numbered.append((number, _named(columns, cells, unknown, format_)))
    return numbered, problems


def _columns(name: str, header: list[str], fields: Mapping[str, Field]) -> list[str]:
    if len(header) > MAX_COLUMNS:
        raise Invalid(f"{name}: {len(header)} columns; at most {MAX_COLUMNS} are read")
    columns = [_column(cell, fields) for cell in header]
    if "id" not in columns:
        raise Invalid(f"{name}: no column `id` in the first line; the columns known are {', '.join(fields)}")
    if twice := next((column for column in columns if column in fields and columns.count(column) > 1), None):
        raise Invalid(f"{name}: the column `{twice}` is given twice; keep one")
    return columns


def _column(cell: str, fields: Mapping[str, Field]) -> str:
    word = cell.strip().casefold()
    return word if _base(word) in fields else cell.strip()


def _named(columns: list[str], cells: list[str], unknown: set[str], format_: _Format) -> dict[str, str]:
    """Return the cells by column; a text cut over `description`, `description (2)` … is put together."""
    found: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column and column not in unknown:
            base = _base(column) if _base(column) in format_.fields else column
            found[base] = found.get(base, "") + unguarded(cell)
    return found


def _base(column: str) -> str:
    return re.sub(r" \(\d+\)$", "", column)


def unguarded(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    return cell[1:] if re.match(r"'+[=+\-@\t\r\n＝＋－＠]", cell) else cell
