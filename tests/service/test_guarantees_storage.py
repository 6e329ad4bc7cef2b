"""R3 and R4: a server whose disk fails says that it does not know, one whose disk is full that nothing was kept."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.db.base import open_store
from tests.service.full_disk import fill
from tests.service.http_clients import Posting, inhabit, kept, lost, new_posting, opening, reopened, told
from tests.service.http_server import Server

FAILS = "inject=fsync,fdatasync:error=EIO"
PEOPLE = 4
slow = pytest.mark.slow


@contextmanager
def failing_disk(server: Server) -> Iterator[None]:
    """Let each wait for the disk fail in a running server, as a disk that is about to die does."""
    if shutil.which("strace") is None:
        pytest.skip("FAILING DISK NOT TESTED: strace is missing (apt-get install strace)")
    command = ["strace", "-f", "-p", str(server.processes[0]), "-e", "trace=fsync,fdatasync", "-e", FAILS]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        try:
            first = tracer.stderr.readline()
            if "attached" not in first:
                pytest.skip(f"FAILING DISK NOT TESTED: {first.strip()}")
            threading.Thread(target=tracer.stderr.read, daemon=True).start()
            yield
        finally:
            tracer.kill()  # asked politely, it waits for processes that may be dead


def refused(server: Server, person: Posting) -> None:
    """Post while the disk fails: the answer says that nobody knows whether it was kept, in the reader's language."""
    answer = person.post(server.browser(person.token))
    assert (answer.status, answer.body["code"]) == (503, "not_confirmed"), answer
    assert "Idempotency-Key" in answer.body["detail"] and int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize("faults", [12, pytest.param(500, marks=slow)])
def test_what_a_failing_disk_left_open_is_settled_by_asking_again_after_a_restart(
    servers, sqlite_url: str, tmp_path: Path, faults: int
):
    token, there = inhabit(sqlite_url), 0
    people = [new_posting(token, number) for number in range(PEOPLE)]
    for _ in range(faults // PEOPLE):
        with servers.server(sqlite_url, tmp_path) as server:
            settled(server, people)
            with failing_disk(server):
                for person in people:
                    refused(server, person)
                server.kill()
        found = reopened(sqlite_url)
        there += len(found) - told(people)
        assert not lost(people, found)
    with servers.server(sqlite_url, tmp_path) as server:
        settled(server, people)
    found = reopened(sqlite_url)
    print(f"R3: {faults} disk errors, each told as not confirmed; {there} of them kept all the same; 0 lost, 0 twice")
    assert set(found) == {title for person in people for title in person.said} and not lost(people, found)
    assert told(people) == faults + PEOPLE and sum(person.again for person in people) == faults
    assert there  # refused, and kept


def settled(server: Server, people: list[Posting]) -> None:
    """Let each ask again, with the same key, for what was not confirmed."""
    assert [person.post(server.browser(person.token)).status for person in people] == [201] * len(people)


@pytest.mark.parametrize("faults", [3, pytest.param(100, marks=slow)])
def test_the_server_itself_goes_on_once_the_disk_works_again(servers, sqlite_url: str, tmp_path: Path, faults: int):
    person = new_posting(inhabit(sqlite_url))
    with servers.server(sqlite_url, tmp_path) as server, open_store(sqlite_url) as store:
        for _ in range(faults):
            with failing_disk(server):
                refused(server, person)
                refused(server, person)
                assert server.browser(person.token).ask("GET", "/openings").status == 200
            assert person.post(server.browser(person.token)).status == 201
            found = kept(store)
            assert set(found) == set(person.said) and not lost([person], found)
    print(f"R3: {2 * faults} disk errors in one life of the server; {len(found)} acknowledged, 0 lost, 0 twice")


@pytest.mark.parametrize("rounds", [3, pytest.param(50, marks=slow)])
def test_on_a_full_disk_reading_goes_on_and_writing_after_room_was_made(
    servers, sqlite_template: Path, small_disk: Path, tmp_path: Path, rounds: int
):
    path, filler = small_disk / "visavis.db", small_disk / "filler"
    shutil.copyfile(sqlite_template, path)
    url = f"sqlite:///{path}"
    person, full = new_posting(inhabit(url)), 0
    with servers.server(url, tmp_path) as server, open_store(url) as store:
        browser = server.browser(person.token)
        for _ in range(rounds):
            assert person.post(browser).status == 201
            fill(filler)
            while (answer := person.post(browser)).status == 201:
                pass  # there was room left in the files of the database
            assert (answer.status, answer.body["code"]) == (507, "disk_full"), answer
            assert browser.ask("GET", f"/openings/{next(iter(person.said.values()))}").status == 200
            assert len(browser.ask("GET", "/openings").body["items"]) == min(len(person.said), 50)
            full += 1
            filler.unlink()
            assert person.post(browser).status == 201
            found = kept(store)
            assert set(found) == set(person.said) and not lost([person], found)
        assert browser.ask("POST", "/openings", opening("x" * 300)).status in (201, 422)
    print(f"R4: the disk was full {full} times; {len(person.said)} acknowledged, 0 lost; reading went on")
