"""Writes records to our own format: .jsonl, .csv or .xlsx, from which they are read back unchanged."""

import csv
import json
import os
import re
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from matching.cells import to_cell
from service.errors import Invalid

_LONGEST_CELL = 32_000  # characters; a workbook's cell holds 32,767
_LONGEST_ESCAPED = 4_500  # each of which may become _x000D_
_MOST_ROWS = 1_048_575
_NO_TIME = (2000, 1, 1, 0, 0, 0)
_TIMES = rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*"

Record = Mapping[str, Any]


def write_records(path: Path, records: Sequence[Record], fields: Iterable[str]) -> None:
    """Write the records in the kind of file that the suffix names, with those fields as columns.

    The file appears whole or not at all. A text that a spreadsheet would run as a formula gets an apostrophe,
    which reading takes away. Raise Invalid for another suffix or a folder that cannot be written.
    """
    if (write := _WRITERS.get(path.suffix.casefold())) is None:
        raise Invalid(f"{path.name}: write to one of {', '.join(_WRITERS)}")
    _written(path, lambda target: write(target, records, list(fields)))


def write_json(path: Path, value: Any) -> None:
    """Write one JSON value; the file appears whole or not at all. Raise Invalid for a folder that cannot be written."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    _written(path, lambda target: target.write_text(text, "utf-8"))


def write_text(path: Path, text: str) -> None:
    """Write a text, under the same conditions."""
    _written(path, lambda target: target.write_text(text, "utf-8"))


def write_json_lines(path: Path, values: Iterable[Any]) -> None:
    """Write JSON values, one a line, under the same conditions."""
    lines = "".join(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n" for value in values)
    _written(path, lambda target: target.write_text(lines, "utf-8"))


def target_of(path: Path, *inputs: Path | None) -> Path:
    """Return the file that writing to a path replaces: where it is a symbolic link, what it leads to.

    Raise Invalid where that is one of the inputs, or is there and no ordinary file.
    """
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            raise Invalid(f"{target.name}: no ordinary file; give the name of a file")
        if target.exists() and any(given and given.exists() and given.samefile(target) for given in inputs):
            raise Invalid(f"{path.name}: this file is read here and would be lost; give another name")
    except OSError as error:
        raise Invalid(f"{path.name}: cannot be written ({error.strerror}); check the folder") from None
    return target


def guarded(text: str) -> str:
    """Return a cell's text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if re.match(r"'*[=+\-@\0\t\r\n＝＋－＠]", text) else text


def escaped(text: str) -> str:
    """Return the text with what XML would change as _xHHHH_, the way workbooks do, without what it cannot hold."""
    text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return re.sub("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text).replace("\r", "_x000D_")


def _written(path: Path, write: Callable[[Path], Any]) -> None:
    try:
        _whole_or_not(target_of(path), write)
    except OSError as error:
        raise Invalid(f"{path.name}: cannot be written ({error.strerror}); check the folder") from None


def _whole_or_not(path: Path, write: Callable[[Path], Any]) -> None:
    """Write beside the file, then put it in its place; who may read it stays, or is as for any new file."""
    part = path.parent / f".{secrets.token_hex(8)}{path.suffix}"
    part.touch(exist_ok=False)
    try:
        if path.exists():
            shutil.copymode(path, part)
        write(part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write_jsonl(path: Path, records: Sequence[Record], fields: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            kept = {name: record[name] for name in fields if name in record}
            file.write(json.dumps(kept, ensure_ascii=False, allow_nan=False) + "\n")


def _write_csv(path: Path, records: Sequence[Record], fields: list[str]) -> None:
    """Write for a French spreadsheet: byte order mark, semicolons, every cell in quotation marks."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow(fields)
        for record in records:
            writer.writerow([guarded(str(_cell(record, name))) for name in fields])


def _write_xlsx(path: Path, records: Sequence[Record], fields: list[str]) -> None:
    if len(records) > _MOST_ROWS:
        raise Invalid(f"{path.name}: more than {_MOST_ROWS:,} rows; write to .csv")
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook(write_only=True)
    sheet = book.create_sheet("records")
    rows = [[_pieces(_cell(record, name)) for name in fields] for record in records]
    widths = [max((len(row[place]) for row in rows), default=1) for place in range(len(fields))]
    sheet.append(
        name if number == 1 else f"{name} ({number})"
        for name, width in zip(fields, widths, strict=True)
        for number in range(1, width + 1)
    )
    for row in rows:
        padded = (pieces + [None] * (width - len(pieces)) for pieces, width in zip(row, widths, strict=True))
        sheet.append([_text_cell(sheet, piece) for pieces in padded for piece in pieces])
    book.save(path)
    _without_times(path)


def _without_times(path: Path) -> None:
    """Give every part of a workbook the same time, so that the same records make the same bytes."""
    with zipfile.ZipFile(path) as book:
        parts = [
            (info.filename, re.sub(_TIMES, rb"\g<1>2000-01-01T00:00:00Z", book.read(info))) for info in book.infolist()
        ]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts:
            book.writestr(zipfile.ZipInfo(name, _NO_TIME), content, zipfile.ZIP_DEFLATED)


def _cell(record: Record, name: str) -> str | int | float:
    value = record.get(name)
    return "" if value is None else to_cell(value)


def _pieces(value: str | int | float) -> list[Any]:
    """Return the cells that one value fills: several when the text is too long for one."""
    if not isinstance(value, str):
        return [value]
    size = _LONGEST_CELL if escaped(value) == value else _LONGEST_ESCAPED
    return [value[start : start + size] for start in range(0, len(value), size)] or [None]


def _text_cell(sheet: Any, piece: Any) -> Any:
    if not isinstance(piece, str):
        return piece
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]

    cell = WriteOnlyCell(sheet, escaped(guarded(piece)))
    cell.data_type = "s"  # openpyxl would make a formula of "=…" and an error of "#N/A"
    return cell


_WRITERS: dict[str, Callable[[Path, Sequence[Record], list[str]], None]] = {
    ".jsonl": _write_jsonl,
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
}
