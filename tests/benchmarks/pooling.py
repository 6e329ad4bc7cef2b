"""How fast part-time openings are pooled, beside every set judged one by one on an instance that bears it.

The openings are drawn: of all hours, times and employers, with places and dates that are partly unknown.
"""

import sys
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from threadpoolctl import threadpool_limits

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from matching.enums import TravelMode  # noqa: E402
from matching.pooling.fits import fits_of  # noqa: E402
from matching.pooling.law import ADULT  # noqa: E402
from matching.pooling.model import Parts, Wanted  # noqa: E402
from matching.pooling.search import best_sets  # noqa: E402
from tests.benchmarks.measuring import timed  # noqa: E402
from tests.matching.test_pooling import brute, drawn  # noqa: E402

Row = dict[str, Any]
MANY, FEW, TOP, SEEDS = 1_000, 24, 10, range(5)
WANTED = Wanted(35, 35)


def rows(data: Path) -> list[Row]:
    """Return the measures of the best sets; no data is read."""
    with threadpool_limits(1):
        return [_beside_brute_force(), _many()]


def _beside_brute_force() -> Row:
    ours, theirs, same = [], [], 0
    for seed in SEEDS:
        parts = drawn(FEW, seed)
        seconds, found = timed(partial(_best, parts))
        peer, expected = timed(partial(brute, parts, WANTED, ADULT, TOP))
        ours.append(seconds)
        theirs.append(peer)
        same += [round(score, 9) for score, _ in found] == [round(score, 9) for score, _ in expected]
    return {
        "measure": f"{TOP} best pools of {FEW} openings",
        "median ms": 1e3 * median(ours),
        "brute force, median ms": 1e3 * median(theirs),
        "times faster": median(theirs) / median(ours),
        "same scores": f"{same} of {len(SEEDS)}",
    }


def _many() -> Row:
    times = [timed(partial(_best, drawn(MANY, seed)))[0] for seed in SEEDS]
    return {
        "measure": f"{TOP} best pools of {MANY:,} openings",
        "median ms": 1e3 * median(times),
        "slowest ms": 1e3 * max(times),
    }


def _best(parts: Parts) -> list[tuple[float, tuple[int, ...]]]:
    return best_sets(parts, fits_of(parts, TravelMode.TRANSIT, 60.0, ADULT), WANTED, ADULT, TOP)


if __name__ == "__main__":
    for one in rows(ROOT):
        print(one)
