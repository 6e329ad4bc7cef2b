"""A small world: two territories, organisations of each kind, and in each territory somebody in every role."""

import datetime as dt
import json
import uuid
import warnings
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Connection

from matching.packing import pack_candidate, pack_sponsor
from service.db import accounts, documents, memberships, sessions
from service.db.base import Store
from service.db.memberships import Membership
from service.db.organisations import organisations
from service.db.territories import HOME, territories
from service.permissions import Role, Subject
from service.tokens import csrf_token, digest, new_token

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have another package
    from starlette.testclient import TestClient

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
THERE = "00000000-0000-4000-8000-000000000002"
PLACES = {"here": HOME, "there": THERE}
KINDS = ("company", "association", "school", "public_body")
ROLES = tuple(role for role in Role if role is not Role.ANONYMOUS)
SITE = "https://visavis.test"
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


@dataclass
class World:
    """Who is there, by role and territory ("here" or "there")."""

    store: Store
    now: dt.datetime = NOW  # what the application's clock says
    organisations: dict[tuple[str, str], str] = field(default_factory=dict)  # (kind, territory) → id
    subjects: dict[tuple[Role, str], Subject] = field(default_factory=dict)
    members: dict[tuple[Role, str], str] = field(default_factory=dict)  # ids of memberships

    def subject(self, role: str, territory: str = "here") -> Subject:
        """Who somebody in that role is."""
        return self.subjects[Role(role), territory]

    def session(self, role: str, territory: str = "here", complete: bool = True, now: dt.datetime = NOW) -> str:
        """The token of a new session."""
        token, here = new_token(), (Role(role), territory)
        with self.store.write() as connection:
            who = (self.subjects[here].account, self.members[here])
            sessions.add(connection, digest(token), *who, complete, "test", now, now)
        return token

    def client(self, app: FastAPI, role: str, territory: str = "here", now: dt.datetime | None = None) -> "Client":
        """A browser in which somebody in that role has signed in; "anonymous" has not."""
        if role == Role.ANONYMOUS:
            return Client(app)
        return Client(app, self.session(role, territory, now=now or self.now))


class Client(TestClient):
    """A browser: sends its session's cookie, the token of its pages, and a new Idempotency-Key with each POST."""

    def __init__(self, app: FastAPI, token: str | None = None) -> None:
        super().__init__(app, base_url=SITE, raise_server_exceptions=False)
        self.portal = getattr(app.state, "portal", None)
        self.token = token

    def request(self, method: str, url: Any, **options: Any) -> Any:
        """Send a request; headers that are given replace ours, and those given as None are left out."""
        ours: dict[str, str | None] = {"origin": SITE} if method.upper() in UNSAFE else {}
        if self.token:
            ours |= {"cookie": f"__Host-visavis={self.token}", "x-csrf-token": csrf_token(self.token)}
        if method.upper() == "POST":
            ours["idempotency-key"] = str(uuid.uuid4())
        given = {name.lower(): value for name, value in (options.pop("headers", None) or {}).items()}
        headers = {name: value for name, value in {**ours, **given}.items() if value is not None}
        return super().request(method, url, headers=headers, **options)


def build(store: Store, now: dt.datetime = NOW) -> World:
    """Fill an empty store."""
    world = World(store)
    with store.write() as connection:
        connection.execute(territories.insert(), {"id": THERE, "name": "Ailleurs"})
        for place, territory in PLACES.items():
            for kind in KINDS:
                world.organisations[kind, place] = _organisation(connection, kind, place, territory)
            for role in ROLES:
                _member(connection, world, role, place, now)
    return world


def _organisation(connection: Connection, kind: str, place: str, territory: str) -> str:
    name = str(uuid.uuid4())
    row = {"id": name, "territory": territory, "kind": kind, "name": f"{kind} {place}", "sort_key": kind}
    connection.execute(organisations.insert(), {**row, "search_key": kind})
    return name


def _member(connection: Connection, world: World, role: Role, place: str, now: dt.datetime) -> None:
    kinds = {Role.COMPANY: "company", Role.ADVISER: "association", Role.FUNDER: "public_body"}
    organisation = world.organisations[kinds[role], place] if role in kinds else None
    account = accounts.add(connection, f"{role}@{place}.test", f"{role} {place}", "fr", now)
    about = {"organisation": organisation, "lead": role is Role.COMPANY}
    if role in (Role.CANDIDATE, Role.SPONSOR):
        about[str(role)] = _person(connection, role, place)
    new = Membership(role, PLACES[place], account, **about)
    world.members[role, place] = memberships.add(connection, new, now)
    world.subjects[role, place] = Subject(role, account, PLACES[place], **about)


def _person(connection: Connection, role: Role, place: str) -> str:
    """The public id of the person that a candidate's or sponsor's account is about."""
    kind, pack = {
        Role.CANDIDATE: (documents.CANDIDATES, pack_candidate),
        Role.SPONSOR: (documents.SPONSORS, pack_sponsor),
    }[role]
    record = {"id": f"{role}-{place}"}
    document = documents.Document(record["id"], json.dumps(record), *pack(record))
    documents.save(connection, kind, "world", [document], PLACES[place])
    return documents.public_ids(connection, kind, "world", PLACES[place])[record["id"]]
