"""The rest of a meetup planned again on its day, beside the pages: with the fewest changes, stopped when one likes."""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from threading import Thread
from typing import Any, Final

from sqlalchemy import Connection

from service.db import meetup_steps
from service.db.base import Store
from service.permissions import Reach
from service.usecases import evenings, planning, playing, working
from service.usecases.evenings import Day, Ready
from service.usecases.meetups import Impossible, Replanned
from service.usecases.playing import Evening
from service.usecases.working import Clock, Course, Work

TODAY: Final = "replan_today"
SECONDS: Final = 15.0
MOMENT: Final = 2.0  # seconds that a page may wait for it
Found = tuple[Ready, Day, Replanned]


def begin(connection: Connection, reach: Reach, meetup: str, now: dt.datetime) -> str:
    """Note that the rest is planned again; raise as `playing.ready` does, Conflict while it is."""
    playing.ready(connection, reach, meetup, now)
    return working.begin(connection, reach, TODAY, meetup, now)


def follow(connection: Connection, reach: Reach, meetup: str, now: dt.datetime) -> Work | None:
    """Return how far that is, or how it ended; None where it never began. Raise NotFound, Forbidden."""
    return planning.follow(connection, reach, meetup, now, TODAY)


def told(connection: Connection, evening: Evening, now: dt.datetime) -> Work | None:
    """Return the same as long as it tells something of an evening.

    That is while it goes on, while the plan that it found is the one that is played, and where it failed, until the
    next round begins.
    """
    work = working.latest(connection, evening.row.id, now, TODAY)
    return work if work and (work.is_going_on or _matters(connection, evening, work)) else None


def stop(connection: Connection, reach: Reach, meetup: str, now: dt.datetime) -> None:
    """Ask it to end with the plan that it has; raise NotFound, Forbidden."""
    work = follow(connection, reach, meetup, now)
    if work:
        working.stop(connection, reach, work.id)


def beside(store: Store, clock: Clock, reach: Reach, meetup: str, work: str) -> Thread:
    """Plan the rest again beside the requests, and keep it; return the thread that does it.

    The report tells how many seats changed, of how many that had to, and the step that they became.
    """
    return working.beside(
        store, clock, work, partial(_found, store, clock, reach, meetup), partial(_kept, reach, clock)
    )


def _matters(connection: Connection, evening: Evening, work: Work) -> bool:
    if "step" not in work.report:
        return bool(work.found.get("round", evening.next_round) == evening.next_round)
    step = meetup_steps.here(connection, evening.row.id)
    return step is not None and step.number == work.report["step"]


def _found(store: Store, clock: Clock, reach: Reach, meetup: str, course: Course) -> Found:
    with store.read() as connection:
        of, day = playing.ready(connection, reach, meetup, clock())
    course.found = {"round": day.now}

    def heard(best: Replanned) -> None:
        course.have((of, day, best), round=day.now, changed=best.changed)

    try:
        return of, day, evenings.plan_again(of, day, SECONDS, heard)
    except Impossible as refused:
        raise planning.NoPlan(refused) from None


def _kept(reach: Reach, clock: Clock, connection: Connection, found: Found) -> Mapping[str, Any]:
    of, day, again = found
    step = playing.keep_again(connection, reach, of, day, again, clock())
    return {"changed": again.changed, "fewest": again.changed_bound, "round": day.now, "step": step}
