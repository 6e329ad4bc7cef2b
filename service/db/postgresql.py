"""PostgreSQL: the driver, its connections, and the lock that lets one writer in at a time.

Every statement that is waited for costs a turn of two processes, so a transaction begins in one message, and what
is asked often stays prepared.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from importlib.util import find_spec
from selectors import EVENT_READ, DefaultSelector
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

from service.errors import Unavailable

WRITER_LOCK: Final = 0x76697361  # "visa"; any number that no other program locks in this database
CONNECTIONS: Final = 16  # of one process, kept open: to open one costs as much as ten answers
_READ: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_WRITE: Final = f"BEGIN; SET LOCAL lock_timeout = '60s'; SELECT pg_advisory_xact_lock({WRITER_LOCK})"


def create(url: URL) -> Engine:
    """Return the engine of a database; nothing is opened yet."""
    if find_spec("psycopg") is None:
        raise Unavailable('PostgreSQL needs its driver: pip install "visavis[postgresql]"')
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        isolation_level="AUTOCOMMIT",  # transactions begin where `_begin` says
        pool_size=CONNECTIONS,
        max_overflow=0,
    )
    event.listen(engine, "checkout", _still_there)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "rollback", _end_reading)
    return engine


def only_writer(engine: Engine, seconds: float) -> Callable[[], AbstractContextManager[None]]:
    """Return a lock that does nothing: the writing transaction takes its own, for all machines."""
    return nullcontext


def prepare(engine: Engine) -> None:
    """Do nothing: a PostgreSQL database needs no preparation."""


def _still_there(driven: Any, _record: object, _proxy: object) -> None:
    """Give up a connection that the server has ended: nobody has asked it anything, yet there is something to read."""
    with DefaultSelector() as looking:
        looking.register(driven, EVENT_READ)
        if looking.select(0):
            raise DisconnectionError


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(_WRITE if _writes(connection) else _READ)


def _end_reading(connection: Connection) -> None:
    """End a transaction that only read by COMMIT: at each ROLLBACK the driver forgets all that is prepared."""
    if _writes(connection) or connection.invalidated:
        return
    try:
        connection.connection.commit()
    except connection.dialect.loaded_dbapi.Error:  # the server has gone, and there was nothing to undo
        connection.invalidate()


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("writes"))
