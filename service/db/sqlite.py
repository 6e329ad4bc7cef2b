"""SQLite: which build is safe, how a connection is set up, and how other writers are kept out."""

import functools
import importlib
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, event

from service.db.locks import file_held
from service.errors import Invalid, Unavailable

# Older versions can corrupt a write-ahead log: https://sqlite.org/wal.html#walresetbug
SAFE = (3, 51, 3)
MENDED: dict[tuple[int, ...], tuple[int, ...]] = {(3, 50): (3, 50, 7), (3, 44): (3, 44, 6)}

CONNECTIONS: Final = 16  # of one process, kept open: each new one reads the schema and its settings again

PRAGMAS = (
    "PRAGMA busy_timeout = 60000",  # milliseconds
    "PRAGMA synchronous = FULL",  # a commit survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is erased leaves no bytes behind
    "PRAGMA journal_size_limit = 67108864",  # bytes: a big load does not leave a big log
)


def is_safe(version: tuple[int, ...]) -> bool:
    """Return whether that version of SQLite keeps what it acknowledged."""
    return version >= MENDED.get(version[:2], SAFE)


@functools.cache
def driver() -> ModuleType:
    """Return a module whose SQLite is safe; raise Unavailable when there is none."""
    unsafe = []
    for name in ("pysqlite3", "sqlite3"):
        try:
            module = importlib.import_module(f"{name}.dbapi2")
        except ImportError:
            continue
        if is_safe(module.sqlite_version_info):
            return module
        unsafe.append(f"{module.sqlite_version} ({name})")
    raise Unavailable(
        f"SQLite {', '.join(unsafe) or 'is missing'}: versions before 3.51.3 can damage a database; "
        "install pysqlite3 0.6 or newer (pip install pysqlite3), or use a PostgreSQL database"
    )


def create(url: URL) -> Engine:
    """Return the engine of a database file; nothing is opened yet."""
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise Invalid("the database must be a file, such as sqlite:///visavis.db")
    if not Path(url.database).absolute().parent.is_dir():
        raise Unavailable(f"{url.database}: the folder does not exist")
    engine = create_engine(url.set(drivername="sqlite"), module=driver(), pool_size=CONNECTIONS, pool_use_lifo=True)
    event.listen(engine, "do_connect", _keep_private)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def only_writer(engine: Engine, seconds: float) -> Callable[[], AbstractContextManager[None]]:
    """Return what keeps other processes from writing: a lock on a file beside the database."""
    path = Path(f"{engine.url.database}.lock").absolute()
    return lambda: file_held(path, seconds)


def prepare(engine: Engine) -> None:
    """Switch the file to a write-ahead log, for good; to be called by the only writer."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        raw.close()


def _keep_private(_dialect: object, _record: object, arguments: list[Any], _named: object) -> None:
    """Make the file for its owner alone, unless there is one; SQLite gives the log and its index the same rights."""
    with suppress(OSError):  # what hinders this hinders SQLite too, which says so
        os.close(os.open(arguments[0], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _set_up(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says, not where the driver guesses
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
