"""Whether somebody may see a person is found by an index, however many people they follow."""

import datetime as dt

import pytest
from sqlalchemy import event

from service.db import introductions, reached
from service.db.base import open_store
from service.db.paging import Asked
from service.permissions import Reach, Role, Scope, Subject

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
ADVISER = Reach(Subject(Role.ADVISER, "a", "t", "o"), frozenset({Scope.CASELOAD}))


@pytest.fixture
def plans(sqlite_url):
    """What gives how a table is read by a function that is called with a connection."""
    with open_store(sqlite_url) as store, store.read() as connection:

        def plans(asking, table):
            told: list[str] = []

            def explain(conn, cursor, statement, parameters, context, many):
                rows = conn.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
                told.extend(row[3] for row in rows if table in row[3])

            event.listen(store.engine, "before_cursor_execute", explain)
            asking(connection)
            event.remove(store.engine, "before_cursor_execute", explain)
            return told

        yield plans


def test_an_assignment_is_looked_up_by_person_and_adviser(plans):
    found = plans(lambda connection: reached.people(connection, ADVISER, NOW), "caseloads")
    assert found
    assert all("candidate=? AND adviser=?" in plan for plan in found)


def test_whom_an_introduction_shows_is_looked_up_by_person_and_purpose(plans):
    found = plans(lambda connection: introductions.within(connection, ADVISER, {}, Asked(), NOW), "consents")
    assert found
    assert all("candidate=? AND purpose=?" in plan for plan in found)
