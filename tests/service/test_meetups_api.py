"""Meetups over HTTP: a whole evening from registration to what comes of it, and plans that follow the guests."""

import pytest
from sqlalchemy import select

from service.db import meetup_guests, meetup_pairings
from service.usecases import gatherings
from tests.service.evenings import Evening, sponsorships_of
from tests.service.followed import people, right, sponsors
from tests.service.world import NOW


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


def test_two_sponsors_of_one_company_meet_a_person_once(world, app):
    evening = Evening(world, app, rounds=2)
    with world.store.write() as connection:
        two = [
            sponsors(connection, 1, company={"name": name, "siret": siret})[0]
            for name, siret in (("Atelier", "73282932000074"), ("ATELIER SARL", "73282932000082"))
        ]
    evening.done("candidate", "POST", "/people", {})
    for sponsor in two:
        evening.done("organiser", "POST", "/hosts", {"sponsor": sponsor})
    assert len(evening.done("organiser", "POST", "/plan", {"seconds": 1})["meetings"]) == 1


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
