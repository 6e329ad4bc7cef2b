"""Retention: nothing a day early, everything when its time has come, nobody without a notice."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from service import register
from service.db import documents, outbox, reminders
from service.db.base import Store, metadata
from service.usecases import retaining
from service.usecases.retaining import months_before
from tests.service.engines import sqlite_first
from tests.service.kept import KEYS, NOW, fill, people

LONG_AGO = NOW - dt.timedelta(days=900)


def quiet(store: Store, ids: list[str], at: dt.datetime) -> None:
    """Nothing has happened around these people since."""
    main = documents.CANDIDATES.main
    with store.write() as connection:
        connection.execute(main.update().where(main.c.public_id.in_(ids)).values(updated_at=at, created_at=at))


def night(store: Store, now: dt.datetime, kind: str = "candidates") -> int:
    with store.write() as connection:
        return retaining.people(connection, KEYS, kind, now)


def there(store: Store) -> set[str]:
    with store.read() as connection:
        return set(connection.execute(select(documents.CANDIDATES.main.c.public_id)).scalars())


def test_a_file_is_kept_23_months_then_announced_then_erased(store: Store):
    [person] = people(store, 1)
    quiet(store, [person], NOW)
    for months, days, done in ((23, -1, 0), (23, 1, 1), (23, 2, 0), (24, -1, 0), (24, 1, 1)):
        now = months_before(NOW, -months) + dt.timedelta(days=days)
        assert night(store, now) == done, (months, days)
    assert there(store) == set()


def test_nobody_is_erased_without_thirty_days_of_notice(store: Store):
    [person] = people(store, 1)
    quiet(store, [person], LONG_AGO)  # the job did not run for long
    assert night(store, NOW) == 1 and there(store) == {person}
    assert night(store, NOW + dt.timedelta(days=29)) == 0 and there(store) == {person}
    assert night(store, NOW + dt.timedelta(days=30)) == 1 and there(store) == set()


def test_activity_starts_the_time_again(store: Store):
    [person] = people(store, 1)
    quiet(store, [person], LONG_AGO)
    night(store, NOW)
    quiet(store, [person], NOW + dt.timedelta(days=10))  # they came back after the notice
    assert night(store, NOW + dt.timedelta(days=40)) == 0
    much_later = months_before(NOW, -25)
    assert night(store, much_later) == 1 and there(store) == {person}  # a new notice first
    assert night(store, much_later + dt.timedelta(days=30)) == 1 and there(store) == set()


def test_what_stands_beside_a_file_counts_as_activity(store: Store):
    person = fill(store, "Beside")  # rows 900 days old
    quiet(store, [person], LONG_AGO)
    notes = metadata.tables["notes"]
    with store.write() as connection:
        connection.execute(notes.update().values(changed_at=NOW - dt.timedelta(days=5)))
    assert night(store, NOW) == 0
    with store.write() as connection:
        connection.execute(notes.update().values(changed_at=LONG_AGO))
    assert night(store, NOW) == 1


def test_the_person_is_told_by_mail(store: Store):
    person = fill(store, "Told")
    quiet(store, [person], LONG_AGO)
    with store.read() as connection:
        before = outbox.waiting(connection)
    night(store, NOW)
    with store.read() as connection:
        assert outbox.waiting(connection) == before + 1
        assert reminders.last(connection, retaining.WHAT, person) == NOW


@given(st.integers(0, 800), st.integers(0, 800))
def test_months_before_never_goes_a_day_too_far(days: int, months: int):
    day = NOW + dt.timedelta(days=days)
    before = months_before(day, months)
    assert (day.year - before.year) * 12 + day.month - before.month == months
    assert before.day <= day.day and before.time() == day.time()


@sqlite_first
def test_no_file_is_erased_early_whatever_its_age(store: Store):
    ids = people(store, 60)
    ages = {person: dt.timedelta(days=690 + 2 * number) for number, person in enumerate(ids)}
    for person, age in ages.items():
        quiet(store, [person], NOW - age)
    night(store, NOW - dt.timedelta(days=30))
    night(store, NOW)
    left, end = there(store), months_before(NOW, retaining.END)
    early = [p for p in ids if p not in left and NOW - ages[p] >= end]
    late = [p for p in ids if p in left and NOW - ages[p] < end]
    print(f"Retention: {len(ids) - len(left)} of {len(ids)} erased, {len(early)} early, {len(late)} late")
    assert not early and not late and 0 < len(left) < len(ids)


def test_refused_introductions_go_after_three_months(store: Store):
    fill(store, "Refused")
    steps = metadata.tables["introduction_steps"]
    with store.write() as connection:
        connection.execute(steps.update().values(at=months_before(NOW, 3)))
        assert retaining.introductions(connection, NOW) == 0
        assert retaining.introductions(connection, NOW + dt.timedelta(days=1)) == 1
        assert connection.execute(select(steps)).all() == []
        assert connection.execute(select(metadata.tables["tallies"].c.count)).scalars().all() == [1]


def test_proofs_go_when_checked_and_what_was_found_stays(store: Store):
    fill(store, "Proof")
    statuses = metadata.tables["statuses"]
    with store.write() as connection:
        connection.execute(statuses.update().values(checked_at=None))
        assert retaining.proofs(connection) == 0
        connection.execute(statuses.update().values(checked_at=NOW))
        assert retaining.proofs(connection) == 1
        [row] = connection.execute(select(statuses)).all()
    assert row.proof is None and row.sealed


def test_accounts_of_professionals_become_nameless(store: Store):
    fill(store, "Pro")
    members, accounts = metadata.tables["memberships"], metadata.tables["accounts"]
    with store.write() as connection:
        connection.execute(members.update().values(role="adviser", candidate=None, sponsor=None))
        retaining.sign_ins_noted(connection)
    assert night(store, NOW, "accounts") == 1
    assert night(store, NOW + dt.timedelta(days=30), "accounts") == 1
    with store.read() as connection:
        assert connection.execute(select(accounts.c.name, accounts.c.email)).one() == ("", None)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_rule_names_its_source(language: str):
    for code in register.rules():
        rule = register.rule(code, language)
        assert all(rule.values()), code
