"""Rights of sponsors: all of their data and nothing of others, what they ask, and what they tell of their mentoring."""

import datetime as dt
import json
import time

import pytest

from service.db import appointments, belongings, meetup_guests, meetup_pairings, meetups, sponsorships
from service.usecases import erasing
from tests.service.followed import database_url, follow, people, tell  # noqa: F401
from tests.service.sign_ins import API
from tests.service.world import HOME, NOW, World

OUTCOME = {"outcome": "lasting_job", "day": "2026-11-23"}


@pytest.fixture
def person(world: World) -> str:
    """Somebody whom the adviser follows."""
    with world.store.write() as connection:
        [found] = people(connection, 1)
        follow(connection, world, [found])
        tell(connection, [found])
    return found


@pytest.fixture
def sponsorship(world: World, app, person: str) -> str:
    """A sponsorship in force of that person and the sponsor, who have an appointment."""
    sponsor = world.subject("sponsor").sponsor
    adviser, theirs = world.client(app, "adviser"), world.client(app, "sponsor")
    made = adviser.post(f"{API}/sponsorships", json={"person": person, "sponsor": sponsor})
    offered = {"step": "offered", "proof": {"channel": "paper", "text_version": "1"}}
    url = f"{API}/sponsorships/{made.json()['id']}"
    done = adviser.post(f"{url}/steps", json=offered, headers={"if-match": made.headers["etag"]})
    done = theirs.post(f"{url}/answers", json={"step": "active"}, headers={"if-match": done.headers["etag"]})
    assert done.status_code == 200, done.text
    booked = {"starts_at": "2026-12-14T09:00:00+01:00", "minutes": 30, "place": "Au siège"}
    assert theirs.post(f"{url}/appointments", json=booked).status_code == 201
    return made.json()["id"]


def ask(client, sponsor, kind="erasure"):
    return client.post(f"{API}/sponsors/{sponsor}/rights", json={"kind": kind, "text": "Merci."})


def test_a_sponsor_takes_everything_along_and_nothing_of_the_people_they_meet(world, app, person, sponsorship):
    sponsor, mine = world.subject("sponsor").sponsor, world.client(app, "sponsor")
    world.client(app, "organiser").get(f"{API}/sponsors/{sponsor}")
    ask(mine, sponsor, "access")
    begun = time.perf_counter()
    given = mine.get(f"{API}/sponsors/{sponsor}/rights/export")
    print(f"P4: all data of a sponsor in {time.perf_counter() - begun:.2f} s, {len(given.content)} bytes")
    assert given.status_code == 200, given.text
    tables = given.json()["tables"]
    rows = {name: len(found) for name, found in tables.items() if found}
    assert {"sponsors", "sponsors_records", "sponsorships", "appointments", "memberships", "accounts"} <= set(rows)
    assert rows["rights_requests"] == 1
    assert person not in given.text, "nobody else is named"
    assert not set(rows) & {"consents", "sharings", "introductions", "candidates"}
    packed = mine.get(f"{API}/sponsors/{sponsor}/rights/export.zip")
    assert packed.content[:2] == b"PK"


def test_whom_people_did_not_want_for_a_sponsor_and_why_is_theirs(world, app, person, sponsorship):
    mine, adviser = world.client(app, "sponsor"), world.client(app, "adviser")
    sponsor = world.subject("sponsor").sponsor
    url = f"{API}/sponsorships/{sponsorship}"
    told = {"json": {"step": "ended", "reason": "no_fit"}, "headers": {"if-match": adviser.get(url).headers["etag"]}}
    assert adviser.post(f"{url}/steps", **told).status_code == 200
    made = adviser.post(f"{API}/sponsorships", json={"person": person, "sponsor": sponsor})
    assert mine.get(f"{API}/sponsorships").json()["items"] == [], "the sponsor learns nothing before the person's yes"
    given = mine.get(f"{API}/sponsors/{sponsor}/rights/export")
    assert made.json()["id"] not in given.text
    assert "no_fit" not in given.text
    assert [row["step"] for row in given.json()["tables"]["sponsorships"]] == ["ended"]


def test_what_each_said_of_the_other_is_theirs(world: World, person: str):
    sponsor = world.subject("sponsor").sponsor or ""
    by = {"registered_by": "somebody", "registered_as": "organiser", "registered_at": NOW, "seats": 1, "away": "[]"}
    with world.store.write() as connection:
        meetup = {"id": "m", "territory": HOME, "title": "R", "sort_key": "r", "place": "", "rounds": 1}
        meetup |= {"status": "open"}
        meetup |= {"round_minutes": 5, "break_minutes": 0, "tables": "fixed", "places": 9, "host_places": 9}
        meetup |= {"min_meetings": 0, "aims": "[]", "created_by": "somebody", "created_at": NOW}
        connection.execute(meetups.meetups.insert(), meetup)
        for id, side, whose in (("g1", "person", {"candidate": person}), ("g2", "host", {"sponsor": sponsor})):
            connection.execute(meetup_guests.guests.insert(), {"id": id, "meetup": "m", "side": side, **by, **whose})
        for side in ("person", "host"):
            wish = {"person": "g1", "host": "g2", "side": side, "kind": f"never {side}"}
            connection.execute(meetup_guests.wishes.insert(), wish)
        said = {"person_interest": False, "person_said_by": "p", "host_interest": True, "host_said_by": "h"}
        seat = {"meetup": "m", "person": "g1", "host": "g2", "round": 1, "at": 1, **said}
        connection.execute(meetup_pairings.pairings.insert(), seat)
        rows, theirs = belongings.of(connection, sponsor), belongings.of(connection, person)
    assert [row["kind"] for row in theirs["meetup_wishes"]] == ["never person"]
    [met] = theirs["meetup_pairings"]
    assert met["person_interest"] is False and not {"host_interest", "host_said_by"} & set(met)
    assert [row["kind"] for row in rows["meetup_wishes"]] == ["never host"]
    [met] = rows["meetup_pairings"]
    assert met["host_interest"] is True
    assert not {"person", "person_interest", "person_said_by"} & set(met)
    assert "g1" not in json.dumps(rows, default=str)


def test_a_sponsor_asks_and_an_organiser_answers(world, app):
    sponsor, mine = world.subject("sponsor").sponsor, world.client(app, "sponsor")
    made = ask(mine, sponsor)
    assert made.status_code == 201, made.text
    url = f"{API}/sponsors/{sponsor}/rights/{made.json()['id']}"
    own = mine.post(f"{url}/answer", json={"granted": True, "reason": "Oui, bien sûr."}, headers={"if-match": '"1"'})
    assert own.status_code == 403
    organiser = world.client(app, "organiser")
    assert [row["kind"] for row in organiser.get(f"{API}/sponsors/{sponsor}/rights").json()["items"]] == ["erasure"]
    reason = {"granted": True, "reason": "Effacement demandé."}
    done = organiser.post(f"{url}/answer", json=reason, headers={"if-match": '"1"'})
    assert done.json()["status"] == "granted"
    assert mine.get(f"{API}/sponsors/{sponsor}").status_code in (401, 404)
    assert organiser.get(f"{API}/sponsors/{sponsor}").status_code == 404


def test_a_sponsors_erasure_that_nobody_answers_is_carried_out(world, app, sponsorship):
    sponsor = world.subject("sponsor").sponsor
    ask(world.client(app, "sponsor"), sponsor)
    with world.store.write() as connection:
        assert erasing.asked(connection, app.state.services.keys, NOW + dt.timedelta(days=20)) == 0
        assert erasing.asked(connection, app.state.services.keys, NOW + dt.timedelta(days=21)) == 1
        assert connection.execute(sponsorships.sponsorships.select()).all() == []
        assert connection.execute(appointments.appointments.select()).all() == []
        assert belongings.of(connection, sponsor) == {}


def test_others_sponsors_data_are_not_found(world, app):
    sponsor = world.subject("sponsor").sponsor
    for role, place in (("sponsor", "there"), ("organiser", "there"), ("adviser", "here"), ("candidate", "here")):
        assert world.client(app, role, place).get(f"{API}/sponsors/{sponsor}/rights").status_code == 404
    assert world.client(app, "sponsor", "there").get(f"{API}/sponsors/{sponsor}/rights/export").status_code == 404
    assert world.client(app, "organiser").get(f"{API}/sponsors/{sponsor}/rights/export").status_code == 403


def test_a_sponsor_tells_what_came_of_their_mentoring(world, app, sponsorship):
    url, mine = f"{API}/sponsorships/{sponsorship}", world.client(app, "sponsor")
    version = mine.get(url).headers["etag"]
    told = mine.put(f"{url}/outcome", json=OUTCOME, headers={"if-match": version})
    assert told.status_code == 200, told.text
    assert (told.json()["outcome"], told.json()["outcome_day"]) == ("lasting_job", "2026-11-23")
    assert mine.put(f"{url}/outcome", json=OUTCOME, headers={"if-match": version}).status_code == 412
    seen = world.client(app, "adviser").get(url)
    assert seen.json()["outcome"] == "lasting_job"
    tomorrow = {"outcome": "job", "day": "2026-11-24"}
    early = mine.put(f"{url}/outcome", json=tomorrow, headers={"if-match": told.headers["etag"]})
    assert early.status_code == 422
    for other in (world.client(app, "sponsor", "there"), world.client(app, "company")):
        assert other.put(f"{url}/outcome", json=OUTCOME, headers={"if-match": '"1"'}).status_code == 404


def test_what_came_of_a_sponsorship_that_never_began_is_not_told(world, app, person):
    adviser, sponsor = world.client(app, "adviser"), world.subject("sponsor").sponsor
    made = adviser.post(f"{API}/sponsorships", json={"person": person, "sponsor": sponsor})
    url = f"{API}/sponsorships/{made.json()['id']}/outcome"
    assert adviser.put(url, json=OUTCOME, headers={"if-match": made.headers["etag"]}).status_code == 409
