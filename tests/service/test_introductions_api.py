"""Introductions, consents and sponsorships over HTTP: what each role is answered, and what a withdrawal ends."""

import datetime as dt

import pytest

from service import limits
from service.db import caseloads
from tests.service.followed import alias, database_url, openings, people, right, show, tell  # noqa: F401
from tests.service.world import NOW

API = "/api/v1"
PAPER = {"channel": "paper", "text_version": "1"}
APP = {"channel": "app", "text_version": "1"}


class Scene:
    """A person with an account, followed by the adviser, and an opening; a browser for each role."""

    def __init__(self, world, app):
        self.world, self.app = world, app
        self.person = world.subject("candidate").candidate
        self.browsers = {role: world.client(app, role) for role in ("adviser", "candidate", "company", "sponsor")}
        with world.store.write() as connection:
            self.follow(connection, self.person)
            [self.opening] = openings(connection, world, 1, positions=1_000)

    def follow(self, connection, person):
        who = self.world.subject("adviser")
        caseloads.assign(connection, person, who.account, who.organisation, "test", who.account, NOW)

    def ask(self, role, method, path, status=None, version=None, **body):
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        options = {"json": body} if method in ("POST", "PUT") else {}
        found = self.browsers[role].request(method, f"{API}{path}", headers=headers, **options)
        assert status is None or found.status_code == status, (found.status_code, found.text)
        return found.json() if status else found

    def tell(self):
        self.ask("adviser", "POST", f"/people/{self.person}/notices", 201, **PAPER)


@pytest.fixture
def scene(world, app):
    return Scene(world, app)


def test_an_introduction_from_the_adviser_to_the_hiring(scene):
    scene.tell()
    made = scene.ask("adviser", "POST", "/introductions", 201, opening=scene.opening, person=scene.person)
    assert (made["step"], made["awaits"], made["version"]) == ("suggested", "person", 1)
    where = f"/introductions/{made['id']}"
    scene.ask("company", "GET", where, 404)
    said = scene.ask("candidate", "POST", f"{where}/steps", 200, version=1, step="proposed", proof=APP)
    assert (said["awaits"], said["revealed"]) == ("company", True)
    seen = scene.ask("company", "GET", where, 200)
    assert seen["person"] == scene.person and seen["steps"][0]["account"] is None
    said = scene.ask("company", "POST", f"{where}/steps", 200, version=2, step="accepted")
    said = scene.ask("company", "POST", f"{where}/outcomes", 200, version=3, step="hired")
    said = scene.ask("candidate", "POST", f"{where}/outcomes", 200, version=4, step="disputed", reason="wrong_day")
    assert (said["step"], said["disputed"], len(said["steps"])) == ("hired", True, 5)
    assert scene.ask("adviser", "GET", "/introductions?step=hired", 200)["items"][0]["id"] == made["id"]


def test_a_change_says_which_version_it_changes_and_a_step_its_proof(scene):
    scene.tell()
    made = scene.ask("adviser", "POST", "/introductions", 201, opening=scene.opening, person=scene.person)
    where = f"/introductions/{made['id']}/steps"
    scene.ask("adviser", "POST", where, 428, step="proposed", side="person", proof=PAPER)
    scene.ask("adviser", "POST", where, 412, version=9, step="proposed", side="person", proof=PAPER)
    scene.ask("adviser", "POST", where, 422, version=1, step="proposed", side="person")
    scene.ask("adviser", "POST", where, 422, version=1, step="proposed", side="person", proof=APP)
    scene.ask("adviser", "POST", where, 422, version=1, step="declined", side="person")
    scene.ask("adviser", "POST", where, 422, version=1, step="fired", side="person")
    scene.ask("company", "POST", where, 404, version=1, step="accepted")
    scene.ask("adviser", "POST", where, 200, version=1, step="proposed", side="person", proof=PAPER)
    scene.ask("candidate", "POST", f"/introductions/{made['id']}/withdraw", 200, version=2)


def test_what_is_out_of_reach_is_answered_like_what_is_not_there(scene):
    with scene.world.store.write() as connection:
        [stranger] = people(connection, 1)
    nobody = "3f0c2b1e-8a4d-4c55-9b7e-2f6d1a0c9e88"
    for part in ("consents", "notices", "sharings", "statuses", "notes"):
        told = [scene.ask("adviser", "GET", f"/people/{person}/{part}") for person in (stranger, nobody)]
        assert {answer.status_code for answer in told} == {404}
        assert told[0].json()["detail"] == told[1].json()["detail"]
    for part in ("statuses", "notes"):
        for role in ("company", "sponsor"):
            assert scene.ask(role, "GET", f"/people/{scene.person}/{part}").status_code == 403


def test_a_company_says_how_many_introductions_it_wants(scene):
    assert scene.ask("company", "GET", "/introductions/cap", 200) == {"monthly": None, "version": 0}
    assert scene.ask("company", "PUT", "/introductions/cap", 200, version=0, monthly=0)["version"] == 1
    scene.tell()
    refused = scene.ask("candidate", "POST", "/introductions", 409, opening=scene.opening, proof=APP)
    assert refused["code"] == "contact_cap"
    unlimited = scene.ask("company", "PUT", "/introductions/cap", 200, version=1, monthly=None)
    assert unlimited == {"monthly": None, "version": 2}
    scene.ask("candidate", "POST", "/introductions", 201, opening=scene.opening, proof=APP)


def test_statuses_and_notes_over_http(scene):
    scene.tell()
    where = f"/people/{scene.person}"
    made = scene.ask("adviser", "POST", f"{where}/statuses", 201, kind="rqth", holds=True, proof="a letter", **PAPER)
    checked = scene.ask("adviser", "POST", f"{where}/statuses/{made['id']}/check", 200, version=1)
    assert checked["proof"] is None
    assert scene.ask("candidate", "GET", f"{where}/statuses", 200)["items"] == [checked]
    given = scene.ask("candidate", "GET", f"{where}/consents", 200)["items"]
    assert [(row["purpose"], row["detail"]) for row in given] == [("status", "rqth")]
    assert scene.ask("candidate", "DELETE", f"{where}/statuses/{made['id']}", 200) == {"id": made["id"]}
    note = scene.ask("adviser", "POST", f"{where}/notes", 201, text="bonjour")
    assert scene.ask("candidate", "GET", f"{where}/notes", 200)["items"] == [note]
    assert scene.ask("candidate", "PUT", f"{where}/notes/{note['id']}", 403, version=1, text="x")
    scene.ask("adviser", "DELETE", f"{where}/notes/{note['id']}", 200, version=1)


def test_a_sponsorship_and_its_meetings_over_http(scene):
    scene.tell()
    sponsor = scene.world.subject("sponsor").sponsor
    made = scene.ask("adviser", "POST", "/sponsorships", 201, person=scene.person, sponsor=sponsor)
    where = f"/sponsorships/{made['id']}"
    scene.ask("sponsor", "GET", where, 404)
    scene.ask("candidate", "POST", f"{where}/answers", 200, version=1, step="offered", proof=APP)
    said = scene.ask("sponsor", "POST", f"{where}/answers", 200, version=2, step="active")
    assert (said["step"], said["person"]) == ("active", scene.person)
    told = {"starts_at": (NOW + dt.timedelta(days=1)).isoformat(), "minutes": 45, "place": "par téléphone"}
    met = scene.ask("candidate", "POST", f"{where}/appointments", 201, **told)
    assert scene.ask("adviser", "POST", f"{where}/staff/appointments", 409, **told)["code"] == "taken"
    assert scene.ask("sponsor", "GET", f"{where}/appointments", 200)["items"] == [met]
    scene.ask("sponsor", "POST", f"{where}/appointments/{met['id']}/settle", 200, version=1, step="kept")


@pytest.mark.parametrize("count", [6, pytest.param(100, marks=pytest.mark.slow)])
def test_after_a_withdrawal_a_company_is_told_nothing_more_of_the_person(scene, count, monkeypatch):
    """P10: each introduction or visibility is withdrawn, and every route that a company has is asked again."""
    monkeypatch.setattr(limits, "check", lambda *_: None)  # it asks for more than a company may in a minute
    keys, left = scene.app.state.services.keys, 0
    with scene.world.store.write() as connection:
        persons = people(connection, count)
        show(connection, persons)
        for person in persons:
            scene.follow(connection, person)
    for number, person in enumerate(persons):
        with scene.world.store.read() as connection:
            called = alias(connection, keys, scene.opening, person)
        made = scene.ask("company", "POST", "/introductions", 201, opening=scene.opening, pseudonym=called)
        if number % 2:
            step = {"step": "accepted", "side": "person", "proof": PAPER}
            scene.ask("adviser", "POST", f"/introductions/{made['id']}/steps", 200, version=1, **step)
        assert found_in(scene, made["id"], person, called)  # the negative control: it is there before
        purpose = "identity" if number % 2 else "company_visibility"
        given = scene.ask("adviser", "GET", f"/people/{person}/consents", 200)["items"]
        for consent in given:
            if consent["purpose"] in (purpose, "company_visibility"):
                scene.ask("adviser", "POST", f"/people/{person}/consents/{consent['id']}/withdraw", 200)
        left += len(found_in(scene, made["id"], person, called))
    assert left == 0
    print(f"P10: {count} withdrawals, every route of a company at the next request: {left} traces")


def found_in(scene, introduction, person, called):
    """The routes that answer a company with anything of a person."""
    lists = ["/introductions", f"/introductions?opening={scene.opening}", f"/introductions?person={person}"]
    own = [f"/introductions/{introduction}", f"/people/{person}", f"/people/{person}/identity"]
    own += [f"/people/{person}/{part}" for part in ("consents", "notices", "sharings")]
    answers = {path: scene.ask("company", "GET", path) for path in [*lists, *own]}
    return [
        path
        for path, answer in answers.items()
        if answer.status_code == 200 and any(trace in answer.text for trace in (introduction, person, called))
    ]
