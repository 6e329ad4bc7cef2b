"""Members: who gives which role to whom, who approves it, what ends with it."""

import datetime as dt

import pytest

from service.db import accounts, memberships
from service.permissions import Role
from tests.service.sign_ins import API, PASSWORD, mailed
from tests.service.world import HOME, Client

NEW = {"email": "Nouvelle.Personne@example.org", "name": "Nouvelle Personne"}


@pytest.fixture
def database_url(either_url):
    return either_url


def adviser_of(world, territory="here"):
    return {**NEW, "role": "adviser", "organisation": world.organisations["association", territory]}


def used(app, message, **told):
    token = message.facts["link"].split("#")[1]
    return Client(app).post(f"{API}/session/link", json={"token": token, **told})


def test_an_organiser_invites_and_the_link_opens_an_account_without_any_default_password(world, app):
    made = world.client(app, "organiser").post(f"{API}/members", json=adviser_of(world))
    assert made.status_code == 201, made.text
    assert made.json()["pending"] is False
    (message,) = mailed(app, "invitation")
    world.now += dt.timedelta(days=7)
    opened = used(app, message, password=PASSWORD)
    assert opened.json()["role"]["role"] == "adviser"
    assert opened.json()["complete"] is False
    assert used(app, message).status_code == 401


def test_an_invitation_is_too_old_after_eight_days(world, app):
    world.client(app, "organiser").post(f"{API}/members", json=adviser_of(world))
    (message,) = mailed(app, "invitation")
    world.now += dt.timedelta(days=8, seconds=1)
    assert used(app, message).json()["code"] == "link"


def test_a_role_that_sees_files_needs_a_second_person_when_an_administrator_gives_it(world, app):
    admin = world.client(app, "admin")
    made = admin.post(f"{API}/members", json=adviser_of(world)).json()
    assert made["pending"] is True
    assert mailed(app, "invitation") == []
    assert admin.post(f"{API}/members/{made['id']}/approve").status_code == 403
    assert world.client(app, "organiser", "there").post(f"{API}/members/{made['id']}/approve").status_code == 404
    assert world.client(app, "company").post(f"{API}/members/{made['id']}/approve").status_code in (403, 404)
    assert world.client(app, "organiser").post(f"{API}/members/{made['id']}/approve").json()["pending"] is False
    assert used(app, mailed(app, "invitation")[0]).status_code == 201


@pytest.mark.parametrize("role", ["admin", "organiser"])
def test_nobody_gives_or_ends_a_role_of_their_own(world, app, role):
    browser, own = world.client(app, role), world.members[Role(role), "here"]
    told = {**adviser_of(world), "email": f"{role}@here.test"}
    assert browser.post(f"{API}/members", json=told).status_code == 403
    assert browser.post(f"{API}/members/{own}/end").status_code == 403


def test_an_organiser_makes_no_administrator(world, app):
    assert world.client(app, "organiser").post(f"{API}/members", json={**NEW, "role": "admin"}).status_code == 403


def test_a_company_lead_invites_for_the_own_organisation_only(world, app):
    lead, own = world.client(app, "company"), world.organisations["company", "here"]
    assert lead.post(f"{API}/members", json={**NEW, "role": "company", "organisation": own}).status_code == 201
    other = world.organisations["association", "here"]
    assert lead.post(f"{API}/members", json={**NEW, "role": "company", "organisation": other}).status_code == 403
    assert lead.post(f"{API}/members", json={**NEW, "role": "organiser"}).status_code == 403
    assert {row["organisation"] for row in lead.get(f"{API}/members").json()["items"]} == {own}


def test_who_does_not_lead_invites_nobody(world, app):
    own = world.organisations["company", "here"]
    with world.store.write() as connection:
        account = accounts.add(connection, "second@here.test", "second", "fr", world.now)
        new = memberships.Membership(Role.COMPANY, HOME, account, organisation=own)
        world.members[Role.COMPANY, "second"] = memberships.add(connection, new, world.now)
    world.subjects[Role.COMPANY, "second"] = world.subject("company").__class__(Role.COMPANY, account, HOME, own)
    second = world.client(app, "company", "second")
    assert second.post(f"{API}/members", json={**NEW, "role": "company", "organisation": own}).status_code == 403


WRONG = [
    {"role": "adviser"},
    {"role": "candidate"},
    {"role": "organiser", "person": "3f0c2b1e-8a4d-4c55-9b7e-2f6d1a0c9e88"},
    {"role": "sponsor", "person": "3f0c2b1e-8a4d-4c55-9b7e-2f6d1a0c9e88"},
]


def test_a_role_stands_on_what_it_needs_and_on_nothing_else(world, app):
    browser = world.client(app, "organiser")
    assert [browser.post(f"{API}/members", json={**NEW, **told}).status_code for told in WRONG] == [422] * len(WRONG)


def test_nobody_is_invited_for_what_is_elsewhere(world, app):
    browser = world.client(app, "organiser")
    assert browser.post(f"{API}/members", json=adviser_of(world, "there")).status_code == 404
    person = {**NEW, "role": "sponsor", "sponsor": world.subject("sponsor", "there").sponsor}
    assert browser.post(f"{API}/members", json=person).status_code == 404


def test_members_elsewhere_look_like_members_that_do_not_exist(world, app):
    browser, foreign = world.client(app, "organiser"), world.members[Role.ADVISER, "there"]
    answers = [browser.get(f"{API}/members/{id}").json() for id in (foreign, "3f0c2b1e-8a4d-4c55-9b7e-2f6d1a0c9e88")]
    assert answers[0]["detail"] == answers[1]["detail"]
    assert {row["territory"] for row in browser.get(f"{API}/members").json()["items"]} == {HOME}


def test_the_end_of_a_role_ends_its_sessions_at_once(world, app):
    adviser = world.client(app, "adviser")
    world.client(app, "organiser").post(f"{API}/members/{world.members[Role.ADVISER, 'here']}/end")
    assert adviser.get(f"{API}/account").status_code == 401


def test_an_adviser_gives_an_account_to_people_they_follow_only(world, app):
    from service.db import caseloads

    adviser, person = world.subject("adviser"), world.subject("candidate").candidate
    path, browser = f"{API}/people/{person}/account", world.client(app, "adviser")
    assert browser.post(path, json=NEW).status_code == 404
    with world.store.write() as connection:
        caseloads.assign(connection, person, adviser.account, adviser.organisation, "test", adviser.account, world.now)
    assert browser.post(path, json=NEW).json()["person"] == person


def test_where_nobody_could_approve_yet_the_answer_says_how_to_make_another_administrator(world, app):
    admin = world.client(app, "admin")
    first = admin.post(f"{API}/members", json=adviser_of(world)).json()
    assert (first["pending"], first["advice"]) == (True, None)
    with world.store.write() as connection:
        memberships.end(connection, world.members[Role.ORGANISER, "here"], world.now)
    said = {language: admin.get(f"{API}/members/{first['id']}", headers={"accept-language": language}).json()["advice"]
            for language in ("fr", "en")}  # fmt: skip
    assert all("visavis account administrator" in text for text in said.values()) and said["fr"] != said["en"]
