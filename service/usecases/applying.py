"""A file that is loaded beside the pages: its lines are read and understood first, then all of it is kept at once."""

import datetime as dt
from functools import partial
from threading import Thread
from typing import Any, Final

from sqlalchemy import Connection

from service.db import uploads as kept
from service.db.base import Store
from service.errors import Conflict
from service.keys import Keys
from service.permissions import Reach
from service.usecases import looking, uploads, working
from service.usecases.looking import Looked
from service.usecases.working import Clock, Course, Work

IMPORT: Final = "import"
MOMENT: Final = 3.0  # seconds that a page may wait for it


def begin(connection: Connection, reach: Reach, file: str, now: dt.datetime) -> str:
    """Note that a file is being loaded; raise NotFound, or Conflict while it is and for one that is loaded already."""
    if kept.get(connection, reach, file).applied_at is not None:
        raise Conflict("this file is loaded already", "applied")
    return working.begin(connection, reach, IMPORT, file, now)


def follow(connection: Connection, reach: Reach, file: str, now: dt.datetime) -> Work | None:
    """Return how far the loading of a file is, or how it ended; None if it never began. Raise NotFound."""
    kept.get(connection, reach, file)
    return working.latest(connection, file, now, IMPORT)


def beside(store: Store, keys: Keys, clock: Clock, reach: Reach, file: str, work: str) -> Thread:
    """Load a file beside the requests; return the thread that does it. The report tells what was added and changed."""
    return working.beside(
        store, clock, work, partial(_read, store, keys, clock, reach, file), partial(_keep, keys, clock, reach, file)
    )


def _read(store: Store, keys: Keys, clock: Clock, reach: Reach, file: str, course: Course) -> Looked:
    return looking.again(store, keys, reach, file, clock(), None, lambda done, whole, _: course.tell(done, whole))


def _keep(keys: Keys, clock: Clock, reach: Reach, file: str, connection: Connection, looked: Looked) -> dict[str, Any]:
    told = uploads.apply(connection, keys, reach, file, looked, clock()).difference
    return {"added": told.added, "changed": told.changed}
