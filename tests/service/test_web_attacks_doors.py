"""Attacks on the doors through pages: links are spent once and by forms alone, codes open nothing half way."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest

from service.db import accounts, links, memberships
from service.db.memberships import Membership
from service.permissions import Role
from service.tokens import csrf_token
from service.usecases import second_factor
from tests.service.pages import Reader, cookie
from tests.service.sign_ins import mailed

SESSION = "__Host-visavis"


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: the use cases behind the pages have tests on both."""
    return sqlite_url


@pytest.fixture
def link(app):
    """A link by mail to the candidate."""
    assert Reader(app).post("/sign-in/mail", data={"email": "candidate@here.test"}).status_code == 303
    return mailed(app, "sign_in_link")[-1].facts["link"]


def use(app, link, token=None, **fields):
    return Reader(app, token).post("/sign-in/link", data={"link": link, "form_id": "link", **fields})


def test_a_program_that_looks_at_links_does_not_spend_them(app, link):
    seen = Reader(app)
    token = link.rpartition("#")[2]
    for path in (
        "/sign-in",
        "/sign-in/link",
        f"/sign-in/link?link={token}",
        f"/sign-in?link={token}",
        f"/sign-in/{token}",
    ):
        for method in ("GET", "HEAD", "OPTIONS"):
            answer = seen.request(method, path)
            assert cookie(answer, SESSION) is None and token not in answer.headers.get("location", ""), path
    assert use(app, link).status_code == 303


def test_a_link_that_is_used_by_many_at_once_opens_one_session(app, link):
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda _: use(app, link), range(8)))
    assert sorted(answer.status_code for answer in answers) == [303] + [401] * 7
    assert sum(cookie(answer, SESSION) is not None for answer in answers) == 1


def test_a_link_opens_its_own_account_whoever_has_signed_in(world, app, link):
    other = world.session("adviser")
    inside = Reader(app, cookie(use(app, link, other), SESSION))
    assert "candidate@here.test" in inside.get("/account").text


@pytest.mark.parametrize("ended", ["account", "role", "password", "time"])
def test_a_link_opens_nothing_that_has_ended(world, app, link, ended):
    who = world.subject("candidate").account
    with world.store.write() as connection:
        if ended == "account":
            accounts.disable(connection, who, world.now)
        elif ended == "role":
            memberships.end(connection, world.members[Role.CANDIDATE, "here"], world.now)
        elif ended == "password":
            links.end_of_account(connection, who, world.now)
    world.now += dt.timedelta(minutes=16 if ended == "time" else 1)
    answer = use(app, link)
    assert answer.status_code in (401, 403) and cookie(answer, SESSION) is None


def test_a_session_that_somebody_else_chose_is_not_the_one_that_begins(world, app, link):
    chosen = "x" * 43
    answer = use(app, link, chosen)
    assert answer.status_code == 303 and cookie(answer, SESSION) not in (None, chosen)


def enrolled(world, app):
    """The adviser has a second factor: its secret, and a session that lacks it."""
    keys, who = app.state.services.keys, world.subject("adviser").account
    with world.store.write() as connection:
        secret = second_factor.offer(connection, keys, who).secret
        second_factor.confirm(connection, keys, who, pyotp.TOTP(secret).at(world.now), world.now)
    world.now += dt.timedelta(minutes=2)
    return secret, world.session("adviser", complete=False, now=world.now)


def test_who_lacks_the_second_factor_neither_sees_its_secret_nor_gets_another(world, app):
    secret, half = enrolled(world, app)
    client = Reader(app, half)
    spelt = (secret, " ".join(secret[n : n + 4] for n in range(0, len(secret), 4)))
    for path in ("/sign-in/second-factor", "/sign-in/second-factor/confirm", "/account/recovery-codes"):
        for answer in (client.get(path), client.post(path, data={"code": "000000"})):
            assert not any(text in answer.text for text in spelt), path
            assert "<code>" not in answer.text and "otpauth:" not in answer.text, path
    assert client.post("/sign-in/code", data={"code": pyotp.TOTP(secret).at(world.now)}).status_code == 303


def test_a_code_that_is_sent_by_two_at_once_lets_one_in(world, app):
    secret, half = enrolled(world, app)
    tokens = [half, *(world.session("adviser", complete=False, now=world.now) for _ in range(5))]
    code = pyotp.TOTP(secret).at(world.now)
    with ThreadPoolExecutor(6) as many:
        sent = many.map(lambda token: Reader(app, token).post("/sign-in/code", data={"code": code}), tokens)
    assert [answer.status_code for answer in sent].count(303) == 1


def test_a_half_signed_session_opens_no_screen(world, app):
    _, half = enrolled(world, app)
    for path in ("/people", "/day", "/imports", "/account", "/people/new"):
        assert Reader(app, half).get(path).headers["location"].startswith("/sign-in?next="), path
    for path in ("/people/new", "/account", "/imports", "/account/recovery-codes"):
        assert Reader(app, half).post(path, data={"name": "x"}).headers["location"] == "/sign-in", path


def test_a_page_of_the_role_before_does_nothing_in_the_next(world, app):
    """The token of a form is of one session, and a role that is chosen begins another."""
    sponsor, old = world.subject("sponsor"), world.session("candidate")
    told = Membership(Role.SPONSOR, sponsor.territory, world.subject("candidate").account, sponsor=sponsor.sponsor)
    with world.store.write() as connection:
        more = memberships.add(connection, told, world.now)
    new = cookie(Reader(app, old).post("/sign-in/role", data={"membership": more}), SESSION)
    assert new and new != old
    asked = {"data": {"kind": "access", "text": ""}}
    stale = Reader(app, new).post("/me/privacy/requests", headers={"x-csrf-token": csrf_token(old)}, **asked)
    assert stale.status_code == 403
    assert Reader(app, old).post("/me/privacy/requests", **asked).headers["location"] == "/sign-in"
    assert Reader(app, new).post("/me/privacy/requests", **asked).status_code == 303
