"""Long work beside the pages: somebody begins it, every worker can tell how far it is, and anybody may stop it.

    work = working.begin(connection, reach, "plan", meetup, now)      in the request that begins it
    working.beside(store, clock, work, do, end)                       after its transaction

`do(course)` computes without a transaction, tells `course` how far it is and what it has so far, and returns what was
found; `end(connection, found)` keeps that in one transaction and returns the report as plain JSON. Work that is asked
to stop ends at once with what it has so far; what has nothing yet goes on until it has.
"""

import datetime as dt
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection

from service.db import works
from service.db.base import Store
from service.db.times import utc
from service.errors import Conflict, ServiceError
from service.permissions import Reach

Clock = Callable[[], dt.datetime]
Do = Callable[["Course"], Any]
End = Callable[[Connection, Any], Mapping[str, Any]]

BEAT_SECONDS: Final = 0.5  # between two looks at work that goes on
LOST: Final = dt.timedelta(seconds=30)  # without a sign: the process that did it has ended


class Stopped(ServiceError):
    """Ends a computation that somebody stopped; what it had so far is kept by who watches it."""


@dataclass
class Course:
    """What work that goes on has told: how far it is, facts so far, and what would be kept if it stopped now."""

    done: int = 0
    whole: int | None = None
    found: Mapping[str, Any] = field(default_factory=dict)
    best: Any = None
    is_stopping: bool = False

    def tell(self, done: int, whole: int | None = None) -> None:
        """Say how far it is."""
        self.done, self.whole = done, whole

    def have(self, best: Any, **found: Any) -> None:
        """Say what there is so far; raise Stopped where that is enough."""
        self.best, self.found = best, found
        if self.is_stopping:
            raise Stopped("this work was stopped; what it had found is kept", "stopped")


@dataclass(frozen=True, slots=True)
class Work:
    """Long work as a page shows it."""

    id: str
    kind: str
    target: str
    state: str  # running, stopping, done, failed, lost
    done: int
    whole: int | None
    found: Mapping[str, Any]
    report: Mapping[str, Any]
    started_at: dt.datetime
    ended_at: dt.datetime | None

    @property
    def is_going_on(self) -> bool:
        """Whether it still goes on."""
        return self.state in works.AT_WORK


def begin(connection: Connection, reach: Reach, kind: str, target: str, now: dt.datetime) -> str:
    """Note that work begins and return its id; raise Conflict while such work goes on about the same."""
    last = latest(connection, target, now, kind)
    if last and last.is_going_on:
        raise Conflict("this is being worked on already: wait for its end, or stop it", "at_work")
    return works.add(connection, reach, kind, target, now)


def latest(connection: Connection, target: str, now: dt.datetime, *kinds: str) -> Work | None:
    """Return what was begun last of these kinds about something, whose rights are for the caller to check."""
    row = works.latest(connection, target, *kinds)
    return _work(row, now) if row else None


def get(connection: Connection, reach: Reach, work: str, now: dt.datetime) -> Work:
    """Return work that one began, or that concerns one's territory; raise NotFound."""
    return _work(works.get(connection, reach, work), now)


def stop(connection: Connection, reach: Reach, work: str) -> None:
    """Ask work to stop and keep what it has; raise NotFound. What has ended stays as it is."""
    works.stop(connection, works.get(connection, reach, work).id)


def beside(store: Store, clock: Clock, work: str, do: Do, end: End) -> threading.Thread:
    """Do work in this process beside the requests; return the thread, which nobody has to wait for."""
    thread = threading.Thread(target=_watched, args=(store, clock, work, do, end), name=f"work {work}", daemon=True)
    thread.start()
    return thread


def _watched(store: Store, clock: Clock, work: str, do: Do, end: End) -> None:
    """Tell every half second how far work is, until it ends or is stopped; then keep what it found."""
    course, outcome = Course(), _Outcome()
    doing = threading.Thread(target=outcome.of, args=(do, course), name=f"doing {work}", daemon=True)
    doing.start()
    while doing.is_alive() and not (course.is_stopping and course.best is not None):
        doing.join(BEAT_SECONDS)
        if doing.is_alive():
            course.is_stopping = _told(store, work, course, clock()) == works.STOPPING
    found = course.best if isinstance(outcome.error, Stopped) or outcome.value is None else outcome.value
    error = None if found is not None else outcome.error
    with store.write() as connection:
        works.tell(connection, work, course.done, course.whole, json.dumps(dict(course.found)), clock())
    _ended(store, clock, work, found, error, end)


def _ended(store: Store, clock: Clock, work: str, found: Any, error: Exception | None, end: End) -> None:
    try:
        if error is not None:
            raise error
        with store.write() as connection:
            report = end(connection, found)
            works.end(connection, work, works.DONE, json.dumps(dict(report)), clock())
    except ServiceError as refused:
        told = {"error": str(refused), "code": refused.code, **getattr(refused, "told", {})}
        with store.write() as connection:
            works.end(connection, work, works.FAILED, json.dumps(told), clock())
    except Exception as broken:
        with store.write() as connection:
            works.end(connection, work, works.FAILED, json.dumps({"code": type(broken).__name__}), clock())
        raise


@dataclass
class _Outcome:
    """What a computation returned, or raised."""

    value: Any = None
    error: Exception | None = None

    def of(self, do: Do, course: Course) -> None:
        try:
            self.value = do(course)
        except Exception as error:  # whatever it is, it is told where the work is told
            self.error = error


def _told(store: Store, work: str, course: Course, now: dt.datetime) -> str:
    found = json.dumps(dict(course.found))
    return store.together(lambda c: works.tell(c, work, course.done, course.whole, found, now))


def _work(row: Any, now: dt.datetime) -> Work:
    going_on, seen = row.state in works.AT_WORK, utc(row.seen_at)
    state = "lost" if going_on and now - seen > LOST else row.state
    found, report = json.loads(row.found), json.loads(row.report)
    told = (row.id, row.kind, row.target, state, row.done, row.whole, found, report)
    return Work(*told, utc(row.started_at), utc(row.ended_at))
