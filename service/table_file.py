"""Rows as a file to save: bytes of CSV or of a workbook."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from service.exports import Record, write_records


def table_file(name: str, rows: Sequence[Record], fields: Iterable[str]) -> bytes:
    """Return what a file of that name holds, with those fields as columns; no cell of it is a formula."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_records(path, rows, fields)
        return path.read_bytes()
