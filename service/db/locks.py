"""Locks that one writer holds at a time: between the threads of a process, and between processes."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from service.errors import Conflict, Unavailable

try:
    import fcntl
except ImportError:  # Windows: there SQLite's own lock keeps the writers apart, with longer waits
    fcntl = None  # type: ignore[assignment]

BUSY = "another process is writing to the database; try again when it has finished"


@contextmanager
def taken(lock: threading.Lock, seconds: float) -> Iterator[None]:
    """Hold a lock between threads; raise Conflict when it is not free in time."""
    if not lock.acquire(timeout=seconds):
        raise Conflict(BUSY)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def file_held(path: Path, seconds: float) -> Iterator[None]:
    """Hold a lock between processes, which ends with the process however it ends.

    Raise Conflict when it is not free in time, Unavailable when the file cannot be written.
    """
    try:
        file = path.open("ab")
    except OSError as error:
        raise Unavailable(
            f"{path}: cannot be written ({error.strerror}); the database needs a writable folder"
        ) from None
    with file:
        _wait(file, time.monotonic() + seconds)
        yield


def _wait(file: IO[bytes], deadline: float) -> None:
    while fcntl is not None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise Conflict(BUSY) from None
            time.sleep(0.01)
