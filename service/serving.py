"""The server's processes: one that watches, and workers that answer; how they start, and how they leave politely."""

import asyncio
import gc
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any, Final

import uvicorn

from service.http.leaving import leaving
from service.http.parsing import Parser
from service.loading import PROCESSES
from service.logs import told
from service.settings import Settings

LAST_SECONDS: Final = 2.0  # in which a client may still use its open connection, once
STOP_SECONDS: Final = 30  # for requests that have begun
GARBAGE: Final = (20_000, 20, 20)  # cycles are rare: looking for them several times in a ranking finds none


class Server(uvicorn.Server):
    """One worker's server. Told to stop, it takes no new connection, answers what comes on the open ones with
    `Connection: close`, and closes those where nothing comes: no request that was sent is left without its answer."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop: see above."""
        leaving.set()
        for server in self.servers:
            server.close()
        for listening in sockets or ():
            listening.close()
        last = time.monotonic() + LAST_SECONDS
        while self.server_state.connections and time.monotonic() < last:
            await asyncio.sleep(0.02)
        await super().shutdown(sockets)


@dataclass
class Workers:
    """Processes that answer on one listening socket; one that dies is replaced."""

    config: uvicorn.Config
    listening: socket.socket
    number: int
    processes: list[BaseProcess] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> int:
        """Answer until SIGTERM or SIGINT; return the exit code: that of a worker that could not start, else 0."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self.stopping.set())
        self.processes = [self._start() for _ in range(self.number)]
        code = 0
        while not self.stopping.is_set():
            wait([process.sentinel for process in self.processes], timeout=0.2)
            code = self._replace()
        self._stop()
        return code

    def _start(self) -> BaseProcess:
        process = PROCESSES.Process(target=_work, args=(self.config, self.listening), daemon=False)
        process.start()
        return process

    def _replace(self) -> int:
        for place, process in enumerate(self.processes):
            if process.exitcode == uvicorn.config.STARTUP_FAILURE:
                self.stopping.set()
                return process.exitcode
            if process.exitcode is not None and not self.stopping.is_set():
                told.event("worker ended", code=process.exitcode)
                _forget(process)
                self.processes[place] = self._start()
        return 0

    def _stop(self) -> None:
        self.listening.close()
        for process in self.processes:
            process.terminate()
        last = time.monotonic() + LAST_SECONDS + STOP_SECONDS + 5
        for process in self.processes:
            process.join(max(0.0, last - time.monotonic()))
            if process.is_alive():
                process.kill()


def _forget(process: BaseProcess) -> None:
    from prometheus_client.multiprocess import mark_process_dead  # only now: most watch over workers that never end

    if process.pid is not None:
        mark_process_dead(process.pid)


def configuration(host: str, port: int, proxies: str | None, settings: Settings) -> uvicorn.Config:
    """Return how the server talks; what stands in X-Forwarded-… counts only if it comes from `proxies`."""
    return uvicorn.Config(
        partial(application, settings),
        factory=True,
        http=Parser,
        host=host,
        port=port,
        proxy_headers=proxies is not None,
        forwarded_allow_ips=proxies,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        lifespan="on",
        backlog=1024,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=STOP_SECONDS,
    )


def application(settings: Settings) -> Any:
    """Return the application of a process that does nothing else."""
    from service.app import create_app

    told.write_to(sys.stdout)
    return create_app(settings, once_warm=_spare_what_stays)


def _spare_what_stays() -> None:
    """Let what is in memory now not be looked through for garbage again and again, while all requests wait."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raise OSError for an address that is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(1024)
    except OSError:
        listening.close()
        raise
    listening.set_inheritable(True)
    return listening


def _work(config: uvicorn.Config, listening: socket.socket) -> None:
    """Be a worker, until told to stop or until the process that watches has gone."""
    threading.Thread(target=_outlive, daemon=True).start()
    server = Server(config)
    server.run([listening])
    if not server.started:
        raise SystemExit(uvicorn.config.STARTUP_FAILURE)


def _outlive() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
