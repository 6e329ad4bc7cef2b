"""How fast a cohort is assigned, beside the solvers that do the same, on the same instance in the same run.

The instance: 5,000 people, 500 places of 10, 2.5 million scored pairs. Peers get what they want to eat (arcs, an
expanded square matrix); what that takes is told apart. Stable assignment is measured at that size, and beside PyPI's
package `matching` at 500 × 50, in an environment of its own (build/peer-venv) that is made when it is not there.
Ratios are of the processor's times, on one thread each: others may be at work on the machine.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from matching.assignment.model import Floats, Ints, problem_of  # noqa: E402
from matching.assignment.solve import assign  # noqa: E402
from matching.assignment.stability import deferred_acceptance  # noqa: E402

Row = dict[str, Any]
PEER = "matching==1.4.3"
SCALE = 10_000  # of peers that want whole numbers: the scores have three decimals
_CHILD = """
import json, sys, time
from matching.games import HospitalResident
people, places, capacities = json.load(sys.stdin)
start = time.process_time()
game = HospitalResident.create_from_dictionaries(people, places, capacities)
solved = game.solve(optimal="resident")
seconds = time.process_time() - start
print(json.dumps([seconds, {str(h): [str(r) for r in rs] for h, rs in solved.items()}]))
"""


def rows(data: Path | None = None) -> list[Row]:
    """Return the measures; no data is needed but the seeds."""
    with threadpool_limits(1):
        found = [*_cohort("", *instance(5_000, 500, 0)), *_cohort(", many ties at 1", *crowded_at_one(5_000, 500, 0))]
        score, capacity = instance(5_000, 500, 0)
        stable, pairs = _best_of(3, lambda: deferred_acceptance(score, score, capacity))
        total = float(score[pairs[:, 0], pairs[:, 1]].sum())
        return [*found, _row("stable, 5,000 × 500 places of 10", stable, total), *_yardstick()]


def _cohort(what: str, score: Floats, capacity: Ints) -> list[Row]:
    ours, found = _best_of(3, lambda: assign(problem_of(score, capacity)))
    row = _row(f"assign 5,000 × 500 places of 10{what}", ours, found.total)
    prices = {"gap": found.gap, "least price": found.prices.min(), "greatest price": found.prices.max()}
    measured = [row | {name: float(value) for name, value in prices.items()}]
    for name, peer in (("ortools flow, all arcs", _ortools), ("POT emd", _pot), ("scipy LSA, expanded", _scipy)):
        prepared, seconds, total = peer(score, capacity)
        same = {"same total": abs(total - found.total) < 1e-6 * found.total}
        measured.append(_row(f"{name}{what}", seconds, total) | same | _ratios(ours, seconds, prepared))
    return measured


def instance(people: int, places: int, seed: int, spread: float = 0.13) -> tuple[Floats, Ints]:
    """Return scores with six hidden tastes, and seats for all; hardly anybody's best place is worth more than 1."""
    draw = np.random.default_rng(seed)
    u, v = draw.standard_normal((people, 6)), draw.standard_normal((places, 6))
    noise = draw.standard_normal((people, places))
    score = np.clip(0.5 + spread * (u @ v.T) / 6**0.5 + 0.1 * noise, 0.01, 1).round(3)
    return score, np.full(places, people // places)


def crowded_at_one(people: int, places: int, seed: int) -> tuple[Floats, Ints]:
    """Return scores twice as spread: nearly everybody has places worth 1, all alike."""
    return instance(people, places, seed, 0.26)


class Seconds(NamedTuple):
    """How long something took: the processor's time, and the clock's."""

    processor: float
    wall: float


def _best_of(times: int, run: Callable[[], Any]) -> tuple[Seconds, Any]:
    found = [_timed(run) for _ in range(times)]
    return min(found, key=lambda pair: pair[0])


def _timed(run: Callable[[], Any]) -> tuple[Seconds, Any]:
    start, wall = time.process_time(), time.perf_counter()
    found = run()
    return Seconds(time.process_time() - start, time.perf_counter() - wall), found


def _row(name: str, seconds: Seconds, total: float) -> Row:
    return {"measure": name, "median ms": 1e3 * seconds.processor, "wall ms": 1e3 * seconds.wall, "total": total}


def _ratios(ours: Seconds, seconds: Seconds, prepared: Seconds) -> Row:
    return {
        "× ours": seconds.processor / ours.processor,
        "× ours, wall": seconds.wall / ours.wall,
        "× ours, with preparation": (seconds.processor + prepared.processor) / ours.processor,
    }


def _ortools(score: Floats, capacity: Ints) -> tuple[Seconds, Seconds, float]:
    """Return seconds to prepare, seconds to solve, and the total."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    people, places = score.shape
    solver = SimpleMinCostFlow()

    def prepare() -> None:
        person, place = np.divmod(np.arange(score.size), places)
        cost = -np.rint(score.ravel() * SCALE).astype(np.int64)
        solver.add_arcs_with_capacity_and_unit_cost(person, people + place, np.ones(score.size, np.int64), cost)
        column, sink = np.arange(places), np.full(places, people + places)
        solver.add_arcs_with_capacity_and_unit_cost(people + column, sink, capacity, np.zeros(places, np.int64))
        supply = np.concatenate([np.ones(people, np.int64), np.zeros(places, np.int64), [-people]])
        solver.set_nodes_supplies(np.arange(people + places + 1), supply)

    prepared, _ = _timed(prepare)
    seconds, _ = _timed(solver.solve)
    return prepared, seconds, -solver.optimal_cost() / SCALE


def _pot(score: Floats, capacity: Ints) -> tuple[Seconds, Seconds, float]:
    import ot

    prepared, cost = _timed(lambda: np.ascontiguousarray(1 - score))
    mass = np.ones(len(score)), capacity.astype(float)
    seconds, plan = _timed(lambda: ot.emd(*mass, cost, numItermax=10_000_000))
    return prepared, seconds, float((plan * score).sum())


def _scipy(score: Floats, capacity: Ints) -> tuple[Seconds, Seconds, float]:
    from scipy.optimize import linear_sum_assignment

    prepared, square = _timed(lambda: np.repeat(score, capacity, axis=1))
    seconds, (row, column) = _timed(lambda: linear_sum_assignment(square, maximize=True))
    return prepared, seconds, float(square[row, column].sum())


def _yardstick() -> list[Row]:
    """Return both times of a stable assignment at 500 × 50, or none when the package cannot be had."""
    python = _peer_python()
    if python is None:
        return []
    score, capacity = instance(500, 50, 1)
    wanted, fitting = (score + np.random.default_rng(n).random(score.shape) * 1e-6 for n in (1, 2))  # no ties
    ours, pairs = _best_of(5, lambda: deferred_acceptance(wanted, fitting, capacity))
    asked = (
        {f"r{i}": [f"h{j}" for j in np.argsort(-wanted[i]).tolist()] for i in range(500)},
        {f"h{j}": [f"r{i}" for i in np.argsort(-fitting[:, j]).tolist()] for j in range(50)},
        {f"h{j}": int(seats) for j, seats in enumerate(capacity)},
    )
    done = subprocess.run(
        [str(python), "-I", "-c", _CHILD], input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(f"yardstick left out: {PEER} failed: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return []
    seconds, solved = json.loads(done.stdout)
    theirs = sorted((int(r[1:]), int(h[1:])) for h, people in solved.items() for r in people)
    row = {"measure": f"stable, 500 × 50 ({PEER})", "median ms": 1e3 * seconds, "× ours": seconds / ours.processor}
    return [
        {"measure": "stable, 500 × 50", "median ms": 1e3 * ours.processor},
        row | {"same total": theirs == [tuple(pair) for pair in pairs.tolist()]},
    ]


def _peer_python() -> Path | None:
    """Return the interpreter of an environment that has the package, never ours: its name is that of our engine."""
    home = ROOT / "build" / "peer-venv"
    python = home / "bin" / "python"
    uv = str(Path(sys.executable).with_name("uv"))
    steps = [[uv, "venv", "--clear", "--python", sys.executable, str(home)]] if not python.exists() else []
    for step in [*steps, [uv, "pip", "install", "--quiet", "--python", str(python), PEER]]:
        try:
            done = subprocess.run(step, capture_output=True, text=True, check=False)
        except OSError as error:
            print(f"yardstick left out: {error}", file=sys.stderr)
            return None
        if done.returncode:
            print(f"yardstick left out: {done.stderr.strip()}", file=sys.stderr)
            return None
    return python


if __name__ == "__main__":
    for measured in rows():
        print(json.dumps(measured, ensure_ascii=False))
