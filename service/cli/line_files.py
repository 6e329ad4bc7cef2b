"""Texts one a line, from a file or from standard input, which may be as long as one likes."""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from service.errors import Invalid
from service.importers.reading import content_of, is_zip, text_of

_LONE = re.compile("[\ud800-\udfff]")


def lines_of(path: Path | None) -> Iterator[str]:
    """Yield the lines without their ends, empty ones too; without a path, or with "-", those of standard input.

    Raise Invalid at once for a file that is absent, too large or no text.
    """
    return _typed() if is_input(path) else _written(path)  # type: ignore[arg-type]


def is_input(path: Path | None) -> bool:
    """Return whether a path stands for standard input."""
    return path is None or str(path) == "-"


def _written(path: Path) -> Iterator[str]:
    name, raw = content_of(path)
    if is_zip(raw):
        raise Invalid(f"{name}: this is a workbook or an archive; save it as text, one wording a line")
    return map(_clean, io.StringIO(text_of(name, raw), newline=None))


def _typed() -> Iterator[str]:
    """Yield lines as they come: UTF-8, or Windows-1252 for a line that is not."""
    for number, raw in enumerate(sys.stdin.buffer):
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError:
            line = raw.decode("cp1252", "replace")
        yield _clean(line.removeprefix("\ufeff") if number == 0 else line)


def _clean(line: str) -> str:
    return _LONE.sub("\ufffd", line.rstrip("\r\n"))
