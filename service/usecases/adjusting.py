"""A plan adjusted by hand: seats moved and locked, every change a step that can be undone, the rest computed again."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection

from matching.scheduling.model import HARD, Breach
from matching.scheduling.tables import tables, tables_kept
from service.db import meetup_pairings, meetup_steps, meetups
from service.db.meetup_steps import Lock, Seat, Step
from service.errors import Conflict, NotFound, Stale
from service.importers.meetup_file import MeetupFile
from service.itineraries import Sheet, changed, itineraries
from service.permissions import Reach
from service.usecases import evenings
from service.usecases.meetups import checked, seated

STARTING: Final = "saved"  # how the first step came about: from the plan as it was
OLD: Final = "this plan has changed since it was shown: look at it again"


@dataclass(frozen=True, slots=True)
class Grid:
    """A version of a plan to adjust, and what it breaks."""

    row: Any
    file: MeetupFile
    step: Step
    seats: Sequence[Seat]
    locked: frozenset[Lock]
    broken: Sequence[Breach]
    later: int | None  # the step that can be done again
    saved: Sequence[Seat]  # the plan that everybody sees
    is_open: bool  # whether it may still change

    @property
    def firm(self) -> list[Breach]:
        """The rules that must hold and do not."""
        return [breach for breach in self.broken if breach.rule in HARD]

    @property
    def soft(self) -> list[Breach]:
        """The wishes and minimums that are not kept."""
        return [breach for breach in self.broken if breach.rule not in HARD]

    @property
    def is_saved(self) -> bool:
        """Whether everybody sees this very plan."""
        return sorted(self.seats) == sorted(self.saved)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody may go: a host's table, in exchange with a person or on a free seat; no host = a pause."""

    host: str
    instead: str  # who comes in exchange, or pauses; "" on a free seat
    breaks: Sequence[Breach]  # beyond what the plan breaks now


def read(connection: Connection, reach: Reach, meetup: str) -> Grid:
    """Return the version that is shown; raise NotFound, Forbidden, or Conflict before there is a plan."""
    row = meetups.organised(connection, reach, meetup)
    saved = [(seat.round, seat.person, seat.host, seat.at) for seat in meetup_pairings.of(connection, meetup)]
    is_open = row.status in evenings.PLANNING
    step = meetup_steps.here(connection, meetup) if is_open else None
    if step is None and not saved:
        raise Conflict("this meetup has no plan yet: plan it first", "no_plan")
    file = evenings.file_of(connection, row)
    step = step or Step(0, None, STARTING, saved, [], True, None)
    seats = _known(file, step.seats)
    locked = frozenset(step.locked) & {(turn, person) for turn, person, _, _ in seats}
    broken = checked(file.meetup, texts(seats))
    later = meetup_steps.later(connection, meetup, step.number)
    return Grid(row, file, step, seats, locked, broken, later, saved, is_open)


def move(
    connection: Connection,
    reach: Reach,
    meetup: str,
    expected: int,
    turn: int,
    person: str,
    to: Place,
    now: dt.datetime,
) -> int:
    """Move somebody, and who sits there in exchange; return the new step. What breaks a rule is done, and named.

    Raise Stale where another step is shown, NotFound for who is not there, Conflict for a locked seat.
    """
    grid = _expected(connection, reach, meetup, expected)
    people, hosts = grid.file.meetup.people, grid.file.meetup.hosts
    if person not in people or to.host not in ("", *hosts) or to.instead not in ("", *people):
        raise NotFound("nobody at this meetup has that identifier")
    if (turn, person) in grid.locked or (turn, to.instead) in grid.locked:
        raise Conflict("this seat is locked: unlock it before moving it", "locked")
    return _add(connection, reach, grid, "moved", _moved(grid, turn, person, to.host, to.instead), grid.locked, now)


def lock(
    connection: Connection,
    reach: Reach,
    meetup: str,
    expected: int,
    which: Sequence[Lock],
    keep: bool,
    now: dt.datetime,
) -> int:
    """Lock seats, which a new computation then keeps, or unlock them; return the new step."""
    grid = _expected(connection, reach, meetup, expected)
    there = {(turn, person) for turn, person, _, _ in grid.seats} & set(which)
    locked = grid.locked | there if keep else grid.locked - there
    return _add(connection, reach, grid, "locked" if keep else "unlocked", grid.seats, locked, now)


def undo(connection: Connection, reach: Reach, meetup: str, expected: int) -> int:
    """Show the step before; return it. Raise Conflict at the first one."""
    grid = _expected(connection, reach, meetup, expected)
    return _shown(connection, meetup, grid.step.before)


def redo(connection: Connection, reach: Reach, meetup: str, expected: int) -> int:
    """Show the step that was undone last; return it. Raise Conflict where none was."""
    grid = _expected(connection, reach, meetup, expected)
    return _shown(connection, meetup, grid.later)


def go_back(connection: Connection, reach: Reach, meetup: str, expected: int, number: int, now: dt.datetime) -> int:
    """Take up a version that was saved earlier, as a new step; raise NotFound for one that is no longer kept."""
    grid = _expected(connection, reach, meetup, expected)
    found = meetup_steps.get(connection, meetup, number)
    if found is None:
        raise NotFound("that version is no longer kept: choose another")
    return _add(connection, reach, grid, "back", _known(grid.file, found.seats), found.locked, now)


def save(connection: Connection, reach: Reach, meetup: str, expected: int, now: dt.datetime) -> int:
    """Make the version shown the plan that everybody sees; return its step.

    Raise Conflict where it breaks a rule that must hold.
    """
    grid = _expected(connection, reach, meetup, expected)
    evenings.put(connection, reach, meetup, grid.row.version, grid.seats)
    number = grid.step.number or _add(connection, reach, grid, STARTING, grid.seats, grid.locked, now)
    meetup_steps.mark_saved(connection, meetup, number)
    return number


def versions(connection: Connection, meetup: str) -> Sequence[Any]:
    """Return the versions that were saved, newest first."""
    return meetup_steps.saved(connection, meetup)


def changes(grid: Grid) -> list[Sheet]:
    """Return whose sheet differs from the plan that everybody sees."""
    meetup = grid.file.meetup
    before, after = (itineraries(meetup, *seated(meetup, texts(seats))) for seats in (grid.saved, grid.seats))
    return changed(meetup, before, after)


def idle(grid: Grid) -> Mapping[int, Sequence[str]]:
    """Return who is there and meets nobody, by round."""
    meetup, met = grid.file.meetup, {(turn, person) for turn, person, _, _ in grid.seats}
    return {
        turn: [
            person
            for at, person in enumerate(meetup.people)
            if meetup.person_free[at, turn - 1] and (turn, person) not in met
        ]
        for turn in range(1, meetup.rounds + 1)
    }


def _expected(connection: Connection, reach: Reach, meetup: str, expected: int) -> Grid:
    grid = read(connection, reach, meetup)
    if not grid.is_open:
        raise Conflict("the meetup is not at that point: read its status", "step_not_allowed")
    if grid.step.number != expected:
        raise Stale(OLD)
    return grid


def _add(connection: Connection, reach: Reach, grid: Grid, how: str, seats: Any, locked: Any, now: dt.datetime) -> int:
    meetup, by = grid.row.id, reach.subject.account or ""
    if not grid.step.number:
        meetup_steps.add(connection, meetup, STARTING, grid.saved, [], by, now)
    return meetup_steps.add(connection, meetup, how, seats, sorted(locked), by, now)


def _shown(connection: Connection, meetup: str, number: int | None) -> int:
    if number is None or meetup_steps.get(connection, meetup, number) is None:
        raise Conflict("there is no further step in that direction", "no_step")
    meetup_steps.show(connection, meetup, number)
    return number


def _known(file: MeetupFile, seats: Sequence[Seat]) -> list[Seat]:
    """Return the seats of those who still come."""
    people, hosts = set(file.meetup.people), set(file.meetup.hosts)
    return [seat for seat in seats if seat[1] in people and seat[2] in hosts and seat[0] <= file.meetup.rounds]


def _moved(grid: Grid, turn: int, person: str, host: str, instead: str) -> list[Seat]:
    """Return the seats after a move; tables stay those of their hosts."""
    here = next((seat for seat in grid.seats if seat[:2] == (turn, person)), None)
    kept = [seat for seat in grid.seats if seat[0] != turn or seat[1] not in (person, instead)]
    pairs = [(person, host)] if host else []
    pairs += [(instead, here[2])] if instead and here else []
    new = [(turn, who, whom, 0) for who, whom in pairs]
    return _tabled(grid, [*kept, *new])


def _tabled(grid: Grid, seats: Sequence[Seat]) -> list[Seat]:
    meetup = grid.file.meetup
    (meetings, _), (before, table) = (seated(meetup, texts(rows)) for rows in (seats, grid.seats))
    table = np.where(table > 0, table, tables(meetup, before))
    at = tables_kept(meetup, meetings, before, table).tolist()
    return sorted((*seat[:3], at[number]) for number, seat in enumerate(seats))


def texts(seats: Sequence[Seat]) -> list[tuple[int, str, str, str]]:
    """Return seats as those of a plan that somebody made, whose tables are texts."""
    return [(*seat[:3], str(seat[3])) for seat in seats]
