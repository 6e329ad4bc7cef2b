"""Signing in with a password or a link: who may, what is told to others, what is kept (S7)."""

import datetime as dt
import re

from service import passwords
from service.db import accounts, audit, sessions
from tests.service.sign_ins import API, PASSWORD, computed, mailed, sign_in, token_of, with_password
from tests.service.world import SITE, Client


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


def test_a_hash_of_weaker_parameters_is_replaced_at_the_next_sign_in(world, app):
    from argon2 import PasswordHasher

    email, weak = with_password(world), PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with world.store.write() as connection:
        accounts.set_password(connection, world.subject("candidate").account, weak)
    assert sign_in(app, email).status_code == 201
    with world.store.read() as connection:
        assert not passwords.is_outdated(accounts.by_email(connection, email).password)


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


def test_a_demonstration_link_replaces_a_second_factor_only_where_everybody_is_invented(world, app):
    from service.db import documents, links

    admin = world.subject("admin").account

    def opened():
        with world.store.write() as connection:
            token = links.make(connection, links.DEMONSTRATION, admin, None, world.now)
        return Client(app).post(f"{API}/session/link", json={"token": token}).json()["complete"]

    assert opened() is False
    with world.store.write() as connection:
        for kind in documents.KINDS.values():
            connection.execute(kind.main.update().values(source="demo"))
    assert opened() is True
    with world.store.read() as connection:
        tags = [row.tags for row in connection.execute(audit.audit.select())]
    assert tags.count("sign_in demonstration") == 2
