"""A meetup over HTTP, with a browser for each role, for the tests of meetups."""

from sqlalchemy import select

from service.db.sponsorships import sponsorships
from service.permissions import Role
from tests.service.followed import people, sponsors

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


def sponsorships_of(world):
    """Return all sponsorships."""
    with world.store.read() as connection:
        return connection.execute(select(sponsorships)).all()
