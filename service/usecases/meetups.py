"""Plan a meetup, check a plan that somebody made, plan again on the day."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from matching.errors import Infeasible, Unfound
from matching.scheduling.aims import ceiling, value
from matching.scheduling.day import on_the_day, with_table, without
from matching.scheduling.infeasible import Cause, impossible
from matching.scheduling.model import HARD, Aim, AimReached, Breach, Meetings, Meetup, Plan, Rule
from matching.scheduling.preview import preview
from matching.scheduling.replan import Replanned as Nearby
from matching.scheduling.replan import replan
from matching.scheduling.rules import conflicts
from matching.scheduling.solve import plan
from matching.scheduling.tables import Index, tables, tables_kept
from matching.scheduling.unkept import Unkept, prevented, unkept
from service.errors import Conflict, Invalid, NotFound
from service.itineraries import Sheet, changed, itineraries

Seat = tuple[int, str, str, str]  # round from 1, person, host, table
Progress = Callable[[int, int], None]
MUST_SECONDS = 5.0  # for a preview to place musts that leave little room
WHY_SECONDS = 3.0  # for the reasons of what was not kept
CAUSE_SECONDS = 30.0  # for the rules that leave no plan


class Impossible(Conflict):
    """No plan keeps the hard rules; the cause names some that together leave none, where time allowed to tell."""

    def __init__(self, cause: Cause) -> None:
        self.cause = cause
        super().__init__(
            "no plan keeps all the rules named above; give up or change one of them"
            if cause.rules
            else "no plan keeps all the rules, and time was too short to tell which of them; give up some"
        )


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with its tables, and why it does not reach what it does not reach."""

    meetup: Meetup
    plan: Plan
    table: Index  # of each meeting, from 1
    unkept: tuple[Unkept, ...]
    seconds: float  # that planning took


@dataclass(frozen=True, slots=True)
class Day:
    """What is otherwise than planned when a round is about to begin; rounds from 1."""

    now: int  # the next round: those before it took place
    absent: tuple[str, ...] = ()
    late: Mapping[str, int] = field(default_factory=dict)  # the first round of each
    leaving: Mapping[str, int] = field(default_factory=dict)  # the first round that each misses
    hosts: Mapping[str, int] = field(default_factory=dict)  # seats of each new or changed table


@dataclass(frozen=True, slots=True)
class Replanned:
    """A plan near the published one, and whose sheet changed."""

    planned: Planned
    changed: int
    changed_bound: int
    sheets: list[Sheet]


def planned(
    meetup: Meetup,
    seconds: float,
    progress: Progress,
    cause_seconds: float = CAUSE_SECONDS,
    heard: Callable[[Planned], None] | None = None,
) -> Planned:
    """Return the best plan found in that time, each better one being `heard`; raise Impossible when there is none."""
    begun = time.monotonic()
    tell = (lambda best: heard(_as_found(meetup, best, begun))) if heard else (lambda best: None)
    with or_why(meetup, cause_seconds):
        found = plan(meetup, left(begun + seconds), progress, tell)
    taken = time.monotonic() - begun
    why = unkept(meetup, found, left(time.monotonic() + WHY_SECONDS))
    told = tuple(_ahead(one, _next_round(meetup)) for one in why)
    return Planned(meetup, found, tables(meetup, found.meetings), told, taken)


def previewed(meetup: Meetup) -> Planned:
    """Return a good plan at once, against bounds that hold but may be far; raise Impossible when there is none."""
    begun = time.monotonic()
    with or_why(meetup):
        meetings = preview(meetup, left(begun + MUST_SECONDS))
    return _as_found(meetup, meetings, begun)


def _as_found(meetup: Meetup, meetings: Meetings, begun: float) -> Planned:
    """Return a plan against bounds that hold but may be far."""
    aims = {aim: _reached(meetup, aim, meetings) for aim in dict.fromkeys((*meetup.aims, Aim.TOTAL))}
    found = Plan(
        meetings,
        tuple(aims[aim] for aim in meetup.aims),
        total=aims[Aim.TOTAL].value,
        bound=aims[Aim.TOTAL].bound,
        worst_off=value(meetup, Aim.WORST_OFF, meetings),
        stopped=True,
    )
    taken = time.monotonic() - begun
    soft = (breach for breach in conflicts(meetup, meetings) if breach.rule not in HARD)
    return Planned(meetup, found, tables(meetup, meetings), tuple(map(Unkept, soft)), taken)


def scored(meetup: Meetup, score: NDArray[np.float64], allowed: NDArray[np.bool_]) -> Meetup:
    """Return the meetup with the engine's scores of all pairs; a pair that a hard rule removes is worth nothing."""
    return replace(meetup, score=np.where(allowed, score, 0.0))


def checked(meetup: Meetup, seats: Iterable[Seat]) -> tuple[Breach, ...]:
    """Return all that a plan breaks; first the meetings that name somebody or a round that the meetup does not have."""
    seats = list(seats)
    known, _ = seated(meetup, seats)
    people, hosts = set(meetup.people), set(meetup.hosts)
    strange = [
        Breach(Rule.UNKNOWN, (person, host), {"round": turn - 1})
        for turn, person, host, _ in seats
        if person not in people or host not in hosts or turn > meetup.rounds
    ]
    return (*strange, *conflicts(meetup, known))


def seated(meetup: Meetup, seats: Iterable[Seat]) -> tuple[Meetings, Index]:
    """Return the meetings of seats whose person, host and round the meetup has, and their tables; 0 = none told."""
    person = {name: number for number, name in enumerate(meetup.people)}
    host = {name: number for number, name in enumerate(meetup.hosts)}
    rows = [
        (person[who], host[whom], turn - 1, int(table) if table.isdecimal() else 0)
        for turn, who, whom, table in seats
        if who in person and whom in host and turn <= meetup.rounds
    ]
    *found, table = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return np.column_stack(found), table


def as_it_is(meetup: Meetup, day: Day) -> Meetup:
    """Return the meetup with what a day changes; raise NotFound for somebody unknown, Invalid for a round."""
    rounds = np.arange(1, meetup.rounds + 1)
    for host, seats in day.hosts.items():
        if host in meetup.people:
            raise Invalid(f"--host: {host!r} is already in people: give the host another id")
        meetup = with_table(meetup, host, seats)
    for turn in (day.now, *day.late.values(), *day.leaving.values()):
        if not 1 <= turn <= meetup.rounds:
            raise Invalid(f"round {turn}: the meetup has rounds 1 to {meetup.rounds}")
    for who in (*day.absent, *day.late, *day.leaving):
        if who not in meetup.people and who not in meetup.hosts:
            raise NotFound(f"{who!r} is neither in people nor in hosts; correct it")
    missed = [(who, rounds > 0) for who in day.absent]
    missed += [(who, rounds < first) for who, first in day.late.items()]
    missed += [(who, rounds >= first) for who, first in day.leaving.items()]
    for who, absent in missed:
        meetup = without(meetup, who, absent)
    return meetup


def replanned(
    meetup: Meetup,
    seats: Iterable[Seat],
    now: int,
    seconds: float,
    cause_seconds: float = CAUSE_SECONDS,
    heard: Callable[[Replanned], None] | None = None,
) -> Replanned:
    """Return the plan that changes the fewest seats from round `now` (from 1) on; raise Impossible for none.

    Each better one is `heard`, without the reasons of what it does not keep.
    """
    begun = time.monotonic()
    published, told = seated(meetup, seats)
    table = np.where(told > 0, told, tables(meetup, published))
    today = on_the_day(meetup, published, now - 1)

    def again(found: Nearby, why_seconds: float) -> Replanned:
        taken, meetings = time.monotonic() - begun, found.plan.meetings
        places = tables_kept(meetup, meetings, published, table)
        before, after = itineraries(meetup, published, table, now), itineraries(meetup, meetings, places, now)
        why = prevented(today, found.plan, left(time.monotonic() + why_seconds))
        made = Planned(today, found.plan, places, tuple(_ahead(one, now) for one in why), taken)
        return Replanned(made, found.changed, found.changed_bound, changed(meetup, before, after))

    tell = (lambda found: heard(again(found, 0.0))) if heard else (lambda found: None)
    with or_why(today, cause_seconds):
        found = replan(today, published, left(begun + seconds), tell)
    return again(found, WHY_SECONDS)


def _next_round(meetup: Meetup) -> int:
    """Return the first round, from 1, where anybody is there."""
    return int(np.argmax(meetup.person_free.any(axis=0))) + 1


def _ahead(one: Unkept, now: int) -> Unkept:
    """Return a reason without the rounds that are over: nobody can change them, and nobody was absent for it."""
    away = (Rule.PERSON_AWAY, Rule.HOST_AWAY)
    told = [
        Breach(rule.rule, rule.who, {"rounds": [turn for turn in rule.numbers["rounds"] if turn >= now - 1]})
        if rule.rule in away
        else rule
        for rule in one.because
    ]
    return replace(one, because=tuple(rule for rule in told if rule.rule not in away or rule.numbers["rounds"]))


@contextmanager
def or_why(meetup: Meetup, seconds: float = CAUSE_SECONDS) -> Iterator[None]:
    """Turn the engine's refusal into one that names the rules."""
    try:
        yield
    except Infeasible:
        raise Impossible(impossible(meetup, left(time.monotonic() + seconds))) from None
    except Unfound:
        raise Conflict("no plan found in the time given for the musts; give more time, or fewer musts") from None


def left(until: float) -> Callable[[], float]:
    """Return what tells how many seconds are left until a moment of `time.monotonic`."""
    return lambda: until - time.monotonic()


def _reached(meetup: Meetup, aim: Aim, meetings: Meetings) -> AimReached:
    worth, most = value(meetup, aim, meetings), ceiling(meetup, aim)
    sign = -1 if aim is Aim.MINIMUM else 1
    return AimReached(aim, sign * worth + 0.0, sign * most + 0.0, most - worth <= 1e-9)
