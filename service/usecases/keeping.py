"""Keep the store: back it up while it is used, prove a backup, bring it back, look whether all is sound."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.backups import folder as shelf
from service.backups.sealed import read_sealed, write_sealed
from service.db import audit, dump, restoring, soundness, tombstones
from service.db.base import Store
from service.db.dump import Told
from service.errors import Conflict, NotFound
from service.keys import Keys
from service.permissions import NOBODY
from service.usecases import erasing


@dataclass(frozen=True, slots=True)
class Backed:
    """A backup that was made, and what was deleted for its age."""

    path: Path
    told: Told
    size: int  # bytes
    pruned: list[Path]


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup of the folder."""

    name: str
    at: dt.datetime  # when it was begun
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and how many of the erased had to be erased again."""

    told: Told
    erased: int


def back_up(store: Store, keys: Keys, folder: Path, now: dt.datetime) -> Backed:
    """Write all that is committed when this begins into a new file of the folder; others may write meanwhile.

    The file gets its name when all of it is on the disk. Backups older than thirty days go, and who was erased
    is marked beside them. Raise Conflict when there is a backup of the same second.
    """
    shelf.ready(folder)
    path = folder / shelf.name_at(now)
    if path.exists():
        raise Conflict(f"{path.name} is there already: wait a second")
    with store.read() as connection:
        shelf.mark(folder / shelf.MARKS, tombstones.everything(connection))
        with shelf.whole(path) as file:
            write_sealed(file, keys, dump.dump(connection, now))
    return Backed(path, check_file(path, keys), path.stat().st_size, shelf.prune(folder, now))


def has(folder: Path, at: dt.datetime) -> bool:
    """Return whether a folder has the backup of that second."""
    return (folder / shelf.name_at(at)).exists()


def kept(folder: Path) -> list[Kept]:
    """Return the backups of a folder, the last one first."""
    return [Kept(path.name, at, path.stat().st_size) for path, at in reversed(shelf.kept(folder).items())]


def check_kept(folder: Path, name: str, keys: Keys) -> Told:
    """Return what a backup of a folder holds, as `check_file` does; raise NotFound for a name that it has not."""
    if name not in {one.name for one in kept(folder)}:
        raise NotFound("no backup has that name")
    return check_file(folder / name, keys)


def check_file(path: Path, keys: Keys) -> Told:
    """Return what a backup holds, after reading all of it; raise NotFound, or Invalid for one that is not whole."""
    return dump.check(_lines(path, keys))


def check_store(store: Store, keys: Keys) -> list[str]:
    """Return codes of what is wrong with the store as it is; none for a sound one."""
    with store.read() as connection:
        wrong = soundness.faults(connection) + ["audit_names"] * (audit.misnamed(connection) > 0)
        return wrong if audit.verify(connection, keys) is None else [*wrong, "audit_chain"]


def restore(store: Store, keys: Keys, path: Path, marks: Path, now: dt.datetime, replace: bool) -> Restored:
    """Put a backup in the place of all that the store holds, in one transaction.

    Who was erased is erased again: those marked in the store, in the file `marks`, and beside the backup.
    All sessions end. Raise Conflict for a store that is not empty unless `replace`, and Invalid for a backup
    that is not whole, not ours, or newer.
    """
    beside = shelf.marks(marks, path.parent / shelf.MARKS)
    check_file(path, keys)  # before anything is touched
    with store.write() as connection:
        if not replace and not restoring.is_empty(connection):
            raise Conflict("this store is not empty: say --replace to put the backup in its place", "not_empty")
        before = restoring.before(connection)
        known = beside | tombstones.everything(connection)
        told = dump.load(connection, _lines(path, keys))
        restoring.settle(connection, before)
        tombstones.add(connection, known, now)
        erased = erasing.again(connection, keys, now)
        reason = f"restored {path.name}, begun {told.at}; {erased} erased again; the log before ended with {before.log}"
        audit.record(connection, NOBODY, "key:W", [], "", reason, "restore", now)
    erasing.finish(store, marks)
    return Restored(told, erased)


def _lines(path: Path, keys: Keys) -> Iterator[bytes]:
    """Yield the lines of a backup, whole."""
    if not path.is_file():
        raise NotFound(f"{path}: no such file")
    rest = b""
    with path.open("rb") as file:
        for part in read_sealed(file, keys):
            *whole, rest = (rest + part).split(b"\n")
            yield from whole
