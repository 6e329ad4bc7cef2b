"""One's own account: read, changed, closed."""

from tests.service.sign_ins import API, PASSWORD, mailed
from tests.service.world import Client


def test_one_reads_and_changes_ones_own_account(world, app):
    browser = world.client(app, "funder")
    found = browser.get(f"{API}/account")
    assert found.json()["email"] == "funder@here.test"
    told = {"headers": {"if-match": found.headers["etag"]}, "json": {"name": "Autre nom", "language": "en"}}
    assert browser.patch(f"{API}/account", **told).json()["name"] == "Autre nom"
    assert browser.patch(f"{API}/account", **told).status_code == 412


def test_a_closed_account_opens_no_more(world, app):
    browser = world.client(app, "sponsor")
    assert browser.delete(f"{API}/account").status_code == 200
    assert browser.get(f"{API}/account").status_code == 401
    Client(app).post(f"{API}/session/links", json={"email": "sponsor@here.test"})
    assert mailed(app, "sign_in_link") == []


def test_a_password_is_changed_by_who_knows_it(world, app):
    browser = world.client(app, "company")
    assert browser.put(f"{API}/account/password", json={"new": PASSWORD}).status_code == 200
    wrong = browser.put(f"{API}/account/password", json={"current": "another", "new": "nuage tracteur velours"})
    assert wrong.json()["code"] == "wrong_password"
    weak = browser.put(f"{API}/account/password", json={"current": PASSWORD, "new": "company@here.test 12"})
    assert weak.status_code == 422
