"""A process that has loaded the program and forks servers when it is told to: each is there in a moment.

One line of JSON on standard input starts one; the answer is its port and its processes. All end with this one.
"""

import asyncio
import gc
import json
import os
import signal
import sys
import tempfile
from pathlib import Path
from socket import socket
from typing import Any

from fastapi import FastAPI

from service.app import create_app
from service.serving import Server, configuration, listen
from service.settings import Settings, read_settings


def main() -> None:
    """Start what is asked for, until nobody asks any more."""
    with tempfile.TemporaryDirectory() as folder:  # what only the first application costs is paid here
        asyncio.run(_lived(create_app(Settings(db=f"sqlite:///{folder}/first.db"))))
    gc.freeze()  # what is shared stays so: no fork looks through it for garbage
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that were killed
    print("loaded", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        listening = listen("127.0.0.1", asked["port"])
        port = listening.getsockname()[1]
        processes = [_fork(listening, port, asked) for _ in range(asked["workers"])]
        listening.close()
        print(json.dumps([port, processes]), flush=True)
    os.killpg(0, signal.SIGKILL)


async def _lived(app: FastAPI) -> None:
    """Let an application live until all is there that its first request needs."""
    async with app.router.lifespan_context(app):
        await asyncio.to_thread(app.state.warming.join)


def _fork(listening: socket, port: int, asked: dict[str, Any]) -> int:
    """Return the number of a new process that answers."""
    process = os.fork()
    if process == 0:
        try:
            _answer(listening, port, Path(asked["folder"]), asked["environment"])
        finally:
            os._exit(1)
    return process


def _answer(listening: socket, port: int, folder: Path, environment: dict[str, str]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(folder / "server.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream, file in enumerate((os.open(os.devnull, os.O_RDONLY), log, log)):
        os.dup2(file, stream)
    tempfile.tempdir = str(folder)
    os.environ |= environment
    Server(configuration("127.0.0.1", port, None, read_settings())).run([listening])


if __name__ == "__main__":
    main()
