"""Meetups over HTTP: a whole evening from registration to introductions, who may do and see what, and the last seat."""

from contextlib import ExitStack

import pytest
from sqlalchemy import select

from service.db import meetup_guests, meetup_pairings, meetups, memberships, personal, seats
from service.db.introductions import introductions, steps_of
from service.db.memberships import Membership
from service.db.sponsorships import sponsorships
from service.permissions import Role
from service.usecases import gatherings, on_paper
from tests.service import bookings
from tests.service.bookings import on_postgresql, unlocked  # noqa: F401  (the first is a fixture)
from tests.service.followed import follow, led, openings, people, right, sponsors, suggest, tell
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


def introductions_of(world):
    with world.store.read() as connection:
        return connection.execute(select(introductions)).all()


def with_company(world, app):
    """(an evening on which the candidate meets the company, the opening that it brought, what one side says)."""
    evening = Evening(world, app, rounds=1)
    with world.store.write() as connection:
        [opening] = openings(connection, world, 1)
    person = evening.done("candidate", "POST", "/people", {})["id"]
    host = evening.done("company", "POST", "/hosts", {"opening": opening})["id"]
    evening.done("organiser", "POST", "/plan", {"seconds": 1})
    evening.change(status="running")
    return evening, opening, {"meetings": [{"person": person, "host": host, "interested": True}]}


def both(evening, said):
    """Let both sides say that they want to go on: the company itself, the person through the organiser."""
    evening.done("company", "PUT", "/interests", said)
    evening.done("organiser", "PUT", "/interests", {"meetings": [said["meetings"][0] | {"side": "person"}]})


def test_on_interest_of_both_sides_the_company_asks_for_the_person(world, app):
    evening, opening, said = with_company(world, app)
    with world.store.write() as connection:
        tell(connection, [world.subject("candidate").candidate])
    evening.done("company", "PUT", "/interests", said)
    assert introductions_of(world) == []
    both(evening, said)
    both(evening, said)
    [made] = introductions_of(world)
    company = world.subject("company")
    assert (made.opening, made.step, made.asked_by) == (opening, "asked", "company")
    assert (made.organisation, made.created_by) == (company.organisation, company.account)
    with world.store.read() as connection:
        [first] = steps_of(connection, [made.id])[made.id]
    assert (first.step, first.side, first.account) == ("asked", "company", company.account)


def no_notice(world, connection, opening):
    """The person has not had the notice."""


def filled(world, connection, opening):
    """All posts are filled."""
    person = people(connection, 1)
    tell(connection, [*person, world.subject("candidate").candidate])
    follow(connection, world, person)
    led(connection, world, person[0], opening, ("proposed", "person"), ("accepted", "company"), ("hired", "company"))


def begun(world, connection, opening):
    """The two have an introduction that is open."""
    tell(connection, [world.subject("candidate").candidate])
    follow(connection, world, [world.subject("candidate").candidate])
    suggest(connection, world, world.subject("candidate").candidate, opening)


@pytest.mark.parametrize(("what", "before"), [(no_notice, 0), (filled, 1), (begun, 1)])
def test_what_keeps_any_introduction_from_beginning_keeps_one_that_comes_of_interest(world, app, what, before):
    evening, opening, said = with_company(world, app)
    with world.store.write() as connection:
        what(world, connection, opening)
    both(evening, said)
    assert len(introductions_of(world)) == before
    [met] = evening.get("organiser", "/plan").json()["meetings"]
    assert met["mutual"] and met["introduction"] is None


def test_nobody_speaks_for_a_person_about_their_own_company(world, app):
    evening, _, said = with_company(world, app)
    with world.store.write() as connection:
        person, adviser = world.subject("candidate").candidate, world.subject("adviser")
        follow(connection, world, [person])
        company = world.organisations["company", "here"]
        role = Membership(Role.COMPANY, adviser.territory, adviser.account, organisation=company)
        memberships.add(connection, role, NOW)
    answer = evening.send("adviser", "PUT", "/interests", said)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict_of_interest")
    assert evening.send("candidate", "PUT", "/interests", said).status_code == 200


def test_a_sponsor_without_a_free_place_is_not_proposed(world, app):
    evening = Evening(world, app, rounds=1)
    with world.store.write() as connection:
        [full] = sponsors(connection, 1, capacity=0)
    pair = {
        "person": evening.done("candidate", "POST", "/people", {})["id"],
        "host": evening.done("organiser", "POST", "/hosts", {"sponsor": full})["id"],
    }
    evening.done("organiser", "POST", "/plan", {"seconds": 1})
    evening.change(status="running")
    words = [pair | {"interested": True, "side": side} for side in ("person", "host")]
    [met] = evening.done("organiser", "PUT", "/interests", {"meetings": words})["meetings"]
    assert met["mutual"] and sponsorships_of(world) == []


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
    assert [one["action"] for one in told] == ["identity:R"]
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
        assert "Prénom Nom (J1)" in str(on_paper.sheets(connection, where, evening.id, "itineraries", "fr", NOW))
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


WANTED, PLACES = 200, 7


@pytest.mark.parametrize("capacity", [1, PLACES])
def test_of_200_who_want_the_last_seats_as_many_get_one_as_there_are(world, app, database_url, capacity):
    evening = Evening(world, app, places=capacity)
    with world.store.write() as connection:
        whom = people(connection, WANTED)
    with ExitStack() as stack:
        won = bookings.Children(stack, database_url, "chair", capacity).race(evening.id, whom)
    with world.store.read() as connection:
        held = seats.count(connection, meetup_guests.places["person"], evening.id)
        rows = len(meetup_guests.of(connection, evening.id))
    print(f"R7: {WANTED} for {capacity} seats of a meetup, {bookings.PROCESSES} processes: {len(won)} winners")
    assert len(won) == held == rows == capacity


def race_without_lock(world, take):
    """How many of 40 got the one seat of each of five meetups, with nothing that keeps writers apart."""
    found = []
    for _ in range(5):
        with world.store.write() as connection:
            told = {"title": "Rencontre", "place": "", "rounds": 4, "round_minutes": 10, "break_minutes": 2}
            told |= {"tables": "fixed", "places": 1, "host_places": 9, "min_meetings": 0, "aims": []}
            meetup = meetups.add(connection, world.subject("organiser").territory, told, "test", NOW)
            whom = people(connection, 40)
        found.append(len(bookings.race(world.store, take, meetup, whom, unlocked, 10)))
    return found


def test_also_without_the_lock_a_seat_has_one_guest_and_looking_first_does_not_do(on_postgresql):  # noqa: F811
    guarded = race_without_lock(on_postgresql, bookings.chair(1))
    assert guarded == [1] * 5
    unguarded = race_without_lock(on_postgresql, bookings.careless_chair(1))  # the negative control
    assert max(unguarded) > 1
    print(f"R7 without the lock: with the key {guarded}, by looking first {unguarded}")
