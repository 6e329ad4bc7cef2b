"""Small random meetups, and a second, plain model of a meetup, in another solver: what the best plan reaches."""

from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from matching.scheduling.model import Aim, Meetup

UNIT = 1000  # scores have three decimals


def meetup(seed: int) -> Meetup:
    """Return a small meetup with every kind of rule; some have no plan."""
    draw = np.random.default_rng(seed)
    people, hosts, rounds = (int(draw.integers(1, most + 1)) for most in (6, 5, 4))
    pairs = np.stack(np.divmod(draw.permutation(people * hosts), hosts), axis=1)
    kinds = np.searchsorted(np.cumsum([0.06, 0.15, 0.15, 0.06]) * (draw.random() < 0.8), draw.random(len(pairs)))
    met = pairs[kinds == 3]
    tight = draw.choice([0.0, 0.1, 0.4])
    return Meetup(
        rounds=rounds,
        people=tuple(f"J{number}" for number in range(people)),
        hosts=tuple(f"P{number}" for number in range(hosts)),
        score=draw.integers(0, UNIT + 1, (people, hosts)) / UNIT,
        person_free=draw.random((people, rounds)) >= tight,
        host_free=draw.random((hosts, rounds)) >= tight,
        seats=draw.integers(1, draw.integers(2, 4), hosts),
        company=np.where(draw.random(hosts) < 0.4, draw.integers(0, 2, hosts), -1),
        minimum=draw.integers(0, rounds + 1, people),
        must=pairs[kinds == 0],
        wish=pairs[kinds == 1],
        never=pairs[kinds == 2],
        met=np.column_stack([met, draw.integers(0, rounds, len(met))]),
        aims=tuple(Aim(aim) for aim in draw.permutation([aim.value for aim in Aim])[: draw.integers(1, 5)]),
    )


def best_values(asked: Meetup) -> list[int] | None:
    """Return the best value of each aim in turn, the former kept, scores in thousandths; `None` when no plan is."""
    model = cp_model.CpModel()
    there = _variables(asked, model)
    _rules(asked, model, there)
    goals = {aim: _goal(asked, model, there, aim) for aim in asked.aims}
    values = []
    for aim in asked.aims:
        model.maximize(goals[aim])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return None
        assert status == cp_model.OPTIMAL
        values.append(round(solver.objective_value))
        model.add(goals[aim] >= values[-1])
    return values


def _variables(asked: Meetup, model: cp_model.CpModel) -> dict[tuple[int, int, int], Any]:
    never, met = set(map(tuple, asked.never.tolist())), set(map(tuple, asked.met.tolist()))
    there = {}
    for person in range(len(asked.people)):
        for host in range(len(asked.hosts)):
            for round_ in range(asked.rounds):
                free = asked.person_free[person, round_] and asked.host_free[host, round_]
                if (person, host, round_) in met or (free and (person, host) not in never):
                    there[person, host, round_] = model.new_bool_var("")
    for meeting in met:
        model.add(there[meeting] == 1)
    return there


def _rules(asked: Meetup, model: cp_model.CpModel, there: dict[tuple[int, int, int], Any]) -> None:
    met = set(map(tuple, asked.met.tolist()))

    def at_most(most: int, inside: Any) -> None:
        some = [key for key in there if inside(*key)]
        model.add(sum(there[key] for key in some) <= max(most, len(met.intersection(some))))

    for round_ in range(asked.rounds):
        for host, seats in enumerate(asked.seats.tolist()):
            at_most(seats, lambda p, h, r, host=host, round_=round_: (h, r) == (host, round_))
        for person in range(len(asked.people)):
            at_most(1, lambda p, h, r, person=person, round_=round_: (p, r) == (person, round_))
    for person in range(len(asked.people)):
        for host in range(len(asked.hosts)):
            at_most(1, lambda p, h, r, person=person, host=host: (p, h) == (person, host))
        for company in set(asked.company.tolist()) - {-1}:
            members = np.flatnonzero(asked.company == company).tolist()
            at_most(1, lambda p, h, r, person=person, members=members: p == person and h in members)
    for pair in asked.must.tolist():
        model.add(sum(one for key, one in there.items() if list(key[:2]) == pair) >= 1)


def _goal(asked: Meetup, model: cp_model.CpModel, there: dict[tuple[int, int, int], Any], aim: Aim) -> Any:
    scores = (asked.score * UNIT).round().astype(int)
    totals = {person: 0 for person, _, _ in there}
    counts = dict.fromkeys(range(len(asked.people)), 0)
    for (person, host, _), one in there.items():
        totals[person] += int(scores[person, host]) * one
        counts[person] += one
    if aim is Aim.TOTAL:
        return sum(totals.values())
    if aim is Aim.WISHES:
        wishes = set(map(tuple, asked.wish.tolist()))
        return sum(one for key, one in there.items() if key[:2] in wishes)
    if aim is Aim.WORST_OFF:
        least = model.new_int_var(0, UNIT * asked.rounds * len(asked.hosts), "")
        for total in totals.values():
            model.add(least <= total)
        if not totals:
            model.add(least == 0)
        return least
    short = []
    for person, asked_for in enumerate(asked.minimum.tolist()):
        short.append(model.new_int_var(0, asked.rounds, ""))
        model.add(short[-1] + counts[person] >= asked_for)
    return -sum(short)


def plain(people: int, hosts: int, rounds: int, score: Any = None, minimum: Any = 0) -> Meetup:
    """Return a meetup without absences and rules, with tables for one; scores are drawn where none are given."""
    drawn = np.random.default_rng(0).integers(0, UNIT + 1, (people, hosts)) / UNIT
    none = np.zeros((0, 2), dtype=np.int64)
    return Meetup(
        rounds=rounds,
        people=tuple(f"J{number}" for number in range(people)),
        hosts=tuple(f"P{number}" for number in range(hosts)),
        score=drawn if score is None else np.array(score),
        person_free=np.ones((people, rounds), dtype=bool),
        host_free=np.ones((hosts, rounds), dtype=bool),
        seats=np.ones(hosts, dtype=np.int64),
        company=np.full(hosts, -1),
        minimum=np.broadcast_to(minimum, people),
        must=none,
        wish=none,
        never=none,
        met=np.zeros((0, 3), dtype=np.int64),
    )
