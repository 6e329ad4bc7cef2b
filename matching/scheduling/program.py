"""A meetup as an integer program: one 0/1 variable for each meeting that may be, and one labelled row for each rule."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from matching.scheduling.linear import Linear
from matching.scheduling.model import Meetings, Meetup, Pairs, Rule

Index = NDArray[np.int64]
Told = tuple[Rule, Index, Index, Any, Any]  # rule, the row of each variable or -1, who, lower, upper


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one or more rules: lower ≤ matrix · x ≤ upper."""

    matrix: Any  # csr_array of shape (rows, variables), all ones
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    rule: NDArray[Any]  # the Rule of each row
    who: Index  # shape (rows, 2): see `program_of`

    def of(self, *rules: Rule) -> "Rows":
        """Return the rows of some rules, in their order here."""
        return self.take(np.flatnonzero(np.isin(self.rule, rules)))

    def take(self, rows: Index) -> "Rows":
        """Return some rows, by their numbers."""
        return Rows(self.matrix[rows], self.lower[rows], self.upper[rows], self.rule[rows], self.who[rows])


@dataclass(frozen=True, slots=True)
class Program:
    """What a plan may choose. NEVER, absence and other rounds of a pair that met are variables that are not there."""

    person: Index
    host: Index
    round: Index
    score: NDArray[np.float64]
    met: NDArray[np.bool_]  # the variable is 1: the meeting took place
    rows: Rows

    @property
    def pairs(self) -> Pairs:
        """The person and host of each variable."""
        return np.column_stack([self.person, self.host])

    def meetings(self, chosen: NDArray[Any]) -> Meetings:
        """Return the meetings that a mask or a list of variables chooses, in order of round, host, person."""
        found = np.stack([self.person[chosen], self.host[chosen], self.round[chosen]], axis=1)
        return found[np.lexsort(found.T)]


def program_of(meetup: Meetup) -> Program:
    """Return the variables in order of person, host, round, and the rows that could bind, with who each is about.

    SEATS (host, round), TWO_TABLES (person, round), AGAIN, MUST and WISH (person, host), COMPANY (person, company's
    number), MIN_MEETINGS (person, -1). A must, wish or minimum that nothing can meet is a row that no choice meets.
    Meetings that took place are always variables, and a row that they alone overfill asks no more than they hold.
    """
    possible = _possible(meetup)
    person, host, round_ = np.nonzero(possible)
    met = np.zeros_like(possible)
    met[tuple(meetup.met.T)] = True
    pinned = met[person, host, round_]
    rows = join([binding(one, pinned) for one in rules_of(meetup, person, host, round_)])
    return Program(person, host, round_, meetup.score[person, host], pinned, rows)


def whole_of(program: Program, kept: Index) -> Linear:
    """Return the hard rules over some of the meetings."""
    rows = program.rows.of(*(rule for rule in Rule if rule not in (Rule.MIN_MEETINGS, Rule.WISH)))
    low, high = program.met[kept].astype(float), np.ones(len(kept))
    return Linear(
        *(program.person[kept], program.host[kept], program.score[kept]),
        *(rows.matrix[:, kept], rows.lower, rows.upper, low, high),
        whole=high > 0,
    )


def keys(meetup: Meetup, chosen: Index) -> Index:
    """Return one number for each pair of a person and a host; further columns do not count."""
    return np.asarray(chosen[:, 0] * len(meetup.hosts) + chosen[:, 1])


def _possible(meetup: Meetup) -> NDArray[np.bool_]:
    """Return which meetings may be, in shape (people, hosts, rounds)."""
    allowed = np.ones(meetup.score.shape, dtype=bool)
    allowed[tuple(meetup.never.T)] = False
    allowed[tuple(meetup.met[:, :2].T)] = False
    allowed[:, meetup.seats <= 0] = False
    possible = allowed[:, :, None] & meetup.person_free[:, None, :] & meetup.host_free[None, :, :]
    possible[tuple(meetup.met.T)] = True
    return possible


def rules_of(meetup: Meetup, person: Index, host: Index, round_: Index) -> list[Told]:
    """Return what each rule asks."""
    people, hosts = meetup.score.shape
    rounds = meetup.rounds
    seats = np.repeat(meetup.seats, rounds)
    everyone = np.stack([np.arange(people), np.full(people, -1)], axis=1)
    return [
        (Rule.SEATS, host * rounds + round_, _grid(hosts, rounds), 0, seats),
        (Rule.TWO_TABLES, person * rounds + round_, _grid(people, rounds), 0, 1),
        (Rule.AGAIN, person * hosts + host, _grid(people, hosts), 0, 1),
        companies(meetup, person, host),
        pairs(Rule.MUST, meetup.must, person * hosts + host, hosts),
        pairs(Rule.WISH, meetup.wish, person * hosts + host, hosts),
        (Rule.MIN_MEETINGS, person, everyone, meetup.minimum, np.inf),
    ]


def companies(meetup: Meetup, person: Index, host: Index) -> Told:
    """Return one row for each person and company of two hosts or more: at most one of them."""
    told, sizes = np.unique(meetup.company[meetup.company >= 0], return_counts=True)
    shared = told[sizes > 1]
    number = np.searchsorted(shared, meetup.company[host])
    found = np.append(shared, -2)[number] == meetup.company[host]
    people = len(meetup.people)
    who = np.column_stack([np.repeat(np.arange(people), len(shared)), np.tile(shared, people)])
    return Rule.COMPANY, np.where(found, person * len(shared) + number, -1), who, 0, 1


def _grid(first: int, second: int) -> Index:
    return np.stack([np.repeat(np.arange(first), second), np.tile(np.arange(second), first)], axis=1)


def pairs(rule: Rule, asked: Pairs, pair: Index, hosts: int) -> Told:
    """Return one row for each different pair: it meets."""
    different = np.unique(asked.reshape(-1, 2), axis=0)
    keys = different[:, 0] * hosts + different[:, 1]
    row = np.searchsorted(keys, pair)
    found = np.append(keys, -1)[row] == pair
    return rule, np.where(found, row, -1), different, 1, np.inf


def binding(told: Told, met: NDArray[Any]) -> Rows:
    """Return the rows of one rule that could bind, given which variables took place."""
    rule, row, who, lower, upper = told
    inside = np.flatnonzero(row >= 0)
    count = len(who)
    low = np.broadcast_to(np.asarray(lower, dtype=np.float64), count)
    high = np.maximum(upper, np.bincount(row[inside], met[inside], count)) if count else np.zeros(0)
    binds = (np.bincount(row[inside], minlength=count) > high) | (low > 0)
    ones = np.ones(len(inside), dtype=np.float64)
    matrix = csr_array((ones, (row[inside].astype(np.int32), inside.astype(np.int32))), shape=(count, len(row)))
    return Rows(matrix, low, high, np.full(count, rule, dtype=object), who).take(np.flatnonzero(binds))


def join(parts: list[Rows]) -> Rows:
    """Return the rows of several rules as one."""
    return Rows(
        vstack([part.matrix for part in parts], format="csr"),
        np.concatenate([part.lower for part in parts]),
        np.concatenate([part.upper for part in parts]),
        np.concatenate([part.rule for part in parts]),
        np.concatenate([part.who for part in parts]),
    )
