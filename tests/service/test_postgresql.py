"""What a busy server asks of PostgreSQL: few messages, statements that stay prepared, connections that stay open."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import event, text

from service import live
from service.db import changes, postgresql
from service.db.base import Store, open_store
from service.db.territories import HOME
from service.errors import Unavailable
from tests.service.kept import NOW, people


@pytest.fixture
def store(postgresql_url: str) -> Iterator[Store]:
    with open_store(postgresql_url) as opened:
        yield opened


def number(store: Store, query: str) -> int:
    with store.read() as connection:
        return int(connection.scalar(text(query)) or 0)


def together(store: Store) -> set[int]:
    """The server's processes of many transactions that read at the same time."""
    with ExitStack() as stack:
        readers = [stack.enter_context(store.read()) for _ in range(postgresql.CONNECTIONS - 2)]
        return {reader.scalar(text("SELECT pg_backend_pid()")) for reader in readers}


def test_connections_stay_open_for_as_many_as_ask_at_once(store: Store):
    first = together(store)
    assert len(first) == postgresql.CONNECTIONS - 2
    assert together(store) == first


def test_what_is_asked_often_stays_prepared(store: Store):
    for _ in range(10):
        with store.read() as connection:
            changes.numbers(connection)
    assert number(store, "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%changes%'") == 1


def test_a_connection_that_the_server_has_ended_is_replaced_unseen(store: Store):
    people(store, 1)
    with store.read() as connection:
        connection.execute(text("SELECT 1"))
        with store.read() as other:  # both are open, and go back
            ended = "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE pid = :pid"
            pid = other.scalar(text("SELECT pg_backend_pid()"))
        assert connection.scalar(text(ended), {"pid": pid}) == 1
        with store.read() as again:
            assert changes.numbers(again)
    people(store, 1, "later")
    assert number(store, "SELECT count(*) FROM candidates") == 2


def test_a_connection_that_ends_while_somebody_reads_is_told_as_unavailable(store: Store):
    end = text("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(Unavailable), store.read() as connection:
        connection.execute(end)
    with store.read() as connection, store.write() as other:  # where nothing more is asked, nobody has to know
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
        other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    assert number(store, "SELECT count(*) FROM candidates") == 0


def test_a_transaction_begins_in_one_message(store: Store):
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda _c, _k, statement, *_: asked.append(statement))
    with store.read():
        pass
    with store.write():
        pass
    assert len(asked) == 2
    with store.write() as connection:
        assert connection.scalar(text("SHOW lock_timeout")) == "1min"
        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        assert connection.scalar(text(held)) == 1
    assert number(store, held) == 0


def test_one_who_reads_asks_once_which_change_they_see_and_one_who_writes_each_time(store: Store):
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda _c, _k, statement, *_: asked.append(statement))
    with store.read() as connection:
        live.at(connection, HOME, NOW.date())
        before = changes.numbers(connection)
        people(store, 1)
        assert changes.numbers(connection) == before
    with store.write() as connection:
        assert changes.numbers(connection)[0] == before[0] + 1
        changes.advance(connection, changes.DOCUMENTS)
        assert changes.numbers(connection)[0] == before[0] + 2
    assert sum(statement.startswith("SELECT changes.what") for statement in asked) == 3


def test_a_large_load_is_planned_for_at_once(store: Store):
    people(store, 600)
    assert number(store, "SELECT reltuples FROM pg_class WHERE relname = 'candidates'") == 600
