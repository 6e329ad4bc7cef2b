"""Keys of programs: what they may, how long, and what is kept of them."""

import datetime as dt

from tests.service.sign_ins import API
from tests.service.world import Client


def key_of(world, app, **told):
    asked = {
        "name": "Suivi", "role": "company", "organisation": world.organisations["company", "here"],
        "scopes": ["opening:R"], "expires_on": "2027-06-01", **told,
    }  # fmt: skip
    return world.client(app, "admin").post(f"{API}/keys", json=asked)


def program(app, secret):
    browser = Client(app)
    browser.headers["authorization"] = f"Bearer {secret}"
    return browser


def test_a_key_works_after_a_second_persons_approval_within_its_rights_until_it_ends(world, app):
    made = key_of(world, app).json()
    caller = program(app, made["secret"])
    assert made["secret"].startswith("vv_")
    assert len(made["secret"]) >= 3 + 22
    assert caller.get(f"{API}/openings").json()["code"] == "key"
    assert world.client(app, "organiser").post(f"{API}/members/{made['membership']}/approve").status_code == 200
    assert caller.get(f"{API}/openings").status_code == 200
    assert caller.get(f"{API}/members").json()["code"] == "key_scope"
    assert caller.post(f"{API}/openings", json={"record": {}}).json()["code"] == "key_scope"
    listed = world.client(app, "admin").get(f"{API}/keys")
    assert made["secret"] not in listed.text
    assert listed.json()["items"][0]["used_at"]
    assert world.client(app, "admin").delete(f"{API}/keys/{made['id']}").status_code == 200
    assert caller.get(f"{API}/openings").status_code == 401


def test_a_key_ends_on_its_day(world, app):
    made = key_of(world, app, role="funder", organisation=None, expires_on="2026-12-01").json()
    assert program(app, made["secret"]).get(f"{API}/openings").status_code == 200
    world.now = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    assert program(app, made["secret"]).get(f"{API}/openings").status_code == 401


TOO_MUCH = [
    {"scopes": ["status:R"]}, {"scopes": ["identity:R"]}, {"scopes": ["account:W"]}, {"scopes": ["nothing:R"]},
    {"role": "adviser"}, {"role": "company", "organisation": None}, {"expires_on": "2031-01-01"},
    {"role": "admin", "organisation": None, "scopes": ["key:W"]},
]  # fmt: skip


def test_no_key_has_more_than_its_role_or_what_only_people_do(world, app):
    assert [key_of(world, app, **told).status_code for told in TOO_MUCH] == [422] * len(TOO_MUCH)


def test_only_a_digest_of_a_key_is_kept(world, app):
    from service.db.api_keys import api_keys

    secret = key_of(world, app).json()["secret"]
    with world.store.read() as connection:
        assert secret not in str(connection.execute(api_keys.select()).all())
