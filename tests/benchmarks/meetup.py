"""How fast meetups are planned, how near to the proven best, and what CP-SAT has in sixty times that time.

The instances are those of the project's notes: 111 young people, 60 hosts, 8 rounds, one absence in ten.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from matching.scheduling.model import Aim, Meetup, Plan
from matching.scheduling.preview import preview
from matching.scheduling.program import program_of, whole_of
from matching.scheduling.solve import plan
from tests.benchmarks.measuring import peak_mb

Row = dict[str, Any]
SEEDS, PATIENCE = range(5), 60  # the peer may take so many times as long
WORST_OFF_FIRST = (Aim.MINIMUM, Aim.WORST_OFF, Aim.TOTAL)


def rows(data: Path) -> list[Row]:
    """Return the measures of planning; no data is read."""
    usual = [meetup(seed) for seed in SEEDS]
    ruled = [with_rules(meetup(seed), seed) for seed in SEEDS]
    small = [with_tables(meetup(seed, 24, 9, 6), seed) for seed in SEEDS]
    plans = [timed(one, 20) for one in usual]
    return [
        _preview(usual, [found for _, found in plans]),
        {**_row("111 × 60 × 8, 3 each", plans), **_peer(usual, plans)},
        _row("the same, tables of 1-4, musts, wishes, nevers, companies", [timed(one, 20) for one in ruled]),
        _row("24 × 9 × 6, tables of 1-4, 3 each", [timed(one, 20) for one in small]),
        _row("the same, worst-off first", [timed(replace(one, aims=WORST_OFF_FIRST), 20) for one in small]),
        _row("111 × 60 × 8, worst-off first", [timed(replace(one, aims=WORST_OFF_FIRST), 30) for one in usual[:2]]),
        json.loads(subprocess.run([sys.executable, __file__, "large"], check=True, capture_output=True).stdout),
    ]


def meetup(seed: int, people: int = 111, hosts: int = 60, rounds: int = 8) -> Meetup:
    """Return a meetup of single seats with a minimum of three meetings each."""
    draw = np.random.default_rng(seed)
    one, other = draw.standard_normal((people, 6)), draw.standard_normal((hosts, 6))
    noise = draw.standard_normal((people, hosts))
    none = np.zeros((0, 2), dtype=np.int64)
    return Meetup(
        rounds=rounds,
        people=tuple(f"J{number}" for number in range(people)),
        hosts=tuple(f"P{number}" for number in range(hosts)),
        score=np.clip(0.5 + 0.26 * (one @ other.T) / 6**0.5 + 0.1 * noise, 0.01, 1).round(3),
        person_free=draw.random((people, rounds)) > 0.1,
        host_free=draw.random((hosts, rounds)) > 0.1,
        seats=np.ones(hosts, dtype=np.int64),
        company=np.full(hosts, -1),
        minimum=np.full(people, 3),
        must=none,
        wish=none,
        never=none,
        met=np.zeros((0, 3), dtype=np.int64),
        aims=(Aim.MINIMUM, Aim.WISHES, Aim.TOTAL),
    )


def with_tables(asked: Meetup, seed: int) -> Meetup:
    """Return the meetup with tables of one to four seats."""
    return replace(asked, seats=np.random.default_rng(seed).integers(1, 5, len(asked.hosts)))


def with_rules(asked: Meetup, seed: int) -> Meetup:
    """Return the meetup with tables, pairs of every kind, and half of the hosts in companies of about three."""
    draw = np.random.default_rng(1_000 + seed)
    people, hosts = asked.score.shape
    pairs = np.stack(np.divmod(draw.permutation(people * hosts), hosts), axis=1)
    must, wish, never, _ = np.split(pairs, np.cumsum([people // 5, people // 2, people]))
    return replace(
        with_tables(asked, seed),
        company=np.where(draw.random(hosts) < 0.5, draw.integers(0, hosts // 6, hosts), -1),
        must=must[np.unique(must[:, 0], return_index=True)[1]],
        wish=wish,
        never=never,
    )


def timed(asked: Meetup, seconds: float) -> tuple[float, Plan]:
    """Return the seconds that planning takes, and the plan."""
    begin = time.perf_counter()
    found = plan(asked, lambda: begin + seconds - time.perf_counter())
    return time.perf_counter() - begin, found


def _row(name: str, plans: list[tuple[float, Plan]]) -> Row:
    proved = sum(not found.stopped for _, found in plans)
    row: Row = {"measure": f"meetup {name}", "median ms": 1e3 * median(seconds for seconds, _ in plans)}
    row |= {"max ms": 1e3 * max(seconds for seconds, _ in plans), "proved": f"{proved} of {len(plans)}"}
    for aim in (Aim.WORST_OFF, Aim.TOTAL):
        reached = [one for _, found in plans for one in found.aims if one.aim is aim]
        row |= {f"{aim} gap %": max(100 * (one.bound - one.value) / one.bound for one in reached)} if reached else {}
    return row


def _preview(meetups: list[Meetup], plans: list[Plan]) -> Row:
    seconds, shares, short = [], [], 0
    for asked, best in zip(meetups, plans, strict=True):
        begin = time.perf_counter()
        meetings = preview(asked)
        seconds.append(time.perf_counter() - begin)
        shares.append(asked.score[meetings[:, 0], meetings[:, 1]].sum() / best.bound)
        short += np.maximum(asked.minimum - np.bincount(meetings[:, 0], minlength=len(asked.people)), 0).sum()
    least = {"least % of the best": 100 * min(shares), "meetings short": int(short)}
    return {"measure": "meetup preview 111 × 60 × 8", "median ms": 1e3 * median(seconds), **least}


def _peer(meetups: list[Meetup], plans: list[tuple[float, Plan]]) -> Row:
    """Return what CP-SAT with two workers has after `PATIENCE` times our time, or its time if it ends."""
    shares, times = [], []
    for asked, (seconds, found) in zip(meetups, plans, strict=True):
        took, total = _cp_sat(asked, PATIENCE * seconds)
        shares.append(total / found.bound)
        times.append(took / seconds)
    return {"CP-SAT time ÷ ours, at least": min(times), "CP-SAT % of the best by then": 100 * max(shares)}


def _cp_sat(asked: Meetup, seconds: float) -> tuple[float, float]:
    from ortools.sat.python import cp_model

    program = program_of(asked)
    linear = whole_of(program, np.arange(len(program.person)))
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in linear.person]
    counts = linear.per_person(len(asked.people))
    for matrix, lower, upper in ((linear.matrix, linear.lower, linear.upper), (counts, asked.minimum, np.inf)):
        bounds = zip(np.broadcast_to(lower, matrix.shape[0]), np.broadcast_to(upper, matrix.shape[0]), strict=True)
        for row, (low, high) in enumerate(bounds):
            inside = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
            most = len(inside) if np.isinf(high) else int(high)
            model.add_linear_constraint(sum(chosen[column] for column in inside), int(low), most)
    model.maximize(sum(round(1e3 * score) * one for score, one in zip(linear.score, chosen, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds
    begin = time.perf_counter()
    ended = solver.solve(model)
    found = ended in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return time.perf_counter() - begin, solver.objective_value / 1e3 if found else 0.0


def _large() -> Row:
    row = _row("500 × 200 × 10, 3 each", [timed(meetup(0, 500, 200, 10), 60)])
    return row | {"peak MB": peak_mb()}


if __name__ == "__main__":
    wanted: Callable[[], list[Row]] = (lambda: [_large()]) if sys.argv[1:] == ["large"] else (lambda: rows(Path()))
    for one in wanted():
        print(json.dumps(one, ensure_ascii=False, default=float))
