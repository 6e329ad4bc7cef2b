"""One message a week at most, whoever writes it, how often, and wherever it is killed; none to who does not want it."""

import datetime as dt
import multiprocessing
import os
import signal
import threading
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from service import jobs
from service.api.calls import Services
from service.db import accounts, memberships, outbox
from service.db.base import Store, open_store
from service.db.memberships import Membership
from service.permissions import Role
from service.usecases import weekly
from tests.service.followed import KEYS, database_url  # noqa: F401
from tests.service.weeks import DAY, SITE, choose, post, propose, run, services_of, taken, texts
from tests.service.world import NOW, World, build


@pytest.fixture
def services(store: Store, tmp_path: Path) -> Services:
    return services_of(store, tmp_path)


def test_each_night_it_is_asked_and_each_week_it_is_written_at_most(world: World, services: Services) -> None:
    post(world, days=20)
    days = []
    for day in range(31):
        services.now.at = NOW + day * DAY - dt.timedelta(minutes=day % 2)
        days += [day] * run(services) + [day] * run(services)
    assert days == [13, 20]
    propose(world, post(world, "Peintre"))
    services.now.at = NOW + 31 * DAY
    assert run(services) == 1, "what comes later in the week is told at once, if nothing was told before"


def test_who_has_stopped_it_gets_none_and_who_takes_it_back_does(world: World, services: Services) -> None:
    post(world, days=5)
    choose(world, weekly=False)
    assert run(services) == 0
    choose(world, weekly=True)
    assert run(services) == 1


def test_who_stops_it_as_it_is_written_gets_none(world: World, services: Services) -> None:
    post(world, days=5)
    with services.store.read() as connection:
        [one] = [one for one in weekly.due(connection, NOW) if one.email == "company@here.test"]
    choose(world, weekly=False)
    assert not weekly.tell(services.store, KEYS, one, SITE, NOW)
    assert taken(services.store) == []


def test_of_several_workers_one_writes(world: World, services: Services) -> None:
    post(world, days=5)
    workers = [threading.Thread(target=jobs.run, args=(services, "weekly")) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(texts(services.store)) == 1


def test_a_dry_run_counts_and_writes_nothing(world: World, services: Services) -> None:
    post(world, days=5)
    for _ in range(2):
        assert jobs.run(services, "weekly", dry_run=True).done == {"told": 1}
    assert taken(services.store) == []
    assert run(services) == 1


def test_one_account_that_fails_keeps_no_other_from_its_message(world: World, services: Services, monkeypatch) -> None:
    post(world, days=5)
    tell = weekly.tell

    def failing(store: Store, keys: Any, to: Any, *rest: Any) -> bool:
        if to.email == "first@here.test":
            raise ValueError("canary")
        return tell(store, keys, to, *rest)

    with services.store.write() as connection:
        first = accounts.add(connection, "first@here.test", "first", "fr", NOW)
        who = world.subject("company")
        role = Membership(Role.COMPANY, who.territory or "", first, organisation=who.organisation)
        memberships.add(connection, role, NOW)
    monkeypatch.setattr(weekly, "tell", failing)
    result = jobs.run(services, "weekly")
    assert (result.done, result.errors) == ({"told": 1}, {"told": "ValueError"})


def _dying(url: str, folder: Path, statement: int) -> None:
    """Run the job, and be killed as it gives the database its so-manieth statement."""
    left = statement

    def count(*_: Any) -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    with open_store(url) as store:
        outbox.seal_with(store.engine, KEYS)
        sa.event.listen(store.engine, "before_cursor_execute", count)
        jobs.run(services_of(store, folder), "weekly")


def _killed(url: str, folder: Path, step: int) -> list[int]:
    """Kill the job at each so-manieth statement, then let it end; return how many messages there were each time."""
    fork, statement, found = multiprocessing.get_context("fork"), 1, []
    with open_store(url) as store:
        outbox.seal_with(store.engine, KEYS)
        post(build(store), days=5)
    while True:
        child = fork.Process(target=_dying, args=(url, folder, statement))
        child.start()
        child.join()
        with open_store(url) as store:
            outbox.seal_with(store.engine, KEYS)
            jobs.run(services_of(store, folder), "weekly")
            found.append(len(taken(store)))
            with store.write() as connection:
                connection.execute(sa.text("DELETE FROM reminders"))
        if child.exitcode == 0:
            return found
        assert child.exitcode == -signal.SIGKILL
        statement += step


def test_without_the_note_that_it_was_written_it_would_be_written_again(
    world: World, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weekly, "_is_due", lambda *_: True)
    post(world, days=5)
    assert run(services) + run(services) == len(texts(services.store)) == 2


def test_killed_anywhere_it_is_written_once(either_url: str, tmp_path: Path) -> None:
    found = _killed(either_url, tmp_path, 9)
    print(f"R11: the weekly message, {len(found) - 1} kills: {found} messages")
    assert len(found) > 3
    assert set(found) == {1}


@pytest.mark.slow
def test_killed_at_every_statement_it_is_written_once(either_url: str, tmp_path: Path) -> None:
    found = _killed(either_url, tmp_path, 1)
    print(f"R11: the weekly message, killed at each of {len(found) - 1} statements")
    assert set(found) == {1}
