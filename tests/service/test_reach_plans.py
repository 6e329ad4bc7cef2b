"""Whether somebody may see a person is found by an index, however many people they follow."""

import datetime as dt

import pytest
from sqlalchemy import event

from service.db import reached
from service.db.base import open_store
from service.permissions import Reach, Role, Scope, Subject


@pytest.fixture
def plans(sqlite_url):
    with open_store(sqlite_url) as store, store.read() as connection:
        told: list[str] = []

        def explain(conn, cursor, statement, parameters, context, many):
            rows = conn.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            told.extend(row[3] for row in rows if "caseloads" in row[3])

        event.listen(store.engine, "before_cursor_execute", explain)
        adviser = Subject(Role.ADVISER, "a", "t", "o")
        reached.people(connection, Reach(adviser, frozenset({Scope.CASELOAD})), dt.datetime.now(dt.UTC))
        yield told


def test_an_assignment_is_looked_up_by_person_and_adviser(plans):
    assert plans
    assert all("candidate=? AND adviser=?" in plan for plan in plans)
