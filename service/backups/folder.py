"""The folder of backups: all of the last day, then one a day for thirty, and beside them the marks of the erased."""

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from service.errors import Invalid, Unavailable

DAY: Final = dt.timedelta(days=1)
KEPT: Final = dt.timedelta(days=30)
MARKS: Final = "tombstones"  # the file beside the backups; one digest a line
_NAME: Final = re.compile(r"visavis-(\d{8}T\d{6}Z)\.backup")
_STAMP: Final = "%Y%m%dT%H%M%SZ"


def name_at(at: dt.datetime) -> str:
    """Return what the backup of a moment is called."""
    return f"visavis-{at.astimezone(dt.UTC):{_STAMP}}.backup"


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file that gets its name only when all of it is on the disk; a failure leaves nothing of it.

    Raise Unavailable for a folder that cannot be written.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise Unavailable(f"{path}: cannot be written ({error.strerror})") from None
    finally:
        part.unlink(missing_ok=True)


def ready(folder: Path) -> None:
    """Make the folder if there is none; raise Unavailable where that fails."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(f"{folder}: cannot be written ({error.strerror})") from None


def kept(folder: Path) -> dict[Path, dt.datetime]:
    """Return the backups of a folder and when each was begun, the oldest first."""
    found = ((path, _NAME.fullmatch(path.name)) for path in sorted(folder.glob("visavis-*.backup")))
    return {path: dt.datetime.strptime(name[1], _STAMP).replace(tzinfo=dt.UTC) for path, name in found if name}


def prune(folder: Path, now: dt.datetime) -> list[Path]:
    """Keep all backups of the last day, the last of each day before, for thirty days; delete the others, return which.

    The last one of all is never deleted.
    """
    found = kept(folder)
    daily = {at.date(): path for path, at in found.items()}  # the last of each day
    last = [*found][-1:]
    wanted = {path for path, at in found.items() if now - at <= DAY or (now - at <= KEPT and daily[at.date()] == path)}
    gone = [path for path in found if path not in wanted and path not in last]
    for path in gone:
        path.unlink()
    return gone


def beside(key_file: Path) -> Path:
    """Return the folder of an installation's backups."""
    return key_file.with_name("backups")


def marks_beside(key_file: Path) -> Path:
    """Return where the marks are that outlive the database."""
    return key_file.with_name(f"{key_file.name}.{MARKS}")


def marks(*files: Path) -> set[str]:
    """Return the marks of all these files; of one that does not exist, none."""
    try:
        return {mark for path in files if path.exists() for mark in path.read_text("ascii").split()}
    except (OSError, ValueError):
        raise Invalid(f"{files[0].name}: cannot be read; without it, somebody who was erased could come back") from None


def mark(path: Path, digests: Iterable[str]) -> None:
    """Add digests to a file of marks, on the disk before this returns; those that it has stay."""
    known: Set[str] = marks(path)
    with whole(path) as file:
        file.write("".join(f"{digest}\n" for digest in sorted(known | set(digests))).encode())


def _sync(folder: Path) -> None:
    """Have the folder itself on the disk, with the new name in it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
