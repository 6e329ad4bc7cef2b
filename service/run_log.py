"""The rankings shown, written before they are answered: those that arrive together share one commit.

The first to arrive commits for all who wait, the others find their row committed: as many rankings a second as
the disk allows batches, not commits, and no thread that must be started and stopped.
"""

import threading
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from service.db import runs
from service.db.base import Store
from service.db.runs import Run

Waiting = tuple[Run, Future[None]]


@dataclass
class RunLog:
    """Runs on their way into one store."""

    _waiting: deque[Waiting] = field(default_factory=deque)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, store: Store, run: Run) -> None:
        """Return when the run is committed; raise what kept it from being so."""
        done: Future[None] = Future()
        self._waiting.append((run, done))
        with self._turn:
            if not done.done():
                self._commit(store)
        done.result()

    def _commit(self, store: Store) -> None:
        """Commit all who wait: among them whoever calls."""
        batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
        try:
            with store.write() as connection:
                runs.save(connection, [run for run, _ in batch])
        except BaseException as error:
            for _, done in batch:
                done.set_exception(error)
        else:
            for _, done in batch:
                done.set_result(None)


_LOGS: Final[WeakKeyDictionary[Engine, RunLog]] = WeakKeyDictionary()
_MAKING: Final = threading.Lock()


def log_of(store: Store) -> RunLog:
    """Return the one log of an open store."""
    with _MAKING:
        return _LOGS.setdefault(store.engine, RunLog())
