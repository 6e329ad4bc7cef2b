"""A second factor that is lost: an administrator takes it away, and it is written down, told and ends all sessions."""

import datetime as dt

import pyotp
import pytest

from service.db import audit, memberships
from service.usecases import second_factor
from tests.service.followed import KEYS
from tests.service.sign_ins import API, mailed
from tests.service.world import NOW


@pytest.fixture
def database_url(either_url):
    return either_url


def enrol(world, role: str, place: str = "here") -> None:
    """Give somebody a second factor that counts."""
    account = world.subject(role, place).account
    with world.store.write() as connection:
        secret = second_factor.offer(connection, KEYS, account).secret
        second_factor.confirm(connection, KEYS, account, pyotp.TOTP(secret).at(NOW), NOW)


def take_away(world, app, role: str, of: str, place: str = "here"):
    return world.client(app, role).delete(f"{API}/members/{world.members[of, place]}/second-factor")


def test_an_administrator_takes_a_lost_second_factor_away(world, app):
    enrol(world, "adviser")
    browser = world.client(app, "adviser")
    assert browser.get(f"{API}/account").status_code == 200
    before = len(mailed(app, "second_factor_changed"))
    assert take_away(world, app, "admin", "adviser").status_code == 204
    assert browser.get(f"{API}/account").status_code == 401
    [told] = mailed(app, "second_factor_changed")[before:]
    assert told.to == "adviser@here.test"
    with world.store.read() as connection:
        account = world.subject("adviser").account
        assert second_factor.second_factors.get(connection, account) is None
        assert not second_factor.is_right(connection, KEYS, account, "000000", NOW)
        actions = connection.execute(audit.audit.select()).all()
    assert [(row.action, row.role) for row in actions][-1] == ("second_factor:D", "admin")
    assert take_away(world, app, "admin", "adviser").json()["code"] == "conflict"


def test_nobody_takes_away_their_own_and_nobody_but_an_administrator_any(world, app):
    enrol(world, "admin")
    assert take_away(world, app, "admin", "admin").status_code == 403
    assert take_away(world, app, "organiser", "adviser").status_code == 403
    assert take_away(world, app, "company", "company").status_code == 403
    assert take_away(world, app, "admin", "adviser", "there").status_code == 404


def test_somebody_whose_role_has_ended_is_no_member_any_more(world, app):
    enrol(world, "adviser")
    ended = world.client(app, "organiser").post(f"{API}/members/{world.members['adviser', 'here']}/end")
    assert ended.status_code == 200
    assert take_away(world, app, "admin", "adviser").status_code == 404


def test_a_role_given_here_takes_no_second_factor_away_from_the_staff_of_another_territory(world, app):
    enrol(world, "admin", "there")
    theirs = world.client(app, "admin", "there")
    invited = {"email": "admin@there.test", "name": "Elsewhere", "role": "funder"}
    made = world.client(app, "admin").post(f"{API}/members", json=invited).json()
    assert made["pending"] is False
    refused = world.client(app, "admin").delete(f"{API}/members/{made['id']}/second-factor")
    assert refused.status_code == 403, refused.text
    assert theirs.get(f"{API}/account").status_code == 200


def test_a_role_that_waits_for_a_second_person_or_ends_later_is_one_or_not_as_elsewhere(world, app):
    enrol(world, "adviser")
    of = memberships.memberships.c.id == world.members["adviser", "here"]
    for values, status in (({"pending": True}, 404), ({"pending": False, "ends_at": NOW + dt.timedelta(1)}, 204)):
        with world.store.write() as connection:
            connection.execute(memberships.memberships.update().where(of).values(values))
        assert take_away(world, app, "admin", "adviser").status_code == status


def test_who_has_nobody_to_approve_is_told_the_way_out(world, app):
    told = {"email": "nouvelle@personne.test", "name": "Nouvelle", "role": "organiser"}
    browser = world.client(app, "admin")
    made = browser.post(f"{API}/members", json=told).json()
    for language in ("fr", "en"):
        refused = browser.post(f"{API}/members/{made['id']}/approve", headers={"accept-language": language})
        assert refused.status_code == 403
        assert "visavis account administrator" in refused.json()["detail"]
