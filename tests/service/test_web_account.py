"""One's own account as a page: name, language, password, browsers, codes, and closing it."""

import pytest

from service.db import accounts, second_factors
from service.db.second_factors import SecondFactor
from service.errors import Unauthenticated
from service.permissions import Role
from tests.service.pages import Reader, cookie, said
from tests.service.sign_ins import PASSWORD, mailed, with_password

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: the use cases behind the page have tests on both."""
    return sqlite_url


@pytest.fixture
def inside(world, app):
    return Reader(app, world.session("candidate"))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ANONYMOUS])
def test_everybody_has_the_page(world, app, role):
    page = said(Reader(app, world.session(role)).get("/account"))
    assert f"{role}@here.test" in page.text
    assert "Ce navigateur" in page.text
    assert bool(page.fields(href="/account/close")) == (role in (Role.CANDIDATE, Role.SPONSOR))


def test_the_name_and_the_language_change_and_a_stale_page_changes_nothing(inside):
    version = said(inside.get("/account")).fields(name="version")[0]["value"]
    told = {"name": "Autre nom", "language": "en", "version": version, "form_id": "about"}
    done = inside.post("/account", data=told)
    assert (done.status_code, cookie(done, "visavis-language")) == (303, "en")
    assert said(inside.get("/account")).fields(id="about-name")[0]["value"] == "Autre nom"
    stale = inside.post("/account", data={**told, "name": "Troisième"})
    assert (stale.status_code, cookie(stale, "visavis-language")) == (412, None)
    assert said(stale).fields(id="about-name")[0]["value"] == "Troisième"


def test_another_password_needs_the_current_one_and_signs_other_browsers_out(world, app, inside):
    with_password(world)
    other = Reader(app, world.session("candidate"))
    wrong = inside.post("/account/password", data={"current": "mal recopié", "new": "nuage tracteur velours"})
    assert (wrong.status_code, "est un autre" in said(wrong).text) == (401, True)
    assert Unauthenticated.status == 401
    weak = inside.post("/account/password", data={"current": PASSWORD, "new": "court", "form_id": "password"})
    assert (weak.status_code, "court" in weak.text.partition("password-new")[2][:200]) == (422, False)
    done = inside.post("/account/password", data={"current": PASSWORD, "new": "nuage tracteur velours"})
    assert (done.status_code, done.headers["location"]) == (303, "/account")
    assert mailed(app, "password_changed")
    assert inside.get("/account").status_code == 200
    assert other.get("/account").status_code == 303


def test_browsers_are_told_apart_and_end_one_by_one_or_all_but_this(world, app, inside):
    with_password(world)
    told = {"email": "candidate@here.test", "password": PASSWORD}
    signed_in = Reader(app).post("/sign-in", data=told, headers={"user-agent": FIREFOX})
    other = Reader(app, cookie(signed_in, "__Host-visavis"))
    page = said(inside.get("/account"))
    assert "Firefox sur Linux" in page.text
    (end,) = [form["action"] for form in page.fields(method="post") if form["action"].endswith("/end")]
    assert inside.post(end).status_code == 303
    assert other.get("/account").status_code == 303
    third = Reader(app, world.session("candidate"))
    assert inside.post("/account/sessions/end-others").status_code == 303
    assert third.get("/account").status_code == 303
    assert inside.get("/account").status_code == 200


def test_new_codes_on_paper_are_shown_once_and_replace_those_before(world, app, inside):
    account = world.subject("candidate").account
    with world.store.write() as connection:
        second_factors.save(connection, SecondFactor(account, b"sealed", confirmed_at=world.now))
        second_factors.set_recovery_codes(connection, account, ["a digest"])
    assert "1 code de secours" in said(inside.get("/account")).text
    made = inside.post("/account/recovery-codes")
    assert made.text.count("<code>") == 10
    assert "10 codes de secours" in said(inside.get("/account")).text


def test_closing_the_account_asks_first_and_lets_nobody_in_afterwards(world, inside):
    assert said(inside.get("/account/close")).fields(action="/account/close")
    done = inside.post("/account/close")
    assert (done.status_code, done.headers["location"]) == (303, "/sign-in")
    assert cookie(done, "__Host-visavis") == ""
    with world.store.read() as connection:
        assert accounts.by_email(connection, "candidate@here.test").disabled_at
    assert inside.get("/account").status_code == 303
