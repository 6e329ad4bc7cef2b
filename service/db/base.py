"""The store: opens the database and hands out transactions. Many may read at once, one may write."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine, MetaData, Text, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from service.db import migrate, postgresql, sqlite
from service.db.group import Group
from service.db.locks import Turns
from service.db.refusals import confirmed, translated
from service.errors import Invalid

_ENGINES = {"sqlite": sqlite, "postgresql": postgresql, "postgres": postgresql}
T = TypeVar("T")
WAIT_SECONDS = 60.0  # for another writer; a whole reference load takes less

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)
# texts that lists are ordered by: compared byte by byte on either engine
Bytewise: Any = Text().with_variant(Text(collation="C"), "postgresql")


@dataclass(frozen=True)
class Store:
    """An open database. Several threads may share one; after a fork, open another."""

    engine: Engine
    only_writer: Callable[[], AbstractContextManager[None]]  # keeps the other processes out
    _turns: Turns = field(default_factory=Turns)
    _group: Group = field(default_factory=Group)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a connection that sees one state of the database, whoever writes meanwhile."""
        with translated(self.engine), self.engine.connect() as connection:
            connection.begin()  # never committed
            yield connection

    @contextmanager
    def write(self, ahead: "Ahead | None" = None) -> Iterator[Connection]:
        """Yield the only writing connection: committed at the end, undone if anything is raised.

        What is to be done `ahead` is done before other processes are kept out. Raise Conflict when another writer
        keeps the database for a minute, Unavailable `not_confirmed` when the commit fails and nobody can know whether
        it was kept.
        """
        with ExitStack() as stack:
            stack.enter_context(translated(self.engine))
            stack.enter_context(self._turns.taken(WAIT_SECONDS))
            if ahead:  # in this process's turn: a thread that computes beside the one that writes would delay it
                ahead(self)
            stack.enter_context(self.only_writer())
            connection = stack.enter_context(self.engine.connect()).execution_options(writes=True)
            stack.enter_context(confirmed(connection))
            yield connection

    def together(self, act: Callable[[Connection], T], ahead: "Ahead | None" = None) -> T:
        """Return what `act` returns of a writing connection, once that is committed; raise what it raises.

        Writes that arrive together share a transaction, each undone alone by a ServiceError that it raises. `act` may
        be called twice, the first time undone: it changes nothing but the database. Raise as `write` does.
        """
        value: T = self._group.do(self.write, act, ahead)
        return value

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


Ahead = Callable[[Store], None]


@contextmanager
def reading_apart(engine: Engine) -> Iterator[Connection]:
    """Yield another connection that sees one committed state of the database, also beside one that writes."""
    with engine.connect() as connection:
        connection.begin()
        yield connection


def open_store(url: str) -> Store:
    """Return the store at a database URL, created or brought up to date if need be.

    Raise Invalid for something that is no such URL, and Unavailable for a database that cannot be
    used: out of reach, unsafe, damaged, another program's, or written by a newer Visavis.
    """
    try:
        parsed = make_url(url)
        kind = _ENGINES[parsed.drivername.partition("+")[0]]
    except (ArgumentError, NoSuchModuleError, KeyError, ValueError):
        raise Invalid("a database URL looks like sqlite:///visavis.db or postgresql://user@host/name") from None
    engine = kind.create(parsed)
    store = Store(engine, kind.only_writer(engine, WAIT_SECONDS))
    try:
        _bring_up(store, kind.prepare)
    except BaseException:
        store.close()
        raise
    return store


def _bring_up(store: Store, prepare: Callable[[Engine], None]) -> None:
    with store.read() as connection:
        if migrate.is_current(connection):
            return
    with store.only_writer(), translated(store.engine):
        prepare(store.engine)
    with store.write() as connection:
        migrate.upgrade(connection)
