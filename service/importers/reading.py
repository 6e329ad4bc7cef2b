"""From a source to its text: size, kind and encoding are checked before anything is parsed."""

import re
import stat
from pathlib import Path

from charset_normalizer import from_bytes

from service.errors import Invalid

Source = Path | str | bytes  # where the file is, or what is in it

MAX_BYTES = 200_000_000
MEETUP_BYTES = 64_000_000  # of the file of a meetup
_SAMPLE = 1 << 20  # bytes that the encoding is guessed from
_OTHER_KINDS = {
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel (.xls) or protected workbook",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"SQLite format 3": "a database",
}


def content_of(source: Source, max_bytes: int = MAX_BYTES) -> tuple[str, bytes]:
    """Return the name of a source and its bytes; raise Invalid when it is absent, too large or of another kind."""
    if isinstance(source, bytes):
        name, raw = "the file", source
    else:
        name, raw = Path(source).name, _read(Path(source), max_bytes)
    if len(raw) > max_bytes:
        raise Invalid(f"{name}: larger than {max_bytes:,} bytes; split it into smaller files")
    if kind := next((kind for start, kind in _OTHER_KINDS.items() if raw.startswith(start)), None):
        raise Invalid(f"{name}: this is {kind}; give a .jsonl, .json, .csv or .xlsx file")
    return name, raw


def is_zip(raw: bytes) -> bool:
    """Return whether the bytes begin as a zip archive does, which is what a workbook is."""
    return raw[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def text_of(name: str, raw: bytes) -> str:
    """Return the text, in UTF-8, UTF-16 or Windows-1252; raise Invalid when it is none of them.

    A file in UTF-8 with a few broken bytes stays UTF-8: each broken byte becomes a lone surrogate,
    which the fields refuse on its own line.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(name, raw, "utf_16")
    if wide := _wide(raw[:_SAMPLE]):
        return _decoded(name, raw, wide)
    text = raw.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    broken = len(re.findall("[\udc80-\udcff]", text))
    if broken == 0 or broken < len(re.findall("[^\0-\x7f\udc80-\udcff]", text)):
        return text
    return _decoded(name, raw, _guess(name, raw[:_SAMPLE]))


def _read(path: Path, max_bytes: int) -> bytes:
    try:
        kind = path.stat().st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):  # opening a pipe would wait for somebody to write
            raise Invalid(f"{path.name}: no ordinary file; save what it holds as a file, and give that")
        with path.open("rb") as file:
            return file.read(max_bytes + 1)
    except OSError as error:
        raise Invalid(f"{path.name}: cannot be read ({error.strerror}); check the path") from None


def _wide(sample: bytes) -> str | None:
    """Return which UTF-16 it is, when every other byte or so is null."""
    if 4 * sample.count(0) < max(len(sample), 1):
        return None
    return "utf_16_le" if sample[1::2].count(0) > sample[::2].count(0) else "utf_16_be"


def _guess(name: str, sample: bytes) -> str:
    best = from_bytes(sample, cp_isolation=["utf_8", "cp1252", "utf_16"]).best()
    if best is None and b"\0" in sample:
        raise Invalid(f"{name}: neither text nor a workbook; give a .jsonl, .json, .csv or .xlsx file")
    return best.encoding if best else "cp1252"


def _decoded(name: str, raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise Invalid(
            f"{name}: byte {error.start + 1} is no {encoding.replace('_', '-')} text; save the file as UTF-8"
        ) from None
