"""Other processes that run a function of ours, forked from one that has loaded what they need."""

import multiprocessing
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

LOADED = ["tests.service.bookings", "tests.service.crash_child", "tests.service.live_child"]
processes = multiprocessing.get_context("forkserver")


def start(task: Any, *arguments: object) -> tuple[BaseProcess, Connection]:
    """Start a task, which gets one end of a connection; return its process and the other end."""
    processes.set_forkserver_preload(LOADED)  # heeded by the first
    ours, theirs = processes.Pipe()
    child = processes.Process(target=task, args=(theirs, *arguments))
    child.start()
    theirs.close()
    return child, ours
