"""Addresses that somebody made up: nothing of ours leads elsewhere, no link in a message does more than it says."""

import pytest

from service.db import accounts
from service.usecases import weekly
from tests.service import followed
from tests.service.pages import Reader
from tests.service.sign_ins import PASSWORD, with_password
from tests.service.world import NOW

ELSEWHERE = (
    *("//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "https:evil.example", "///evil"),
    *("/%0d%0aLocation:%20https://evil.example", "/\r\nX-Mine: 1", "/\t/evil.example", "\t//evil.example", " //evil"),
    *("javascript:alert(1)", "data:text/html,x", "\u2215\u2215evil.example", "/\u2215evil.example", "?//evil.example"),
    *("@evil.example", ".evil.example", "/..//evil.example", "/.//evil.example", "/people/../..//evil.example"),
)


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: no address is read from it."""
    return sqlite_url


@pytest.fixture
def person(world):
    """Somebody whom the adviser follows."""
    with world.store.write() as connection:
        [person] = followed.people(connection, 1)
        followed.follow(connection, world, [person], NOW)
        followed.tell(connection, [person])
    return person


def stays(answer, what):
    """The answer leads nowhere, or to a path of ours without a host."""
    assert answer.status_code < 500 and "x-mine" not in answer.headers, what
    led = answer.headers.get("location", "/")
    assert led.startswith(("/", "?")) and not led.startswith(("//", "/\\")), (what, led)
    assert "\n" not in led and "\r" not in led and "\t" not in led, (what, led)


def test_no_form_leads_elsewhere(world, app, person):
    client = Reader(app, world.session("adviser"))
    for onward in ELSEWHERE:
        told = {"next": onward, "version": "1"}
        stays(client.post("/language", data={**told, "language": "fr"}), onward)
        for path in ("openings/restored", "undo") if onward in ELSEWHERE[:4] else ():
            stays(client.post(f"/people/{person}/suggestions/{path}", data=told), (path, onward))
        stays(client.get("/sign-in", params={"next": onward}), onward)
        stays(Reader(app).get("/sign-in/link", params={"next": onward}), onward)


def test_signing_in_leads_nowhere_else(world, app):
    email = with_password(world)
    for onward in ELSEWHERE[:5]:
        answer = Reader(app).post("/sign-in", data={"email": email, "password": PASSWORD, "next": onward})
        assert answer.status_code == 303
        stays(answer, onward)


def wants(world, account):
    with world.store.read() as connection:
        return accounts.get(connection, account).weekly


def test_the_link_that_stops_a_message_does_that_alone_and_only_by_its_button(world, app):
    account, keys = world.subject("company").account, app.state.services.keys
    link, other = weekly.link_of(keys, account), weekly.link_of(keys, world.subject("adviser").account)
    anybody = Reader(app)
    for method in ("GET", "HEAD", "OPTIONS"):
        answer = anybody.request(method, f"/unsubscribe/{link}")
        assert answer.status_code in (200, 204) and account not in answer.text and "company@here" not in answer.text
    assert wants(world, account)
    for forged in (link[:-2] + "AA", link[1:], other[:20] + link[20:], account, "x", "%2e%2e", "A" * 5000):
        for answer in (anybody.get(f"/unsubscribe/{forged}"), anybody.post(f"/unsubscribe/{forged}")):
            assert answer.status_code == 404, forged[:20]
    assert wants(world, account)
    for again in range(2):
        answer = anybody.post(f"/unsubscribe/{link}", data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200 and "set-cookie" not in answer.headers, again
    assert not wants(world, account) and wants(world, world.subject("adviser").account)
    assert (
        anybody.get("/account", headers={"cookie": f"__Host-visavis={link}"}).headers["location"].startswith("/sign-in")
    )
