"""Why there is no plan: the rules that together make it impossible, none of them idle."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from matching.scheduling.model import Breach, Meetup, Pairs, Rule
from matching.scheduling.program import Program, program_of

Index = NDArray[np.int64]
_Label = tuple[Rule, int, int, int]  # rule, who (as in program.py), round; -1 = none
_ROWS = (Rule.SEATS, Rule.TWO_TABLES, Rule.AGAIN, Rule.COMPANY)
_SINGLE = (Rule.PERSON_AWAY, Rule.HOST_AWAY, Rule.NEVER, Rule.PINNED)  # rules that fix meetings, one by one


def impossible(meetup: Meetup) -> tuple[Breach, ...]:
    """Return a minimal set of rules that no plan keeps together; nothing when there is a plan.

    Minimal: without any one of them there is a plan for the others. Absences, tables and hosts of one person or host
    are told together, with their rounds in `numbers`.
    """
    return _minimal(meetup, _asked(meetup))


def prevents_meeting(meetup: Meetup, person: int, host: int) -> tuple[Breach, ...]:
    """Return a minimal set of rules that keep two from meeting; nothing when some plan lets them meet."""
    asked = replace(meetup, must=np.vstack([meetup.must, [[person, host]]]))
    found = _minimal(asked, _asked(asked))
    own = Breach(Rule.MUST, (meetup.people[person], meetup.hosts[host]))
    return tuple(breach for breach in found if breach != own)


def prevents_minimum(meetup: Meetup, person: int) -> tuple[Breach, ...]:
    """Return a minimal set of rules that keep one person from their minimum; nothing when some plan reaches it."""
    alone = np.where(np.arange(len(meetup.people)) == person, meetup.minimum, 0)
    pairs = _asked(meetup)
    pairs[person] = True
    found = _minimal(replace(meetup, minimum=alone), pairs, Rule.MIN_MEETINGS)
    return tuple(breach for breach in found if breach.rule != Rule.MIN_MEETINGS)


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
    labels: list[_Label]

    def feasible(self, rows: Sequence[int]) -> bool:
        """Return whether some choice of meetings keeps these rows."""
        chosen = list(rows)
        if not rows or not self.matrix.shape[1]:
            return bool(np.all(self.lower[chosen] <= 0))
        kept = LinearConstraint(self.matrix[chosen], self.lower[chosen], self.upper[chosen])
        columns = self.matrix.shape[1]
        return bool(milp(np.zeros(columns), integrality=np.ones(columns), bounds=(0, 1), constraints=kept).status != 2)


def _minimal(meetup: Meetup, pairs: NDArray[np.bool_], *more: Rule) -> tuple[Breach, ...]:
    rules = _labelled(meetup, pairs, (Rule.MUST, *more))
    every = list(range(len(rules.labels)))
    if not every or rules.feasible(every):
        return ()
    found = [rules.labels[row] for row in sorted(_quickxplain([], False, every, rules.feasible))]
    return _merged(meetup, found)


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
    everywhere = replace(
        meetup,
        person_free=np.ones_like(meetup.person_free),
        host_free=np.ones_like(meetup.host_free),
        never=np.argwhere(~pairs),
        must=_open_musts(meetup),
    )
    program = program_of(everywhere)
    rows = program.rows.of(*_ROWS, *asked)
    matrix, labels = _single(meetup, program)
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


def _label(rule: Rule, first: int, second: int) -> _Label:
    return (Rule(rule), first, -1, second) if rule in (Rule.SEATS, Rule.TWO_TABLES) else (Rule(rule), first, second, -1)


def _single(meetup: Meetup, program: Program) -> tuple[Any, list[_Label]]:
    """Return a row for each absence, forbidden pair and meeting that took place, over what it fixes."""
    person, host, round_, met = program.person, program.host, program.round, program.met
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


def _merged(meetup: Meetup, labels: list[_Label]) -> tuple[Breach, ...]:
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
