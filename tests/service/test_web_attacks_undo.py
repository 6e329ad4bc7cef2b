"""Undoing is asked for once, by who did it, and as long as it can be; what comes back late or altered does nothing."""

import pytest
from sqlalchemy import func, select

from service.db import documents, meetup_guests, personal
from service.db.documents import CANDIDATES
from tests.service import followed
from tests.service.pages import Reader, cookie, said
from tests.service.world import NOW

API = "/api/v1"
NOTE = "__Host-visavis-done"
MEETUP = {"title": "Soir", "rounds": 2, "places": 5, "host_places": 5, "date": "2026-12-03", "start": "18:00"}


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: what is undone is tested on both elsewhere."""
    return sqlite_url


@pytest.fixture
def person(world):
    """Somebody whom the adviser follows."""
    with world.store.write() as connection:
        [person] = followed.people(connection, 1)
        personal.save(connection, person, {"first_name": "Ida", "last_name": "Faubourg"})
        followed.follow(connection, world, [person], NOW)
        followed.tell(connection, [person])
    return person


def reader(world, app, role="adviser"):
    return Reader(app, world.session(role))


@pytest.fixture
def off(world, app, person):
    """A meetup, and the form that puts back a person whom the organiser took off it."""
    organiser = world.client(app, "organiser")
    meetup = organiser.post(f"{API}/meetups", json=MEETUP).json()["id"]
    moved(organiser, meetup, "open")
    guest = organiser.post(f"{API}/meetups/{meetup}/people", json={"person": person}).json()["id"]
    client = reader(world, app, "organiser")
    gone = client.post(f"/meetups/{meetup}/guests/{guest}/off")
    shown = client.get(gone.headers["location"], headers=noted(client, cookie(gone, NOTE)))
    return meetup, {"gone": said(shown).fields(name="gone")[0]["value"]}


def moved(organiser, meetup, status):
    version = organiser.get(f"{API}/meetups/{meetup}").headers["etag"]
    answer = organiser.patch(f"{API}/meetups/{meetup}", json={"status": status}, headers={"if-match": version})
    assert answer.status_code == 200, answer.text


def noted(client, note):
    return {"cookie": f"__Host-visavis={client.token}; {NOTE}={note}"}


def guests(world, meetup):
    with world.store.read() as connection:
        here = meetup_guests.guests
        return connection.scalar(select(func.count()).select_from(here).where(here.c.meetup == meetup))


def test_a_guest_is_put_back_once(world, app, off):
    meetup, form = off
    client = reader(world, app, "organiser")
    assert [client.post(f"/meetups/{meetup}/guests/back", data=form).status_code for _ in range(3)] == [303, 409, 409]
    assert guests(world, meetup) == 1


def test_nobody_is_put_back_into_a_meetup_that_is_cancelled(world, app, off):
    meetup, form = off
    moved(world.client(app, "organiser"), meetup, "cancelled")
    assert reader(world, app, "organiser").post(f"/meetups/{meetup}/guests/back", data=form).status_code == 409
    assert guests(world, meetup) == 0


def test_nobody_is_put_back_who_is_erased(world, app, off, person):
    meetup, form = off
    with world.store.write() as connection:
        documents.erase(connection, CANDIDATES, person)
    assert reader(world, app, "organiser").post(f"/meetups/{meetup}/guests/back", data=form).status_code in (404, 409)
    assert guests(world, meetup) == 0


def test_a_guest_is_put_back_into_their_own_meetup_by_its_organiser(world, app, off):
    meetup, form = off
    other = world.client(app, "organiser").post(f"{API}/meetups", json=MEETUP).json()["id"]
    assert reader(world, app, "organiser").post(f"/meetups/{other}/guests/back", data=form).status_code == 422
    altered = {"gone": form["gone"][:-6] + "AAAAAA"}
    assert reader(world, app, "organiser").post(f"/meetups/{meetup}/guests/back", data=altered).status_code == 422
    for role in ("adviser", "company", "sponsor"):
        assert reader(world, app, role).post(f"/meetups/{meetup}/guests/back", data=form).status_code in (403, 404)
    assert guests(world, meetup) == 0


def test_a_note_that_is_altered_or_made_up_says_nothing(world, app, person):
    client = reader(world, app)
    done = cookie(client.post(f"/people/{person}/close"), NOTE)
    whole = client.get("/people", headers=noted(client, done))
    assert said(whole).fields(action=f"/people/{person}/reopen")
    for forged in (done[:-4] + "AAAA", done[4:], "e30", "x" * 8000, "%00", '"\\"', ""):
        answer = client.get("/people", headers=noted(client, forged))
        assert answer.status_code == 200 and not said(answer).fields(action=f"/people/{person}/reopen"), forged[:20]


def test_what_somebody_elses_note_offers_is_not_theirs_to_undo(world, app, person):
    note = cookie(reader(world, app).post(f"/people/{person}/close"), NOTE)
    other = reader(world, app, "candidate")
    other.get("/me", headers=noted(other, note))
    assert other.post(f"/people/{person}/reopen").status_code == 404
    with world.store.read() as connection:
        assert not documents.get_by_id(connection, CANDIDATES, person, CANDIDATES.main.c.public_id == person).open
