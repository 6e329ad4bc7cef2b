"""Planning again on the day, beside the same task given whole to HiGHS: the fewest seats, and the time it takes.

111 people × 60 hosts × 8 rounds, 5 people absent, 2 late, and once 3 hosts gone as well, before round 3.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import LinearConstraint, milp
from threadpoolctl import threadpool_limits

from matching.scheduling.aims import with_shortage
from matching.scheduling.day import on_the_day, without
from matching.scheduling.model import Meetings, Meetup
from matching.scheduling.nearest import changes_of
from matching.scheduling.preview import preview
from matching.scheduling.program import program_of, whole_of
from matching.scheduling.replan import replan
from tests.benchmarks.measuring import timed

Row = dict[str, Any]
PEOPLE, HOSTS, ROUNDS, NOW, SEEDS = 111, 60, 8, 2, 5


def rows(data: Path) -> list[Row]:
    """Return one row for each kind of day; the data folder is not needed."""
    with threadpool_limits(1):
        return [_row("5 absent, 2 late", 0), _row("5 absent, 2 late, 3 hosts gone", 3)]


def _row(measure: str, hosts_gone: int) -> Row:
    ours, whole, changed, bound, least = [], [], [], [], []
    for seed in range(SEEDS):
        meetup, published = a_day(seed, hosts_gone)
        seconds, found = timed(lambda meetup=meetup, published=published: replan(meetup, published, lambda: 60.0))
        peer, fewest = timed(lambda meetup=meetup, published=published: _whole(meetup, published))
        ours.append(seconds)
        whole.append(peer)
        changed.append(found.changed)
        bound.append(found.changed_bound)
        least.append(fewest)
    return {
        "measure": f"replan, {measure}",
        "median ms": 1e3 * float(np.median(ours)),
        "slowest ms": 1e3 * max(ours),
        "HiGHS, whole program, median ms": 1e3 * float(np.median(whole)),
        "times faster": float(np.median(whole)) / float(np.median(ours)),
        "seats changed": changed,
        "proven fewest": bound,
        "HiGHS, seats changed": least,
    }


def a_day(seed: int, hosts_gone: int) -> tuple[Meetup, Meetings]:
    """Return a meetup of random likings on its day, and the plan that was published."""
    draw = np.random.default_rng(seed)
    people, hosts = draw.standard_normal((PEOPLE, 6)), draw.standard_normal((HOSTS, 6))
    liking = 0.5 + 0.26 * (people @ hosts.T) / 6**0.5 + 0.1 * draw.standard_normal((PEOPLE, HOSTS))
    none = np.empty((0, 2), dtype=np.int64)
    meetup = Meetup(
        rounds=ROUNDS,
        people=tuple(f"J{number}" for number in range(PEOPLE)),
        hosts=tuple(f"P{number}" for number in range(HOSTS)),
        score=np.clip(liking, 0.01, 1).round(3),
        person_free=draw.random((PEOPLE, ROUNDS)) > 0.1,
        host_free=draw.random((HOSTS, ROUNDS)) > 0.1,
        seats=np.ones(HOSTS, dtype=np.int64),
        company=np.full(HOSTS, -1),
        minimum=np.full(PEOPLE, 3),
        **{"must": none, "wish": none, "never": none, "met": np.empty((0, 3), dtype=np.int64)},
    )
    published = preview(meetup)
    chosen, past = draw.permutation(PEOPLE)[:7], np.arange(ROUNDS)
    for person in chosen[:5]:
        meetup = without(meetup, f"J{person}", past >= 0)
    for person in chosen[5:]:
        meetup = without(meetup, f"J{person}", past < NOW + 2)
    for host in draw.permutation(HOSTS)[:hosts_gone]:
        meetup = without(meetup, f"P{host}", past >= NOW)
    return on_the_day(replace(meetup), published, NOW), published


def _whole(meetup: Meetup, published: Meetings) -> int:
    """Return the fewest seats that change, from the whole program at once."""
    program = program_of(meetup)
    linear, less = with_shortage(whole_of(program, np.arange(len(program.person))), meetup)
    seats, changes = changes_of(meetup, program, published)
    price = int(meetup.person_free.sum()) + 1
    cost = np.pad(changes, (0, len(less) - len(changes))) - price * less
    found = milp(
        cost,
        integrality=linear.whole.astype(int),
        bounds=(linear.low, linear.high),
        constraints=LinearConstraint(linear.matrix, linear.lower, linear.upper),
        options={"mip_rel_gap": 0},
    )
    return seats + round(found.fun + price * (less @ found.x))


if __name__ == "__main__":
    for row in rows(Path()):
        print(row)
