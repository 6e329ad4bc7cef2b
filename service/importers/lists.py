"""Published lists: CSV with a header, one row a line, read into numbered rows and problems."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from service.errors import Invalid
from service.importers.base import Problem

Row = tuple[int, list[str]]  # line number, cells

LISTED = 25  # problems of one file that are told one by one
_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK\x03\x04": "a zip or a workbook", b"\x1f\x8b": "gzip"}


def header_of(raw: bytes, name: str) -> list[str]:
    """Return the names in the first line, in lower case; raise Invalid for what is no UTF-8 text."""
    first = _text(raw, name).partition("\n")[0]
    try:
        return [cell.strip().casefold() for cell in next(csv.reader([first.strip()], delimiter=_delimiter(first)), [])]
    except csv.Error as error:
        raise Invalid(f"{name}: the first line is no CSV header ({error})") from None


def read_list(raw: bytes, name: str, wanted: Sequence[str], keys: int, problems: list[Problem]) -> list[Row]:
    """Return the wanted cells of every good row; the first `keys` of them name it: given, and once.

    Bad rows go to `problems`. Raise Invalid when the file is no such list: no UTF-8 text, a wanted column
    missing, no row at all, or most of them bad.
    """
    header = header_of(raw, name)
    if missing := [column for column in wanted if column not in header]:
        raise Invalid(f"{name}: column {', '.join(missing)} missing; found {', '.join(header)[:300] or 'nothing'}")
    places = [header.index(column) for column in wanted]
    before = len(problems)
    rows: list[Row] = []
    lines: dict[tuple[str, ...], int] = {}
    for line, cells in _cells(_text(raw, name), name, len(header), problems):
        picked = [cells[place].strip() for place in places]
        key = tuple(picked[:keys])
        if not all(key):
            problems.append(Problem(line, wanted[key.index("")], "missing", file=name))
        elif keys and key in lines:
            problems.append(
                Problem(line, wanted[0], f"{' '.join(key)[:80]} is already on line {lines[key]}", file=name)
            )
        else:
            lines[key] = line
            rows.append((line, picked))
    if len(problems) - before > len(rows) or not rows:
        _refuse(name, problems[before:], len(rows))
    return rows


def listed(problems: Iterable[Problem]) -> list[Problem]:
    """Return the first problems of each file, and for each file with more of them how many."""
    told: Counter[tuple[str, bool]] = Counter()
    short = []
    for problem in problems:
        told[problem.file, problem.kept] += 1
        if told[problem.file, problem.kept] <= LISTED:
            short.append(problem)
    more = ((file, kept, count - LISTED) for (file, kept), count in told.items() if count > LISTED)
    return short + [Problem(0, "", f"{count} more lines like these", kept, file) for file, kept, count in more]


def _text(raw: bytes, name: str) -> str:
    found = next((what for start, what in _ENCODINGS.items() if raw.startswith(start)), None)
    if found or b"\0" in raw[:200]:
        raise Invalid(f"{name}: this is {found or 'no text'}, not a CSV in UTF-8; save it as CSV in UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Invalid(f"{name}: line {line} is not UTF-8 (Windows-1252?); save it as CSV in UTF-8") from None


def _delimiter(first: str) -> str:
    return max(",;\t", key=first.count)


def _cells(text: str, name: str, width: int, problems: list[Problem]) -> Iterator[Row]:
    """Yield the cells of each line: by line, so that a stray quotation mark spoils one row and not the rest."""
    first, _, rest = text.partition("\n")
    delimiter = _delimiter(first)
    for number, line in enumerate(rest.split("\n"), start=2):
        line = line.rstrip("\r")
        if not line:
            continue
        try:
            cells = next(csv.reader((line,), delimiter=delimiter, strict=True))
        except csv.Error as error:
            problems.append(Problem(number, "", f"not CSV: {error}", file=name))
            continue
        if len(cells) != width:
            problems.append(Problem(number, "", f"{width} cells expected, {len(cells)} found", file=name))
        elif "\0" in line:
            problems.append(Problem(number, "", "forbidden character U+0000", file=name))
        else:
            yield number, cells


def _refuse(name: str, problems: list[Problem], good: int) -> None:
    first = f"; line {problems[0].line}: {problems[0].field} {problems[0].reason}" if problems else ""
    raise Invalid(f"{name}: {good} good rows and {len(problems)} bad ones: not the file that it should be{first}")
