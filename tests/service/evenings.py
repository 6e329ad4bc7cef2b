"""A meetup over HTTP, with a browser for each role, for the tests of meetups."""

import re
import time

from sqlalchemy import select

from service.db.sponsorships import sponsorships
from service.mail import post_office
from service.permissions import Role
from service.usecases.mailing import send_due
from tests.service.followed import people, sponsors
from tests.service.post_boxes import mail_server
from tests.service.screens import Screens
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


class Planned:
    """An evening with a plan, and screens for each role."""

    def __init__(self, world, app):
        self.api = Evening(world, app)
        self.people, self.hosts = self.api.fill(3, 2)
        self.api.done("organiser", "POST", "/plan", {"seconds": 1})
        self.at = f"/meetups/{self.api.id}"
        self.screens = {role: Screens(client) for role, client in self.api.clients.items()}
        self.lead = self.screens["organiser"]
        self.world = world

    def meetings(self):
        return self.api.done("organiser", "GET", "/plan")["meetings"]

    def labels(self):
        return {one["person"]: one["person_label"] for one in self.meetings()}

    def version(self):
        return re.search(r'name="version" value="(\d+)"', self.lead.get(f"{self.at}/invitations/send"))[1]

    def invite(self):
        page = self.lead.get(f"{self.at}/invitations/send")
        guests = re.findall(r'name="guest" value="([0-9a-f-]{36})" checked', page)
        self.lead.send(f"{self.at}/invitations/send", version=self.version(), guest=guests)
        return guests

    def posted(self):
        """What a real mail server gets now."""
        with mail_server() as (box, settings):
            done = send_due(self.world.store, lambda: post_office(settings), lambda: NOW)
        assert done.total() == done["sent"]
        return box.received

    def registered(self):
        """Who registered themselves, as an organiser may know them."""
        return self.api.get("organiser", "/registrants").json()["items"][0]

    def plan_again(self):
        """Plan the rest again; return the page of the day when that has ended."""
        self.lead.send(f"{self.at}/day/plan")
        while 'id="progress"' in (page := self.lead.get(f"{self.at}/day")):
            time.sleep(0.1)
        return page.replace("\u202f", " ")

    def begin(self, number=1):
        self.lead.send(f"{self.at}/day/round", round=str(number))


def sponsorships_of(world):
    """Return all sponsorships."""
    with world.store.read() as connection:
        return connection.execute(select(sponsorships)).all()
