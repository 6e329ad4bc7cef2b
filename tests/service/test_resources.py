"""Openings, people, sponsors, organisations, programmes over HTTP: what each promises."""

import datetime as dt
from typing import Any

import pytest

from service.db import changes, offered
from service.db.documents import OPENINGS
from service.usecases.organisations import is_siret
from tests.service.relations import ABSENT, Things, furnish
from tests.service.world import World

BASE = "/api/v1"
PERSON = {"first_name": "Prénom", "last_name": "Étoile", "birth_date": "1990-05-17", "email": "p@example.org"}


@pytest.fixture
def things(world: World) -> Things:
    return furnish(world, world.now)


@pytest.fixture
def company(world: World, app: Any) -> Any:
    return world.client(app, "company")


@pytest.fixture
def adviser(world: World, app: Any) -> Any:
    return world.client(app, "adviser")


def _posted(client: Any, **record: Any) -> Any:
    answer = client.post(f"{BASE}/openings", json={"record": {"title": "Cariste", **record}})
    assert answer.status_code == 201, answer.text
    return answer.json()


def _market(world: World) -> set[str]:
    with world.store.read() as connection:
        return {row[0] for row in offered.packed(connection, OPENINGS, day=world.now.date())}


def test_an_opening_is_posted_in_the_name_of_ones_organisation_for_60_days(world: World, company: Any) -> None:
    found = _posted(company, company={"name": "Quelqu’un d’autre", "sector": "43"})
    assert found["record"]["company"] == {"name": "company here", "sector": "43"}
    assert found["organisation"] == world.organisations["company", "here"]
    assert found["expires_on"] == (world.now.date() + dt.timedelta(days=60)).isoformat()


def test_only_what_is_published_is_in_the_market(world: World, app: Any, company: Any) -> None:
    found, organiser = _posted(company, positions=2), world.client(app, "organiser")
    address = f"{BASE}/openings/{found['id']}"
    for method, path, body, there in (
        ("POST", "/fill", {"filled": 2}, False),
        ("POST", "/fill", {"filled": 1}, True),
        ("POST", "/close", None, False),
        ("POST", "/publish", {}, True),
        ("POST", "/renew", None, True),
    ):
        answer = company.request(method, address + path, json=body)
        assert answer.status_code == 200, answer.text
        assert (found["id"] in _market(world)) is there, path
    assert organiser.post(f"{address}/unpublish", json={"reason": "Texte à revoir"}).status_code == 200
    assert found["id"] not in _market(world)
    assert company.get(address).json()["reason"] == "Texte à revoir"


def test_a_withdrawn_opening_stays_withdrawn(company: Any) -> None:
    found = _posted(company)
    address = f"{BASE}/openings/{found['id']}"
    assert company.delete(address, headers={"if-match": '"1"'}).json()["status"] == "withdrawn"
    assert company.post(f"{address}/publish", json={}).json()["code"] == "withdrawn"


def test_a_change_merges_and_needs_the_version_that_was_read(company: Any) -> None:
    found = _posted(company, wage={"min": 1900, "max": 2100}, contract="CDI")
    address = f"{BASE}/openings/{found['id']}"
    change = {"record": {"wage": {"max": None}, "contract": None, "title": "Magasinier"}}
    assert company.patch(address, json=change).status_code == 428
    assert company.patch(address, json=change, headers={"if-match": '"7"'}).status_code == 412
    after = company.patch(address, json=change, headers={"if-match": '"1"'}).json()["record"]
    assert after == {"title": "Magasinier", "company": {"name": "company here"}, "wage": {"min": 1900}}


def test_a_record_that_cannot_be_read_names_every_field(company: Any) -> None:
    record = {"title": "Cariste", "wage": {"min": "beaucoup"}, "contract": "toujours"}
    answer = company.post(f"{BASE}/openings", json={"record": record})
    assert answer.status_code == 422
    assert {error["field"] for error in answer.json()["errors"]} == {"record.wage.min", "record.contract"}


def test_many_at_once_are_answered_one_by_one(company: Any, things: Things) -> None:
    own, foreign = _posted(company)["id"], things.by_kind["opening"]["other_organisation"].id
    answer = company.post(f"{BASE}/openings/bulk", json={"action": "close", "ids": [own, foreign, ABSENT]})
    assert [(row["done"], row["code"]) for row in answer.json()["items"]] == [
        (True, None),
        (False, "not_found"),
        (False, "not_found"),
    ]
    assert company.get(f"{BASE}/openings/{own}").json()["status"] == "closed"


def test_visitors_read_published_openings(world: World, app: Any, things: Things) -> None:
    visitor = world.client(app, "anonymous")
    ids = {item["id"] for item in visitor.get(f"{BASE}/openings").json()["items"]}
    assert ids == {thing.id for thing in things.by_kind["opening"].values() if thing.published}


def test_a_new_file_is_followed_and_told_at_once(world: World, app: Any, adviser: Any) -> None:
    body = {"identity": PERSON, "record": {"max_km": 20}, "notice": {"channel": "paper", "text_version": "1"}}
    person = adviser.post(f"{BASE}/people", json=body).json()["id"]
    assert adviser.get(f"{BASE}/people/{person}").json()["seen"] == "caseload"
    assert adviser.get(f"{BASE}/people/{person}/identity").json()["last_name"] == "Étoile"
    for role in ("company", "sponsor", "organiser", "funder", "admin", "candidate"):
        assert world.client(app, role).get(f"{BASE}/people/{person}").status_code in (403, 404)


def test_nobody_under_18_is_taken(adviser: Any) -> None:
    body = {"identity": PERSON | {"birth_date": "2009-11-24"}}
    assert adviser.post(f"{BASE}/people", json=body).json()["code"] == "minor"


def test_people_are_found_again_by_name_without_accents(adviser: Any, things: Things) -> None:
    adviser.post(f"{BASE}/people", json={"identity": PERSON})
    names = [item["last_name"] for item in adviser.get(f"{BASE}/people?q=eto%20PRE").json()["items"]]
    assert names == ["Étoile"]


def test_somebody_new_is_found_only_by_exactly_who_they_are_20_times_an_hour(world: World, app: Any) -> None:
    adviser = world.client(app, "adviser")
    adviser.post(f"{BASE}/people", json={"identity": PERSON})
    exact = {name: PERSON[name] for name in ("first_name", "last_name", "birth_date")}
    found = [
        len(adviser.post(f"{BASE}/people/find", json=exact | other).json()["items"])
        for other in ({}, {"last_name": "etoile"}, {"last_name": "Étoil"}, {"birth_date": "1990-05-18"})
    ]
    assert found == [1, 1, 0, 0]
    answers = [adviser.post(f"{BASE}/people/find", json=exact).status_code for _ in range(17)]
    assert answers == [200] * 16 + [429]


def test_a_sponsor_sees_a_first_name_and_the_chosen_channel(
    world: World, app: Any, adviser: Any, things: Things
) -> None:
    person = things.by_kind["person"]["own"].id
    change = {"phone": "+33 3 20 00 00 00", "channel": "phone"}
    version = adviser.get(f"{BASE}/people/{person}/identity").headers["etag"]
    assert adviser.patch(f"{BASE}/people/{person}/identity", json=change, headers={"if-match": version}).is_success
    seen = world.client(app, "sponsor").get(f"{BASE}/people/{person}/identity").json()
    assert {name for name in seen if name not in ("id", "version", "seen")} == {"first_name", "channel", "contact"}
    assert seen["contact"] == "+33 3 20 00 00 00"


def test_a_colleague_is_given_people_one_by_one(world: World, app: Any, adviser: Any, things: Things) -> None:
    person, other = (things.by_kind["person"][relation].id for relation in ("own", "other_organisation"))
    own = world.subject("adviser").account
    body = {"action": "assign", "adviser": own, "reason": "Congés", "ids": [person, other]}
    rows = adviser.post(f"{BASE}/people/bulk", json=body).json()["items"]
    assert [row["code"] for row in rows] == ["already", "not_found"]
    foreign = world.subject("adviser", "there").account
    assert adviser.post(f"{BASE}/people/bulk", json=body | {"adviser": foreign}).status_code == 404


def test_a_candidate_meets_sponsors_without_knowing_where_they_work(world: World, app: Any, things: Things) -> None:
    organiser = world.client(app, "organiser")
    record = {"company": {"name": "Atelier"}, "help": ["cv"], "capacity": 2}
    sponsor = organiser.post(f"{BASE}/sponsors", json={"record": record}).json()["id"]
    seen = world.client(app, "candidate").get(f"{BASE}/sponsors/{sponsor}").json()
    assert (seen["seen"], seen["record"]) == ("pseudonymous", {"help": ["cv"]})


def test_a_pause_ends_when_it_is_told(world: World, app: Any) -> None:
    client, id = world.client(app, "sponsor"), world.subject("sponsor").sponsor
    first = world.now.date().isoformat()
    assert client.post(f"{BASE}/sponsors/{id}/pause", json={"first": first}).json()["record"]["pauses"]
    assert "pauses" not in client.post(f"{BASE}/sponsors/{id}/resume").json()["record"]


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("73282932000074", True),
        ("73282932000075", False),
        ("35600000000048", True),
        ("7328293200007", False),
        ("", False),
    ],
)
def test_a_siret_is_known_by_its_key(text: str, sound: bool) -> None:
    assert is_siret(text) is sound


def test_every_write_of_an_opening_is_a_change_that_rankings_follow(world: World, company: Any) -> None:
    with world.store.read() as connection:
        before = changes.numbers(connection)[0]
    found = _posted(company)
    company.post(f"{BASE}/openings/{found['id']}/close")
    with world.store.read() as connection:
        assert changes.numbers(connection)[0] == before + 2


def test_a_programme_has_cohorts(world: World, app: Any) -> None:
    organiser, candidate = world.client(app, "organiser"), world.client(app, "candidate")
    told = {"kind": "course", "name": "Soudure", "steps": ["Bases", "Atelier"], "starts_on": "2027-01-12"}
    programme = organiser.post(f"{BASE}/programmes", json=told).json()
    assert programme["steps"] == ["Bases", "Atelier"]
    cohorts = f"{BASE}/programmes/{programme['id']}/cohorts"
    organiser.post(cohorts, json={"name": "Hiver", "places": 12})
    assert [item["name"] for item in candidate.get(cohorts).json()["items"]] == ["Hiver"]
    wrong = {"ends_on": "2027-01-11"}
    answer = organiser.patch(f"{BASE}/programmes/{programme['id']}", json=wrong, headers={"if-match": '"1"'})
    assert answer.json()["code"] == "dates"


def test_why_somebody_follows_a_new_file_is_said_in_both_languages(adviser: Any) -> None:
    adviser.post(f"{BASE}/people", json={"identity": PERSON})
    answers = [adviser.get(f"{BASE}/caseloads", headers={"accept-language": one}).json() for one in ("fr", "en")]
    assert [answer["items"][0]["reason"] for answer in answers] == ["dossier ouvert", "file opened"]
