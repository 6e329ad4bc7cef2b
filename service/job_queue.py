"""When jobs run, and in which process: of all that serve, one is elected, and another follows when it ends."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from huey import SqliteHuey, crontab
from huey.consumer import Consumer

from service.api.calls import Services
from service.db import outbox
from service.db.locks import file_held
from service.errors import Conflict, ServiceError
from service.jobs import NIGHTLY, run
from service.keys import key_file

RETRY_SECONDS: Final = 5.0  # between two attempts to be the one
LOOK_SECONDS: Final = 2.0  # until a message that was added is seen
WORKERS: Final = 2  # so that a long night, or a slow mail server, keeps no backup waiting


class _InThread(Consumer):  # type: ignore[misc]
    """A consumer that leaves the process's signals to the server."""

    def _set_signal_handlers(self) -> None:
        pass


def queue_file(services: Services) -> Path:
    """Return where the queue is: beside the keys, which every process of a host knows."""
    return key_file(services.settings).with_suffix(".jobs")


def queue_of(services: Services, immediate: bool = False) -> SqliteHuey:
    """Return the queue with its jobs and their times (UTC); `immediate` runs what is called at once, in memory."""
    queue = SqliteHuey(
        "visavis",
        filename=str(queue_file(services)),
        journal_mode="delete",  # not the write-ahead log, which old builds of SQLite can damage
        immediate=immediate,
        results=False,
    )

    @queue.periodic_task(crontab(), name="every_minute")
    def every_minute() -> None:
        _attempt(services, "mail")

    @queue.periodic_task(crontab(minute=f"*/{services.settings.backup}"), name="every_few_minutes")
    def every_few_minutes() -> None:
        _attempt(services, "backup")

    @queue.periodic_task(crontab(minute="13"), name="every_hour")
    def every_hour() -> None:
        _attempt(services, "seal")
        _attempt(services, "understand")

    @queue.periodic_task(crontab(minute="27", hour="1"), name="every_night")
    def every_night() -> None:
        for name in NIGHTLY:
            _attempt(services, name)

    return queue


@contextmanager
def working(services: Services) -> Iterator[None]:
    """Run the jobs beside whatever is done meanwhile, unless another process of this host does."""
    stop = threading.Event()
    thread = threading.Thread(target=_work, args=(services, stop), name="jobs", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def work(services: Services, stop: threading.Event) -> None:
    """Run the jobs until `stop`; raise Conflict when another process of this host does."""
    with file_held(queue_file(services).with_suffix(".jobs.lock"), 0):
        queue = queue_of(services)
        consumer = _InThread(queue, workers=WORKERS, scheduler_interval=1, check_worker_health=False)
        consumer.start()
        try:
            _watch_outbox(services, queue, stop)
        finally:
            consumer.stop(graceful=True)
        consumer.huey.storage.close()


def _watch_outbox(services: Services, queue: SqliteHuey, stop: threading.Event) -> None:
    """Have messages sent soon after they were added, by whatever process, until `stop`."""

    @queue.task(name="mail")
    def mail() -> None:
        _attempt(services, "mail")

    while not stop.wait(LOOK_SECONDS):
        if services.settings.smtp and not queue.pending_count() and _is_mail_due(services):
            mail()


def _is_mail_due(services: Services) -> bool:
    try:
        with services.store.read() as connection:
            return outbox.is_due(connection, services.now())
    except ServiceError:  # the database is out of reach for now
        return False


def _work(services: Services, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            work(services, stop)
        except Conflict:
            stop.wait(RETRY_SECONDS)


def _attempt(services: Services, name: str) -> None:
    """Run a job; what it refuses stands in the table of runs."""
    with suppress(ServiceError):
        run(services, name)
