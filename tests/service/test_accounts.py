"""Accounts, members, keys of programs, and emergencies."""

import datetime as dt

import pytest

from service.db import accounts, audit, memberships, personal
from service.permissions import STAFF, Role
from service.usecases import administering
from tests.service.test_sign_in import API, mailed, token_of
from tests.service.world import HOME, Client

NEW = {"email": "Nouvelle.Personne@example.org", "name": "Nouvelle Personne"}
PASSWORD = "lampe rivière onze fougère"


def adviser_of(world, territory="here"):
    return {**NEW, "role": "adviser", "organisation": world.organisations["association", territory]}


def used(app, message, **told):
    token = message.facts["link"].split("#")[1]
    return Client(app).post(f"{API}/session/link", json={"token": token, **told})


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


def test_the_first_start_gives_one_link_to_one_administrator(store):
    from tests.service.world import NOW

    with store.write() as connection:
        first = administering.first_administrator(connection, NOW)
        second = administering.first_administrator(connection, NOW)
    assert first != second
    assert len(second) >= 43


def test_with_that_link_somebody_names_themselves_and_no_other_is_made(world, app):
    with world.store.write() as connection:
        assert administering.first_administrator(connection, world.now) is None
        for role in STAFF:
            for place in ("here", "there"):
                memberships.end(connection, world.members[role, place], world.now)
        old = administering.first_administrator(connection, world.now)
        token = administering.first_administrator(connection, world.now)
    told = {"email": "admin@example.org", "name": "Première personne", "password": PASSWORD}
    ask = Client(app).post
    assert ask(f"{API}/session/link", json={"token": old, **told}).json()["code"] == "link"
    assert ask(f"{API}/session/link", json={"token": token}).json()["code"] == "newcomer"
    done = ask(f"{API}/session/link", json={"token": token, **told})
    assert done.json()["role"]["role"] == "admin"
    assert done.json()["complete"] is False
    with world.store.write() as connection:
        assert administering.first_administrator(connection, world.now) is None


def test_who_runs_the_service_makes_an_administrators_link_and_closes_an_account(world, app, capsys):
    from service.cli import account_answers

    url = app.state.services.settings.db
    account_answers.administrator(url, "fr")
    token = capsys.readouterr().out.split("#")[1].strip()
    told = {"token": token, "email": "Admin@example.org", "name": "Deuxième", "password": PASSWORD}
    world.now = dt.datetime.now(dt.UTC)
    opened = Client(app).post(f"{API}/session/link", json=told)
    assert opened.json()["role"]["role"] == "admin"
    account_answers.disable("admin@example.org", url, "en")
    assert Client(app, token_of(opened)).get(f"{API}/session").status_code == 401


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


def emergency(world, app, territory="here"):
    told = {"person": world.subject("candidate", territory).candidate, "reason": "Hospitalisation, prévenir"}
    return world.client(app, "admin").post(f"{API}/break-glass", json=told)


def test_an_administrator_sees_one_file_for_half_an_hour_and_the_person_is_told(world, app):
    admin, person = world.client(app, "admin"), world.subject("candidate").candidate
    with world.store.write() as connection:
        personal.save(connection, person, {"last_name": "Exemple"})
    path = f"{API}/people/{person}/identity"
    assert admin.get(path).status_code == 404
    made = emergency(world, app)
    assert made.status_code == 201, made.text
    assert admin.get(path).status_code == 200
    assert admin.get(f"{API}/people/{world.subject('candidate', 'there').candidate}/identity").status_code == 404
    (message,) = mailed(app, "break_glass")
    assert (message.to, message.facts["reason"]) == ("candidate@here.test", "Hospitalisation, prévenir")
    world.now += dt.timedelta(minutes=30)
    assert admin.get(path).status_code == 404
    with world.store.read() as connection:
        rows = [row for row in connection.execute(audit.audit.select()) if row.role == "admin"]
    tagged = [row for row in rows if "break_glass" in row.tags]
    print(f"\nS20: {len(tagged)} of {len(rows)} actions of the administrator tagged, the person told by mail")
    assert {row.action for row in tagged} == {"emergency:W", "identity:R"}
    assert any(row.reason for row in tagged)


def test_an_emergency_is_closed_early(world, app):
    admin, made = world.client(app, "admin"), emergency(world, app).json()
    assert admin.delete(f"{API}/break-glass/{made['id']}").status_code == 200
    path = f"{API}/people/{world.subject('candidate').candidate}/identity"
    assert admin.get(path).status_code == 404
    assert admin.get(f"{API}/break-glass").json()["items"][0]["id"] == made["id"]


def test_an_emergency_needs_a_reason_an_administrator_and_somebody_of_the_territory(world, app):
    told = {"candidate": world.subject("candidate").candidate}
    admin = world.client(app, "admin")
    assert admin.post(f"{API}/break-glass", json=told).status_code == 422
    assert admin.post(f"{API}/break-glass", json={**told, "reason": "  "}).status_code == 422
    assert emergency(world, app, "there").status_code == 404
    for role in ("adviser", "organiser", "funder", "company", "candidate"):
        asked = world.client(app, role).post(f"{API}/break-glass", json={**told, "reason": "Une raison"})
        assert asked.status_code == 403


def test_where_nobody_could_approve_yet_the_answer_says_how_to_make_another_administrator(world, app):
    admin = world.client(app, "admin")
    first = admin.post(f"{API}/members", json=adviser_of(world)).json()
    assert (first["pending"], first["advice"]) == (True, None)
    with world.store.write() as connection:
        memberships.end(connection, world.members[Role.ORGANISER, "here"], world.now)
    said = {language: admin.get(f"{API}/members/{first['id']}", headers={"accept-language": language}).json()["advice"]
            for language in ("fr", "en")}  # fmt: skip
    assert all("visavis account administrator" in text for text in said.values()) and said["fr"] != said["en"]
