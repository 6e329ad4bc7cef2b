"""The table inside a file: the fullest sheet, the separator, the header under the titles, the rows without totals."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from matching.codes import plain
from service.errors import Invalid
from service.importers.base import Problem
from service.importers.reading import Source, content_of, is_zip, text_of
from service.importers.sheets import MAX_COLUMNS, Row, check_workbook, csv_rows, xlsx_rows
from service.importers.strict_json import looks_like_json, printable

MAX_SHEETS = 30
_LONGEST_LIST = 1_000_000  # bytes of the list of a workbook's sheets
_LOOKED_AT = 20  # rows among which the header is looked for
_SAMPLE = 60  # lines that a separator must hold together
_SEPARATORS = ";\t,|"
_TOTAL = re.compile(r"(sous )?(totaux|total)\b|(moyenne|somme|effectif total|nombre total|grand total|average|sum)\b")
_ABOVE = "above the header: not read"
_TOTALS = "a total, not a line of the list: not read"
_AGAIN = "the header again: not read"
_NOTE = "one cell only, taken for a note: not read"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with names that are all different, and the rows under them; line 0 = the file has no header."""

    line: int
    names: tuple[str, ...]
    rows: list[Row]
    problems: list[Problem] = field(default_factory=list)

    def cells(self, place: int) -> list[str]:
        """Return what one column holds, without its blanks."""
        found = (row[place].strip() for _, row in self.rows if place < len(row))
        return [cell for cell in found if cell]


def first_row(source: Source, sheet: str) -> list[str] | None:
    """Return the cells of the first row, of the sheet with that name or else the first; None for JSON or no row."""
    name, raw = content_of(source)
    if is_zip(raw):
        rows = xlsx_rows(name, raw, sheet)
    else:
        text = text_of(name, raw)
        if looks_like_json(text):
            return None
        start = text.lstrip("\r\n")[: 1 << 16]
        rows = csv_rows(start, separator_of(start))[0]
    return rows[0][1] if rows else None


def table_of(source: Source, knows: Callable[[str], bool]) -> Table:
    """Return the table of a CSV or XLSX file; `knows` tells whether a header's words mean something.

    Raise Invalid for JSON, for a file without any row, and for one with too many columns.
    """
    name, raw = content_of(source)
    if is_zip(raw):
        rows, problems = _fullest(name, raw), []
    else:
        text = text_of(name, raw)
        if looks_like_json(text):
            raise Invalid(f"{name}: columns are mapped in a .csv or .xlsx file only, and this is JSON")
        rows, problems = csv_rows(text, separator_of(text))
    if not rows:
        raise Invalid(f"{name}: no row in it can be read")
    if (width := max(len(cells) for _, cells in rows)) > MAX_COLUMNS:
        raise Invalid(f"{name}: {width} columns; at most {MAX_COLUMNS} are read")
    return _table(rows, problems, knows)


def separator_of(text: str) -> str:
    """Return the separator that cuts most of the first lines into the same number of cells, two at least."""
    bare = re.sub(r'"[^"]*"', "", "\n".join(text.split("\n", 4 * _SAMPLE)[: 4 * _SAMPLE]))
    lines = [line for line in bare.splitlines() if line.strip()][:_SAMPLE]

    def agreement(separator: str) -> tuple[int, int]:
        counts = [count for line in lines if (count := line.count(separator))]
        usual = max(set(counts), key=lambda count: (counts.count(count), count), default=0)
        return counts.count(usual), usual

    return max(_SEPARATORS, key=agreement)


def _fullest(name: str, raw: bytes) -> list[Row]:
    """Return the rows of the sheet that has most cells filled; of equals, the first."""
    sheets = [xlsx_rows(name, raw, sheet) for sheet in _sheet_names(name, raw)[:MAX_SHEETS]]
    return max(sheets, key=lambda rows: sum(bool(cell) for _, cells in rows for cell in cells))


def _sheet_names(name: str, raw: bytes) -> list[str]:
    check_workbook(name, raw)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        part = next(part for part in archive.infolist() if part.filename.casefold().endswith("workbook.xml"))
        try:
            tree = fromstring(archive.read(part) if part.file_size <= _LONGEST_LIST else b"")
        except (ParseError, DefusedXmlException, zipfile.BadZipFile, ValueError, RuntimeError):
            return [""]  # the reader of workbooks says what is broken
    found = [node.get("name", "") for node in tree.iter() if node.tag.rpartition("}")[2] == "sheet"]
    return [sheet.strip().casefold() for sheet in found] or [""]


def _table(rows: list[Row], problems: list[Problem], knows: Callable[[str], bool]) -> Table:
    place = _header_place(rows, knows)
    header = rows[place][1] if place is not None else []
    width = max(len(cells) for _, cells in rows)
    above = [(line, _ABOVE) for line, _ in rows[: place or 0]]
    kept, skipped = _body(rows if place is None else rows[place + 1 :], header, width)
    problems = problems + [Problem(line, "line", reason, kept=True) for line, reason in above + skipped]
    return Table(rows[place][0] if place is not None else 0, _names(header, width), kept, problems)


def _header_place(rows: list[Row], knows: Callable[[str], bool]) -> int | None:
    """Return which row is the header: the one with most words that are known, or a first row unlike those below."""
    known = [sum(knows(cell) for cell in cells if cell.strip()) for _, cells in rows[:_LOOKED_AT]]
    best = max(range(len(known)), key=lambda place: (known[place], -place))
    filled = sum(bool(cell.strip()) for cell in rows[best][1])
    if known[best] >= 2 or (known[best] and 2 * known[best] >= filled):
        return best
    return 0 if _reads_as_header([cells for _, cells in rows]) else None


def _reads_as_header(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row holds short words, all different, and others hold digits or addresses below."""
    first = [cell.strip() for cell in rows[0] if cell.strip()]
    below = [cell for cells in rows[1:_LOOKED_AT] for cell in cells]
    words = all(len(cell) <= 40 and not re.search(r"\d{2}|@", cell) for cell in first)
    wide = len(rows) > 1 and len(first) >= median(sum(bool(cell.strip()) for cell in cells) for cells in rows[1:])
    return words and wide and len(set(first)) == len(first) and any(re.search(r"\d{2}|@", cell) for cell in below)


def _names(header: Sequence[str], width: int) -> tuple[str, ...]:
    """Return a name for each column: its header, numbered when it comes again; #3 for the third without one."""
    names: list[str] = []
    for place in range(width):
        base = printable(" ".join(header[place].split()))[:60] if place < len(header) else ""
        tries = [base or f"#{place + 1}", *(f"{base} ({number})" for number in range(2, width + 2))]
        names.append(next(name for name in tries if name not in names))
    return tuple(names)


def _body(rows: Iterable[Row], header: Sequence[str], width: int) -> tuple[list[Row], list[tuple[int, str]]]:
    kept: list[Row] = []
    skipped: list[tuple[int, str]] = []
    titles = [plain(cell) for cell in header]
    used = sum(bool(title) for title in titles) or width
    for line, cells in rows:
        if reason := _no_row([cell.strip() for cell in cells], titles, used):
            skipped.append((line, reason))
        else:
            kept.append((line, cells))
    return kept, skipped


def _no_row(cells: list[str], titles: list[str], used: int) -> str:
    """Return why a row is no line of the list; empty when it is one."""
    filled = [cell for cell in cells if cell]
    if any(titles) and all(plain(cell) == title for cell, title in zip(cells, titles, strict=False)):
        return _AGAIN
    if 2 * len(filled) <= used and any(_TOTAL.match(plain(cell)) for cell in filled[:2]):
        return _TOTALS
    return _NOTE if len(filled) == 1 and used >= 4 else ""
