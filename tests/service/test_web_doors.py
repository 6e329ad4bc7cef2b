"""The doors: who gets in by which step, where it leads, and what does not lead elsewhere."""

import datetime as dt

import pyotp
import pytest

from service.db import accounts, memberships
from service.db.memberships import Membership
from service.db.territories import HOME as HERE
from service.permissions import Role
from service.usecases import administering
from service.web.navigation import HOME
from tests.service.pages import Reader, cookie, said
from tests.service.sign_ins import PASSWORD, mailed, with_password
from tests.service.world import SITE

SESSION = "__Host-visavis"


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: the use cases behind the pages have tests on both."""
    return sqlite_url


def reader(world, app, role, **how):
    return Reader(app, None if role == "anonymous" else world.session(role, now=world.now, **how))


def enter(app, email, password=PASSWORD, **fields):
    return Reader(app).post("/sign-in", data={"form_id": "password", "email": email, "password": password, **fields})


def link_of(app, world, email):
    assert Reader(app).post("/sign-in/mail", data={"email": email}).status_code == 303
    return mailed(app, "sign_in_link")[-1].facts["link"]


@pytest.mark.parametrize("role", [*HOME])
def test_the_first_address_leads_everybody_to_where_their_work_begins(world, app, role):
    assert reader(world, app, role).get("/").headers["location"] == HOME[role]


def test_a_password_leads_to_what_was_asked_for_in_the_language_of_the_account(world, app):
    email = with_password(world)
    with world.store.write() as connection:
        account = accounts.by_email(connection, email)
        accounts.change(connection, account.id, account.version, language="en")
    asked = Reader(app).get("/account?x=1")
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=%2Faccount%3Fx%3D1")
    form = said(Reader(app).get(asked.headers["location"]))
    assert {one["value"] for one in form.fields(name="next")} >= {"/account?x=1"}
    done = enter(app, email, next="/account?x=1")
    assert (done.status_code, done.headers["location"]) == (303, "/account?x=1")
    assert cookie(done, "visavis-language") == "en"
    assert Reader(app, cookie(done, SESSION)).get("/account").status_code == 200


def test_a_wrong_password_shows_the_form_again_with_the_address_and_without_the_password(world, app):
    refused = enter(app, with_password(world), "another one altogether")
    page = said(refused)
    assert refused.status_code == 401
    assert "ne vont pas ensemble" in page.text
    assert page.fields(id="password-email")[0]["value"] == "candidate@here.test"
    assert page.fields(id="mail-email")[0]["value"] == ""
    assert "another one altogether" not in refused.text
    assert cookie(refused, SESSION) is None


def test_password_managers_know_every_field(world, app):
    page = said(Reader(app).get("/sign-in"))
    told = {one["id"]: one.get("autocomplete") for one in page.fields() if "id" in one}
    assert told["password-email"] == told["mail-email"] == "username"
    assert told["password-password"] == "current-password"


ELSEWHERE = ("//evil.test", "/\\evil.test", "https://evil.test", "javascript:alert(1)", "evil", "/a\r\nX: 1", "/a b")


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nobody_is_led_to_another_site(world, app, elsewhere):
    assert enter(app, with_password(world), next=elsewhere).headers["location"] == "/"
    spoken = Reader(app).post("/language", data={"language": "en", "next": elsewhere})
    assert (spoken.status_code, spoken.headers["location"]) == (303, "/")


def test_forms_of_another_site_open_nothing_and_close_nothing(world, app):
    email, mine = with_password(world), world.session("candidate")
    for headers in ({"origin": "https://evil.test"}, {"origin": None, "sec-fetch-site": "cross-site"}):
        for path in ("/sign-in", "/sign-in/mail", "/sign-in/link", "/language"):
            fields = {"email": email, "password": PASSWORD, "language": "en"}
            refused = Reader(app).post(path, data=fields, headers=headers)
            assert (refused.status_code, cookie(refused, SESSION)) == (403, None)
        assert Reader(app, mine).post("/sign-out", headers=headers).status_code == 403
    assert Reader(app, mine).post("/sign-out", headers={"x-csrf-token": None}).status_code == 403
    assert Reader(app, mine).get("/account").status_code == 200


def test_a_link_is_asked_for_in_the_same_words_by_whoever_asks_and_opens_once(world, app):
    asked = ({"email": email} for email in ("candidate@here.test", "nobody@here.test"))
    known, unknown = (Reader(app).post("/sign-in/mail", data=fields) for fields in asked)
    assert (known.status_code, known.headers["location"]) == (unknown.status_code, unknown.headers["location"])
    (message,) = mailed(app, "sign_in_link")
    used = Reader(app).post("/sign-in/link", data={"link": message.facts["link"], "form_id": "link"})
    assert (used.status_code, used.headers["location"]) == (303, "/")
    again = Reader(app).post("/sign-in/link", data={"link": message.facts["link"], "form_id": "link"})
    assert again.status_code == 401
    assert "a déjà servi" in said(again).text


def test_a_link_that_is_too_old_or_cut_off_says_what_to_do(world, app):
    link = link_of(app, world, "candidate@here.test")
    cut = Reader(app).post("/sign-in/link", data={"link": link[:-3], "form_id": "link"})
    assert (cut.status_code, "le lien entier" in said(cut).text) == (422, True)
    assert said(cut).fields(id="link-link")[0]["value"] == link[:-3]
    world.now += dt.timedelta(minutes=16)
    assert Reader(app).post("/sign-in/link", data={"link": link, "form_id": "link"}).status_code == 401


def test_a_link_lets_somebody_choose_another_password(world, app):
    link = link_of(app, world, with_password(world))
    weak = Reader(app).post("/sign-in/link", data={"link": link, "form_id": "link", "password": "password password"})
    assert (weak.status_code, "link-password" in weak.text) == (422, True)
    new = "nuage tracteur velours"
    assert Reader(app).post("/sign-in/link", data={"link": link, "password": new}).status_code == 303
    assert enter(app, "candidate@here.test", new).status_code == 303


def test_staff_set_up_a_second_factor_and_are_asked_for_it_next_time(world, app):
    first = enter(app, with_password(world, "adviser"), next="/people")
    assert first.headers["location"] == "/sign-in?next=%2Fpeople"
    half = Reader(app, cookie(first, SESSION))
    assert half.get("/people").headers["location"] == "/sign-in?next=%2Fpeople"
    step = half.get("/sign-in?next=/people").headers["location"]
    assert step == "/sign-in/second-factor?next=%2Fpeople"
    assert "data:image/svg" not in half.get(step).text
    assert half.post("/sign-in/second-factor", data={"next": "/people"}).headers["location"] == step
    page = said(half.get(step))
    secret = page.text.partition("Clé ")[2].partition(" Ouvrir")[0].replace(" ", "")
    assert page.fields(width="200")[0]["src"].startswith("data:image/svg+xml")
    totp = pyotp.TOTP(secret)
    wrong = half.post("/sign-in/second-factor/confirm", data={"code": "000000", "next": "/people"})
    assert (wrong.status_code, secret[:4] in wrong.text) == (422, True)
    done = half.post("/sign-in/second-factor/confirm", data={"code": totp.at(world.now), "next": "/people"})
    assert done.text.count("<code>") == 10
    assert said(done).fields(href="/people")
    assert Reader(app, cookie(done, SESSION)).get("/account").status_code == 200
    world.now += dt.timedelta(minutes=1)
    again = Reader(app, cookie(enter(app, "adviser@here.test"), SESSION))
    assert "Double authentification" in said(again.get("/sign-in")).text
    refused = again.post("/sign-in/code", data={"code": "123456"})
    assert (refused.status_code, "code" in said(refused).text) == (401, True)
    inside = again.post("/sign-in/code", data={"code": totp.at(world.now), "next": "/people"})
    assert (inside.status_code, inside.headers["location"]) == (303, "/people")


def test_who_has_several_roles_chooses_one_and_then_goes_on(world, app):
    email, account = with_password(world), world.subject("candidate").account
    with world.store.write() as connection:
        other = Membership(Role.COMPANY, HERE, account, organisation=world.organisations["company", "here"])
        other = memberships.add(connection, other, world.now)
    done = enter(app, email, next="/meetups")
    assert done.headers["location"] == "/sign-in/role?next=%2Fmeetups"
    inside = Reader(app, cookie(done, SESSION))
    page = said(inside.get(done.headers["location"]))
    assert "company here" in page.text
    assert page.fields(id="menu")
    chosen = inside.post("/sign-in/role", data={"membership": other, "next": "/meetups"})
    assert chosen.headers["location"] == "/meetups"
    assert Reader(app, cookie(chosen, SESSION)).get("/").headers["location"] == HOME[Role.COMPANY]


def test_the_first_administrator_says_who_they_are_and_is_led_to_protect_the_account(world, app):
    with world.store.write() as connection:
        token = administering.new_administrator(connection, HERE, world.now)
    asked = Reader(app).post("/sign-in/link", data={"link": f"{SITE}/sign-in#{token}", "form_id": "link"})
    assert (asked.status_code, "Première connexion" in asked.text) == (200, True)
    assert said(asked).fields(name="link")[0]["value"].endswith(token)
    told = {"link": token, "email": "new@here.test", "name": "Personne", "password": "court"}
    weak = Reader(app).post("/sign-in/link", data=told)
    assert (weak.status_code, "new@here.test" in weak.text) == (422, True)
    done = Reader(app).post("/sign-in/link", data={**told, "password": PASSWORD})
    assert (done.status_code, done.headers["location"]) == (303, "/sign-in")


def test_who_has_signed_in_is_told_so_and_may_still_use_another_link(world, app):
    inside = reader(world, app, "candidate")
    page = said(inside.get("/sign-in"))
    assert "déjà connecté" in page.text
    assert page.fields(action="/sign-in/link")
    assert inside.get("/sign-in?next=/account").headers["location"] == "/account"


def test_signing_out_ends_the_session_and_says_so(world, app):
    inside = reader(world, app, "candidate")
    out = inside.post("/sign-out")
    assert (out.status_code, out.headers["location"]) == (303, "/sign-in")
    assert cookie(out, SESSION) == ""
    assert "pris fin" in said(inside.get("/sign-in")).text


def test_the_language_is_kept_in_the_browser_and_in_the_account(world, app):
    anonymous = Reader(app).post("/language", data={"language": "en", "next": "/help"})
    assert (anonymous.headers["location"], cookie(anonymous, "visavis-language")) == ("/help", "en")
    inside = reader(world, app, "candidate")
    assert inside.post("/language", data={"language": "en"}).status_code == 303
    with world.store.read() as connection:
        assert accounts.by_email(connection, "candidate@here.test").language == "en"
    assert inside.post("/language", data={"language": "xx"}).status_code == 422


def test_the_address_of_a_form_by_itself_leads_to_the_page_that_it_stands_on(world, app):
    inside = reader(world, app, "admin")
    for form, page in (("/sign-in/link?next=/help", "/sign-in?next=%2Fhelp"), ("/account/password", "/account")):
        assert inside.get(form).headers["location"] == page
    assert inside.get("/first-steps/links").headers["location"] == "/first-steps"


def test_a_refusal_is_a_page_with_a_way_on_and_a_number_to_quote(world, app):
    for role in ("anonymous", "candidate"):
        page = reader(world, app, role).get("/nowhere")
        assert page.status_code == 404
        assert page.headers["x-request-id"] in said(page).text
        assert said(page).fields(href="/", **{"class": "button primary"})
    assert reader(world, app, "candidate").get("/first-steps").status_code == 403
