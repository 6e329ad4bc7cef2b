"""The nouns of a meetup: who comes when, what is asked, and the plan with what it is worth and what it breaks."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Rule(StrEnum):
    """What a plan can break; the same labels serve the solver, hand edits, replanning and the tests."""

    UNKNOWN = "unknown"  # a meeting names a person, host or round that the meetup does not have
    PERSON_AWAY = "person_away"
    HOST_AWAY = "host_away"
    SEATS = "seats"  # more people at a table than it seats
    TWO_TABLES = "two_tables"  # one person at two tables in one round
    AGAIN = "again"  # one pair meets twice
    COMPANY = "company"  # one person meets two hosts of one company
    NEVER = "never"
    MUST = "must"
    PINNED = "pinned"  # a meeting that took place is missing from the plan
    MIN_MEETINGS = "min_meetings"
    WISH = "wish"


class Aim(StrEnum):
    """What a plan is good for, in the order that the organiser gives; each is pursued without giving up the former."""

    MINIMUM = "minimum"  # everyone has their minimum of meetings: the fewest meetings short
    WISHES = "wishes"  # most wishes kept; right after `minimum` unless the organiser places it
    WORST_OFF = "worst_off"  # the least total of anybody who can meet someone, as high as possible
    TOTAL = "total"  # the sum of the scores of all meetings


HARD = (
    *(Rule.UNKNOWN, Rule.PERSON_AWAY, Rule.HOST_AWAY, Rule.SEATS, Rule.TWO_TABLES, Rule.AGAIN, Rule.COMPANY),
    *(Rule.NEVER, Rule.MUST, Rule.PINNED),
)  # no plan of ours breaks these; MIN_MEETINGS and WISH may be out of reach, and then the plan says so

Pairs = NDArray[np.int64]  # shape (n, 2): person, host


@dataclass(frozen=True, slots=True)
class Meetup:
    """A meetup to plan: two populations, rounds of one length, tables. Everything is told by index; rounds from 0."""

    rounds: int
    people: tuple[str, ...]
    hosts: tuple[str, ...]
    score: NDArray[np.float64]  # shape (people, hosts); at least 0
    person_free: NDArray[np.bool_]  # shape (people, rounds)
    host_free: NDArray[np.bool_]  # shape (hosts, rounds)
    seats: NDArray[np.int64]  # of each host's table
    company: NDArray[np.int64]  # of each host, numbered; -1 = none told
    minimum: NDArray[np.int64]  # meetings asked for each person
    must: Pairs
    wish: Pairs
    never: Pairs
    met: NDArray[np.int64]  # shape (n, 3): person, host, round of meetings that took place: pinned
    aims: tuple[Aim, ...] = (Aim.MINIMUM, Aim.WISHES, Aim.WORST_OFF, Aim.TOTAL)
    moving: bool = False  # True: people keep their table as far as possible and hosts move


Meetings = NDArray[np.int64]  # shape (n, 3): person, host, round; in order of round, host, person


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule that a plan breaks, by whom, with the numbers that words need."""

    rule: Rule
    who: tuple[str, ...]  # identifiers of people and hosts
    numbers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AimReached:
    """What a plan reaches of one aim, and the best that any plan could reach that keeps the former aims as well."""

    aim: Aim
    value: float
    bound: float  # the most that is possible (for `minimum`, the fewest meetings short)
    proved: bool  # the value is the bound, up to the solver's tolerance


@dataclass(frozen=True, slots=True)
class Plan:
    """A schedule with its worth and its certificate."""

    meetings: Meetings
    aims: tuple[AimReached, ...]
    total: float  # sum of scores
    bound: float  # no plan that keeps the rules, and as much of the aims before `total`, has a greater total
    worst_off: float  # the least total of a person who could meet anybody
    stopped: bool = False  # the time limit came before the proof
    breaches: tuple[Breach, ...] = ()

    @property
    def gap(self) -> float:
        """How far the total may be from the best, as a share of the bound."""
        return max(self.bound - self.total, 0.0) / self.bound if self.bound > 0 else 0.0
