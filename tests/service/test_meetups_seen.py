"""Who may lead a meetup, who sees what of it, and for whom they may speak."""

import pytest

from service.api.shapes.meetup_paper import words
from service.db import personal
from service.usecases import on_paper
from tests.service.evenings import NEW, Evening, M
from tests.service.followed import follow, people, right
from tests.service.world import NOW


@pytest.fixture
def database_url(either_url):
    return either_url


@pytest.fixture
def evening(world, app):
    return Evening(world, app)


def test_organisers_know_by_name_who_registered_until_it_is_over(world, app):
    evening = Evening(world, app)
    person = world.subject("candidate").candidate
    with world.store.write() as connection:
        personal.save(connection, person, {"first_name": "Prénom", "last_name": "Nom", "phone": "0600000000"})
        [other] = people(connection, 1)
    guest = evening.done("candidate", "POST", "/people", {})["id"]
    evening.done("organiser", "POST", "/people", {"person": other})
    [found] = evening.get("organiser", "/registrants").json()["items"]
    assert found == {"id": guest, "label": "J1", "person": person, "first_name": "Prénom", "last_name": "Nom"}
    told = evening.clients["candidate"].get(f"/api/v1/people/{person}/seen-by").json()["items"]
    assert [one["action"] for one in told] == ["identity:R", "meetup:W"]
    for role in ("candidate", "adviser", "company", "sponsor", "admin"):
        assert evening.get(role, "/registrants").status_code == 403
        assert evening.get(role, "/paper.pdf").status_code == 403
    assert world.client(app, "organiser", "there").get(evening.url + "/registrants").status_code == 404
    assert evening.clients["organiser"].get(f"/api/v1/people/{person}/identity").status_code == 404
    evening.change(status="cancelled")
    assert evening.get("organiser", "/registrants").json()["items"] == []


def test_paper_has_names_and_calendars_have_none(world, app):
    evening = Evening(world, app)
    person = world.subject("candidate").candidate
    with world.store.write() as connection:
        personal.save(connection, person, {"first_name": "Prénom", "last_name": "Nom"})
    guests, _ = evening.fill(n_people=1)
    assert evening.get("organiser", "/paper.pdf").json()["code"] == "no_plan"
    assert evening.get("candidate", f"/guests/{guests[0]}/calendar.ics").json()["code"] == "no_plan"
    evening.done("organiser", "POST", "/plan", {"seconds": 1})
    for kind in ("itineraries", "wall_by_name"):
        assert evening.get("organiser", f"/paper.pdf?kind={kind}").content.startswith(b"%PDF")
    with world.store.write() as connection:
        where = right(world, "organiser", "identity", "R")
        assert "Prénom Nom (J1)" in str(on_paper.sheets(connection, where, evening.id, "itineraries", "fr", NOW, words))
    told = evening.get("candidate", f"/guests/{guests[0]}/calendar.ics")
    assert told.headers["content-type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in told.text and "Nom" not in told.text and "P1" in told.text
    assert evening.get("candidate", f"/guests/{guests[1]}/calendar.ics").status_code == 404


def test_everybody_sees_their_own_pairings_only(evening):
    guests, hosts = evening.fill()
    evening.done("organiser", "POST", "/plan", {"seconds": 1})
    for role, side, mine in (
        ("candidate", "person", guests[0]),
        ("sponsor", "host", hosts[0]),
        ("company", "host", hosts[1]),
    ):
        plan = evening.get(role, "/plan").json()
        assert {one[side] for one in plan["meetings"]} == {mine} and plan["worth"] is None and plan["broken"] == []
        assert not any(one["sponsorship"] for one in plan["meetings"])
    assert evening.get("adviser", "/plan").json()["meetings"] == []
    with evening.world.store.write() as connection:
        follow(connection, evening.world, [evening.world.subject("candidate").candidate])
    assert {one["person"] for one in evening.get("adviser", "/plan").json()["meetings"]} == {guests[0]}


def test_nobody_learns_who_the_others_are(evening):
    guests, _ = evening.fill()
    for role in ("candidate", "sponsor", "company", "adviser"):
        rows = evening.get(role, "/guests").json()["items"]
        assert {row["id"] for row in rows if row["side"] == "person"} <= ({guests[0]} if role == "candidate" else set())
        assert all(row["person"] is row["sponsor"] is row["away"] is None for row in rows if not row["mine"])
    labels = [row["label"] for row in evening.get("organiser", "/guests").json()["items"]]
    assert labels == [f"J{n}" for n in range(1, 6)] + [f"P{n}" for n in range(1, 6)]


@pytest.mark.parametrize("role", ["candidate", "adviser", "company", "sponsor"])
def test_only_organisers_lead(evening, role):
    hand = {"meetings": []}
    for method, path, body in (
        ("PATCH", "", {"title": "x"}), ("POST", "/plan", {}), ("PUT", "/plan", hand), ("POST", "/check", hand),
        ("POST", "/replan", {"now": 1}),
    ):  # fmt: skip
        answer = evening.send(role, method, path, body, headers={"if-match": evening.version()})
        assert answer.status_code == 403, (method, path)
    assert evening.send(role, "DELETE", "", headers={"if-match": evening.version()}).status_code == 403
    assert evening.clients[role].post(M, json=NEW).status_code == 403


def test_what_is_elsewhere_does_not_exist(evening, app):
    there = {
        role: evening.world.client(app, role, "there") for role in ("candidate", "organiser", "sponsor", "adviser")
    }
    absent = evening.url.replace(evening.id, "99999999-9999-4999-8999-999999999999")
    for client in there.values():
        for path in ("", "/guests", "/wishes", "/plan"):
            here, nowhere = client.get(evening.url + path), client.get(absent + path)
            assert here.status_code == nowhere.status_code == 404
            assert here.json()["detail"] == nowhere.json()["detail"]
        assert client.get(M).json()["items"] == []
    assert there["organiser"].post(evening.url + "/plan", json={}).status_code == 404
    assert evening.get("funder").status_code == 404 and evening.get("anonymous").status_code == 401


def test_nobody_speaks_for_others(evening):
    guests, hosts = evening.fill()
    other = {"person": guests[1], "host": hosts[0]}
    assert evening.send("candidate", "PUT", "/wishes", {"wish": [other]}).status_code == 404
    assert evening.send("candidate", "PUT", "/wishes", {"must": [other]}).status_code == 403
    stranger = evening.world.subject("candidate", "there").candidate
    assert evening.send("organiser", "POST", "/people", {"person": stranger}).status_code == 404
    assert (
        evening.send("adviser", "POST", "/people", {"person": evening.world.subject("candidate").candidate}).status_code
        == 404
    )
    assert evening.send("candidate", "POST", "/hosts", {}).json()["code"] == "no_host"
    assert evening.send("candidate", "DELETE", f"/guests/{guests[1]}").status_code == 404
    evening.done("organiser", "POST", "/plan", {"seconds": 1})
    evening.change(status="running")
    said = {"meetings": [{"person": guests[1], "host": hosts[1], "interested": True, "side": "person"}]}
    assert evening.send("candidate", "PUT", "/interests", said).status_code == 404


def test_a_side_sees_only_its_own_wishes(evening):
    guests, hosts = evening.fill()
    pair = {"person": guests[0], "host": hosts[0]}
    evening.done("candidate", "PUT", "/wishes", {"never": [pair]})
    assert evening.done("sponsor", "PUT", "/wishes", {"wish": [pair]})["items"] == [
        pair | {"kind": "wish", "side": "host"}
    ]
    assert len(evening.get("organiser", "/wishes").json()["items"]) == 2
    plan = evening.done("organiser", "POST", "/plan", {"seconds": 1})
    assert (guests[0], hosts[0]) not in {(one["person"], one["host"]) for one in plan["meetings"]}
