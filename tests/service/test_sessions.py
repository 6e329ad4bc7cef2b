"""Sessions end when they should, everywhere at once; people see their own (S5)."""

import datetime as dt
from dataclasses import replace

import pytest

from service.db import accounts, memberships, sessions
from service.permissions import Role
from tests.service.sign_ins import API, token_of
from tests.service.world import NOW, Client


@pytest.fixture
def database_url(either_url):
    return either_url


def log_out(world, app, browser):
    assert browser.delete(f"{API}/session").status_code == 204


def disable(world, app, browser):
    with world.store.write() as connection:
        accounts.disable(connection, world.subject("candidate").account, world.now)


def change_password(world, app, browser):
    other = world.client(app, "candidate")
    assert other.put(f"{API}/account/password", json={"new": "nuage tracteur velours"}).status_code == 200


def lose_role(world, app, browser):
    with world.store.write() as connection:
        memberships.end(connection, world.members[Role.CANDIDATE, "here"], world.now)


def end_from_elsewhere(world, app, browser):
    listed = world.client(app, "candidate")
    assert listed.delete(f"{API}/account/sessions").status_code == 200


ENDS = (log_out, disable, change_password, lose_role, end_from_elsewhere)


@pytest.mark.parametrize("end", ENDS)
def test_the_next_request_of_a_session_that_was_ended_is_refused(world, app, other_worker, end):
    browser, refused = world.client(app, "candidate"), 0
    same_session = Client(other_worker, browser.token)
    assert same_session.get(f"{API}/account").status_code == 200
    end(world, app, browser)
    for _ in range(10):
        refused += sum(one.get(f"{API}/account").status_code == 401 for one in (browser, same_session))
    print(f"\nS5: {refused} of 20 requests refused after {end.__name__}, two workers")
    assert refused == 20


@pytest.fixture
def other_worker(world, app):
    from service.app import create_app

    other = create_app(app.state.services.settings)
    other.state.services = replace(other.state.services, now=lambda: world.now)
    yield other
    other.state.services.store.close()


@pytest.mark.parametrize(
    ("role", "idle", "whole"),
    [
        ("adviser", dt.timedelta(minutes=60), dt.timedelta(hours=12)),
        ("candidate", dt.timedelta(hours=24), dt.timedelta(days=7)),
    ],
)
def test_a_session_runs_out_without_use_and_in_any_case(world, app, role, idle, whole):
    browser = world.client(app, role)
    world.now += idle
    assert browser.get(f"{API}/account").json()["code"] == "session_ended"
    browser, began = world.client(app, role), world.now
    while world.now - began < whole - idle / 2:
        assert browser.get(f"{API}/account").status_code == 200
        world.now += idle / 2
    assert browser.get(f"{API}/account").status_code == (200 if world.now - began < whole else 401)
    world.now = began + whole
    assert browser.get(f"{API}/account").status_code == 401


@pytest.mark.parametrize("days", [400, 1, -1, -400])
def test_no_jump_of_the_clock_revives_a_session(world, app, days):
    ended, used = world.client(app, "adviser"), world.client(app, "candidate")
    assert ended.get(f"{API}/account").status_code == 200
    world.now += dt.timedelta(minutes=61)
    assert used.get(f"{API}/account").status_code == 200  # the other one has run out meanwhile, unseen
    world.now += dt.timedelta(days=days)
    ended.get(f"{API}/account")
    used.get(f"{API}/account")
    world.now = NOW + dt.timedelta(minutes=1)
    assert ended.get(f"{API}/account").status_code == 401


def test_use_is_written_down_once_a_minute_at_most(world, app):
    browser, seen = world.client(app, "candidate"), set()
    for _ in range(24):
        world.now += dt.timedelta(seconds=10)
        assert browser.get(f"{API}/account").status_code == 200
        with world.store.read() as connection:
            (session,) = sessions.of_account(connection, world.subject("candidate").account)
        seen.add(session.seen_at)
    assert len(seen) == 1 + 4  # when it began, then each minute


def test_people_see_their_own_sessions_and_end_them(world, app):
    one, other, foreign = (world.client(app, role) for role in ("candidate", "candidate", "company"))
    listed = one.get(f"{API}/account/sessions").json()["items"]
    assert [row["current"] for row in listed].count(True) == 1
    theirs = next(row["id"] for row in listed if not row["current"])
    assert foreign.delete(f"{API}/account/sessions/{theirs}").status_code == 404
    assert one.delete(f"{API}/account/sessions/{theirs}").status_code == 200
    assert other.get(f"{API}/account").status_code == 401
    assert one.get(f"{API}/account").status_code == 200


def test_a_role_is_chosen_explicitly_and_the_token_changes_with_it(world, app):
    account = world.subject("candidate").account
    with world.store.write() as connection:
        new = memberships.Membership(Role.SPONSOR, world.subject("candidate").territory, account, sponsor="x")
        other = memberships.add(connection, new, world.now)
    browser = world.client(app, "candidate")
    changed = browser.put(f"{API}/session/role", json={"membership": other})
    assert changed.json()["role"]["role"] == "sponsor"
    assert browser.get(f"{API}/account").status_code == 401
    assert Client(app, token_of(changed)).get(f"{API}/session").json()["role"]["role"] == "sponsor"
    foreign = {"membership": world.members[Role.ADMIN, "here"]}
    assert Client(app, token_of(changed)).put(f"{API}/session/role", json=foreign).status_code == 404
