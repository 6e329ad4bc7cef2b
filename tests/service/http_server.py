"""Real servers for tests: in processes of their own, on a port of this machine, and stopped for sure."""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from service.tokens import csrf_token

ROOT = Path(__file__).parents[2]
NO_LIMIT = {"VISAVIS_RATE": "100000000", "VISAVIS_RATE_ANONYMOUS": "100000000"}
READ_FAST = {"PYTHONDONTWRITEBYTECODE": ""}  # as if installed: nothing is compiled at each start
LOST = (OSError, http.client.HTTPException)  # what a client meets whose server has gone


class Answer(NamedTuple):
    """What came back."""

    status: int
    body: Any
    headers: Mapping[str, str]


class Browser:
    """One connection, in which somebody has signed in if there is a token; opened anew once it was lost."""

    def __init__(self, port: int, token: str | None = None) -> None:
        self.port, self.token, self._open = port, token, None

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Return the answer; raise one of LOST when there is none."""
        sent = {"x-csrf-token": csrf_token(self.token), "cookie": f"__Host-visavis={self.token}"} if self.token else {}
        if method == "POST":
            sent["idempotency-key"] = str(uuid.uuid4())
        if body is not None:
            sent["content-type"] = "application/json"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self._asked(method, path, body, sent)

    def _asked(self, method: str, path: str, body: Any, sent: dict[str, str]) -> Answer:
        if self._open is None:
            self._open = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            self._open.request(method, f"/api/v1{path}", None if body is None else json.dumps(body), sent)
            answer = self._open.getresponse()
            raw = answer.read()
        except LOST:
            self.leave()
            raise
        if answer.will_close:
            self.leave()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, json.loads(raw) if raw else None, told)

    def leave(self) -> None:
        """Close the connection."""
        if self._open:
            self._open.close()
            self._open = None


@dataclass(frozen=True)
class Server:
    """Processes that answer at a port."""

    port: int
    processes: list[int]
    browsers: list[Browser] = field(default_factory=list)

    def browser(self, token: str | None = None) -> Browser:
        """Return a new connection, closed with the server."""
        self.browsers.append(Browser(self.port, token))
        return self.browsers[-1]

    def kill(self) -> None:
        """Kill all of it at once, and return when it has gone."""
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while any(map(_lives, self.processes)):
            time.sleep(0.002)
        for browser in self.browsers:
            browser.leave()

    def wait(self) -> None:
        """Return when it answers."""
        for _ in range(2000):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            with suppress(*LOST), contextlib.closing(connection):
                connection.request("GET", "/ready")
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.02)
        raise AssertionError("the server never became ready")


class Loaded:
    """A process that has loaded the program, so that a server starts in a moment; see http_child.py."""

    def __enter__(self) -> "Loaded":
        command = [sys.executable, "-m", "tests.service.http_child"]
        told = os.environ | READ_FAST
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=told,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._process.stdout.readline() == "loaded\n"
        return self

    def __exit__(self, *_: object) -> None:
        with self._process:
            os.killpg(self._process.pid, signal.SIGKILL)

    @contextmanager
    def server(
        self, url: str, folder: Path, workers: int = 1, port: int = 0, environment: Mapping[str, str] = NO_LIMIT
    ) -> Iterator[Server]:
        """Yield a server of a store that answers already."""
        told = {**_named(url, folder), **environment}
        asked = {"folder": str(folder), "workers": workers, "port": port, "environment": told}
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        server = Server(*json.loads(self._process.stdout.readline()))
        try:
            server.wait()
            yield server
        finally:
            server.kill()


@contextmanager
def command(url: str, folder: Path, workers: int = 1, environment: dict[str, str] = NO_LIMIT) -> Iterator[Server]:
    """Yield the server that `visavis serve` starts: the process that watches, and its workers."""
    own = tempfile.mkdtemp(prefix="visavis-")  # a folder of a test may be too deep for a socket's name
    told = os.environ | READ_FAST | _named(url, folder) | environment | {"PYTHONUNBUFFERED": "1", "TMPDIR": own}
    words = [sys.executable, "-m", "service", "--lang", "en", "serve", "--port", "0", "--workers", str(workers)]
    if shutil.which("setpriv"):  # also where the tests themselves are killed
        words = ["setpriv", "--pdeathsig", "KILL", *words]
    log = folder / f"serve-{uuid.uuid4().hex[:8]}.log"
    with log.open("wb") as file:
        process = subprocess.Popen(words, cwd=ROOT, env=told, stdout=file, stderr=file, start_new_session=True)
    server = Server(0, [])
    try:
        server = Server(_port(process, log), [])
        server.wait()
        server.processes.extend(_of_group(process.pid))
        yield server
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        server.kill()
        shutil.rmtree(own, ignore_errors=True)


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    """Return the port that a server says it answers at."""
    while process.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)", log.read_text("utf-8")):
            return int(found[1])
        time.sleep(0.02)
    raise AssertionError(log.read_text("utf-8"))


def _named(url: str, folder: Path) -> dict[str, str]:
    return {"VISAVIS_DB": url, "VISAVIS_KEY": str(folder / "visavis.key")}


def _of_group(group: int) -> list[int]:
    """Return the processes of a group, the one that watches first: none is there to replace another."""
    listed = subprocess.run(["ps", "-eo", "pid=,pgid="], capture_output=True, text=True, check=True).stdout
    return sorted(int(pid) for pid, of in map(str.split, listed.splitlines()) if int(of) == group)


def _lives(process: int) -> bool:
    """Return whether a process is there, and not only its number until its parent looks."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
