"""Two tabs: who saves last is told, nobody's words are lost, and nothing of the first is written over."""

import pytest

from service.db import personal
from tests.service import followed
from tests.service.pages import Reader, said
from tests.service.world import NOW

API = "/api/v1"
FIRST, SECOND = "Le premier onglet", "Le second onglet"


@pytest.fixture
def database_url(sqlite_url):
    """One engine is enough here: what is stale is tested on both elsewhere."""
    return sqlite_url


@pytest.fixture
def shown(world, app):
    """What is edited: a person, an opening, a meetup, and one's own organisation."""
    with world.store.write() as connection:
        [person] = followed.people(connection, 1)
        personal.save(connection, person, {"first_name": "Ida", "last_name": "Faubourg"})
        followed.follow(connection, world, [person], NOW)
        followed.tell(connection, [person])
        [opening] = followed.openings(connection, world, 1)
    told = {"title": "Soir", "rounds": 2, "places": 5, "host_places": 5, "date": "2026-12-03", "start": "18:00"}
    meetup = world.client(app, "organiser").post(f"{API}/meetups", json=told).json()["id"]
    return {"p": person, "o": opening, "m": meetup}


EDITS = [  # who, the page with the form, its address, the field, the other fields that it needs
    ("adviser", "/people/{p}/edit/identity", "/people/{p}/edit/identity", "last_name", {"first_name": "Ida"}),
    ("company", "/openings/{o}/edit", "/openings/{o}/edit", "title", {"kind": "job"}),
    ("company", "/organisation", "/organisation", "name", {}),
    ("organiser", "/meetups/{m}/edit", "/meetups/{m}/edit", "title",
     {"rounds": "2", "places": "5", "host_places": "5", "date": "2026-12-03", "start": "18:00"}),
    ("candidate", "/account", "/account", "name", {"language": "fr"}),
]  # fmt: skip


def hidden(page, action):
    """What travels hidden in the form with that address."""
    inside, found = False, {}
    for tag, attributes in page.elements:
        inside = attributes.get("action") == action if tag == "form" else inside
        if inside and attributes.get("type") == "hidden" and attributes["name"] in ("version", "form_id"):
            found[attributes["name"]] = attributes["value"]
    return found


@pytest.mark.parametrize("role, page, form, field, more", EDITS)
def test_the_second_tab_is_told_and_keeps_what_was_typed(world, app, shown, role, page, form, field, more):
    client = Reader(app, world.session(role))
    page, form = page.format(**shown), form.format(**shown)
    sent = {**more, **hidden(said(client.get(page)), form)}
    first = client.post(form, data={**sent, field: FIRST})
    assert first.status_code == 303, said(first).text[:900]
    second = client.post(form, data={**sent, field: SECOND})
    assert second.status_code == 412 and SECOND in second.text, second.status_code
    after = client.get(page).text
    assert FIRST in after and SECOND not in after
    for forged in ("", "0", "99999", "-1", "x", "1" * 30, '"1"x'):
        answer = client.post(form, data={**sent, "version": forged, field: SECOND})
        assert answer.status_code in (412, 422, 428), forged
    assert SECOND not in client.get(page).text
