"""What is counted while the service runs, for Prometheus: requests and how long they took, the catalogue's age."""

import os
import struct
import time
from contextlib import suppress
from functools import cache
from threading import Lock
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

MEDIA_TYPE: Final = CONTENT_TYPE_LATEST
SHARED_FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"  # where several workers keep their counts, if it is set
UNKNOWN: Final = "(none)"  # the address of requests that met no route

TRIES: Final = 20
_TURN: Final = Lock()
_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

requests: Final = Histogram(
    "visavis_request_seconds",
    "Time from a request's first byte to the last of its answer",
    ["method", "route", "status"],
    buckets=_SECONDS,
)


def counted(method: str, template: str, status: int, seconds: float) -> None:
    """Count one request; methods that nobody knows count as one."""
    known = method if method in ("GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS") else "OTHER"
    requests.labels(known, template or UNKNOWN, str(status)).observe(seconds)


def caught_up(change: int) -> None:
    """Tell that a catalogue in memory was brought up to that change now."""
    built, known = catalogue_gauges()
    built.set_to_current_time()
    known.set(change)


def exposition() -> bytes:
    """Return all counts in Prometheus' text format: of every worker, if they share a folder."""
    if SHARED_FOLDER not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    for _ in range(TRIES):
        with suppress(struct.error):  # another worker is just making its file
            return generate_latest(registry)
        time.sleep(0.01)
    return generate_latest(registry)


def catalogue_gauges() -> tuple[Gauge, Gauge]:
    """Return when and at which change a catalogue was brought up to date; zero at first.

    Made by each process that answers: the zeros of one that only loads the program would be the least for ever.
    """
    with _TURN:
        return _catalogue_gauges()


@cache
def _catalogue_gauges() -> tuple[Gauge, Gauge]:
    built = Gauge(
        "visavis_catalogue_built_timestamp_seconds",
        "When a catalogue in memory was last brought up to date (Unix time)",
        multiprocess_mode="livemin",
    )
    known = Gauge(
        "visavis_catalogue_change_number",
        "Number of the last change that the catalogue then brought up to date knows",
        multiprocess_mode="livemin",
    )
    return built, known
