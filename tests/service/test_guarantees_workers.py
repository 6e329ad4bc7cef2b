"""What holds whoever answers: two workers of a server, or two servers on hosts of their own with one database."""

import itertools
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from service import passwords
from service.db import accounts, memberships
from service.db.base import Store, open_store
from service.db.memberships import Membership
from service.errors import TooMany
from service.permissions import Role
from service.usecases.accounts import disable
from tests.service.http_clients import kept, lost, new_posting, now, opening, start, token_of
from tests.service.http_server import NO_LIMIT, Browser, Server
from tests.service.world import HOME, World, build

slow = pytest.mark.slow
PAGES = "/organisations"
ASKED = {"channel": "app", "text_version": "2026-11"}


@dataclass(frozen=True)
class Offices:
    """A small world, and the servers that answer."""

    world: World
    store: Store
    servers: list[Server]

    def browsers(self, role: str, number: int = 6) -> Iterator[Browser]:
        """Connections in turn, all of one session: to each server, and so many that each worker has some."""
        return self.of(token_of(self.world, role), number)

    def of(self, token: str | None, number: int = 6) -> Iterator[Browser]:
        """The same, of a session."""
        each = itertools.islice(itertools.cycle(self.servers), number)
        return itertools.cycle([server.browser(token) for server in each])


@contextmanager
def open_offices(
    servers: Any, url: str, folder: Path, hosts: int = 1, environment: dict[str, str] = NO_LIMIT
) -> Iterator[Offices]:
    """Two workers on one host, or one on each of two, which share the file of keys."""
    folders = [folder / str(host) for host in range(hosts)]
    with open_store(url) as store, ExitStack() as stack:
        world, started = build(store, now()), []
        for each in folders:
            each.mkdir()
            if each is not folders[0]:
                shutil.copyfile(folders[0] / "visavis.key", each / "visavis.key")
            server = servers.server(url, each, 2 // hosts, environment=environment)
            started.append(stack.enter_context(server))
        yield Offices(world, store, started)


@pytest.fixture(params=["sqlite-2-workers", pytest.param("postgresql-2-workers", marks=slow), "postgresql-2-hosts"])
def offices(request: pytest.FixtureRequest, servers, tmp_path: Path) -> Iterator[Offices]:
    engine, number, what = request.param.split("-")
    url = request.getfixturevalue(f"{engine}_url")
    with open_offices(servers, url, tmp_path, int(number) if what == "hosts" else 1) as opened:
        yield opened


@pytest.mark.parametrize("times", [10, pytest.param(100, marks=slow)])
def test_a_session_that_has_ended_is_refused_at_the_next_request_everywhere(offices: Offices, times: int):
    ends = {"logout": sign_out, "disabled": disabled, "role ended": role_ended, "role chosen": role_chosen}
    for what, end in ends.items():
        refused = 0
        for _ in range(times):
            browsers = offices.browsers("company")
            assert {next(browsers).ask("GET", "/account").status for _ in range(6)} == {200}
            end(offices, next(browsers))
            refused += {next(browsers).ask("GET", "/account").status for _ in range(6)} == {401}
        print(f"S5: after {what}, the next request on each of six connections was refused {refused}/{times}")
        assert refused == times


def sign_out(_: Offices, browser: Browser) -> None:
    assert browser.ask("DELETE", "/session").status == 204


def disabled(offices: Offices, _: Browser) -> None:
    account = str(offices.world.subject("company").account)
    with offices.store.write() as connection:
        disable(connection, account, now())
        connection.execute(accounts.accounts.update().values(disabled_at=None))


def role_ended(offices: Offices, _: Browser) -> None:
    here, who = (Role.COMPANY, "here"), offices.world.subject("company")
    again = Membership(Role.COMPANY, HOME, str(who.account), organisation=who.organisation, lead=True)
    with offices.store.write() as connection:
        memberships.end(connection, offices.world.members[here], now())
        offices.world.members[here] = memberships.add(connection, again, now())


def role_chosen(offices: Offices, browser: Browser) -> None:
    chosen = {"membership": offices.world.members[Role.COMPANY, "here"]}
    assert browser.ask("PUT", "/session/role", chosen).status == 200


@pytest.mark.parametrize("times", [25, pytest.param(200, marks=slow)])
def test_a_ranking_sees_what_was_posted_before_on_whatever_connection(offices: Offices, times: int):
    companies, people = offices.browsers("company"), offices.browsers("candidate")
    seen = gone = 0
    for number in range(times):
        posted = next(companies).ask("POST", "/openings", opening(f"opening {number}"))
        assert posted.status == 201, posted
        seen += posted.body["id"] in ranked(offices, next(people))
        assert next(companies).ask("POST", f"/openings/{posted.body['id']}/close").status == 200
        gone += posted.body["id"] not in ranked(offices, next(people))
    print(f"read your writes: the next ranking saw the opening {seen}/{times}, and its end {gone}/{times}")
    assert (seen, gone) == (times, times)


def ranked(offices: Offices, browser: Browser) -> list[str]:
    person = offices.world.subject("candidate").candidate
    answer = browser.ask("GET", f"/people/{person}/ranking/openings?limit=100")
    assert answer.status == 200, answer
    return [match["opening"] for match in answer.body["items"]]


@pytest.mark.parametrize("times", [10, pytest.param(100, marks=slow)])
def test_a_consent_that_was_withdrawn_acts_at_the_next_request(offices: Offices, times: int):
    person = offices.world.subject("candidate").candidate
    companies, people = offices.browsers("company"), offices.browsers("candidate")
    posted = next(companies).ask("POST", "/openings", opening("an opening")).body["id"]
    assert next(people).ask("POST", f"/people/{person}/notices", ASKED).status == 201
    acted = 0
    for _ in range(times):
        given = next(people).ask("POST", f"/people/{person}/consents", {"purpose": "company_visibility", **ASKED})
        assert given.status == 201, given
        before = is_shown(next(companies), posted)
        ended = next(people).ask("POST", f"/people/{person}/consents/{given.body['id']}/withdraw")
        assert ended.status == 200, ended
        acted += (before, is_shown(next(companies), posted)) == (True, False)
    print(f"P10: consent given, then withdrawn: each acted at the next request {acted}/{times}")
    assert acted == times


def is_shown(browser: Browser, opening: str) -> bool:
    """Return whether a company is told that somebody is suggested, be it that their profile is too rare to be shown."""
    answer = browser.ask("GET", f"/openings/{opening}/suggestions")
    assert answer.status == 200, answer
    return bool(answer.body["items"] or answer.body["withheld"])


def test_the_sixty_first_request_of_a_minute_waits_also_with_two_workers(servers, sqlite_url: str, tmp_path: Path):
    limited = {**NO_LIMIT, "VISAVIS_RATE": "60"}
    with open_offices(servers, sqlite_url, tmp_path, environment=limited) as offices:
        browsers = offices.browsers("company")
        answers = [next(browsers).ask("GET", PAGES) for _ in range(80)]
        others = next(offices.browsers("organiser")).ask("GET", PAGES)
    served = sum(answer.status == 200 for answer in answers)
    print(f"S10: of 80 requests with 2 workers and a limit of 60 a minute, {served} were served")
    assert {answer.status for answer in answers[:54]} == {200} and answers[-1].status == 429 and 54 <= served <= 66
    assert int(answers[-1].headers["retry-after"]) > 0 and others.status == 200


@pytest.mark.parametrize("seconds", [2, pytest.param(60, marks=slow)])
def test_sixteen_writers_never_meet_a_locked_database(servers, database_url: str, tmp_path: Path, seconds: int):
    with open_offices(servers, database_url, tmp_path) as offices:
        token, over = token_of(offices.world, "company"), threading.Event()
        people, times = [new_posting(token, number) for number in range(16)], []
        for one in people:
            one.post = timed(one.post, times)  # type: ignore[method-assign]
        threads = start(people, offices.servers[0].port, over)
        time.sleep(seconds)
        over.set()
        for thread in threads:
            thread.join()
        found, refused = kept(offices.store), [answer for one in people for answer in one.refused]
    print(
        f"R6 {offices.store.engine.dialect.name}, 2 workers: {len(times)} writes in {seconds} s by 16, "
        f"{told(times)}, {len(refused)} refused"
    )
    assert not refused and not lost(people, found) and len(found) == len(times)


@pytest.mark.slow
def test_bad_sign_ins_hold_nobody_up(servers, sqlite_url: str, tmp_path: Path):
    with open_offices(servers, sqlite_url, tmp_path) as offices:
        quiet, busy, over = [], [], threading.Event()
        reading = timed(next(offices.browsers("company")).ask, quiet)
        assert {reading("GET", PAGES).status for _ in range(200)} == {200}
        attempts: list[int] = []
        crowd = [threading.Thread(target=guess, args=(offices, n, over, attempts)) for n in range(50)]
        for thread in crowd:
            thread.start()
        readers = [timed(browser.ask, busy) for browser in itertools.islice(offices.browsers("company"), 4)]
        statuses = {reader("GET", PAGES).status for _ in range(100) for reader in readers}
        over.set()
        for thread in crowd:
            thread.join()
    print(f"S7: others read {told(quiet)} alone, {told(busy)} beside 50 who guess ({len(attempts)} guesses)")
    assert statuses == {200} and set(attempts) <= {401, TooMany.status} and 401 in attempts


def guess(offices: Offices, number: int, over: threading.Event, attempts: list[int]) -> None:
    browser, again = offices.servers[0].browser(), 0
    while not over.is_set():
        again += 1
        told = {"email": f"nobody-{number}-{again}@here.test", "password": "a wrong password of somebody"}
        attempts.append(browser.ask("POST", "/session", told).status)


@pytest.mark.parametrize("times", [20, pytest.param(200, marks=slow)])
def test_a_guess_takes_as_long_for_somebody_as_for_nobody(servers, sqlite_url: str, tmp_path: Path, times: int):
    with open_offices(servers, sqlite_url, tmp_path) as offices:
        with offices.store.write() as connection:
            kept_password = passwords.hashed("the right one of somebody known")
            for number in range(times):
                account = accounts.add(connection, f"known-{number}@here.test", "known", "fr", now())
                accounts.set_password(connection, account, kept_password)
        browser, took = offices.servers[0].browser(), {"known": [], "unknown": []}
        for number in range(times):
            for who, times_of in took.items():
                wrong = {"email": f"{who}-{number}@here.test", "password": "a wrong password of somebody"}
                assert timed(browser.ask, times_of)("POST", "/session", wrong).status == 401
    medians = [1000 * statistics.median(values) for values in took.values()]
    print(f"S7: median of {times} guesses: {medians[0]:.1f} ms for a known address, {medians[1]:.1f} ms for another")


def timed(act: Any, times: list[float]) -> Any:
    """Return what does the same and notes the seconds."""

    def measured(*told: Any, **named: Any) -> Any:
        began = time.perf_counter()
        found = act(*told, **named)
        times.append(time.perf_counter() - began)
        return found

    return measured


def told(times: list[float]) -> str:
    """Return the median and the 99th percentile in words."""
    ordered = sorted(times)
    return f"p50 {1000 * statistics.median(ordered):.0f} ms, p99 {1000 * ordered[int(0.99 * len(ordered))]:.0f} ms"
