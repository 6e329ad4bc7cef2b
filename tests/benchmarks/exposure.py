"""Crowding: expected matches of two-sided lists, time and memory of a large market, the front of the prices.

Each beside its peer on the same instance: the product of both scores and one-sided lists; dual ascent on over-exposure
(prices that rise for all rows at once); and, for sparse pairs, one plain sort of all of them.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
from scipy.sparse import csr_array  # noqa: E402
from threadpoolctl import threadpool_limits  # noqa: E402

from matching.exposure import (  # noqa: E402
    ALPHAS,
    Cap,
    Choices,
    Lists,
    best_lists,
    capped_lists,
    choices,
    equilibrium,
    figures,
    joint_of,
    joint_of_factors,
    matched_lists,
    pairs_of,
    spread_lists,
    two_sided_lists,
)
from tests.benchmarks.measuring import peak_mb, timed  # noqa: E402
from tests.matching.exposure_market import authors_market, expected_matches, full_lists  # noqa: E402

Row = dict[str, Any]
SEEDS, POPULARITY, TOP = 3, (0.2, 0.5, 0.8), 10
LARGE = 20_000, 5_000, 32  # rows, columns, factors


def rows(data: Path) -> list[Row]:
    """Return the measures; the market of real offers is left out where the data folder has none."""
    with threadpool_limits(1):
        found = [*map(_matches, POPULARITY), _large()]
        for name, scores in _markets(data):
            found += _front(name, scores)
        return [*found, _wide()]


def _matches(popularity: float) -> Row:
    """Compare lists on the authors' market, as the mean of a few seeds."""
    found = np.array([_expected(*authors_market(popularity, seed)) for seed in range(SEEDS)]).mean(axis=0)
    return {
        "measure": f"expected matches, 150 × 150, popularity {popularity}",
        "one-sided": found[0],
        "product": found[1],
        "two-sided": found[2],
        "x product": found[2] / found[1],
        "x one-sided": found[2] / found[0],
    }


def _expected(p: Any, q: Any) -> tuple[float, float, float]:
    joint, product = joint_of(p, q), p * q.T
    return (
        expected_matches(p, q, full_lists(p), full_lists(q)),
        expected_matches(p, q, full_lists(product), full_lists(product.T)),
        expected_matches(p, q, *two_sided_lists(joint, equilibrium(joint), len(p))),
    )


def _large() -> Row:
    """Measure a large market in a process of its own, for its peak memory."""
    done = subprocess.run([sys.executable, __file__, "large"], cwd=ROOT, check=True, capture_output=True)
    row: Row = json.loads(done.stdout)
    return row


def _measure_large() -> Row:
    n, m, factors = LARGE
    rng = np.random.default_rng(0)
    taste = rng.normal(size=(n, factors)) / (6 * np.sqrt(factors)), rng.normal(size=(m, factors))
    left = np.hstack([taste[0], 0.5 * np.linspace(1, 0, n)[:, None], np.ones((n, 1))]).astype(np.float32)
    right = np.hstack([taste[1], np.ones((m, 1)), 0.5 + 0.5 * np.linspace(1, 0, m)[:, None]]).astype(np.float32)
    joint = joint_of_factors(left, right)
    with threadpool_limits(1):
        one_pass, _ = timed(lambda: [np.exp(joint.block(slice(i, i + 200))).sum() for i in range(0, n, 200)])
        seconds, found = timed(lambda: equilibrium(joint, column_places=n / m))
        lists, _ = timed(lambda: two_sided_lists(joint, found, TOP))
    return {
        "measure": f"two-sided lists, {n:,} × {m:,}, {found.rounds} rounds",
        "median ms": 1e3 * (seconds + lists),
        "x one pass of exp": (seconds + lists) / one_pass,
        "peak MB": peak_mb(),
    }


def _markets(data: Path) -> Iterator[tuple[str, csr_array]]:
    rng = np.random.default_rng(0)
    for popularity in (0.2, 0.5):
        scores = (1 - popularity) * rng.random((2_000, 500)) + popularity * np.linspace(1, 0, 500)
        yield f"popularity {popularity}", pairs_of(scores)
    tastes = rng.normal(size=(2_000, 16)) @ rng.normal(size=(16, 500)) / 4 + rng.normal(size=500)
    yield "factors", pairs_of(1 / (1 + np.exp(-tastes)))
    if (data / "offres").is_dir():
        yield "940 real offers", _real(data)


def _real(data: Path) -> csr_array:
    """Return the scores of invented people for real offers: each seeks the title and the place of one, within 50 km."""
    from matching.market import build_market
    from matching.packing import pack_candidate, pack_opening
    from matching.places import gazetteer_of
    from matching.records import read_candidate
    from service.catalogue import default_profile
    from service.importers import offers
    from service.usecases.exposing import market_scores
    from tests.benchmarks.synthetic import real_communes, real_reference

    file = data / "offres" / "offres_france_travail.jsonl"
    jobs = [record for _, record in offers.parse(file.read_bytes()).rows]
    sought = [job for job in jobs if job.get("occupation") and job.get("place")]
    people = [read_candidate(_seeker(f"P{i:04d}", job)) for i, job in enumerate(sought)]
    packed = [_packed(people, pack_candidate), _packed(jobs, pack_opening)]
    market = build_market(real_reference(data), gazetteer_of(real_communes(data)), *packed)
    return market_scores(market, default_profile()).scores


def _packed(records: list[Any], pack: Callable[[Any], tuple[bytes, bytes]]) -> Any:
    from matching.market import Packed

    rows, items = zip(*map(pack, records), strict=True)
    return Packed([record["id"] for record in records], list(rows), list(items))


def _seeker(name: str, job: Any) -> Row:
    return {
        "id": name,
        "place": job["place"],
        "max_km": 50,
        "must": ["reach"],
        "wishes": [{"occupation": job["occupation"]}],
    }


def _front(name: str, scores: csr_array) -> list[Row]:
    """Return the front of the prices, with and without a promise to each person; dual ascent, capped and matched."""
    found = []
    for loss in (1.0, 0.1):
        given = choices(scores, TOP, loss)
        promise = "" if loss == 1 else f", each place keeps {1 - loss:.0%}"
        ways: list[tuple[str, Callable[[Choices], Lists]]] = [
            (f"prices {alpha:g}", lambda given, alpha=alpha: spread_lists(given, alpha))  # type: ignore[misc]
            for alpha in ALPHAS[1:]
        ]
        if loss == 1:
            ways += [
                (f"dual ascent {alpha:g}", lambda given, alpha=alpha: dual_ascent(given, alpha))  # type: ignore[misc]
                for alpha in (0.02, 0.05, 0.2, 1.0)
            ]
        else:
            mean = -(-given.limit.size // given.n_columns)
            ways.append((f"capped {2 * mean}", lambda given, mean=mean: capped_lists(given, Cap(2 * mean, 1))))  # type: ignore[misc]
        ways.append(("matching", matched_lists))
        found += [_trade(f"{name}{promise}: {way}", given, make) for way, make in ways]
    return found


def _trade(name: str, given: Choices, make: Callable[[Choices], Lists]) -> Row:
    before = figures(given, best_lists(given))
    seconds, lists = timed(lambda: make(given))
    after = figures(given, lists)
    return {
        "measure": name,
        "median ms": 1e3 * seconds,
        "nDCG lost %": 100 * (1 - after.ndcg),
        "worst %": 100 * (1 - after.worst_ndcg),
        "concentration lost %": 100 * (1 - (1 + after.congestion) / (1 + before.congestion)),
        "Gini": after.gini,
        "never shown": float(after.never_shown),
        "shown most": float(after.max_shown),
    }


def dual_ascent(given: Choices, alpha: float) -> Lists:
    """Return lists after 25 rounds of prices that rise with over-exposure, the same for all rows."""
    from matching.exposure.prices import priced_lists

    price = np.zeros(given.n_columns)
    for t in range(25):
        lists = priced_lists(given, alpha * price)
        counts = np.bincount(lists[lists >= 0], minlength=given.n_columns)
        price += 0.1 / (1 + 0.1 * t) * np.clip(counts / counts.mean() - 1, -1, 3)
    return priced_lists(given, alpha * price)


def _wide() -> Row:
    """Measure the usual prices on 5,000 rows with 200 of 100,000 columns each."""
    rng = np.random.default_rng(0)
    n, m, each = 5_000, 100_000, 200
    column = (m * rng.random((n, each)) ** 3).astype(np.int64)
    row = np.repeat(np.arange(n), each)
    keys = np.unique(row * m + column.ravel())
    scores = csr_array((rng.random(len(keys)), (keys // m, keys % m)), shape=(n, m))
    floor, _ = timed(lambda: np.lexsort((scores.data, np.repeat(np.arange(n), np.diff(scores.indptr)))))
    seconds, _ = timed(lambda: spread_lists(choices(scores, TOP, 0.1), 0.3))
    return {
        "measure": f"prices, sparse {n:,} × {m:,}, {len(keys):,} pairs",
        "median ms": 1e3 * seconds,
        "x one sort": seconds / floor,
    }


if __name__ == "__main__":
    if sys.argv[1:] == ["large"]:
        print(json.dumps(_measure_large()))
    else:
        for measured in rows(ROOT.parent / "shared" / "data"):
            print({key: round(value, 3) if isinstance(value, float) else value for key, value in measured.items()})
