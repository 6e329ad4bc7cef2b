"""Sent again with the same Idempotency-Key, a request is done once; two editors never overwrite each other."""

import asyncio
import datetime as dt
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise

import httpx
import pytest
from sqlalchemy import event, func, select

from service import limits
from service.db import idempotency
from service.db.idempotency import Kept, answers
from service.db.organisations import organisations
from service.errors import Invalid
from service.tokens import csrf_token
from tests.service import probes
from tests.service.engines import sqlite_first
from tests.service.probes import application  # noqa: F401
from tests.service.world import NOW, SITE

THINGS = "/api/v1/probes/things"
MANY = [pytest.param(60, id="60"), pytest.param(1000, id="1000", marks=pytest.mark.slow)]
MOMENTS = ("doing", "committing", "committed", "answering")


@pytest.fixture(autouse=True)
def unlimited(monkeypatch):
    """As many requests as the tests need."""
    monkeypatch.setattr(limits, "check", lambda *_: None)


class Killed(BaseException):
    """What ends a process in the middle of its work: nothing of ours catches it."""


def count(world, name):
    query = select(func.count()).select_from(organisations).where(organisations.c.sort_key == name)
    with world.store.read() as connection:
        return connection.scalar(query)


def add(client, name, key, **more):
    return client.post(THINGS, json={"name": name}, headers={"idempotency-key": key, **more})


def adding(app, headers, name):
    """Send the same without a browser, whose inside would not outlive what ends a process."""

    async def sent():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=SITE) as client:
            return await client.post(THINGS, json={"name": name}, headers=headers)

    return asyncio.run(sent())


def killed(*_):
    raise Killed


def committed(connection):
    connection.connection.dbapi_connection.commit()
    raise Killed


@contextmanager
def cut_off(world, app, moment):
    """The process ends while a request is done, when it is to be kept, once it is, or when the answer is sent."""
    if moment == "doing":
        probes.during.append(killed)
        yield app
    elif moment == "answering":
        yield lambda scope, receive, send: app(scope, receive, killed)
    else:
        listener = killed if moment == "committing" else committed
        event.listen(world.store.engine, "commit", listener)
        yield app
        event.remove(world.store.engine, "commit", listener)


@pytest.mark.parametrize("number", MANY)
def test_whatever_is_sent_again_or_cut_off_happens_exactly_once(app, world, number):
    draw, sent, cuts = random.Random(0), 0, Counter()
    token = world.session("organiser")
    ours = {"cookie": f"__Host-visavis={token}", "x-csrf-token": csrf_token(token), "origin": SITE}
    for each in range(number):
        name, headers = f"thing {each}", {**ours, "idempotency-key": f"key {each}"}
        if each % 10 == 0:
            moment = MOMENTS[each // 10 % len(MOMENTS)]
            cuts[moment] += 1
            with cut_off(world, app, moment) as cut, pytest.raises(Killed):
                adding(cut, headers, name)
            assert count(world, name) == (moment in ("committed", "answering"))
        answers = [adding(app, headers, name) for _ in range(1 + draw.randint(1, 5))]
        sent += len(answers)
        assert {answer.status_code for answer in answers} == {201}
        assert len({(answer.content, answer.headers["etag"]) for answer in answers}) == 1
        assert count(world, name) == 1
    print(f"R9: {number} requests, sent {sent} times, cut off {dict(cuts)}: 1 effect each")


@pytest.mark.parametrize("kept", [False, True])
def test_a_change_that_is_not_confirmed_says_so_and_may_be_sent_again(app, world, kept):
    """The disk, or the line to the database, fails in the middle of a commit: kept or not, nobody knows."""
    failure = world.store.engine.dialect.loaded_dbapi.OperationalError

    def fails(connection):
        if kept:
            connection.connection.dbapi_connection.commit()
        raise failure("disk I/O error")

    client = world.client(app, "organiser")
    event.listen(world.store.engine, "commit", fails)
    answer = add(client, "thing", "key")
    event.remove(world.store.engine, "commit", fails)
    assert (answer.status_code, answer.json()["code"]) == (503, "not_confirmed")
    assert int(answer.headers["retry-after"]) >= 1
    assert count(world, "thing") == kept
    assert add(client, "thing", "key").status_code == 201
    assert count(world, "thing") == 1


def test_without_the_key_sent_again_is_done_again(app, world):
    """The negative control: what the guard prevents does happen without it."""
    client = world.client(app, "organiser")
    for key in ("one", "two", "three"):
        assert add(client, "thing", key).status_code == 201
    assert count(world, "thing") == 3


def test_parallel_requests_with_one_key_get_one_answer(app, world):
    client = world.client(app, "organiser")
    with ThreadPoolExecutor(8) as threads:
        for number in range(5):
            sent = [threads.submit(add, client, f"thing {number}", f"key {number}") for _ in range(8)]
            found = [answer.result() for answer in sent]
            assert {answer.status_code for answer in found} == {201}
            assert len({answer.json()["id"] for answer in found}) == 1
            assert count(world, f"thing {number}") == 1


@pytest.mark.parametrize("other", [{"json": {"name": "other"}}, {"json": {"name": "thing"}, "params": {"x": 1}}])
def test_a_key_that_came_with_another_request_is_refused(app, world, other):
    client = world.client(app, "organiser")
    add(client, "thing", "key")
    answer = client.post(THINGS, **other, headers={"idempotency-key": "key"})
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert count(world, "other") == 0 and count(world, "thing") == 1


def test_the_keys_of_others_do_not_matter(app, world):
    found = [add(world.client(app, role), "thing", "key").json()["id"] for role in ("organiser", "admin")]
    assert len(set(found)) == 2


def test_a_refused_request_keeps_no_answer(app, world):
    client = world.client(app, "organiser")
    refused = client.post(THINGS, json={"name": ""}, headers={"idempotency-key": "key"})
    assert (refused.status_code, add(client, "thing", "key").status_code) == (422, 201)


@pytest.mark.parametrize("key", [None, "", "x" * 201, "é", "a\tb"])
def test_a_key_is_asked_for_and_bounded(app, world, key):
    key = key if key is None else key.encode()
    answer = world.client(app, "organiser").post(THINGS, json={"name": "a"}, headers={"idempotency-key": key})
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key")
    assert add(world.client(app, "organiser"), "a", "x" * 200).status_code == 201


def test_what_is_kept_is_sealed_and_forgotten_after_two_days(app, world):
    add(world.client(app, "organiser"), "a name to keep secret", "key")
    with world.store.write() as connection:
        kept = connection.execute(select(answers)).one()
        assert b"secret" not in kept.body
        assert idempotency.purge(connection, NOW + dt.timedelta(hours=47)) == 0
        assert idempotency.purge(connection, NOW + dt.timedelta(hours=49)) == 1


def test_the_store_tells_a_known_key_from_a_new_one(store):
    with store.write() as connection:
        assert idempotency.find(connection, "a", "k", "d") is None
        idempotency.keep(connection, "a", "k", "d", Kept(201, b"x"), NOW)
        assert idempotency.find(connection, "a", "k", "d") == Kept(201, b"x")
        assert idempotency.find(connection, "b", "k", "d") is None
        with pytest.raises(Invalid):
            idempotency.find(connection, "a", "k", "e")


def test_a_change_must_name_the_version_that_it_changes(app, world):
    client = world.client(app, "organiser")
    there = f"{THINGS}/{add(client, 'first', 'key').json()['id']}"

    def rename(**headers):
        return client.patch(there, json={"name": "second"}, headers=headers)

    assert (rename().status_code, rename(**{"if-match": '"2"'}).status_code) == (428, 412)
    assert {rename(**{"if-match": tag}).status_code for tag in ("*", "3", "abc", '"-1"', '"1", "2"')} <= {412, 422}
    changed = rename(**{"if-match": '"1"'})
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    for known, status in (('"2"', 304), ('W/"2"', 304), ('"1", "2"', 304), ("*", 304), ('"1"', 200), ("", 200)):
        answer = client.get(there, headers={"if-none-match": known})
        assert (answer.status_code, answer.headers["etag"], bool(answer.content)) == (status, '"2"', status == 200)


AT_ONCE = 4


@sqlite_first
def test_a_hundred_editors_of_one_record_lose_nothing(app, world):
    assert_nothing_lost(world.client(app, "organiser"), 100)


def test_neither_do_ten(app, world):
    assert_nothing_lost(world.client(app, "organiser"), 10)


def assert_nothing_lost(client, editors):
    there = f"{THINGS}/{add(client, 'x', 'key').json()['id']}"

    def edit(number):
        """Add one's own mark, however often it takes."""
        for tries in range(1000):
            read = client.get(there)
            name = f"{read.json()['name']}.{number}"[-200:]
            answer = client.patch(there, json={"name": name}, headers={"if-match": read.headers["etag"]})
            if answer.status_code == 200:
                return answer.json()["version"], number, name, tries
            assert answer.status_code == 412
        raise AssertionError("never came first")

    with ThreadPoolExecutor(AT_ONCE) as threads:
        edits = sorted(threads.map(edit, range(editors)))
    print(f"R10: {editors} editors, {sum(tries for *_, tries in edits)} times second, versions to {edits[-1][0]}")
    assert [version for version, *_ in edits] == list(range(2, editors + 2))
    for (_, _, before, _), (_, number, after, _) in pairwise(edits):
        assert after == f"{before}.{number}"[-200:]
