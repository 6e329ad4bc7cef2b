"""What a database's refusals mean in the service's own errors; anything else passes unchanged."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from service.db.locks import BUSY
from service.errors import Conflict, ServiceError, Unavailable

_MEANINGS = {  # words of SQLite or PostgreSQL: what they mean, and the mend
    "disk is full": "the disk is full: nothing of the last change was kept; make room, then run it again",
    "no space left": "the disk is full: nothing of the last change was kept; make room, then run it again",
    "not a database": "this file is not a database: give another name, or move the file away",
    "malformed": "the database is damaged: put a backup in its place",
    "unable to open": "the database cannot be opened: check the name, and the rights on the file and its folder",
    "readonly database": "the database cannot be written: check the rights on the file and its folder",
    "read-only": "the database cannot be written: check the rights on it",
    "disk i/o error": "the disk failed: whether the last change was kept is not known; check the disk, then look",
}
_FULL = ("disk is full", "no space left")
UNCONFIRMED = (
    "the database did not confirm the change: it may have been kept or not; send the same request again with the same "
    "Idempotency-Key, and it will be done once"
)


@contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """Turn the storage's own failures into Unavailable or Conflict, with the mend and without the password."""
    try:
        yield
    except (DBAPIError, engine.dialect.loaded_dbapi.Error) as error:
        if refusal := _refusal(error, engine):
            raise refusal from error
        raise


@contextmanager
def confirmed(connection: Connection) -> Iterator[None]:
    """Commit at the end, undo if anything is raised.

    Raise Unavailable `not_confirmed` when the commit itself fails: then nobody knows whether it was kept, and every
    connection is given up, so that the next one reads what the database really holds.
    """
    transaction = connection.begin()
    try:
        yield
    except BaseException:
        transaction.rollback()
        raise
    try:
        with _given_up_if_it_fails(connection):
            transaction.commit()
    except (DBAPIError, connection.dialect.loaded_dbapi.Error) as error:
        refusal = _refusal(error, connection.engine)
        if refusal is None or refusal.code != Unavailable.code:
            raise  # a constraint, no room, another writer: it was not kept
        connection.engine.dispose()
        raise Unavailable(UNCONFIRMED, "not_confirmed") from error


@contextmanager
def _given_up_if_it_fails(connection: Connection) -> Iterator[None]:
    """Let nobody else have a connection whose commit ended in the middle: its transaction may still be open."""
    try:
        yield
    except BaseException:
        connection.invalidate()
        raise


def _refusal(error: Exception, engine: Engine) -> ServiceError | None:
    driver = engine.dialect.loaded_dbapi
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, driver.OperationalError) and type(cause) is not driver.DatabaseError:
        return None  # a constraint, a fault in a statement: not the storage's
    text = str(cause).casefold()
    if "locked" in text or "lock timeout" in text:
        return Conflict(BUSY, "busy")
    where = engine.url.render_as_string(hide_password=True)
    meaning = next((meaning for words, meaning in _MEANINGS.items() if words in text), None)
    first_line = str(cause).strip().partition("\n")[0]
    code = "disk_full" if any(words in text for words in _FULL) else None
    return Unavailable(f"{where}: {meaning or f'the database cannot be used ({first_line})'}", code)
