"""Why there is no plan: the rules that together make it impossible, none of them idle."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from matching.scheduling.certificates import Label, certificates
from matching.scheduling.model import Breach, Meetup, Pairs, Rule
from matching.scheduling.preview import MOST, Left
from matching.scheduling.program import binding, join, rules_of

Index = NDArray[np.int64]
_ROWS = (Rule.SEATS, Rule.TWO_TABLES, Rule.AGAIN, Rule.COMPANY)
_SINGLE = (Rule.PERSON_AWAY, Rule.HOST_AWAY, Rule.NEVER, Rule.PINNED)  # rules that fix meetings, one by one


@dataclass(frozen=True, slots=True)
class Cause:
    """Rules that no plan keeps together; none when there is a plan, or when time was too short to tell.

    Absences, tables and hosts of one person or host are told together, with their rounds in `numbers`.
    """

    rules: tuple[Breach, ...]
    minimal: bool = True  # without any one of them there is a plan for the others; False: time ended before the proof


def impossible(meetup: Meetup, left: Left = lambda: MOST) -> Cause:
    """Return why there is no plan, as well as it is known when `left()` seconds are over."""
    for labels in certificates(meetup):
        return Cause(_merged(meetup, labels))
    return _minimal(meetup, _asked(meetup), left)


def prevents_meeting(meetup: Meetup, person: int, host: int, left: Left = lambda: MOST) -> Cause:
    """Return why two do not meet; nothing when some plan lets them meet."""
    asked = replace(meetup, must=np.vstack([meetup.must, [[person, host]]]))
    found = _minimal(asked, _asked(asked), left)
    return _without(found, Breach(Rule.MUST, (meetup.people[person], meetup.hosts[host])))


def prevents_minimum(meetup: Meetup, person: int, left: Left = lambda: MOST) -> Cause:
    """Return what keeps one person from their minimum; nothing when some plan reaches it."""
    if meetup.rounds * len(meetup.hosts) < meetup.minimum[person]:  # no choice of meetings: what is short are rounds
        rounds = list(range(meetup.rounds))
        return Cause((Breach(Rule.TWO_TABLES, (meetup.people[person],), {"rounds": rounds}),))
    alone = np.where(np.arange(len(meetup.people)) == person, meetup.minimum, 0)
    pairs = _asked(meetup)
    pairs[person] = True
    found = _minimal(replace(meetup, minimum=alone), pairs, left, Rule.MIN_MEETINGS)
    minimum = {"minimum": int(meetup.minimum[person])}
    return _without(found, Breach(Rule.MIN_MEETINGS, (meetup.people[person],), minimum))


def _without(cause: Cause, own: Breach) -> Cause:
    return replace(cause, rules=tuple(breach for breach in cause.rules if breach != own))


def _asked(meetup: Meetup) -> NDArray[np.bool_]:
    """Return the pairs that must meet: a plan may do without all others, so only these can make it impossible."""
    pairs = np.zeros(meetup.score.shape, dtype=bool)
    pairs[tuple(meetup.must.T)] = True
    return pairs


@dataclass(frozen=True, slots=True)
class _Labelled:
    """Rules as rows, lower ≤ matrix · x ≤ upper, each with its label: a person, host or pair, and a round or -1."""

    matrix: Any
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    labels: list[Label]

    def feasible(self, rows: Sequence[int], left: Left) -> bool | None:
        """Return whether some choice of meetings keeps these rows; `None` when time is too short to tell."""
        chosen = list(rows)
        if not rows or not self.matrix.shape[1]:
            return bool(np.all(self.lower[chosen] <= 0))
        seconds = left()
        if seconds <= 0:
            return None
        found = scipy.optimize.milp(
            np.zeros(self.matrix.shape[1]),
            integrality=np.ones(self.matrix.shape[1]),
            bounds=(0, 1),
            constraints=scipy.optimize.LinearConstraint(self.matrix[chosen], self.lower[chosen], self.upper[chosen]),
            options={"time_limit": seconds},
        )
        return {0: True, 2: False}.get(found.status)


def _minimal(meetup: Meetup, pairs: NDArray[np.bool_], left: Left, *more: Rule) -> Cause:
    rules = _labelled(meetup, pairs, (Rule.MUST, *more))
    told: list[bool | None] = []

    def feasible(rows: Sequence[int]) -> bool:
        told.append(rules.feasible(rows, left))
        return told[-1] is not False  # what is not known to be a conflict is searched on, so what is found is one

    every = list(range(len(rules.labels)))
    if not every or feasible(every):
        return Cause((), minimal=None not in told)
    found = [rules.labels[row] for row in sorted(_quickxplain([], False, every, feasible))]
    return Cause(_merged(meetup, found), minimal=None not in told)


def _quickxplain(base: list[int], grown: bool, rows: list[int], feasible: Callable[[Sequence[int]], bool]) -> list[int]:
    """Return a minimal part of `rows` that is infeasible together with `base` (QuickXplain, Junker, AAAI 2004)."""
    if grown and not feasible(base):
        return []
    if len(rows) == 1:
        return rows
    first, second = rows[: len(rows) // 2], rows[len(rows) // 2 :]
    of_second = _quickxplain(base + first, True, second, feasible)
    of_first = _quickxplain(base + of_second, bool(of_second), first, feasible)
    return of_first + of_second


def _labelled(meetup: Meetup, pairs: NDArray[np.bool_], asked: tuple[Rule, ...]) -> _Labelled:
    """Return the rules as rows over the meetings of some pairs, with absences and forbidden pairs as rows, too."""
    facts = np.zeros((*meetup.score.shape, meetup.rounds), dtype=bool)
    facts[tuple(meetup.met.T)] = True
    meeting = np.nonzero(pairs[:, :, None] | facts)
    met = facts[meeting]
    told = rules_of(replace(meetup, must=_open_musts(meetup)), *meeting)
    rows = join([binding(one, met) for one in told]).of(*_ROWS, *asked)
    matrix, labels = _single(meetup, meeting, met)
    fixed = np.array([float(rule == Rule.PINNED) for rule, *_ in labels])
    return _Labelled(
        vstack([rows.matrix, matrix], format="csr"),
        np.concatenate([rows.lower, fixed]),
        np.concatenate([rows.upper, fixed]),
        [_label(rule, *who) for rule, who in zip(rows.rule, rows.who.tolist(), strict=True)] + labels,
    )


def _open_musts(meetup: Meetup) -> Pairs:
    """Return the pairs that must meet and have not: whatever else is given up, those that have met stay."""
    met = np.zeros(meetup.score.shape, dtype=bool)
    met[tuple(meetup.met[:, :2].T)] = True
    return np.asarray(meetup.must[~met[tuple(meetup.must.T)]])


def _label(rule: Rule, first: int, second: int) -> Label:
    return (Rule(rule), first, -1, second) if rule in (Rule.SEATS, Rule.TWO_TABLES) else (Rule(rule), first, second, -1)


def _single(meetup: Meetup, meeting: tuple[Index, ...], met: NDArray[np.bool_]) -> tuple[Any, list[Label]]:
    """Return a row for each absence, forbidden pair and meeting that took place, over what it fixes."""
    person, host, round_ = meeting
    never = np.zeros(meetup.score.shape, dtype=bool)
    never[tuple(meetup.never.T)] = True
    none = np.full(len(person), -1)
    fixed = (
        (~meetup.person_free[person, round_] & ~met, (person, none, round_)),
        (~meetup.host_free[host, round_] & ~met, (host, none, round_)),
        (never[person, host] & ~met, (person, host, none)),
        (met, (person, host, round_)),
    )
    keys = [np.stack([np.full(len(person), n), *who])[:, mask] for n, (mask, who) in enumerate(fixed)]
    columns = np.concatenate([np.flatnonzero(mask) for mask, _ in fixed])
    different, row = np.unique(np.concatenate(keys, axis=1), axis=1, return_inverse=True)
    matrix = csr_array((np.ones(len(columns)), (row.ravel(), columns)), shape=(different.shape[1], len(person)))
    return matrix, [(_SINGLE[n], *who) for n, *who in different.T.tolist()]


def _merged(meetup: Meetup, labels: list[Label]) -> tuple[Breach, ...]:
    """Return the rules with identifiers; what differs only in its round is one, with all its rounds."""
    rounds: dict[tuple[Rule, int, int], list[int]] = {}
    for rule, first, second, round_ in labels:
        rounds.setdefault((rule, first, second), []).extend([round_] if round_ >= 0 else [])
    order = {rule: number for number, rule in enumerate(Rule)}
    ranked = sorted(rounds.items(), key=lambda item: (order[item[0][0]], *item[0][1:]))
    return tuple(
        Breach(rule, _who(meetup, rule, first, second), _numbers(meetup, rule, first, sorted(told)))
        for (rule, first, second), told in ranked
    )


def _who(meetup: Meetup, rule: Rule, first: int, second: int) -> tuple[str, ...]:
    if rule in (Rule.SEATS, Rule.HOST_AWAY):
        return (meetup.hosts[first],)
    if rule == Rule.COMPANY:
        return (meetup.people[first], *(meetup.hosts[host] for host in np.flatnonzero(meetup.company == second)))
    return (meetup.people[first],) if second < 0 else (meetup.people[first], meetup.hosts[second])


def _numbers(meetup: Meetup, rule: Rule, first: int, rounds: list[int]) -> dict[str, Any]:
    numbers: dict[str, Any] = {"rounds": rounds} if rounds else {}
    if rule == Rule.SEATS:
        numbers["seats"] = int(meetup.seats[first])
    if rule == Rule.MIN_MEETINGS:
        numbers["minimum"] = int(meetup.minimum[first])
    return numbers
