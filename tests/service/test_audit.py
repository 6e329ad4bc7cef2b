"""The log of who saw or changed what: nothing can be changed or taken out of it unnoticed."""

import datetime as dt
import random
import time

import pytest
import sqlalchemy as sa

from service.db import audit, audit_log
from service.db.base import Store, open_store
from service.db.paging import Asked
from service.keys import Keys
from service.permissions import Role, Subject

KEYS = Keys((bytes(range(32)),))
NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
ADVISER = Subject(Role.ADVISER, "account-1", "territory-1", "organisation-1")
TEXTS = ["account", "role", "organisation", "territory", "action", "request", "reason", "tags", "hash"]


def filled(store: Store, n_rows: int, keys: Keys = KEYS) -> None:
    with store.write() as connection:
        for number in range(n_rows):
            people = [f"person-{number % 5}", f"person-{number % 3}"]
            audit.record(connection, ADVISER, "identity:R", people, f"request-{number}", at=NOON)
        audit.seal(connection, keys)


def without_guards(connection: sa.Connection) -> None:
    """Take away what keeps the log from being changed by statements."""
    for table in ("audit", "audit_objects"):
        names = ["kept", "held"] if connection.dialect.name == "sqlite" else ["kept", "whole"]
        for name in names:
            on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
            connection.execute(sa.text(f"DROP TRIGGER {table}_{name}{on}"))


def edits(n_rows: int, seed: int):
    """Endless single-row edits, each as (where, statement)."""
    rng = random.Random(seed)
    rows, about = audit.audit, audit.audit_objects
    while True:
        seq = rng.randint(1, n_rows)
        here = rows.c.seq == seq
        yield rng.choice([
            rows.update().where(here).values({rng.choice(TEXTS): f"other {rng.random()}"}),
            rows.update().where(here).values(at=NOON + dt.timedelta(seconds=rng.randint(1, 9999))),
            rows.update().where(here).values(seq=n_rows + 2),
            rows.delete().where(here),
            rows.delete().where(rows.c.seq == n_rows),
            rows.insert().values(seq=n_rows + 1, at=NOON, **dict.fromkeys(TEXTS, "x")),
            about.delete().where(about.c.seq == seq),
            about.update().where(about.c.seq == seq).values(object=sa.func.upper(about.c.object) + "x"),
            about.insert().values(seq=rng.choice([seq, n_rows + 1]), object="somebody"),
        ])  # fmt: skip


def detected(store: Store, n_edits: int, n_rows: int = 30) -> int:
    filled(store, n_rows)
    found = 0
    with store.engine.connect().execution_options(writes=True) as connection:
        with connection.begin():
            without_guards(connection)
        for _, edit in zip(range(n_edits), edits(n_rows, seed=7), strict=False):
            with connection.begin() as transaction:
                assert connection.execute(edit).rowcount
                found += audit.verify(connection, KEYS) is not None
                transaction.rollback()
        with connection.begin():
            assert audit.verify(connection, KEYS) is None
    return found


def test_every_edit_of_a_single_row_is_found(store: Store) -> None:
    found = detected(store, 100)
    print(f"S16: {found} of 100 edits found")
    assert found == 100


@pytest.mark.slow
def test_a_thousand_edits_of_a_single_row_are_found(store: Store) -> None:
    found = detected(store, 1000)
    print(f"S16: {found} of 1,000 edits found")
    assert found == 1000


def test_the_database_refuses_to_change_or_to_shorten_the_log(store: Store) -> None:
    filled(store, 3)
    rows, about = audit.audit, audit.audit_objects
    called = audit.pseudonyms
    for statement in (
        rows.update().values(reason="other"),
        rows.delete().where(rows.c.seq == 3),
        rows.delete(),
        about.update().values(object="other"),
        about.delete(),
        called.update().values(id="other"),
    ):
        with pytest.raises(sa.exc.DBAPIError, match="only added"), store.write() as connection:
            connection.execute(statement)
    with store.read() as connection:
        assert audit.verify(connection, KEYS) is None


def test_a_pseudonym_that_was_given_to_somebody_else_is_found(store: Store) -> None:
    filled(store, 3)
    called = audit.pseudonyms
    with store.write() as connection:
        assert audit.misnamed(connection) == 0
        first, second = connection.execute(sa.select(called).limit(2)).all()
        connection.execute(called.delete().where(called.c.id.in_([first.id, second.id])))
        stolen = {"id": second.id, "pseudonym": first.pseudonym, "salt": first.salt}
        connection.execute(called.insert(), stolen)
        assert audit.verify(connection, KEYS) is None, "the chain alone does not tell"
        assert audit.misnamed(connection) == 1


def test_a_log_cut_short_with_its_end_moved_is_found_by_the_seals(store: Store) -> None:
    """Who may write everything but has no keys can move the end too: without the seals that would pass."""
    filled(store, 10)
    rows, about, ends = audit.audit, audit.audit_objects, audit.audit_ends
    with store.write() as connection:
        without_guards(connection)
        before = connection.execute(sa.select(rows).where(rows.c.seq == 8)).one()
        connection.execute(about.delete().where(about.c.seq > 8))
        connection.execute(rows.delete().where(rows.c.seq > 8))
        connection.execute(ends.update().where(ends.c.name == audit.LAST).values(seq=8, hash=before.hash))
        assert audit.verify(connection) is None  # the negative control
        assert audit.verify(connection, KEYS) == 9
        assert audit.verify(connection, Keys((bytes(range(1, 33)),))) is not None


def test_old_months_go_and_the_rest_still_verifies(store: Store) -> None:
    filled(store, 10)
    with store.write() as connection:
        later = NOON + dt.timedelta(days=40)
        for _ in range(5):
            audit.record(connection, ADVISER, "note:W", ["person-1"], "", at=later)
        assert audit.purge(connection, NOON, KEYS) == 0
        assert audit.purge(connection, later, KEYS) == 10
        assert audit.purge(connection, later, KEYS) == 0
        assert audit.verify(connection, KEYS) is None
        assert audit.purge(connection, later + dt.timedelta(days=1), KEYS) == 5
        assert audit.verify(connection, KEYS) is None
        audit.record(connection, ADVISER, "note:W", ["person-1"], "", at=later)
        assert audit.verify(connection, KEYS) is None
        connection.execute(audit.audit_ends.update().where(audit.audit_ends.c.name == audit.FIRST).values(hash="0"))
        assert audit.verify(connection, KEYS) is not None


def test_who_saw_somebody_is_found_until_that_person_is_forgotten(store: Store) -> None:
    filled(store, 6)
    with store.write() as connection:
        seen = audit_log.about(connection, "person-0", Asked()).rows
        assert [row.action for row in seen] == ["identity:R"] * 3
        assert {row.organisation for row in seen} == {"organisation-1"}
        assert audit.forget(connection, ["person-0"]) == 1
        assert audit_log.about(connection, "person-0", Asked()).rows == []
        assert audit.verify(connection, KEYS) is None
        raw = " ".join(str(row) for table in (audit.audit, audit.audit_objects, audit.pseudonyms)
                       for row in connection.execute(sa.select(table)))  # fmt: skip
        assert "person-0" not in raw
        assert "person-1" in raw


def test_whom_an_account_has_seen_is_found_with_days_and_actions(store: Store) -> None:
    filled(store, 6)
    with store.write() as connection:
        audit.record(connection, Subject(Role.ADVISER, "account-2"), "note:R", ["person-9"], "", at=NOON)
        seen = audit_log.seen_by(connection, "account-1", NOON)
    assert {row["object"] for row in seen} == {f"person-{number}" for number in range(5)}
    assert all(row["first"] == row["last"] == NOON for row in seen)
    assert sum(row["times"] for row in seen) == 9  # the first three rows name one person, the others two


@pytest.mark.slow
def test_a_million_rows_tell_whom_an_account_has_seen_within_a_minute(sqlite_url: str) -> None:
    n_rows = 1_000_000
    with open_store(sqlite_url) as store:
        with store.write() as connection:
            people = [{"id": f"person-{n}", "pseudonym": f"p{n}"} for n in range(20_000)]
            accounts = [{"id": f"account-{n}", "pseudonym": f"a{n}"} for n in range(100)]
            connection.execute(audit.pseudonyms.insert(), people + accounts)
            for start in range(1, n_rows + 1, 50_000):
                numbers = range(start, start + 50_000)
                rows = [dict.fromkeys(TEXTS, "") | {"seq": n, "at": NOON, "account": f"a{n % 100}"} for n in numbers]
                connection.execute(audit.audit.insert(), rows)
                about = [{"seq": n, "object": f"p{n % 19_997}"} for n in numbers]
                connection.execute(audit.audit_objects.insert(), about)
        begun = time.monotonic()
        with store.read() as connection:
            seen = audit_log.seen_by(connection, "account-7", NOON)
        seconds = time.monotonic() - begun
    print(f"P11: {len(seen)} people of {n_rows:,} rows in {seconds:.2f} s")
    assert sum(row["times"] for row in seen) == n_rows // 100
    assert seconds < 60
