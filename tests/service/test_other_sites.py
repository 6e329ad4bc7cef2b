"""What the page of another site may have a browser do: nothing; reading changes nothing (S6)."""

from service.db import accounts, memberships, sessions
from tests.service.engines import sqlite_first
from tests.service.sign_ins import API, filled, routes
from tests.service.world import ROLES

ENTRANCES = (f"{API}/session", f"{API}/session/link", f"{API}/session/links")  # POST there: no session yet

ELSEWHERE = {
    "no token": {"x-csrf-token": None},
    "wrong token": {"x-csrf-token": "0" * 64},
    "foreign origin": {"origin": "https://elsewhere.test"},
    "cross-site": {"origin": None, "sec-fetch-site": "cross-site"},
}


def refused_of(app, browser):
    asked = refused = 0
    for method, path in routes(app):
        if method == "GET":
            continue
        entrance = method == "POST" and path in ENTRANCES
        for name, headers in ELSEWHERE.items():
            if not (entrance and "token" in name):
                answer = browser.request(method, filled(path), headers=headers, json={})
                asked, refused = asked + 1, refused + (answer.status_code == 403 and answer.json()["code"] == "csrf")
    return asked, refused


@sqlite_first
def test_no_unsafe_request_comes_in_from_another_sites_page(world, app):
    asked, refused = refused_of(app, world.client(app, "admin"))
    print(f"\nS6: {refused} of {asked} requests from elsewhere refused")
    assert refused == asked > 50


@sqlite_first
def test_without_its_guard_they_would_come_in(world, app, monkeypatch):
    from service.api import sign_in as guard

    monkeypatch.setattr(guard, "SAFE", {"GET", "POST", "PUT", "PATCH", "DELETE"})
    asked, refused = refused_of(app, world.client(app, "admin"))
    assert refused < asked


@sqlite_first
def test_reading_changes_nothing_of_the_account(world, app):
    browsers = [world.client(app, role) for role in ROLES]
    before = contents(world)
    for browser in browsers:
        for method, path in routes(app):
            if method == "GET":
                browser.get(filled(path))
    assert contents(world) == before


def contents(world):
    tables = (accounts.accounts, memberships.memberships, sessions.sessions)
    with world.store.read() as connection:
        return [connection.execute(table.select().order_by(table.c.id)).all() for table in tables]
