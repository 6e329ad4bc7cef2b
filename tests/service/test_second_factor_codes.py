"""Signing in with a second factor: codes of an app and on paper, and what counts without them (S8)."""

import datetime as dt

import pyotp

from service.permissions import STAFF
from tests.service.engines import sqlite_first
from tests.service.sign_ins import API, PUBLIC, filled, routes, token_of
from tests.service.world import Client


def enrolled(world, app, role="adviser"):
    """A half-signed-in browser with a confirmed app, and that app."""
    half = Client(app, world.session(role, complete=False, now=world.now))
    offered = half.post(f"{API}/session/second-factor/enrolment")
    assert offered.status_code == 201, offered.text
    totp = pyotp.TOTP(offered.json()["secret"])
    done = half.put(f"{API}/session/second-factor/enrolment", json={"code": totp.at(world.now)})
    assert done.status_code == 200
    return Client(app, world.session(role, complete=False, now=world.now)), totp, done.json()["recovery_codes"]


REACHED_HALF = {f"{API}/session", f"{API}/session/role", f"{API}/session/second-factor"} | {
    f"{API}/session/second-factor/enrolment"
}


@sqlite_first
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
