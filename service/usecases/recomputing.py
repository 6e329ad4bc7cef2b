"""The rest of an adjusted plan computed again: locked seats stay, as few as possible change, stopped when one likes."""

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from threading import Thread
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection

from matching.scheduling.model import Meetup
from matching.scheduling.replan import Replanned, replan
from matching.scheduling.tables import tables, tables_kept
from service import gathered
from service.db import meetup_steps
from service.db.base import Store
from service.errors import Conflict, Stale
from service.permissions import Reach
from service.usecases import adjusting, evenings, planning, working
from service.usecases.adjusting import OLD, Grid
from service.usecases.evenings import Ready
from service.usecases.meetups import left, or_why, seated
from service.usecases.working import Clock, Course, Work

REPLAN: Final = "replan"
SECONDS: Final = 15.0
WHY_SECONDS: Final = 5.0
MOMENT: Final = 2.0  # seconds that a page may wait for it


@dataclass(frozen=True, slots=True)
class Again:
    """A version with the rest computed again, and how many seats that changed, of how many that had to."""

    seats: list[gathered.Seat]
    changed: int
    fewest: int


def begin(connection: Connection, reach: Reach, meetup: str, expected: int, now: dt.datetime) -> str:
    """Note that the rest of the version shown is computed again; raise Stale for another, Conflict while it is."""
    grid = adjusting.read(connection, reach, meetup)
    if not grid.is_open:
        raise Conflict("the meetup is not at that point: read its status", "step_not_allowed")
    if grid.step.number != expected:
        raise Stale(OLD)
    return working.begin(connection, reach, REPLAN, meetup, now)


def follow(connection: Connection, reach: Reach, meetup: str, now: dt.datetime) -> Work | None:
    """Return how far that is, or how it ended; None where it never began. Raise NotFound, Forbidden."""
    return planning.follow(connection, reach, meetup, now, REPLAN)


def stop(connection: Connection, reach: Reach, meetup: str, now: dt.datetime) -> None:
    """Ask it to end with what it has; raise NotFound, Forbidden."""
    work = follow(connection, reach, meetup, now)
    if work:
        working.stop(connection, reach, work.id)


def beside(store: Store, clock: Clock, reach: Reach, meetup: str, work: str) -> Thread:
    """Compute beside the requests; what is found becomes the next step. Return the thread that does it."""
    return working.beside(
        store, clock, work, partial(_found, store, clock, reach, meetup), partial(_kept, reach, clock)
    )


def recomputed(of: Ready, grid: Grid, seconds: float, heard: Callable[[Again], None] = lambda best: None) -> Again:
    """Return the nearest plan that keeps the rules and the locked seats, each better one being `heard`.

    Raise Impossible where there is none.
    """
    now, table = seated(of.file.meetup, [(*seat[:3], str(seat[3])) for seat in grid.seats])
    meetup = _held(of.file.meetup, now, grid)

    def again(found: Replanned) -> Again:
        at = tables_kept(meetup, found.plan.meetings, now, np.where(table > 0, table, tables(meetup, now)))
        return Again(gathered.seats_of(meetup, found.plan.meetings, at), found.changed, found.changed_bound)

    with or_why(meetup, WHY_SECONDS):
        return again(replan(meetup, now, left(time.monotonic() + seconds), lambda found: heard(again(found))))


def _held(meetup: Meetup, now: Any, grid: Grid) -> Meetup:
    """Return the meetup in which locked seats are facts: like meetings that took place, and nobody there is free."""
    turns = {(turn - 1, person) for turn, person in grid.locked}
    held = np.array([(turn, meetup.people[person]) in turns for person, _, turn in now.tolist()], dtype=bool)
    free = meetup.person_free.copy()
    free[now[held, 0], now[held, 2]] = False
    return replace(meetup, met=now[held], person_free=free)


def _found(store: Store, clock: Clock, reach: Reach, meetup: str, course: Course) -> tuple[Grid, Again]:
    with store.read() as connection:
        of = evenings.ready(connection, reach, meetup, clock())
        grid = adjusting.read(connection, reach, meetup)

    def heard(best: Again) -> None:
        course.have((grid, best), changed=best.changed)

    with evenings.in_turn():
        return grid, recomputed(of, grid, SECONDS, heard)


def _kept(reach: Reach, clock: Clock, connection: Connection, found: tuple[Grid, Again]) -> Mapping[str, Any]:
    grid, again = found
    meetup = grid.row.id
    if adjusting.read(connection, reach, meetup).step.number != grid.step.number:
        raise Stale(OLD)
    if not grid.step.number:
        meetup_steps.add(connection, meetup, adjusting.STARTING, grid.saved, [], reach.subject.account or "", clock())
    by = reach.subject.account or ""
    number = meetup_steps.add(connection, meetup, "replanned", again.seats, sorted(grid.locked), by, clock())
    return {"changed": again.changed, "fewest": again.fewest, "step": number}
