"""What somebody with one role's rights tries in order to reach more: each of these once went through."""

from typing import Any

import pytest
from sqlalchemy import select

from service.db import accounts, documents, memberships, personal, statuses
from service.db.base import metadata
from service.db.documents import CANDIDATES
from service.db.memberships import Membership
from service.errors import Forbidden
from service.permissions import Role, Subject
from tests.service.followed import (  # noqa: F401
    database_url,
    follow,
    led,
    openings,
    people,
    record,
    show,
    tell,
)
from tests.service.world import HOME, NOW, World

API = "/api/v1"
SOMEBODY = {"email": "autre@example.org", "name": "Autre"}
TO_ACCEPTED = (("proposed", "person"), ("accepted", "company"))


@pytest.fixture
def person(world: World) -> str:
    """The candidate of here, followed by the adviser of here."""
    who = world.subject("candidate").candidate or ""
    with world.store.write() as connection:
        follow(connection, world, [who])
    return who


def another(world: World, role: str, email: str, organisation: str | None = None) -> Any:
    """Somebody else in a role, of here."""
    with world.store.write() as connection:
        account = accounts.add(connection, email, email, "fr", NOW)
        told = Membership(Role(role), HOME, account, organisation=organisation)
        world.members[Role(role), email] = memberships.add(connection, told, NOW)
    world.subjects[Role(role), email] = Subject(Role(role), account, HOME, organisation)
    return account


def test_an_adviser_does_not_become_the_person_whom_they_follow(world, app, person):
    told = {**SOMEBODY, "email": "adviser@here.test"}
    assert world.client(app, "adviser").post(f"{API}/people/{person}/account", json=told).status_code == 403


@pytest.mark.parametrize("role", ["candidate", "organiser"])
def test_an_organiser_alone_opens_no_file_and_makes_no_organiser(world, app, person, role):
    told = {**SOMEBODY, "role": role, "person": person if role == "candidate" else None}
    assert world.client(app, "organiser").post(f"{API}/members", json=told).json()["pending"] is True


def test_an_administrator_makes_no_second_self_to_approve_what_they_do(world, app):
    made = world.client(app, "admin").post(f"{API}/members", json={**SOMEBODY, "role": "admin"}).json()
    assert made["pending"] is True
    assert world.client(app, "admin").post(f"{API}/members/{made['id']}/approve").status_code == 403
    assert world.client(app, "organiser").post(f"{API}/members/{made['id']}/approve").json()["pending"] is False


def test_an_organiser_ends_no_administrator(world, app):
    path = f"{API}/members/{world.members[Role.ADMIN, 'here']}/end"
    assert world.client(app, "organiser").post(path).status_code == 403


@pytest.mark.parametrize(
    ("role", "scope"),
    [("company", "introduction:W"), ("company", "outcome:W"), ("organiser", "sponsorship:W"), ("admin", "emergency:W")],
)
def test_no_program_decides_about_people(world, app, role, scope):
    organisation = world.organisations["company", "here"] if role == "company" else None
    told = {"name": "Suivi", "role": role, "organisation": organisation, "expires_on": "2027-06-01"}
    assert world.client(app, "admin").post(f"{API}/keys", json={**told, "scopes": [scope]}).status_code == 422


@pytest.mark.parametrize(
    ("last", "by", "step", "reason"),
    [
        (("hired", "person"), "company", "declined", "skills"),
        (("hired", "company"), "candidate", "declined", "pay"),
        (("accepted", "company"), "candidate", "withdrawn", None),
    ],
)
def test_nobody_corrects_the_word_of_the_other_side(world, person, last, by, step, reason):
    with world.store.write() as connection:
        [opening] = openings(connection, world, 1)
        tell(connection, [person])
        steps = TO_ACCEPTED if last == TO_ACCEPTED[-1] else (*TO_ACCEPTED, last)
        found = led(connection, world, person, opening, *steps)
        side = {"company": "company", "candidate": "person"}[by]
        with pytest.raises(Forbidden):
            record(connection, world, found, step, side, reason, role=by, corrects=len(steps) + 1)


def test_a_file_brings_nobody_of_a_colleagues_caseload_into_ones_own(world, app):
    organisation = world.organisations["association", "here"]
    told = {"data": {"kind": "candidates", "source": "suivi"}}
    line = b'{"id": "1", "max_km": 20}\n'
    browser = world.client(app, "adviser")
    sent = browser.post(f"{API}/imports", files={"file": ("a.jsonl", line)}, **told).json()
    assert browser.post(f"{API}/imports/{sent['id']}/apply", json={}).status_code == 200
    [mine] = browser.get(f"{API}/people").json()["items"]
    another(world, "adviser", "colleague@here.test", organisation)
    other = world.client(app, "adviser", "colleague@here.test")
    guess = b'{"id": "1", "max_km": 99}\n{"id": "2", "max_km": 5}\n'
    sent = other.post(f"{API}/imports", files={"file": ("a.jsonl", guess)}, **told)
    loaded = other.post(f"{API}/imports/{sent.json()['id']}/apply", json={}) if sent.status_code == 201 else sent
    assert loaded.status_code == 403, loaded.text
    assert other.get(f"{API}/people/{mine['id']}").status_code == 404
    assert browser.get(f"{API}/people/{mine['id']}").json()["record"]["max_km"] == 20


def test_a_status_that_a_file_tells_of_is_sealed_as_it_is_loaded_and_goes_with_it(world, app):
    browser, line = world.client(app, "adviser"), b'{"id": "1", "rqth": "canari", "nom": "Merle"}\n'
    told = {"data": {"kind": "candidates", "source": "suivi"}}
    sent = browser.post(f"{API}/imports", files={"file": ("a.jsonl", line)}, **told).json()
    assert browser.post(f"{API}/imports/{sent['id']}/apply", json={}).status_code == 200
    with world.store.read() as connection:
        names = set(connection.scalars(select(personal.personal_facts.c.name)))
        kept = str([connection.execute(select(table)).all() for table in metadata.sorted_tables])
    assert "nom" in names and "rqth" not in kept and "canari" not in kept
    assert browser.post(f"{API}/imports/{sent['id']}/undo").json()["items"][0]["done"] is True
    with world.store.read() as connection:
        assert connection.execute(select(statuses.statuses)).all() == []


def test_nobody_takes_back_what_somebody_else_asked_for(world, app, person):
    asked = world.client(app, "candidate").post(f"{API}/people/{person}/rights", json={"kind": "erasure", "text": ""})
    path = f"{API}/people/{person}/rights/{asked.json()['id']}/withdraw"
    for role in ("adviser", "organiser"):
        assert world.client(app, role).post(path, headers={"if-match": '"1"'}).status_code == 403
    assert world.client(app, "candidate").post(path, headers={"if-match": '"1"'}).status_code == 200


def test_a_key_of_one_request_is_no_key_to_its_answer_in_another_role(world, app, person):
    """One account, two roles: what the one was answered is not repeated to the other."""
    who = world.subject("adviser")
    with world.store.write() as connection:
        other = world.organisations["school", "here"]
        told = Membership(Role.ADVISER, HOME, who.account or "", organisation=other)
        world.members[Role.ADVISER, "school"] = memberships.add(connection, told, NOW)
    world.subjects[Role.ADVISER, "school"] = Subject(Role.ADVISER, who.account, HOME, other)
    sent = {"json": {"text": "Une note."}, "headers": {"idempotency-key": "one and the same"}}
    first = world.client(app, "adviser").post(f"{API}/people/{person}/notes", **sent)
    assert first.status_code == 201
    again = world.client(app, "adviser", "school").post(f"{API}/people/{person}/notes", **sent)
    assert again.status_code == 422 and "Une note" not in again.text


def suggested(browser: Any, opening: str) -> list[dict[str, Any]]:
    answer = browser.get(f"{API}/openings/{opening}/suggestions", params={"limit": 100})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def test_who_edits_an_opening_over_and_over_cannot_put_together_what_was_told_of_one_person(world, app):
    with world.store.write() as connection:
        show(connection, people(connection, 12))
    browser, seen = world.client(app, "company"), []
    made = browser.post(f"{API}/openings", json={"record": {"title": "Soudeur"}}).json()
    for version, lat in enumerate((50.0, 50.1, 50.2), start=1):
        told = {"record": {"place": {"lat": lat, "lon": 3.0}}}
        path = f"{API}/openings/{made['id']}"
        assert browser.patch(path, json=told, headers={"if-match": f'"{version}"'}).status_code == 200
        seen.append({item["pseudonym"] for item in suggested(browser, made["id"])})
    assert all(seen) and not seen[0] & seen[1] and not seen[1] & seen[2]
    renewed = browser.post(f"{API}/openings/{made['id']}/renew")
    assert renewed.status_code == 200, renewed.text
    assert {item["pseudonym"] for item in suggested(browser, made["id"])} == seen[2]
    alias = sorted(seen[2])[0]
    assert browser.post(f"{API}/introductions", json={"opening": made["id"], "pseudonym": alias}).status_code == 201


def test_a_company_counts_nobody_who_did_not_agree(world, app):
    with world.store.write() as connection:
        persons, [opening] = people(connection, 40), openings(connection, world, 1)
        tell(connection, persons)
    browser = world.client(app, "company")
    before = browser.get(f"{API}/openings/{opening}/nobody").json()
    with world.store.write() as connection:
        show(connection, persons[:15])
    after = browser.get(f"{API}/openings/{opening}/nobody").json()
    assert (before["considered"], after["considered"]) == (None, 15)


def made_of(world: World, **told: Any) -> str:
    """Somebody who agreed to be visible, with that record."""
    from service.filing import new_document

    with world.store.write() as connection:
        document = new_document(CANDIDATES, told.pop("id"), told)
        documents.save(connection, CANDIDATES, document.source, [document], HOME)
        show(connection, [document.public_id])
    return document.public_id


def test_a_company_reads_no_profile_of_somebody_who_no_longer_shows_themselves_to_it(world, app):
    who = made_of(world, id="11111111-1111-4111-8111-111111111111", wishes=[{"occupation": "H2913"}])
    assert world.client(app, "company").get(f"{API}/people/{who}").status_code == 404


def test_an_organiser_reads_of_a_profile_what_enough_people_share(world, app):
    told = {"wishes": [{"occupation": "H2913"}], "languages": [{"code": "fr"}]}
    who = made_of(world, id=f"{0:08}-1111-4111-8111-111111111111", **told, skills=[{"code": "100001"}])
    for number in range(1, 5):
        made_of(world, id=f"{number:08}-1111-4111-8111-111111111111", **told)
    answer = world.client(app, "organiser").get(f"{API}/people/{who}")
    assert answer.status_code == 200
    assert answer.json()["record"].keys() == {"wishes", "languages"}
