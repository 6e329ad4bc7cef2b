"""Meetups over HTTP: a whole evening from registration to introductions, who may do and see what, and the last seat."""

import threading

import pytest
from sqlalchemy import select

from service.db import meetup_guests, meetup_pairings, seats
from service.db.base import Store
from service.db.introductions import introductions
from service.db.sponsorships import sponsorships
from service.errors import Conflict
from service.permissions import Role
from service.usecases import gatherings
from tests.service.followed import follow, openings, people, right, sponsors
from tests.service.world import NOW

M = "/api/v1/meetups"
NEW = {"title": "Rencontre d’hiver", "rounds": 3, "places": 5, "host_places": 6, "date": "2026-12-03", "start": "18:00"}


class Evening:
    """A meetup that is open, and a browser for each role."""

    def __init__(self, world, app, **told):
        self.world = world
        self.clients = {str(role): world.client(app, role) for role in Role}
        found = self.clients["organiser"].post(M, json=NEW | told).json()
        self.url = f"{M}/{found['id']}"
        self.id = found["id"]
        self.change(status="open")

    def version(self):
        return self.get("organiser").headers["etag"]

    def change(self, **told):
        return self.send("organiser", "PATCH", "", told, headers={"if-match": self.version()})

    def get(self, role, path=""):
        return self.clients[role].get(self.url + path)

    def send(self, role, method, path, body=None, **more):
        return self.clients[role].request(method, self.url + path, json=body, **more)

    def done(self, role, method, path, body=None, **more):
        answer = self.send(role, method, path, body, **more)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def fill(self, n_people=4, n_hosts=3):
        """Let an organiser register people and sponsors beside the candidate, the sponsor and the company."""
        with self.world.store.write() as connection:
            whom, helpers = people(connection, n_people), sponsors(connection, n_hosts)
        guests = [self.done("candidate", "POST", "/people", {})]
        hosts = [self.done("sponsor", "POST", "/hosts", {}), self.done("company", "POST", "/hosts", {})]
        guests += [self.done("organiser", "POST", "/people", {"person": one}) for one in whom]
        hosts += [self.done("organiser", "POST", "/hosts", {"sponsor": one}) for one in helpers]
        return [guest["id"] for guest in guests], [host["id"] for host in hosts]


@pytest.fixture
def evening(world, app):
    return Evening(world, app)


def pair_of(plan, person, host):
    return next(met for met in plan["meetings"] if (met["person"], met["host"]) == (person, host))


def test_a_whole_evening(evening):
    guests, hosts = evening.fill()
    evening.done("organiser", "PUT", "/wishes", {"must": [{"person": guests[0], "host": hosts[0]}]})
    evening.done("candidate", "PUT", "/wishes", {"never": [{"person": guests[0], "host": hosts[2]}]})
    plan = evening.done("organiser", "POST", "/plan", {"seconds": 2})
    assert plan["status"] == "planned" and len(plan["meetings"]) == 15 and plan["worth"]["gap"] <= 1
    pairs = {(met["person"], met["host"]) for met in plan["meetings"]}
    assert (guests[0], hosts[0]) in pairs and (guests[0], hosts[2]) not in pairs
    assert evening.get("organiser", "/plan").json()["meetings"] == plan["meetings"]

    names = ("round", "person", "host", "table")
    by_hand = {"meetings": [{name: met[name] for name in names} for met in plan["meetings"]]}
    assert evening.done("organiser", "POST", "/check", by_hand)["ok"]
    by_hand["meetings"][0]["round"] = 1 + by_hand["meetings"][0]["round"] % 3
    checked = evening.done("organiser", "POST", "/check", by_hand)
    assert not checked["ok"] and checked["broken"][0]["text"].startswith(("J", "P", "La table", "À"))
    refused = evening.send("organiser", "PUT", "/plan", by_hand, headers={"if-match": evening.version()})
    assert (refused.status_code, refused.json()["code"]) == (409, "hard_rule")
    by_hand["meetings"] = [{name: met[name] for name in names} for met in plan["meetings"]]
    evening.done("organiser", "PUT", "/plan", by_hand, headers={"if-match": evening.version()})

    with evening.world.store.write() as connection:
        [late] = sponsors(connection, 1)
    extra = evening.done("organiser", "POST", "/hosts", {"sponsor": late})["id"]
    met = pair_of(plan, guests[0], hosts[0])
    gone = guests[1]
    day = {"now": 2, "absent": [gone], "seconds": 2}
    again = evening.done("organiser", "POST", "/replan", day)
    assert again["status"] == "running" and again["changed"] >= again["changed_bound"]
    assert gone in {sheet["who"] for sheet in again["sheets"]}
    first = [one for one in plan["meetings"] if one["round"] == 1]
    assert [one for one in again["meetings"] if one["round"] == 1] == first
    assert not [one for one in again["meetings"] if one["person"] == gone and one["round"] > 1]
    assert extra in {guest["id"] for guest in evening.get("organiser", "/guests").json()["items"]}

    evening.done(
        "organiser", "PUT", "/attendance", {"meetings": [{"person": guests[0], "host": hosts[0], "met": True}]}
    )
    said = {"meetings": [{"person": guests[0], "host": hosts[0], "interested": True}]}
    alone = evening.done("candidate", "PUT", "/interests", said)
    assert not any(one["mutual"] for one in alone["meetings"]) and sponsorships_of(evening.world) == []
    assert not any(one["mutual"] for one in evening.get("sponsor", "/plan").json()["meetings"])
    both = evening.done("sponsor", "PUT", "/interests", said)
    assert [one["mutual"] for one in both["meetings"] if one["person"] == guests[0]] == [True]
    evening.done("sponsor", "PUT", "/interests", said)
    [made] = sponsorships_of(evening.world)
    assert made.step == "proposed" and made.candidate == evening.world.subject("candidate").candidate
    whole = evening.get("organiser", "/plan").json()
    assert pair_of(whole, guests[0], hosts[0])["sponsorship"] == made.id and met["met"] is None


def sponsorships_of(world):
    with world.store.read() as connection:
        return connection.execute(select(sponsorships)).all()


def test_interest_with_a_company_becomes_an_introduction_to_the_opening_that_it_brought(world, app):
    evening = Evening(world, app, rounds=1)
    with world.store.write() as connection:
        [opening] = openings(connection, world, 1)
    person = evening.done("candidate", "POST", "/people", {})["id"]
    host = evening.done("company", "POST", "/hosts", {"opening": opening})["id"]
    evening.done("organiser", "POST", "/plan", {"seconds": 1})
    evening.change(status="running")
    said = {"meetings": [{"person": person, "host": host, "interested": True}]}
    evening.done("company", "PUT", "/interests", said)
    evening.done("organiser", "PUT", "/interests", {"meetings": [said["meetings"][0] | {"side": "person"}]})
    with world.store.read() as connection:
        [made] = connection.execute(select(introductions)).all()
    assert (made.opening, made.step, made.organisation) == (opening, "suggested", world.subject("company").organisation)


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


def test_who_registers_while_it_is_planned_makes_the_plan_stale(evening, monkeypatch):
    from service.usecases import evenings

    evening.fill(n_people=2)
    whole = evenings.plan

    def meanwhile(of, seconds):
        with evening.world.store.write() as connection:
            [person] = people(connection, 1)
            where = right(evening.world, "organiser", "meetup")
            gatherings.register_person(connection, where, evening.id, person, {}, NOW)
        return whole(of, seconds)

    monkeypatch.setattr(evenings, "plan", meanwhile)
    assert evening.send("organiser", "POST", "/plan", {"seconds": 1}).status_code == 412
    assert evening.get("organiser", "/plan").json()["meetings"] == []


def test_what_no_plan_can_keep_is_told_in_words(evening):
    guests, hosts = evening.fill(n_people=4)
    must = [{"person": guest, "host": hosts[0]} for guest in guests]
    evening.done("organiser", "PUT", "/wishes", {"must": must})
    answer = evening.send("organiser", "POST", "/plan", {"seconds": 1}, headers={"accept-language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (409, "impossible")
    assert "P1" in answer.json()["detail"]


def test_statuses_follow_each_other(evening):
    assert evening.change(status="over").json()["code"] == "step_not_allowed"
    assert evening.send("organiser", "DELETE", "", headers={"if-match": evening.version()}).status_code == 409
    evening.fill()
    evening.done("organiser", "POST", "/plan", {"seconds": 1})
    assert evening.change(rounds=5).json()["code"] == "planned"
    assert evening.send("candidate", "POST", "/people", {}).json()["code"] == "closed"
    assert evening.change(status="open").json()["status"] == "open"
    assert evening.send("candidate", "POST", "/people", {}).json()["code"] == "already"
    assert evening.change(status="cancelled").status_code == 200
    assert evening.send("organiser", "DELETE", "", headers={"if-match": evening.version()}).status_code == 200
    with evening.world.store.read() as connection:
        assert not connection.execute(select(meetup_guests.guests)).all()
        assert not connection.execute(select(meetup_pairings.pairings)).all()


def test_who_is_erased_leaves_the_plan(evening):
    guests, _ = evening.fill()
    evening.done("organiser", "POST", "/plan", {"seconds": 1})
    with evening.world.store.write() as connection:
        meetup_guests.remove(connection, guests[0])
    plan = evening.get("organiser", "/plan").json()
    assert guests[0] not in {one["person"] for one in plan["meetings"]} and plan["meetings"]


WANTED, PLACES = 60, 7


def race(world, meetup, whom, begin):
    """Let all try at the same moment, six at a time; return how many got a place."""
    where, won, ready = right(world, "organiser", "meetup"), [], threading.Barrier(6)

    def run(mine):
        ready.wait()
        for person in mine:
            try:
                with begin(world.store) as connection:
                    gatherings.register_person(connection, where, meetup, person, {}, NOW)
                won.append(person)
            except Conflict as error:
                assert error.code == "taken"

    workers = [threading.Thread(target=run, args=(whom[n::6],)) for n in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return len(won)


def test_of_many_who_want_the_last_seats_as_many_get_one_as_there_are(world, app):
    evening = Evening(world, app, places=PLACES)
    with world.store.write() as connection:
        whom = people(connection, WANTED)
    won = race(world, evening.id, whom, Store.write)
    with world.store.read() as connection:
        held = seats.count(connection, meetup_guests.places["person"], evening.id)
        rows = len(meetup_guests.of(connection, evening.id))
    print(f"R7: {WANTED} for {PLACES} seats of a meetup: {won} winners")
    assert won == held == rows == PLACES
