"""Many who want the same at once: threads here, and in other processes."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.connection import Connection
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, func, select

from service.db import appointments, meetup_guests, seats, sponsorships
from service.db.base import Store, open_store
from service.errors import Conflict
from service.permissions import Subject
from tests.service.forked import start
from tests.service.world import NOW, build

PROCESSES = 2
Take = Callable[[Any, str, str], None]  # (connection, what, who)


class Children:
    """Other processes with the store open, which race when they are told."""

    def __init__(self, stack: ExitStack, url: str, kind: str, capacity: int) -> None:
        self.all: list[Connection] = []
        for _ in range(PROCESSES):
            child, connection = start(racing, url, kind, capacity)
            stack.callback(child.join)
            self.all.append(stack.enter_context(connection))
        assert {connection.recv() for connection in self.all} == {"ready"}

    def race(self, what: str, holders: list[str]) -> list[str]:
        """Let each take its part of the holders; return all who won."""
        for n, connection in enumerate(self.all):
            connection.send((what, holders[n::PROCESSES]))
        return [winner for connection in self.all for winner in connection.recv()]


def place(capacity: int) -> Take:
    """Take one of a sponsor's places for a sponsorship."""
    return lambda connection, sponsor, holder: _number(connection, sponsor, holder, capacity)


def careless(capacity: int) -> Take:
    """Look first and then take, without a key that keeps others out: what must not be done."""

    def take(connection: Any, sponsor: str, holder: str) -> None:
        table = sponsorships.places
        taken = connection.execute(select(func.count()).select_from(table).where(table.c.of == sponsor)).scalar()
        time.sleep(0.01)
        if taken >= capacity:
            raise Conflict("full", "taken")
        row = {"of": sponsor, "number": random.randrange(1, 1 << 30), "holder": holder}
        connection.execute(table.insert(), row)

    return take


def chair(capacity: int) -> Take:
    """Register somebody for a meetup."""

    def take(connection: Any, meetup: str, person: str) -> None:
        row = SimpleNamespace(id=meetup, places=capacity)
        meetup_guests.register(connection, row, meetup_guests.PERSON, {"candidate": person}, Subject(), NOW)

    return take


def careless_chair(capacity: int) -> Take:
    """Look first and then take, as `careless` does."""

    def take(connection: Any, meetup: str, person: str) -> None:
        places = meetup_guests.places[meetup_guests.PERSON]
        if seats.count(connection, places, meetup) >= capacity:
            raise Conflict("full", "taken")
        time.sleep(0.01)
        chair(1_000)(connection, meetup, person)

    return take


def slot(connection: Any, what: str, holder: str) -> None:
    """Take a quarter of an hour of a sponsor: `what` is sponsor/number."""
    sponsor, number = what.split("/")
    seats.take_all(connection, appointments.of_sponsor, sponsor, holder, [int(number)])


def _number(connection: Any, sponsor: str, holder: str, capacity: int) -> None:
    seats.take_any(connection, sponsorships.places, sponsor, holder, capacity)


def race(
    store: Store, take: Take, what: str, holders: list[str], begin: Callable[[Store], Any], threads: int
) -> list[str]:
    """Let all holders try at the same moment; return those who won. Any other error is raised."""
    won: list[str] = []
    wrong: list[BaseException] = []
    ready = threading.Barrier(threads)

    def run(mine: list[str]) -> None:
        ready.wait()
        for holder in mine:
            try:
                with begin(store) as connection:
                    take(connection, what, holder)
                won.append(holder)
            except Conflict as error:
                assert error.code == "taken", error
            except BaseException as error:
                wrong.append(error)

    workers = [threading.Thread(target=run, args=(holders[n::threads],)) for n in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if wrong:
        raise wrong[0]
    return won


@contextmanager
def unlocked(store: Store) -> Iterator[Any]:
    """A writing transaction without the lock that keeps writers apart."""
    with create_engine(store.engine.url, poolclass=NullPool).begin() as connection:
        yield connection


@pytest.fixture
def on_postgresql(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A world on PostgreSQL, where transactions can write at the same time."""
    with open_store(request.getfixturevalue("postgresql_url")) as store:
        yield build(store)


def racing(told: Connection, url: str, kind: str, capacity: int) -> None:
    """Race for whatever is told, who by who, and answer with those who won, until nobody tells any more."""
    take = {"slot": slot, "place": place(capacity), "chair": chair(capacity)}[kind]
    with open_store(url) as store, suppress(EOFError):
        told.send("ready")
        while True:
            what, holders = told.recv()
            told.send(race(store, take, what, holders, Store.write, len(holders)))
