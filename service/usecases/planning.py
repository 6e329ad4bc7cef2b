"""A meetup planned while its organiser does something else: begun, followed, stopped with the best so far, told of."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection

from matching.scheduling.model import Breach, Rule
from service import gathered
from service.db import meetup_pairings, meetup_steps, meetups
from service.db.base import Store
from service.errors import Conflict
from service.importers.meetup_file import MeetupFile
from service.permissions import Reach
from service.usecases import evenings, working
from service.usecases.evenings import Ready
from service.usecases.meetups import Impossible, Planned
from service.usecases.working import Clock, Course, Work

PLAN: Final = "plan"
SECONDS: Final = 20.0  # unless said


class NoPlan(Conflict):
    """No plan keeps the rules; `told` names them, for the report."""

    def __init__(self, refused: Impossible) -> None:
        super().__init__(str(refused), "impossible")
        cause = refused.cause
        self.told = {"cause": [gathered.told_of(rule) for rule in cause.rules], "minimal": cause.minimal}


@dataclass(frozen=True, slots=True)
class Report:
    """What a plan is like, in numbers and in names of guests."""

    meetings: int
    repeats: int
    wishes: int
    wishes_kept: int
    fewest: int  # meetings of anybody who is there
    most: int
    idle: Mapping[int, Sequence[str]]  # round → people who are there and meet nobody
    longest_idle: int  # rounds that anybody waits, all together
    alone: Sequence[str]  # who are there and meet nobody at all


def begin(connection: Connection, reach: Reach, meetup: str, now: dt.datetime) -> str:
    """Note that a plan is begun and return the work; raise as `evenings.ready` does, Conflict while one is made."""
    evenings.ready(connection, reach, meetup, now)
    return working.begin(connection, reach, PLAN, meetup, now)


def follow(connection: Connection, reach: Reach, meetup: str, now: dt.datetime, *kinds: str) -> Work | None:
    """Return the work on a meetup's plan that was begun last, None before the first; raise NotFound, Forbidden."""
    meetups.organised(connection, reach, meetup)
    return working.latest(connection, meetup, now, *kinds or (PLAN,))


def beside(store: Store, clock: Clock, reach: Reach, meetup: str, work: str, seconds: float) -> None:
    """Plan a meetup beside the requests, and keep the plan in its end as a version of its own."""
    do = partial(_found, store, clock, reach, meetup, seconds)
    working.beside(store, clock, work, do, partial(_kept, reach, clock))


def report(file: MeetupFile, seats: Sequence[Any]) -> Report:
    """Return what a plan is like; `seats` have round, person and host."""
    meetup, pairs = file.meetup, [(seat.person, seat.host) for seat in seats]
    met = {(seat.round, seat.person) for seat in seats}
    there = {
        person: [turn for turn in range(1, meetup.rounds + 1) if meetup.person_free[at, turn - 1]]
        for at, person in enumerate(meetup.people)
    }
    free = {person: [turn for turn in rounds if (turn, person) not in met] for person, rounds in there.items()}
    counts = [len(there[person]) - len(free[person]) for person in meetup.people if there[person]]
    wished = {(meetup.people[person], meetup.hosts[host]) for person, host in meetup.wish.tolist()}
    idle = {turn: [one for one in meetup.people if turn in free[one]] for turn in range(1, meetup.rounds + 1)}
    busy = {name for pair in pairs for name in pair}
    hosts = [host for at, host in enumerate(meetup.hosts) if meetup.host_free[at].any()]
    return Report(
        meetings=len(pairs),
        repeats=len(pairs) - len(set(pairs)),
        wishes=len(wished),
        wishes_kept=len(wished & set(pairs)),
        fewest=min(counts, default=0),
        most=max(counts, default=0),
        idle={turn: who for turn, who in idle.items() if who},
        longest_idle=max(map(len, free.values()), default=0),
        alone=[one for one in [person for person in meetup.people if there[person]] + hosts if one not in busy],
    )


def cause(told: Mapping[str, Any]) -> list[Breach]:
    """Return the rules that together leave no plan, as the report of the work holds them."""
    return [gathered.breach_of(one) for one in told.get("cause", [])]


def mend(breach: Breach) -> tuple[str, str]:
    """Return where a rule can be given up: "pairs", "guests" or "edit", and the guest whom it is about."""
    if breach.rule in (Rule.MUST, Rule.NEVER, Rule.WISH):
        return "pairs", ""
    if breach.rule in (Rule.PERSON_AWAY, Rule.HOST_AWAY, Rule.SEATS, Rule.MIN_MEETINGS):
        return "guests", breach.who[0]
    return "edit", ""


def _found(store: Store, clock: Clock, reach: Reach, meetup: str, seconds: float, course: Course) -> Any:
    with store.read() as connection:
        of = evenings.ready(connection, reach, meetup, clock())

    def heard(best: Planned) -> None:
        made = best.plan
        worth = {"total": round(float(made.total) * 100), "worst_off": round(float(made.worst_off) * 100)}
        course.have((of, best), meetings=len(made.meetings), **worth)

    try:
        return of, evenings.plan(of, seconds, course.tell, heard)
    except Impossible as refused:
        raise NoPlan(refused) from None


def _kept(reach: Reach, clock: Clock, connection: Connection, found: tuple[Ready, Planned]) -> Mapping[str, Any]:
    of, best = found
    shown = evenings.keep(connection, reach, of, best)
    seats = [(seat.round, seat.person, seat.host, seat.at) for seat in meetup_pairings.of(connection, of.row.id)]
    by = reach.subject.account or ""
    number = meetup_steps.add(connection, of.row.id, "planned", seats, [], by, clock())
    meetup_steps.mark_saved(connection, of.row.id, number)
    return {"seconds": round(best.seconds, 1), "version": shown.row.version}
