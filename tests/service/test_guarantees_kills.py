"""R1 and R9: a server that is killed loses nothing that it acknowledged, and a request sent again is done once."""

import threading
import time
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import pytest

from tests.service.engines import sqlite_first
from tests.service.http_clients import Posting, inhabit, lost, new_posting, reopened, start, told
from tests.service.http_server import LOST, Server, command

CLIENTS = 4
slow = pytest.mark.slow


def killed_midway(server: AbstractContextManager[Server], people: list[Posting], seconds: float) -> None:
    """Let all of them post, and kill the server some time after its first answer."""
    gone, before = threading.Event(), told(people)
    with server as running:
        threads = start(people, running.port, gone)
        while told(people) == before and any(thread.is_alive() for thread in threads):
            time.sleep(0.001)
        time.sleep(seconds)
        running.kill()
    gone.set()
    for thread in threads:
        thread.join()


def finished(server: Server, people: list[Posting]) -> None:
    """Let everybody send once more what they have no answer to, and then one thing that was answered long ago."""
    for one in people:
        browser = server.browser(one.token)
        assert one.post(browser).status == 201
        title, id = next(iter(one.said.items()))
        again = browser.ask("POST", "/openings", {"record": {"title": title}}, idempotency_key=title)
        assert (again.status, again.body["id"]) == (201, id)
        other = browser.ask("POST", "/openings", {"record": {"title": "another"}}, idempotency_key=title)
        assert (other.status, other.body["code"]) == (422, "idempotency_key_reused")
        browser.leave()


@pytest.mark.parametrize(
    ("engine", "kills"),
    [("sqlite", 20), ("postgresql", 5), *(pytest.param(each, 100, marks=slow) for each in ("sqlite", "postgresql"))],
)
def test_killed_at_any_moment_it_loses_nothing_and_tears_nothing(servers, request, tmp_path: Path, engine, kills):
    url, rng = request.getfixturevalue(f"{engine}_url"), np.random.default_rng(kills)
    token, missing = inhabit(url), []
    people = [new_posting(token, number) for number in range(CLIENTS)]
    for _ in range(kills):
        killed_midway(servers.server(url, tmp_path), people, rng.uniform(0.0, 0.15))
        missing += lost(people, reopened(url))
    with servers.server(url, tmp_path) as server:
        finished(server, people)
    found = reopened(url)
    again = sum(one.again for one in people)
    print(f"R1 {engine}: {kills} kills, {told(people)} acknowledged, {len(missing)} lost")
    print(f"R9 {engine}: {again} of {again + told(people)} requests sent again, each done once")
    assert not missing and not lost(people, found) and not any(one.refused for one in people)
    assert set(found) == {title for one in people for title in one.said}
    assert told(people) >= kills and again


@sqlite_first
@pytest.mark.parametrize("kills", [1, pytest.param(20, marks=slow)])
def test_so_does_the_command_with_two_workers(servers, database_url: str, tmp_path: Path, kills):
    token, rng = inhabit(database_url), np.random.default_rng(1)
    people = [new_posting(token, number) for number in range(CLIENTS)]
    for _ in range(kills):
        killed_midway(command(database_url, tmp_path, workers=2), people, rng.uniform(0.0, 0.3))
        assert not lost(people, reopened(database_url))
    with servers.server(database_url, tmp_path) as server:
        finished(server, people)
    assert not lost(people, reopened(database_url))
    print(f"R1 visavis serve, 2 workers: {kills} kills, {told(people)} acknowledged, 0 lost")


def test_a_write_that_nobody_acknowledged_may_be_lost(servers, sqlite_url: str, tmp_path: Path):
    """The negative control: a client that believes in what it only sent is wrong sooner or later."""
    people = [new_posting(inhabit(sqlite_url), 0)]
    with servers.server(sqlite_url, tmp_path) as server:
        people[0].post(server.browser(people[0].token))
        browser = server.browser(people[0].token)
        server.kill()
        with pytest.raises(LOST):
            people[0].post(browser)
    people[0].said["only sent"] = "no answer"
    assert lost(people, reopened(sqlite_url)) == ["only sent"]
