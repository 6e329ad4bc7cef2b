"""Reads one sheet of a workbook in a process of its own, with a cap on memory: run by sheets.py, never imported.

The reader reserves memory for the whole rectangle of cells; one cell at the far corner of a sheet, or one
long text shared by a million cells, would otherwise end the program that reads it.
"""

import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

BROKEN, TOO_LARGE = 3, 4  # exit codes
_Cell = str | float | int | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def main(path: Path, sheet: str, max_memory: int, max_output: int) -> int:
    """Write the sheet's name, then each row that is not blank as a JSON line [number, cells]; return an exit code."""
    _cap(max_memory)
    written = 0
    try:
        for line in _lines(path, sheet):
            written += sys.stdout.write(line + "\n")
            if written > max_output:
                return TOO_LARGE
    except (CalamineError, OSError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}"[:200])
        return BROKEN
    except MemoryError:
        return TOO_LARGE
    return 0


def _lines(path: Path, sheet: str) -> Iterator[str]:
    workbook = CalamineWorkbook.from_path(path)
    names = workbook.sheet_names
    chosen = next((name for name in names if name.strip().casefold() == sheet), names[0])
    yield json.dumps(chosen)
    for number, row in enumerate(workbook.get_sheet_by_name(chosen).iter_rows(), start=1):
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield json.dumps([number, cells])


def _text(cell: _Cell) -> str:
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1 << 53:
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def _cap(max_memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (max_memory, max_memory))


if __name__ == "__main__":
    arguments: list[Any] = sys.argv[1:]
    sys.exit(main(Path(arguments[0]), arguments[1], int(arguments[2]), int(arguments[3])))
