"""PostgreSQL: the driver, and the lock that lets one writer in at a time."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from importlib.util import find_spec
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event

from service.errors import Unavailable

READING: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
WRITER_LOCK = 0x76697361  # "visa"; any number that no other program locks in this database


def create(url: URL) -> Engine:
    """Return the engine of a database; nothing is opened yet."""
    if find_spec("psycopg") is None:
        raise Unavailable('PostgreSQL needs its driver: pip install "visavis[postgresql]"')
    engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    event.listen(engine, "begin", _begin)
    return engine


def only_writer(engine: Engine, seconds: float) -> Callable[[], AbstractContextManager[None]]:
    """Return a lock that does nothing: the writing transaction takes its own, for all machines."""
    return nullcontext


def prepare(engine: Engine) -> None:
    """Do nothing: a PostgreSQL database needs no preparation."""


def _begin(connection: Any) -> None:
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql("SET LOCAL lock_timeout = '60s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
