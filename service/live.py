"""The catalogues of a running server: in memory, one a territory and day, each as new as the request that asks.

A snapshot is exactly the state that the asking transaction sees, whoever writes meanwhile and in whatever process:
the number of the last change is read in that transaction. What changed since the last whole build is laid over it.

Two things follow later, while requests go on: after many changes a thread builds the whole anew, and so it does
after a load of reference data, which rankings follow once that is done (`Catalogue.numbers` says what one has read).
Only the first request of a territory or of a day waits for its build; one that writes before anybody reads, too.
"""

import datetime as dt
import logging
import threading
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from service import metrics
from service.bearings import Bearings, bearings
from service.catalogue import Catalogue, caught_up, load_territory
from service.db import changes
from service.db.base import reading_apart

MANY: Final = 200  # changes after which a whole build is worth it
BASES: Final = 2  # whole builds kept: a request that began before the newest reads the one before
DAYS: Final = 2  # kept of a territory: around midnight, two are asked for

Numbers = tuple[int, int]  # of the last changes: documents, reference data

_log = logging.getLogger(__name__)


def at(connection: Connection, territory: str, since: dt.date) -> Catalogue:
    """Return the catalogue of a territory on a day, in the state that this connection sees."""
    with _LOCK:
        shelf = _HELD.setdefault(connection.engine, _Held()).shelf(territory, since)
    numbers = changes.numbers(connection)
    if not connection.get_execution_options().get("writes"):
        return shelf.at(connection, numbers)
    if shelf.newest is None or shelf.newest.numbers[0] != numbers[0]:
        with reading_apart(connection.engine) as committed:
            shelf.at(committed, changes.numbers(committed))
    return shelf.seen(connection, numbers)[0]  # not kept: what the writer itself has done may yet be undone


def at_hand(engine: Engine) -> bool:
    """Return whether every catalogue that was asked for is in memory, so that no ranking waits for one."""
    with _LOCK:
        held = _HELD.get(engine)
        return held is None or all(shelf.bases for shelf in held.shelves.values())


@dataclass(slots=True)
class _Reference:
    """The reference data as the engine reads them, shared by all territories."""

    known: tuple[int, Bearings] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def at(self, connection: Connection, number: int) -> Bearings:
        """Return those of a change that is committed, read if they are not at hand."""
        with self.lock:
            if self.known is None or self.known[0] != number:
                self.known = number, bearings(connection)
            return self.known[1]


@dataclass(slots=True)
class _Shelf:
    """The catalogues of one territory on one day."""

    territory: str
    since: dt.date
    reference: _Reference
    bases: list[Catalogue] = field(default_factory=list)  # whole builds, the newest first
    newest: Catalogue | None = None
    building: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def at(self, connection: Connection, numbers: Numbers) -> Catalogue:
        """Return the state of a connection that sees only what is committed, and keep it where none is newer."""
        with self.lock:
            if not self.bases:
                self.bases = [self._whole(connection, numbers)]
            found, laid_over = self.seen(connection, numbers)
            if self.newest is None or self.newest.numbers[0] < numbers[0]:
                self.newest = found
                metrics.caught_up(found.numbers[0])
            late = laid_over > MANY or found.numbers[1] < numbers[1]
            if late and not self.building:
                self.building = True
                threading.Thread(
                    target=self._build_anew, args=(connection.engine,), name="catalogue", daemon=True
                ).start()
            return found

    def seen(self, connection: Connection, numbers: Numbers) -> tuple[Catalogue, int]:
        """Return the state that any connection sees, and how many changes were laid over a whole build for it."""
        newest = self.newest
        if newest is not None and newest.numbers[0] == numbers[0]:
            return newest, 0
        for base in self.bases:
            if base.numbers[0] <= numbers[0]:
                return caught_up(connection, self.territory, base, numbers[0])
        return self._whole(connection, numbers), 0

    def _whole(self, connection: Connection, numbers: Numbers) -> Catalogue:
        known = self.reference.at(connection, numbers[1])
        return load_territory(connection, self.territory, self.since, known)

    def _build_anew(self, engine: Engine) -> None:
        try:
            with reading_apart(engine) as connection:
                whole = self._whole(connection, changes.numbers(connection))
            with self.lock:
                self.bases, self.newest = [whole, *self.bases][:BASES], None
        except SQLAlchemyError:  # the next request that finds it late tries again
            _log.warning("a catalogue could not be built anew", exc_info=True)
        finally:
            self.building = False


@dataclass(slots=True)
class _Held:
    """What this process holds of one database."""

    shelves: dict[tuple[str, dt.date], _Shelf] = field(default_factory=dict)
    reference: _Reference = field(default_factory=_Reference)

    def shelf(self, territory: str, since: dt.date) -> _Shelf:
        """Return the shelf of a territory on a day; those of days long gone are let go."""
        if (territory, since) not in self.shelves:
            mine = [key for key in self.shelves if key[0] == territory]
            for key in mine[: len(mine) + 1 - DAYS]:
                del self.shelves[key]
            self.shelves[territory, since] = _Shelf(territory, since, self.reference)
        return self.shelves[territory, since]


_LOCK: Final = threading.Lock()
_HELD: Final[WeakKeyDictionary[Engine, _Held]] = WeakKeyDictionary()
