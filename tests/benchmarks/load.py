"""Load over HTTP on this machine: requests at planned times, and as many as a server answers (wrk)."""

import asyncio
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

CONNECTIONS = 32
SCRIPT = """
local number, begun, thread = 0, os.time(), {}
function setup(each) each:set("name", tostring(each):match("0x%x+")) end
request = function()
  number = number + 1
  local path = PATHS[number % #PATHS + 1]
  if not BODY then return wrk.format("GET", path, HEADERS) end
  local key = string.format("%s-%d-%d", name, begun, number)
  HEADERS["Idempotency-Key"] = key
  return wrk.format("POST", path, HEADERS, (BODY:gsub("KEY", key)))
end
done = function(summary, latency)
  local wrong = summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format('\\n{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "wrong": %d}\\n', summary.requests,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, wrong))
end
"""


def paced(
    port: int, paths: Sequence[str], headers: Mapping[str, str], rate: float, seconds: float
) -> dict[str, float | int]:
    """Ask for one path after the other at planned times, and return the figures.

    Each time counts from the plan, not from the sending: a server that stops for a second makes all late that were
    planned meanwhile, and hides nothing by making the client wait.
    """
    times, wrong = asyncio.run(_paced(port, paths, headers, rate, int(rate * seconds)))
    told = {"p50 ms": np.percentile(times, 50), "p99 ms": np.percentile(times, 99), "max ms": np.max(times)}
    return {**{name: 1e3 * float(value) for name, value in told.items()}, "asked": len(times), "wrong": wrong}


async def _paced(
    port: int, paths: Sequence[str], headers: Mapping[str, str], rate: float, number: int
) -> tuple[list[float], int]:
    free: asyncio.Queue[Any] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        free.put_nowait(await asyncio.open_connection("127.0.0.1", port))
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    begun = time.perf_counter() + 0.1

    async def ask(planned: float, path: str) -> tuple[float, bool]:
        reader, writer = await free.get()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.split(b":")[1]))
        free.put_nowait((reader, writer))
        return time.perf_counter() - planned, head.split(None, 2)[1] != b"200"

    waiting = []
    for count in range(number):
        planned = begun + count / rate
        await asyncio.sleep(max(0.0, planned - time.perf_counter()))
        waiting.append(asyncio.ensure_future(ask(planned, paths[count % len(paths)])))
    found = await asyncio.gather(*waiting)
    while not free.empty():
        free.get_nowait()[1].close()
    return [seconds for seconds, _ in found], sum(failed for _, failed in found)


def has_wrk() -> bool:
    """Return whether wrk is there or can be had."""
    if shutil.which("wrk") is None and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-qq", "wrk"], capture_output=True)
    return shutil.which("wrk") is not None


def saturated(
    port: int,
    paths: Sequence[str],
    headers: Mapping[str, str],
    clients: int,
    seconds: int,
    body: Mapping[str, Any] | None = None,
) -> dict[str, float | int]:
    """Ask as fast as the server answers, each client the next as soon as it has an answer; return the figures.

    With a `body` each request is a POST with an Idempotency-Key of its own, which stands for KEY in the body.
    """
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "load.lua"
        known = {"PATHS": _list(paths), "HEADERS": _table(headers), "BODY": json.dumps(json.dumps(body)) if body else 0}
        told = "".join(f"{name} = {value or 'nil'}\n" for name, value in known.items())
        script.write_text(told + SCRIPT, "utf-8")
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script)]
        done = subprocess.run([*command, f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    rate = found["requests"] / found["seconds"]
    return {"a second": rate, "p50 ms": found["p50"], "p99 ms": found["p99"], "wrong": found["wrong"]}


def _list(paths: Sequence[str]) -> str:
    return "{" + ", ".join(map(json.dumps, paths)) + "}"


def _table(headers: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"[{json.dumps(name)}] = {json.dumps(value)}" for name, value in headers.items()) + "}"
