"""Reading published files from disk: one file, or those of a folder or a zip. Nothing is ever unpacked to disk."""

import lzma
import re
import zipfile
import zlib
from pathlib import Path

from service.errors import Invalid

MOST_BYTES = 300_000_000  # unpacked; the whole of ROME is 15 MB
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError),
    *(RuntimeError, NotImplementedError, OSError, ValueError),
)
TOO_LARGE = f"larger than {MOST_BYTES // 1_000_000} MB unpacked: not a published reference file"


def read_file(path: Path) -> bytes:
    """Return what a file holds; raise Invalid when it is no readable file or far too large."""
    return _bounded([path])[path.name]


def read_files(path: Path, name: re.Pattern[str]) -> dict[str, bytes]:
    """Return the files of a folder or a zip whose names match, by name without folders.

    Raise Invalid for anything else than a folder or a zip, for two files of one name, and for an
    archive that is damaged, encrypted or larger unpacked than it could honestly be.
    """
    if path.is_dir():
        return _bounded(sorted(file for file in path.iterdir() if name.fullmatch(file.name)))
    if not path.is_file():
        raise Invalid(f"{path}: no such file or folder")
    if path.stat().st_size > MOST_BYTES:
        raise Invalid(f"{path}: {TOO_LARGE}")
    try:
        with zipfile.ZipFile(path) as archive:
            return _unpacked(archive, path, name)
    except _UNREADABLE as error:
        raise Invalid(f"{path}: a folder or a zip is expected, and this cannot be read as a zip ({error})") from None


def _bounded(paths: list[Path]) -> dict[str, bytes]:
    found, room = {}, MOST_BYTES
    for path in paths:
        if path.is_dir():
            raise Invalid(f"{path}: a file is expected, and this is a folder")
        if not path.is_file():
            raise Invalid(f"{path}: no such file")
        try:
            with path.open("rb") as file:
                found[path.name] = file.read(room + 1)
        except OSError as error:
            raise Invalid(f"{path}: cannot be read ({error.strerror})") from None
        if (room := room - len(found[path.name])) < 0:
            raise Invalid(f"{path}: {TOO_LARGE}")
    return found


def _unpacked(archive: zipfile.ZipFile, path: Path, name: re.Pattern[str]) -> dict[str, bytes]:
    if sum(info.file_size for info in archive.infolist()) > MOST_BYTES:
        raise Invalid(f"{path}: {TOO_LARGE}")
    found: dict[str, bytes] = {}
    room = MOST_BYTES  # what a member declares may be a lie: what comes out is counted too
    for info in archive.infolist():
        short = re.split(r"[/\\]", info.filename)[-1]
        if not name.fullmatch(short):
            continue
        if short in found:
            raise Invalid(f"{path}: holds {short} twice")
        with archive.open(info) as member:
            found[short] = member.read(room + 1)
        if (room := room - len(found[short])) < 0:
            raise Invalid(f"{path}: {TOO_LARGE}")
    return found
