"""Speed beside its floor, on this machine: `make bench` prints it by subject and keeps JSON in build/.

`make bench ONLY="meetup replan"` measures some subjects alone. The floor of a ranking is one plain numpy pass over
the same columns: every column read once and summed.
"""

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from matching.market import Market, Packed, build_market  # noqa: E402
from matching.ragged import Ragged  # noqa: E402
from matching.ranking import rank_candidates, rank_openings  # noqa: E402
from matching.table import Table as Columns  # noqa: E402
from service.catalogue import default_profile  # noqa: E402
from service.db import documents, offered  # noqa: E402
from service.db.base import open_store  # noqa: E402
from tests.benchmarks import assignment, exposure, meetup, pages, pathways, pooling, replan, service, words  # noqa: E402
from tests.benchmarks.synthetic import real_reference, synthetic_market  # noqa: E402

ASKED = 200  # rankings measured
SUBJECTS = (assignment, meetup, replan, exposure, pooling, pathways, service, pages)
Row = dict[str, Any]


def main() -> None:
    """Run the subjects named, or all; print the figures of each, write build/bench.json."""
    subjects: dict[str, Callable[[Path], list[Row]]] = {
        "start": lambda data: [_help(), *_rome(data)],
        "words": words.rows,  # before the others: it tells the memory of the whole process
        "ranking": _ranking,
        **{each.__name__.rpartition(".")[2]: each.rows for each in SUBJECTS},
    }
    asked = sys.argv[1:] or list(subjects)
    if unknown := [name for name in asked if name not in subjects]:
        sys.exit(f"no subject {', '.join(unknown)}: there are {', '.join(subjects)}")
    data = Path(os.environ.get("VISAVIS_DATA", ROOT.parent / "shared" / "data"))
    if not data.is_dir():
        sys.exit(f"no real data in {data}: set VISAVIS_DATA")
    print(f"{platform.machine()}, {os.cpu_count()} processors, numpy {np.__version__}")
    found = {}
    for name in asked:
        found[name] = subjects[name](data)
        _show(name, found[name])
    target = ROOT / "build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(found, indent=1, ensure_ascii=False, default=float) + "\n", "utf-8")


def _ranking(data: Path) -> list[Row]:
    market, packed = synthetic_market(data, 100_000, 100_000)
    rows = [*_rankings(market, "100,000"), _build(data, packed)]
    del market
    market, _ = synthetic_market(data, 1_000, 1_000_000)
    return rows + _rankings(market, "1,000,000")[:2]


def _rankings(market: Market, size: str) -> list[Row]:
    profile, taxonomy = default_profile(), market.taxonomy
    people = [market.candidates.take(slice(i, i + 1)) for i in _some(len(market.candidates))]
    jobs = [market.openings.take(slice(i, i + 1)) for i in _some(len(market.openings))]
    limited = [person for person in people if np.isfinite(person.reach_km[0])]
    free = [replace(person, reach_km=np.full(1, np.nan, np.float32)) for person in limited[: ASKED // 4]]
    floor, back = _floor(market.openings), _floor(market.candidates)

    def openings(person: Any) -> Any:
        return rank_openings(person, market.openings, taxonomy, profile, 10)

    def candidates(job: Any) -> Any:
        return rank_candidates(job, market.candidates, taxonomy, profile, 10)

    return [
        _row(f"1 candidate × {size} openings, limit of km", _times(openings, limited), floor, market.openings),
        _row(f"1 candidate × {size} openings, no limit", _times(openings, free), floor, market.openings),
        _row(f"1 opening × {size} candidates", _times(candidates, jobs), back, market.candidates),
    ]


def _some(n: int) -> list[int]:
    return np.random.default_rng(1).choice(n, min(ASKED, n), replace=False).tolist()


def _times(run: Callable[[Any], Any], subjects: list[Any]) -> list[float]:
    run(subjects[0])
    found = []
    for subject in subjects:
        start = time.perf_counter()
        run(subject)
        found.append(time.perf_counter() - start)
    return found


def _floor(table: Columns) -> float:
    """Return the seconds of one numpy pass over the columns: the median of eleven."""

    def once() -> float:
        start = time.perf_counter()
        for column in fields(table):
            values = getattr(table, column.name)
            parts = [getattr(values, f.name) for f in fields(values)] if isinstance(values, Ragged) else [values]
            for part in parts:
                if isinstance(part, np.ndarray):
                    part.sum()
        return time.perf_counter() - start

    return float(np.median([once() for _ in range(11)]))


def _row(what: str, times: list[float], floor: float, table: Columns) -> Row:
    median = float(np.median(times))
    return {
        "measure": what,
        "median ms": 1e3 * median,
        "p95 ms": 1e3 * float(np.percentile(times, 95)),
        "floor ms": 1e3 * floor,
        "× floor": median / floor,
        "bytes a row": table.nbytes / len(table),
    }


def _build(data: Path, packed: Packed) -> Row:
    """Measure building the tables of openings from a real SQLite file."""
    reference = real_reference(data)
    nobody = Packed([], [], [])
    with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/bench.db") as store:
        with store.write() as connection:
            documents.save(
                connection,
                documents.OPENINGS,
                "bench",
                (
                    documents.Document(name, "{}", row, items)
                    for name, row, items in zip(packed.ids, packed.rows, packed.items, strict=True)
                ),
            )
        with store.read() as connection:
            start = time.perf_counter()
            found = offered.packed(connection, documents.OPENINGS)
            read = time.perf_counter() - start
            again = Packed([f[2] for f in found], [f[3] for f in found], [f[4] for f in found])
            empty = _seconds(lambda: build_market(reference, _nowhere(), nobody, nobody))
            full = _seconds(lambda: build_market(reference, _nowhere(), nobody, again))
    seconds = read + full - empty
    return {
        "measure": "tables of 100,000 openings from SQLite",
        "median ms": 1e3 * seconds,
        "openings/s": 1e5 / seconds,
    }


def _nowhere() -> Any:
    from matching.places import Gazetteer

    return Gazetteer.empty()


def _seconds(run: Callable[[], Any]) -> float:
    found = []
    for _ in range(3):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return float(np.median(found))


def _help() -> Row:
    command = [sys.executable, "-m", "service", "--help"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    times = _times(lambda _: subprocess.run(command, cwd=ROOT, check=True, capture_output=True), [None] * 7)
    return {"measure": "visavis --help", "median ms": 1e3 * float(np.median(times)), "p95 ms": 1e3 * max(times)}


def _rome(data: Path) -> list[Row]:
    """Measure loading a whole ROME release into a new SQLite file, and again."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for what in ("first", "second"):
            release = next(data.glob("rome_v4*"))
            command = [sys.executable, "-m", "service", "import", "rome", str(release), "--quiet"]
            start = time.perf_counter()
            subprocess.run([*command, "--db", f"sqlite:///{folder}/rome.db"], cwd=ROOT, check=True, capture_output=True)
            seconds = time.perf_counter() - start
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            rows.append({"measure": f"import rome, {what} time", "median ms": 1e3 * seconds, "peak MB": peak})
    return rows


def _show(subject: str, rows: list[Row]) -> None:
    """Print one line a measure, the names of its figures each time: subjects have different ones."""
    print(f"\n{subject}")
    for row in rows:
        figures = (f"{name} {_cell(value)}" for name, value in row.items() if name != "measure" and value is not None)
        print(f"  {row['measure']}\n      {' · '.join(figures)}")


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, str | bool | int):
        return str(value)
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}" if value >= 1 else f"{value:.3g}"


if __name__ == "__main__":
    main()
