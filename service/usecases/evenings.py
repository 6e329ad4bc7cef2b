"""The plan of a meetup: made from who comes and what they wish, checked, made again on the day, and shown."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import BoundedSemaphore
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from matching.scheduling.model import HARD, Breach, Meetup
from matching.scheduling.unkept import Unkept
from service import gathered, live
from service.db import meetup_guests, meetup_pairings, meetups
from service.errors import Conflict, TooMany
from service.gathered import Seat
from service.importers.meetup_file import MeetupFile
from service.permissions import Reach, Scope
from service.usecases.deciding import Choices, meetup_scores
from service.usecases.meetups import Day, Planned, Progress, Replanned, as_it_is, checked, planned, replanned

__all__ = ["Day"]  # named here too, for those who ask

PLANNING: Final = ("open", "planned")
ON_THE_DAY: Final = ("planned", "running")
CAUSE_SECONDS: Final = 5.0  # to tell why there is no plan
PATIENCE: Final = 10  # seconds that one waits for another's plan
_AT_ONCE: Final = BoundedSemaphore(1)  # plans in one process: each takes a whole core, and others want answers


@dataclass(frozen=True, slots=True)
class Ready:
    """All that a plan is made from, in one state of the database."""

    row: Any
    file: MeetupFile
    seats: Sequence[Any] = ()  # of the plan that there is


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan as somebody may see it: whole for organisers, for others the meetings of their own guests."""

    row: Any
    labels: Mapping[str, str]
    seats: Sequence[Any]
    file: MeetupFile | None = None  # None = not whole
    worth: Mapping[str, Any] | None = None
    unkept: Sequence[Unkept] = ()


def ready(connection: Connection, reach: Reach, meetup: str, now: dt.datetime) -> Ready:
    """Return what a plan is made from; raise Conflict where it is too early, too late, or nobody has registered."""
    return _ready(connection, reach, meetup, PLANNING, now)


def ready_today(connection: Connection, reach: Reach, meetup: str, day: Day, now: dt.datetime) -> Ready:
    """Return the same as the day has it, with the plan that is played.

    Raise also NotFound for a stranger, Invalid for a round that the meetup does not have.
    """
    found = _ready(connection, reach, meetup, ON_THE_DAY, now)
    return replace(found, file=replace(found.file, meetup=as_it_is(found.file.meetup, day)))


def plan(
    of: Ready,
    seconds: float,
    progress: Progress = lambda done, whole: None,
    heard: Callable[[Planned], None] | None = None,
) -> Planned:
    """Return the best plan found in that time, each that is better being `heard`; no transaction is held.

    Raise Impossible when there is none, TooMany while others plan.
    """
    with in_turn():
        return planned(of.file.meetup, seconds, progress, CAUSE_SECONDS, heard)


def plan_again(of: Ready, day: Day, seconds: float, heard: Callable[[Replanned], None] | None = None) -> Replanned:
    """Return the plan that changes the fewest seats from now on, each better one being `heard`; raise as `plan` does.

    What took place is what was planned for those who were there, but for meetings told not to have been.
    """
    held = [row for row in of.seats if row.round >= day.now or row.met is not False]
    seats = [(row.round, row.person, row.host, str(row.at)) for row in held]
    with in_turn():
        return replanned(of.file.meetup, seats, day.now, seconds, CAUSE_SECONDS, heard)


def keep(connection: Connection, reach: Reach, of: Ready, found: Planned) -> Shown:
    """Keep a plan; raise Stale where the meetup, its guests or their wishes have changed since it was begun."""
    meetup = meetups.organised(connection, reach, of.row.id).id
    meetups.change(connection, meetup, of.row.version, {"status": "planned", "plan": _kept(found)})
    meetup_pairings.put(connection, meetup, _seats(found))
    return _whole(meetups.get(connection, reach, meetup), of.file, meetup_pairings.of(connection, meetup))


def keep_again(connection: Connection, reach: Reach, of: Ready, day: Day, found: Replanned) -> Shown:
    """Keep the plan of a day, with who is absent, late or gone; raise Stale likewise."""
    meetup = meetups.organised(connection, reach, of.row.id).id
    meetups.change(connection, meetup, of.row.version, {"status": "running", "plan": _kept(found.planned)})
    meetup_pairings.put(connection, meetup, _seats(found.planned), day.now)
    for guest in {*day.absent, *day.late, *day.leaving}:
        meetup_guests.change(connection, guest, {"away": gathered.away(of.file.meetup, guest)})
    return _whole(meetups.get(connection, reach, meetup), of.file, meetup_pairings.of(connection, meetup))


def check(connection: Connection, reach: Reach, meetup: str, seats: Sequence[Seat]) -> tuple[MeetupFile, list[Breach]]:
    """Return all that a plan made by hand breaks, hard rules and wishes."""
    file = file_of(connection, meetups.organised(connection, reach, meetup))
    return file, list(checked(file.meetup, [(*seat[:3], str(seat[3])) for seat in seats]))


def put(connection: Connection, reach: Reach, meetup: str, expected: int, seats: Sequence[Seat]) -> Shown:
    """Keep a plan made by hand; raise Stale, or Conflict where it breaks a rule that must hold or is too late."""
    _in_status(meetups.organised(connection, reach, meetup), PLANNING)
    file, broken = check(connection, reach, meetup, seats)
    if any(breach.rule in HARD for breach in broken):
        raise Conflict("the plan breaks rules that must hold: check it, and mend what is named there", "hard_rule")
    told = gathered.kept({}, [Unkept(breach) for breach in broken])
    meetups.change(connection, meetup, expected, {"status": "planned", "plan": told})
    meetup_pairings.put(connection, meetup, seats)
    return _whole(meetups.get(connection, reach, meetup), file, meetup_pairings.of(connection, meetup))


def show(connection: Connection, reach: Reach, meetup: str, now: dt.datetime) -> Shown:
    """Return the plan as one may see it, without meetings before there is one; raise NotFound for the meetup."""
    row = meetups.get(connection, reach, meetup)
    seats = meetup_pairings.of(connection, meetup)
    if reach.has(Scope.TERRITORY) and row.plan:
        return _whole(row, file_of(connection, row), seats)
    mine = meetup_guests.mine(connection, reach, meetup, now)
    seats = [seat for seat in seats if seat.person in mine or seat.host in mine]
    return Shown(row, gathered.labels_of(meetup_guests.of(connection, meetup)), seats)


@contextmanager
def in_turn() -> Iterator[None]:
    """Compute a plan while no other is computed in this process; raise TooMany where one must wait too long."""
    if not _AT_ONCE.acquire(timeout=PATIENCE):
        raise TooMany("others are planning right now: try again in a moment", PATIENCE)
    try:
        yield
    finally:
        _AT_ONCE.release()


def _ready(connection: Connection, reach: Reach, meetup: str, statuses: Sequence[str], now: dt.datetime) -> Ready:
    row = meetups.organised(connection, reach, meetup)
    _in_status(row, statuses)
    file = file_of(connection, row)
    score = _scores(connection, row, file.meetup, now)
    return Ready(row, replace(file, meetup=replace(file.meetup, score=score)), meetup_pairings.of(connection, meetup))


def _in_status(row: Any, statuses: Sequence[str]) -> None:
    if row.status not in statuses:
        raise Conflict("the meetup is not at that point: read its status", "step_not_allowed")


def file_of(connection: Connection, row: Any) -> MeetupFile:
    """Return a meetup with its guests and wishes, all pairs alike; raise Conflict where nobody is registered."""
    guests, companies = meetup_guests.of(connection, row.id), meetup_guests.companies(connection, row.id)
    return gathered.file_of(row, guests, companies, meetup_guests.wished(connection, row.id))


def _scores(connection: Connection, row: Any, meetup: Meetup, now: dt.datetime) -> NDArray[np.float64]:
    """Return the live scores of people with sponsors; a host whom the market does not know counts as each one's mean.

    A pair that a hard rule removes is worth nothing.
    """
    score = np.ones((len(meetup.people), len(meetup.hosts)))
    if known := known_to_the_market(connection, row, meetup, now):
        people, hosts, choices = known
        worth = np.where(choices.grid.allowed, choices.grid.score, 0.0)
        score[:] = worth.mean()
        score[people] = worth.mean(axis=1, keepdims=True)
        score[np.ix_(people, hosts)] = worth
    return score


def known_to_the_market(
    connection: Connection, row: Any, meetup: Meetup, now: dt.datetime
) -> tuple[list[int], list[int], Choices] | None:
    """Return the places of the people and hosts of whom a live score is known, and those scores; None where of none."""
    catalogue = live.at(connection, row.territory, now.date())
    guests = {guest.id: guest for guest in meetup_guests.of(connection, row.id)}
    people = [at for at, name in enumerate(meetup.people) if guests[name].candidate in catalogue.candidates]
    hosts = [at for at, name in enumerate(meetup.hosts) if guests[name].sponsor in catalogue.sponsors]
    if not people or not hosts:
        return None
    candidates = [guests[meetup.people[at]].candidate for at in people]
    sponsors = [guests[meetup.hosts[at]].sponsor for at in hosts]
    return people, hosts, meetup_scores(connection, catalogue, candidates, sponsors)


def _kept(found: Planned) -> str:
    made = found.plan
    worth = {"total": made.total, "bound": made.bound, "gap": made.gap, "worst_off": made.worst_off}
    proved = all(aim.proved for aim in made.aims) and made.gap < 1e-6
    told = {name: round(float(value), 6) for name, value in worth.items()}
    return gathered.kept({**told, "proved": bool(proved), "stopped": made.stopped}, found.unkept)


def _seats(found: Planned) -> list[Seat]:
    return gathered.seats_of(found.meetup, found.plan.meetings, found.table)


def _whole(row: Any, file: MeetupFile, seats: Sequence[Any]) -> Shown:
    worth, unkept = gathered.worth_of(row.plan)
    return Shown(row, file.labels, seats, file, worth, unkept)
