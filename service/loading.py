"""The process that loads the program, once: the server's workers are forks of it. It has no thread, and no connection
to share. It loads while the process that watches brings the database up to date.
"""

import multiprocessing
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from typing import Final

_START: Final = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
PROCESSES: Final = multiprocessing.get_context(_START)
PROCESSES.set_forkserver_preload(["service.app", "service.__main__"])  # a fork first runs the command's own file
_ONE_EACH: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


@contextmanager
def loaded() -> Iterator[None]:
    """Begin to load the program; what is loaded finds its settings here, and the folder where workers count."""
    for name in _ONE_EACH:  # threads of a small product, spinning, would take all processors
        os.environ.setdefault(name, "1")
    with tempfile.TemporaryDirectory(prefix="visavis-counts-") as counts:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = counts
        if _START == "forkserver":
            forkserver.ensure_running()
        yield
