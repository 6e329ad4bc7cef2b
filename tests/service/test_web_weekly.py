"""The choice of the weekly message: on the page of the account, and by the link in it, which cannot be forged."""

import base64
import datetime as dt
import re
from dataclasses import replace

import pytest

from service.db import accounts
from service.keys import Keys
from service.permissions import Role
from service.usecases import weekly
from tests.service.pages import Reader, said
from tests.service.screens import Screens
from tests.service.sign_ins import API

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
ELSEWHERE = {"origin": "https://mail.elsewhere.test", "sec-fetch-site": "cross-site"}


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: the use case behind the pages has tests on both."""
    return sqlite_url


@pytest.fixture
def link(world, app):
    """The address in a message to the company."""
    return address(app, world.subject("company").account)


def address(app, account, keys=None):
    return f"/unsubscribe/{weekly.link_of(keys or app.state.services.keys, account)}"


def reader(world, app, role):
    return Reader(app, world.session(role))


def wants(world):
    """Which accounts want the message, by role and territory."""
    with world.store.read() as connection:
        return {who: accounts.get(connection, one.account).weekly for who, one in world.subjects.items()}


def stopped(world):
    return [(role, where) for (role, where), wanted in wants(world).items() if not wanted]


def test_only_who_acts_for_a_company_has_the_choice(world, app):
    shown = [
        role
        for role in Role
        if role is not Role.ANONYMOUS and said(reader(world, app, role).get("/account")).fields(id="weekly")
    ]
    assert shown == [Role.COMPANY]


def test_the_choice_is_made_and_undone_on_the_page_of_the_account(world, app):
    inside = Screens(reader(world, app, "company"))
    assert "Activé" in inside.get("/account")
    version = inside.version("/account")
    assert inside.send("/account/weekly", weekly="false", version=version) == "/account"
    assert stopped(world) == [(Role.COMPANY, "here")]
    page = inside.get("/account")
    assert "Vous ne recevrez plus le message de la semaine." in page
    assert "Coupé" in page
    undo = said_form(page, "/account/weekly")
    inside.send("/account/weekly", **undo)
    assert stopped(world) == []
    assert "Activé" in inside.get("/account")


def said_form(page, action):
    """The fields of the first form of a page that goes there: what undoes stands above the rest."""
    [form] = re.findall(rf'(?s)<form[^>]* action="{action}".*?</form>', page)[:1]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    return {name: value for name, value in fields.items() if name not in ("csrf", "once")}


def test_a_page_that_is_out_of_date_changes_nothing(world, app):
    inside = Screens(reader(world, app, "company"))
    inside.send("/account/weekly", 412, weekly="false", version="7")
    assert stopped(world) == []


def test_a_program_makes_the_choice_by_the_api(world, app):
    client = world.client(app, "company")
    found = client.get(f"{API}/account").json()
    assert found["weekly"] is True
    changed = client.patch(f"{API}/account", json={"weekly": False}, headers={"if-match": f'"{found["version"]}"'})
    assert (changed.status_code, changed.json()["weekly"]) == (200, False)
    assert stopped(world) == [(Role.COMPANY, "here")]


def test_the_link_is_looked_at_without_effect_and_stops_the_message_by_its_button(world, app, link):
    visitor = Reader(app)
    for method in ("GET", "HEAD"):
        assert visitor.request(method, link).status_code == 200
    page = said(visitor.get(link))
    assert page.fields(method="post", action=link)
    assert "Voulez-vous ne plus le recevoir" in page.text
    assert stopped(world) == []
    done = visitor.post(link, data={"weekly": "false"})
    assert (done.status_code, done.headers["location"]) == (303, link)
    assert stopped(world) == [(Role.COMPANY, "here")]
    assert "Vous ne recevez plus" in said(visitor.get(link)).text
    assert visitor.post(link, data={"weekly": "true"}).status_code == 303
    assert stopped(world) == []


def test_a_mail_program_stops_it_at_one_click_without_a_session_or_a_page(world, app, link):
    for kind in ({"data": ONE_CLICK}, {"files": {"List-Unsubscribe": (None, "One-Click")}}):
        answer = Reader(app).post(link, headers={**ELSEWHERE, "accept": "*/*"}, **kind)
        assert answer.status_code == 200, "RFC 8058: no redirect"
        assert stopped(world) == [(Role.COMPANY, "here")]
        Reader(app).post(link, data={"weekly": "true"})


def test_the_link_names_nobody(world, app, link):
    account = world.subject("company").account
    page = Reader(app).get(link).text
    for text in (link, page, base64.urlsafe_b64decode(link.rpartition("/")[2]).hex()):
        assert not {account, account.replace("-", ""), "company@here.test", "company here"} & {text}
        assert account.replace("-", "") not in text
        assert "here.test" not in text


def test_a_link_works_whoever_has_signed_in_and_only_for_whom_it_is(world, app, link):
    other = Reader(app, world.session("company", "there"))
    assert other.post(link, data=ONE_CLICK).status_code == 200
    assert stopped(world) == [(Role.COMPANY, "here")]


def test_a_link_used_again_and_much_later_does_the_same(world, app, link):
    for _ in range(3):
        assert Reader(app).post(link, data=ONE_CLICK).status_code == 200
    with world.store.read() as connection:
        version = accounts.get(connection, world.subject("company").account).version
    assert version == 2, "said once, it is said"
    world.now += dt.timedelta(days=700)
    Reader(app).post(link, data={"weekly": "true"})
    assert Reader(app).post(link, data=ONE_CLICK).status_code == 200
    assert stopped(world) == [(Role.COMPANY, "here")]


def test_a_link_outlives_a_change_of_keys(world, app):
    services, old = app.state.services, address(app, world.subject("company").account)
    app.state.services = replace(services, keys=Keys((bytes(reversed(range(32))), *services.keys.raw)))
    assert Reader(app).post(old, data=ONE_CLICK).status_code == 200
    assert stopped(world) == [(Role.COMPANY, "here")]


def forged(app, link, account):
    """Links that are not ours: each sign changed, cut, lengthened, sealed by others or for something else."""
    start, _, end = link.rpartition("/")
    yield from (f"{start}/{end[:at]}{'A' if end[at] != 'A' else 'B'}{end[at + 1 :]}" for at in range(len(end)))
    yield from (
        f"{start}/{part}"
        for part in (end[:-1], end[:-4], end[:16], end + "A", end + "AAAA", "A", "é", "%00", end + "%0a")
    )
    yield address(app, account, Keys((bytes(reversed(range(32))),)))
    yield f"{start}/{account}"
    for about in ("", "cursor weekly", "note of a page"):
        sealed = app.state.services.keys.seal(account.replace("-", ""), about)
        yield f"{start}/{base64.urlsafe_b64encode(sealed).decode()}"
    yield f"{start}/{base64.urlsafe_b64encode(app.state.services.keys.seal('nobody', 'weekly')).decode()}"


def test_a_link_that_is_not_ours_does_nothing(world, app, link):
    services = app.state.services
    app.state.services = replace(services, settings=replace(services.settings, rate_anonymous=10_000))
    tried = list(forged(app, link, world.subject("company").account))
    for other in tried:
        assert Reader(app).get(other).status_code == 404, other
        assert Reader(app).post(other, data=ONE_CLICK).status_code == 404, other
    print(f"{len(tried)} forged links: none opens")
    assert len(tried) > 80
    assert stopped(world) == []


def test_a_link_to_an_account_that_is_gone_is_not_found(app):
    assert Reader(app).get(address(app, "00000000-0000-4000-8000-00000000dead")).status_code == 404


def test_who_tries_very_many_links_has_to_wait(app, link):
    answers = {Reader(app).get(link).status_code for _ in range(app.state.services.settings.rate_anonymous * 2 + 1)}
    assert answers == {200, 429}
