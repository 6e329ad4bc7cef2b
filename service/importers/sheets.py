"""Rows of cells from CSV and XLSX: the size of what is inside is checked before it is read."""

import csv
import io
import json
import re
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from service.errors import Invalid
from service.importers.base import Problem

MAX_UNPACKED = 500_000_000  # bytes in a workbook, once unpacked
MAX_RATIO = 200  # unpacked to packed, above the size where a small regular sheet may reach it
_RATIO_FROM = 20_000_000
MAX_GROWTH = 20  # text of all cells to the file: many cells may share one long text
MAX_PARTS = 2_000
MAX_MEMORY = 2_000_000_000  # bytes, for the process that reads a workbook
MAX_SECONDS = 120
MAX_CELL = 2_000_000  # characters
MAX_COLUMNS = 1_000

Row = tuple[int, list[str]]  # the line on which it begins, and its cells


def csv_rows(text: str, separator: str = "") -> tuple[list[Row], list[Problem]]:
    """Return the rows that are not blank and the lines that are no CSV; the first line shows the separator."""
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator or _separator(text), strict=True)
    rows: list[Row] = []
    problems: list[Problem] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return rows, problems
        except csv.Error as error:
            problems.append(Problem(line, "line", f"not CSV ({error}): is a quotation mark missing?"))
            continue
        if any(cell.strip() for cell in cells):
            rows.append((line, cells))


def xlsx_rows(name: str, raw: bytes, sheet: str) -> list[Row]:
    """Return the rows of the sheet with that name, or else of the first one; raise Invalid for a bad workbook."""
    check_workbook(name, raw)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        path.write_bytes(raw)
        lines = _read_apart(name, path, sheet).split("\n")
    return [(number, cells) for number, cells in map(json.loads, lines[1:-1])]


def check_workbook(name: str, raw: bytes) -> None:
    """Raise Invalid unless the bytes are a workbook whose parts, really unpacked, stay under the caps."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise Invalid(f"{name}: a broken workbook ({error}); save it again as .xlsx or .csv") from None
    declared = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or declared > MAX_UNPACKED or _is_bomb(declared, len(raw)):
        raise Invalid(f"{name}: {declared:,} bytes once unpacked, out of {len(raw):,}: refused; save it as .csv")
    if not any(part.filename.casefold().endswith("workbook.xml") for part in parts):
        raise Invalid(f"{name}: a zip archive but no Excel workbook; give a .jsonl, .json, .csv or .xlsx file")
    for part in parts:
        if any(part.file_size < size for size in _sizes(raw, part)):
            raise Invalid(f"{name}: the archive lies about the size of {part.filename[:60]!r}: refused")


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > _RATIO_FROM and unpacked > MAX_RATIO * packed


def _sizes(raw: bytes, part: zipfile.ZipInfo) -> Iterator[int]:
    """Yield the size so far while a part is unpacked, for its own header may be false."""
    start = part.header_offset
    names = int.from_bytes(raw[start + 26 : start + 28], "little") + int.from_bytes(
        raw[start + 28 : start + 30], "little"
    )
    packed = raw[start + 30 + names : start + 30 + names + part.compress_size]
    if part.compress_type != zipfile.ZIP_DEFLATED:
        yield len(packed)
        return
    unpack, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    try:
        while packed and not unpack.eof:
            size += len(unpack.decompress(packed, 1 << 20))
            packed = unpack.unconsumed_tail
            yield size
    except zlib.error:
        return  # the reader of workbooks says what is broken


def _read_apart(name: str, path: Path, sheet: str) -> str:
    program = Path(__file__).with_name("cells.py")
    most = min(MAX_UNPACKED, max(_RATIO_FROM, MAX_GROWTH * path.stat().st_size))
    command = [sys.executable, "-I", str(program), str(path), sheet, str(MAX_MEMORY), str(most)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=MAX_SECONDS, check=False, encoding="utf-8")
    except subprocess.TimeoutExpired:
        raise Invalid(f"{name}: not read within {MAX_SECONDS} s; save it as .csv") from None
    if done.returncode == 3:  # cells.BROKEN
        raise Invalid(f"{name}: a broken workbook ({done.stderr}); save it again as .xlsx or .csv")
    if done.returncode:
        raise Invalid(f"{name}: takes too much memory to read (a cell far from the others?); save it as .csv")
    return done.stdout


def _separator(text: str) -> str:
    header = text.lstrip("\r\n").split("\n", 1)[0]
    bare = re.sub(r'"[^"]*"', "", header)
    return max(",;\t|", key=bare.count)
