"""Meetups on screens: prepared, joined, planned beside the pages, and adjusted."""

import re
import uuid

import pytest

from tests.service.evenings import NEW
from service.tokens import csrf_token

M = "/meetups"


class Screens:
    """A browser without JavaScript: forms are sent as they are written."""

    def __init__(self, client):
        self.client = client
        client._transport.raise_server_exceptions = True

    def get(self, path, status=200):
        answer = self.client.get(path, headers={"accept": "text/html"}, follow_redirects=False)
        assert answer.status_code == status, answer.text[-3000:]
        return answer

    def send(self, path, status=303, files=None, **fields):
        told = {"once": uuid.uuid4().hex, "csrf": csrf_token(self.client.token), **fields}
        more = {"headers": {"accept": "text/html", "x-csrf-token": None}, "follow_redirects": False}
        answer = self.client.request("POST", path, data=told, files=files, **more)
        assert answer.status_code == status, (answer.status_code, answer.text[-3000:])
        return answer


@pytest.fixture
def database_url(sqlite_url):
    return sqlite_url


@pytest.fixture
def organiser(world, app):
    return Screens(world.client(app, "organiser"))


def test_first(organiser):
    organiser.get("/meetups")
    organiser.get("/meetups/new")


def created(organiser, **more):
    told = {"title": "Rencontre d’hiver", "places": "24", "host_places": "9", "rounds": "3", "seats": "1"}
    told |= {"round_minutes": "10", "break_minutes": "2", "min_meetings": "1", "tables": "fixed", **more}
    answer = organiser.send("/meetups/new", **told)
    return re.match(r"/meetups/([0-9a-f-]{36})/guests$", answer.headers["location"])[1]


def opened(organiser, meetup):
    version = re.search(r'name="version" value="(\d+)"', organiser.get(f"{M}/{meetup}").text)[1]
    organiser.send(f"{M}/{meetup}/status", status="open", version=version)


def test_a_meetup_is_prepared_without_javascript(organiser, world):
    id = created(organiser)
    organiser.get(f"{M}/{id}/edit")
    organiser.get(f"{M}/{id}/pairs")
    organiser.get(f"{M}/{id}/plan")
    organiser.get(f"{M}/{id}/grid")
    organiser.get(f"{M}/{id}/cancel")
    organiser.send(f"{M}/{id}/guests", names="Ana Alpha\nBea Beta\nCleo Gamma\nDan Delta", side="person")
    organiser.send(f"{M}/{id}/guests", names="Pat Un; Atelier\nLou Deux ; Forge\nSam Trois", side="host", seats="1")
    page = organiser.get(f"{M}/{id}/guests").text
    assert "Ana Alpha" in page and "Pat Un" in page
    guests = dict(re.findall(r'/guests/([0-9a-f-]{36})">([JP]\d)</a>', page))
    by = {label: guest for guest, label in guests.items()}
    organiser.get(f"{M}/{id}/guests/{by['J1']}")
    organiser.send(f"{M}/{id}/pairs", person=by["J1"], host=by["P1"], kind="never")
    organiser.get(f"{M}/{id}/pairs")
    organiser_status(organiser, id)
    organiser.send(f"{M}/{id}/plan", seconds="5")
    import time
    for _ in range(100):
        page = organiser.get(f"{M}/{id}/plan").text
        if "progress" not in page:
            break
        time.sleep(0.1)
    print(page)
    for view in ("table", "round", "person", "host"):
        organiser.get(f"{M}/{id}/grid?view={view}")
    print(organiser.get(f"{M}/{id}/grid?seat=1J1").text)


def organiser_status(organiser, id):
    page = organiser.get(f"{M}/{id}").text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    answer = organiser.client.request("POST", f"{M}/{id}/status", data={"once": uuid.uuid4().hex, "csrf": csrf_token(organiser.client.token), "status": "open", "version": version}, headers={"accept": "text/html", "x-csrf-token": None}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
