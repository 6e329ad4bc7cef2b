"""Markup that somebody typed anywhere is text wherever it is shown, to every role; pages are nobody else's to keep."""

import re

import pytest
from sqlalchemy import update

from service.db import accounts, personal
from service.db.organisations import organisations
from service.db.territories import territories
from service.permissions import Role
from tests.service import followed
from tests.service.pages import Reader, said
from tests.service.world import NOW

API = "/api/v1"
EVIL = '"\'><x-evil x-evil="1">&lt;x-evil&gt;\u202e'
STARTS = {
    "adviser": (
        "/day",
        "/people",
        "/people/{p}",
        "/people/{p}/consents",
        "/people/{p}/suggestions/openings",
        "/imports",
    ),
    "company": ("/openings", "/openings/{o}", "/openings/{o}/people", "/commitments", "/organisation"),
    "organiser": ("/meetups", "/meetups/{m}", "/meetups/{m}/guests", "/meetups/{m}/pairs", "/cohorts", "/sponsors"),
    "candidate": ("/me", "/me/privacy", "/me/privacy/seen", "/people/{me}", "/people/{me}/suggestions/openings"),
    "sponsor": ("/me", "/me/profile", "/me/proposals", "/meetups"),
    "admin": ("/admin", "/admin/members", "/admin/organisations", "/admin/log", "/requests"),
    "funder": ("/figures", "/map"),
}
SOME_PAGES = 60  # of a role, in the long lane
MORE = re.compile(r"/(?!sign-out|static|api)[^#]*")


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: templates do not know it."""
    return sqlite_url


@pytest.fixture
def filled(world, app):
    """A world in which every text that somebody can type is markup."""
    me = world.subject("candidate").candidate
    with world.store.write() as connection:
        connection.execute(update(organisations).values(name=EVIL))
        connection.execute(update(territories).values(name=EVIL))
        for role in Role:
            if role is not Role.ANONYMOUS:
                account = accounts.get(connection, world.subject(role).account)
                accounts.change(connection, account.id, account.version, name=EVIL)
        [person] = followed.people(connection, 1)
        for one in (person, me):
            names = dict.fromkeys(("first_name", "last_name", "phone", "email", "street", "city", EVIL), EVIL)
            personal.save(connection, one, names)
        followed.follow(connection, world, [person, me], NOW)
        followed.show(connection, [person, me])
        sponsor = followed.sponsors(connection, 1, capacity=3, company={"name": EVIL})[0]
    company, adviser, organiser = (world.client(app, role) for role in ("company", "adviser", "organiser"))
    text = {"title": EVIL, "description": f"{EVIL}\n{EVIL}", "skills": [{"label": EVIL}]}
    opening = made(company, "/openings", record=text)["id"]
    published = company.post(f"{API}/openings/{opening}/publish", json={"expires_on": "2026-12-20"})
    assert published.status_code == 200, published.text
    told = {"wishes": [{"title": EVIL}], "skills": [{"label": EVIL}], "experience": [{"title": EVIL, "months": 3}]}
    changed = adviser.patch(f"{API}/people/{person}", json={"record": told}, headers={"if-match": '"1"'})
    assert changed.status_code == 200, changed.text
    made(company, "/commitments", kind="mock_interview", places=2, note=EVIL)
    made(adviser, f"/people/{person}/notes", text=EVIL)
    made(adviser, "/introductions", opening=opening, person=person)
    made(adviser, "/introductions", opening=opening, person=me)
    made(adviser, "/sponsorships", sponsor=sponsor, person=person)
    made(world.client(app, "candidate"), f"/people/{me}/rights", kind="human_review", text=EVIL)
    meetup = made(organiser, "/meetups", title=EVIL, place=EVIL, rounds=2, places=4, host_places=4,
                  date="2026-12-03", start="18:00")  # fmt: skip
    organiser.patch(f"{API}/meetups/{meetup['id']}", json={"status": "open"}, headers={"if-match": '"1"'})
    made(organiser, f"/meetups/{meetup['id']}/people", called=EVIL)
    made(adviser, f"/meetups/{meetup['id']}/people", person=person)
    return {"p": person, "me": me, "o": opening, "m": meetup["id"]}


def made(client, path, **body):
    answer = client.post(API + path, json=body)
    assert answer.status_code == 201, (path, answer.text)
    return answer.json()


def checked(answer, path):
    """The addresses of a page's links; nothing that was typed is an element or an attribute of it."""
    assert answer.status_code < 500, (path, answer.status_code)
    page = said(answer)
    for tag, attributes in page.elements:
        assert tag != "x-evil" and "x-evil" not in attributes, (path, tag, attributes)
        assert not str(attributes.get("href") or "").casefold().lstrip().startswith(("javascript:", "data:")), path
    if answer.status_code == 200 and "text/html" in answer.headers["content-type"]:
        assert answer.headers["cache-control"] == "no-store" and "etag" not in answer.headers, path
        assert "'unsafe" not in answer.headers["content-security-policy"], path
    return [one["href"] for one in page.fields() if MORE.fullmatch(one.get("href") or "")]


def test_what_was_typed_is_no_markup_on_the_first_pages_of_each_role(world, app, filled):
    for role, paths in STARTS.items():
        client, shown = Reader(app, world.session(role)), 0
        for path in paths:
            answer = client.get(path.format(**filled))
            assert answer.status_code == 200, (role, path, answer.status_code)
            checked(answer, path)
            shown += "&lt;x-evil" in answer.text
        assert shown or role == "funder", role


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("role", STARTS)
def test_what_was_typed_is_no_markup_on_any_page_of_a_role(world, app, filled, role, language):
    client, seen = Reader(app, world.session(role)), set()
    waiting = [path.format(**filled) for path in STARTS[role]]
    while waiting and len(seen) < SOME_PAGES:
        path = waiting.pop(0)
        if path not in seen:
            seen.add(path)
            waiting += checked(client.get(path, headers={"accept-language": language}), path)
    print(f"{role}, {language}: {len(seen)} pages")


def test_a_ranking_of_sponsors_who_tell_no_trade_is_shown_again(world, app):
    """Those of whom nothing can be said stand there without words; once the page was a fault of ours."""
    person = world.subject("candidate").candidate
    with world.store.write() as connection:
        followed.tell(connection, [person])
        followed.sponsors(connection, 2)
    client = Reader(app, world.session("candidate"))
    assert client.get(f"/people/{person}/suggestions/sponsors").status_code == 200
    [run] = {link for link in checked(client.get(f"/people/{person}/runs"), "runs") if "/runs/" in link}
    assert client.get(run).status_code == 200
