"""Signing in: passwords, links, second factors, and sessions that end when they should (S5, S6, S7, S8)."""

import datetime as dt
import re
from dataclasses import replace

import pyotp
import pytest
from prometheus_client import REGISTRY

from service import passwords
from service.api.openapi.document import document
from service.db import accounts, memberships, outbox, sessions
from service.permissions import STAFF, Role
from tests.service.world import NOW, ROLES, SITE, Client

API = "/api/v1"
PASSWORD = "lampe rivière onze fougère"


def with_password(world, role="candidate", password=PASSWORD):
    account = world.subject(role).account
    with world.store.write() as connection:
        accounts.set_password(connection, account, passwords.hashed(password))
    return f"{role}@here.test"


def computed():
    """How many hashes were computed."""
    return REGISTRY.get_sample_value("visavis_password_hashes_total")


def sign_in(app, email, password=PASSWORD, **headers):
    return Client(app).post(f"{API}/session", json={"email": email, "password": password}, headers=headers)


def token_of(answer):
    return re.search("__Host-visavis=([^;]+)", answer.headers["set-cookie"])[1]


def mailed(app, template):
    with app.state.services.store.write() as connection:
        found = outbox.take(connection, NOW + dt.timedelta(days=1), NOW + dt.timedelta(days=1), 100)
    return [message for message in found if message.template == template]


def enrolled(world, app, role="adviser"):
    """A half-signed-in browser with a confirmed app, and that app."""
    half = Client(app, world.session(role, complete=False, now=world.now))
    offered = half.post(f"{API}/session/second-factor/enrolment")
    assert offered.status_code == 201, offered.text
    totp = pyotp.TOTP(offered.json()["secret"])
    done = half.put(f"{API}/session/second-factor/enrolment", json={"code": totp.at(world.now)})
    assert done.status_code == 200
    return Client(app, world.session(role, complete=False, now=world.now)), totp, done.json()["recovery_codes"]


def test_a_password_opens_a_session_whose_cookie_no_script_and_no_other_site_can_use(world, app):
    answer = sign_in(app, with_password(world).upper())
    assert answer.status_code == 201, answer.text
    cookie = answer.headers["set-cookie"]
    assert re.fullmatch(r"__Host-visavis=[\w-]{43}; HttpOnly; Path=/; SameSite=lax; Secure", cookie)
    me = Client(app, token_of(answer)).get(f"{API}/session")
    assert me.json()["role"]["role"] == "candidate"
    assert me.json()["csrf"] == answer.json()["csrf"]


def test_only_a_digest_of_the_token_is_kept(world, app):
    token = token_of(sign_in(app, with_password(world)))
    with world.store.read() as connection:
        kept = [str(row) for row in connection.execute(sessions.sessions.select())]
    assert token not in "".join(kept)


def test_wrong_passwords_and_unknown_people_get_the_same_answer_after_the_same_work(world, app):
    email, answers, work = with_password(world), [], []
    for who in (email, "nobody@here.test", "adviser@here.test"):  # the last has no password
        before = computed()
        answers.append(sign_in(app, who, "another one altogether"))
        work.append(computed() - before)
    bodies = [{**answer.json(), "request_id": ""} for answer in answers]
    print(f"\nS7: hashes computed for a known person, an unknown one, one without password: {work}")
    assert bodies[0] == bodies[1] == bodies[2]
    assert bodies[0]["status"] == 401
    assert work == [1, 1, 1]


def test_the_hash_is_argon2id_of_at_least_19_mib_and_two_passes():
    kept = passwords.hashed(PASSWORD)
    memory, passes, lanes = map(int, re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$", kept).groups())
    assert memory >= 19 * 1024
    assert passes >= 2
    assert lanes == 1
    assert passwords.matches(kept, PASSWORD)
    assert not passwords.matches(kept, PASSWORD + "!")


def test_a_hash_of_weaker_parameters_is_replaced_at_the_next_sign_in(world, app):
    from argon2 import PasswordHasher

    email, weak = with_password(world), PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with world.store.write() as connection:
        accounts.set_password(connection, world.subject("candidate").account, weak)
    assert sign_in(app, email).status_code == 201
    with world.store.read() as connection:
        assert not passwords.is_outdated(accounts.by_email(connection, email).password)


GUESSABLE = """
aaaaaaaaaaaaaaaaaa|123456789012345678|azertyuiopqsdfghjklm|password123456789|MotDePasse2026!!|Bonjour-Bonjour-1
camille.martin.1990|martinmartinmartin|visavis-visavis-visavis|qwertyuiop12345|0987654321098765|P@ssw0rdP@ssw0rd
abcabcabcabcabcabc|candidat2026candidat|soleilsoleil2026|Welcome-Admin-2026|zyxwvutsrqponmlk
"""


@pytest.mark.parametrize("password", [part for line in GUESSABLE.split("\n") for part in line.split("|") if part])
def test_what_others_would_guess_is_no_password(password):
    with pytest.raises(passwords.Invalid, match="easy to guess"):
        passwords.check(password, ["camille.martin@example.org", "Camille Martin"])


@pytest.mark.parametrize("password", ["court", "x" * 14, "é" * 129])
def test_a_password_has_15_to_128_characters(password):
    with pytest.raises(passwords.Invalid, match="15 to 128"):
        passwords.check(password, [])


@pytest.mark.parametrize(
    "password", [PASSWORD, "correct horse battery staple", "jfkdlsqmrueizoapbn", "une vache bleue dort"]
)
def test_no_capital_digit_or_sign_is_asked_for(password):
    passwords.check(password, ["camille.martin@example.org"])


def test_a_link_comes_by_mail_works_once_and_for_a_quarter_of_an_hour(world, app):
    ask = Client(app).post(f"{API}/session/links", json={"email": "Candidate@here.test"})
    unknown = Client(app).post(f"{API}/session/links", json={"email": "nobody@here.test"})
    assert (ask.status_code, ask.content) == (unknown.status_code, unknown.content) == (202, b'{"sent":true}')
    (message,) = mailed(app, "sign_in_link")
    token = re.fullmatch(f"{SITE}/sign-in#([\\w-]{{43}})", message.facts["link"])[1]
    world.now += dt.timedelta(minutes=16)
    assert Client(app).post(f"{API}/session/link", json={"token": token}).status_code == 401
    world.now -= dt.timedelta(minutes=2)
    assert Client(app).post(f"{API}/session/link", json={"token": token}).status_code == 201
    assert Client(app).post(f"{API}/session/link", json={"token": token}).json()["code"] == "link"


def test_a_link_sets_a_forgotten_password_anew_and_ends_what_was_open(world, app):
    email, before = with_password(world), world.client(app, "candidate")
    Client(app).post(f"{API}/session/links", json={"email": email})
    token = mailed(app, "sign_in_link")[0].facts["link"].split("#")[1]
    weak = Client(app).post(f"{API}/session/link", json={"token": token, "password": "password password"})
    assert weak.status_code == 422
    new = "nuage tracteur velours"
    assert Client(app).post(f"{API}/session/link", json={"token": token, "password": new}).status_code == 201
    assert before.get(f"{API}/account").status_code == 401
    assert sign_in(app, email).status_code == 401
    assert sign_in(app, email, new).status_code == 201
    assert mailed(app, "password_changed")


REACHED_HALF = {f"{API}/session", f"{API}/session/role", f"{API}/session/second-factor"} | {
    f"{API}/session/second-factor/enrolment"
}


def test_staff_without_their_second_factor_reach_nothing(world, app):
    asked = reached = 0
    for role in sorted(STAFF):
        half = Client(app, world.session(role, complete=False))
        for method, path in routes(app):
            if path not in REACHED_HALF and not path.startswith(PUBLIC):
                answer = half.request(method, filled(path), json={} if method != "GET" else None)
                asked, reached = asked + 1, reached + (answer.json().get("code") != "second_factor")
    print(f"\nS8: {reached} of {asked} routes reached by staff who have signed in by halves")
    assert asked > 200
    assert reached == 0


def test_somebody_who_needs_no_second_factor_is_not_asked_for_one(world, app):
    assert Client(app, world.session("candidate", complete=False)).get(f"{API}/account").status_code == 200


def test_the_code_of_the_app_completes_the_session_under_a_new_token(world, app):
    half, totp, _ = enrolled(world, app)
    world.now += dt.timedelta(seconds=60)
    done = half.post(f"{API}/session/second-factor", json={"code": totp.at(world.now)})
    assert done.json()["complete"] is True
    assert half.get(f"{API}/account").json()["code"] == "session_ended"
    assert Client(app, token_of(done)).get(f"{API}/account").status_code == 200


def test_no_code_counts_twice(world, app):
    half, totp, _ = enrolled(world, app)
    replayed = half.post(f"{API}/session/second-factor", json={"code": totp.at(world.now)})
    assert replayed.json()["code"] == "wrong_code"
    world.now += dt.timedelta(seconds=60)
    code = totp.at(world.now)
    assert half.post(f"{API}/session/second-factor", json={"code": code}).status_code == 200
    again = Client(app, world.session("adviser", complete=False, now=world.now))
    assert again.post(f"{API}/session/second-factor", json={"code": code}).status_code == 401


def test_after_six_wrong_codes_even_the_right_one_must_wait_a_quarter_of_an_hour(world, app):
    half, totp, _ = enrolled(world, app)
    world.now += dt.timedelta(minutes=2)
    wrong = f"{(int(totp.at(world.now)) + 1) % 1_000_000:06}"
    for _ in range(6):
        assert half.post(f"{API}/session/second-factor", json={"code": wrong}).status_code == 401
    paused = half.post(f"{API}/session/second-factor", json={"code": totp.at(world.now)})
    assert paused.status_code == 429
    assert 800 < int(paused.headers["retry-after"]) <= 901
    world.now += dt.timedelta(minutes=15, seconds=1)
    assert half.post(f"{API}/session/second-factor", json={"code": totp.at(world.now)}).status_code == 200


def test_each_of_ten_codes_on_paper_opens_once(world, app):
    half, _, codes = enrolled(world, app)
    assert len(set(codes)) == 10
    assert half.post(f"{API}/session/second-factor", json={"code": codes[3].upper()}).status_code == 200
    again = Client(app, world.session("adviser", complete=False))
    assert again.post(f"{API}/session/second-factor", json={"code": codes[3]}).status_code == 401
    assert again.post(f"{API}/session/second-factor", json={"code": codes[4]}).status_code == 200


def test_half_a_session_cannot_replace_a_second_factor_that_counts(world, app):
    half, _, _ = enrolled(world, app)
    assert half.post(f"{API}/session/second-factor/enrolment").status_code == 409


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


PUBLIC = (f"{API}/openapi", "/health", "/ready", "/metrics", f"{API}/session/link", f"{API}/problems")
ENTRANCES = (f"{API}/session", f"{API}/session/link", f"{API}/session/links")  # POST there: no session yet


def routes(app):
    """(method, path) of everything that the application answers."""
    for path, methods in document(app)["paths"].items():
        for method in methods:
            yield method.upper(), path


def filled(path):
    return re.sub(r"{\w+}", "3f0c2b1e-8a4d-4c55-9b7e-2f6d1a0c9e88", path)


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


def test_no_unsafe_request_comes_in_from_another_sites_page(world, app):
    asked, refused = refused_of(app, world.client(app, "admin"))
    print(f"\nS6: {refused} of {asked} requests from elsewhere refused")
    assert refused == asked > 50


def test_without_its_guard_they_would_come_in(world, app, monkeypatch):
    from service.api import sign_in as guard

    monkeypatch.setattr(guard, "SAFE", {"GET", "POST", "PUT", "PATCH", "DELETE"})
    asked, refused = refused_of(app, world.client(app, "admin"))
    assert refused < asked


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
