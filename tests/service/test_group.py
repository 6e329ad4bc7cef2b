"""Writes that arrive together share a transaction, and what becomes of one changes nothing for the others."""

import datetime as dt
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from service.db import group, tombstones
from service.db.base import Store
from service.errors import Conflict, Unavailable

NOW = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
ADD = tombstones.tombstones.insert()

Act = Callable[[Connection], Any]


def mark(connection: Connection, name: str) -> str:
    """Write a row of that name, which no other may have; return the name."""
    connection.execute(ADD, {"digest": name, "at": NOW})
    return name


def refused(connection: Connection, name: str) -> str:
    mark(connection, name)
    raise Conflict(f"{name} is refused")


def broken(connection: Connection, name: str) -> str:
    mark(connection, name)
    raise ZeroDivisionError(name)


def marked(store: Store) -> set[str]:
    with store.read() as connection:
        return tombstones.everything(connection)


@pytest.fixture
def commits(monkeypatch) -> list[int]:
    """One for each transaction that wrote, or tried."""
    counted, write = [], Store.write

    @contextmanager
    def counting(self, ahead=None) -> Iterator[Connection]:
        counted.append(1)
        with write(self, ahead) as connection:
            yield connection

    monkeypatch.setattr(Store, "write", counting)
    return counted


def at_once(store: Store, acts: Sequence[Act], ahead: Act | None = None) -> list[Any]:
    """Do all these while somebody else writes, so that they wait together; return what each returned or raised."""
    outcomes: list[Any] = [None] * len(acts)

    def do(place: int) -> None:
        try:
            outcomes[place] = store.together(acts[place], ahead)
        except Exception as error:
            outcomes[place] = error

    threads = [threading.Thread(target=do, args=(place,)) for place in range(len(acts))]
    with store.write():
        for thread in threads:
            thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def test_those_who_come_together_share_a_commit(store, commits):
    names = [f"n{number:02}" for number in range(60)]
    assert at_once(store, [partial(mark, name=name) for name in names]) == names
    print(f"group: {len(names)} writes in {len(commits) - 1} transactions")
    assert marked(store) == set(names) and len(commits) < 20


def test_what_is_refused_leaves_nothing_and_the_others_stay(store, commits):
    acts = [partial(refused if number % 3 == 1 else mark, name=f"n{number:02}") for number in range(30)]
    outcomes = at_once(store, acts)
    assert [isinstance(outcome, Conflict) for outcome in outcomes] == [number % 3 == 1 for number in range(30)]
    assert marked(store) == {outcome for outcome in outcomes if isinstance(outcome, str)} and len(commits) < 20


def test_without_its_savepoint_what_is_refused_would_stay(store, monkeypatch):
    monkeypatch.setattr(Connection, "begin_nested", lambda _: type("None_", (), {"rollback": int, "commit": int}))
    at_once(store, [partial(refused, name=f"n{number}") for number in range(10)])
    assert marked(store)


def test_an_unexpected_error_is_told_to_its_own_caller_alone(store):
    acts = [partial(mark, name=f"n{number:02}") for number in range(20)]
    acts[5], acts[7] = partial(broken, name="five"), partial(mark, name="n03")  # an error, and a name used twice
    outcomes = at_once(store, acts)
    assert isinstance(outcomes[5], ZeroDivisionError)
    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1
    assert marked(store) == {outcome for outcome in outcomes if isinstance(outcome, str)}
    assert len(marked(store)) == 18


def test_what_is_done_ahead_may_fail_for_one_alone(store):
    acts = [partial(mark, name=f"n{number}") for number in range(10)]
    outcomes: list[Any] = []

    def prepare(place: int) -> None:
        def ahead(_: Store) -> None:
            if place == 4:
                raise Conflict("not so")

        try:
            outcomes.append(store.together(acts[place], ahead))
        except Conflict:
            outcomes.append(None)

    threads = [threading.Thread(target=prepare, args=(place,)) for place in range(10)]
    with store.write():
        for thread in threads:
            thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(filter(None, outcomes)) == sorted(marked(store)) == [f"n{place}" for place in range(10) if place != 4]


def test_a_commit_that_fails_is_told_to_all_who_shared_it_and_the_next_succeeds(store, monkeypatch):
    write, left = Store.write, [2]  # transactions until one fails

    @contextmanager
    def failing(self, ahead=None) -> Iterator[Connection]:
        with write(self, ahead) as connection:
            yield connection
            left[0] -= 1
            if left[0] == -1:
                raise Unavailable("not confirmed", "not_confirmed")

    with monkeypatch.context() as patched:
        patched.setattr(Store, "write", failing)
        outcomes = at_once(store, [partial(mark, name=f"n{number:02}") for number in range(12)])
    lost = [outcome for outcome in outcomes if isinstance(outcome, Unavailable)]
    assert lost and marked(store) == {outcome for outcome in outcomes if isinstance(outcome, str)}
    assert store.together(partial(mark, name="after")) in marked(store)


def test_who_has_waited_long_enough_waits_for_no_further_write(store, commits, monkeypatch):
    monkeypatch.setattr(group, "SECONDS", -1.0)
    names = [f"n{number}" for number in range(8)]
    assert at_once(store, [partial(mark, name=name) for name in names]) == names
    assert len(commits) == 1 + len(names)


@pytest.mark.parametrize("number", [400, pytest.param(4000, marks=pytest.mark.slow)])
def test_whatever_happens_what_was_acknowledged_is_there_and_nothing_else(store, number):
    draw = random.Random(number)
    acts = [mark, mark, mark, refused, broken]
    wanted = [partial(draw.choice(acts), name=f"n{draw.randrange(2 * number)}") for _ in range(number)]
    told, lock = [], threading.Lock()

    def client() -> None:
        while True:
            with lock:
                if not wanted:
                    return
                act = wanted.pop()
            try:
                name = store.together(act)
            except (Conflict, ZeroDivisionError, IntegrityError):
                continue
            with lock:
                told.append(name)

    threads = [threading.Thread(target=client) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(600)
    print(f"group: {number} writes of 16 threads, {len(told)} acknowledged, each of them there once")
    assert len(told) == len(set(told)) and set(told) == marked(store)
