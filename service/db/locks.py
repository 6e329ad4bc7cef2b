"""Locks that one writer holds at a time, first come first served: between threads, and between processes."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from service.errors import Conflict, Unavailable

try:
    import fcntl
except ImportError:  # Windows: there SQLite's own lock keeps the writers apart, with longer waits
    fcntl = None  # type: ignore[assignment]

BUSY = "another process is writing to the database; try again when it has finished"
_AGAIN = 0.0003  # seconds between two tries


class Turns:
    """A lock between threads that is handed on in the order of asking; Python's own lets one thread have it again
    and again while others wait: the slowest of a hundred writes took thirty times the median."""

    def __init__(self) -> None:
        self._inner = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Lock] = deque()

    @contextmanager
    def taken(self, seconds: float) -> Iterator[None]:
        """Hold the lock; raise Conflict when it is not free in time."""
        self._acquire(seconds)
        try:
            yield
        finally:
            self._release()

    def _acquire(self, seconds: float) -> None:
        with self._inner:
            if not self._held:
                self._held = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if not mine.acquire(timeout=seconds):
            with self._inner:
                if mine in self._waiting:
                    self._waiting.remove(mine)
                    raise Conflict(BUSY, "busy")
            # else it was handed over at the last moment

    def _release(self) -> None:
        with self._inner:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


@contextmanager
def file_held(path: Path, seconds: float) -> Iterator[None]:
    """Hold a lock between processes, which ends with the process however it ends.

    Who waits stands at a gate of its own first, so that the process that has just let go cannot be first again.
    Raise Conflict when it is not free in time, Unavailable when the file cannot be written.
    """
    deadline = time.monotonic() + seconds
    with _opened(path) as file:
        with _opened(path.with_name(f"{path.name}.gate")) as gate:
            _wait(gate, deadline)
            _wait(file, deadline)
        yield


@contextmanager
def file_alone(path: Path) -> Iterator[None]:
    """Hold a lock between processes whose file is there only meanwhile; raise OSError where it cannot be written.

    At the moment of its removal a second may hold it too: it is for work that is only spared, never for safety.
    """
    with path.open("ab") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            with suppress(OSError):
                path.unlink()


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("ab")
    except OSError as error:
        raise Unavailable(
            f"{path}: cannot be written ({error.strerror}); the database needs a writable folder"
        ) from None


def _wait(file: IO[bytes], deadline: float) -> None:
    while fcntl is not None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise Conflict(BUSY, "busy") from None
            time.sleep(_AGAIN)
