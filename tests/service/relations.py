"""Things that are somebody's own, their organisation's, another organisation's, another territory's; who reaches what.

`reaches` tells it from the facts of a thing and the matrix of rights alone: no query, none of the service's conditions.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from service.db import (
    caseloads,
    commitments,
    consents,
    documents,
    listing,
    meetup_guests,
    meetups,
    organisations,
    personal,
    programmes,
)
from service.db.consents import Agreed, Proof
from service.db.document_tables import Kind
from service.db.documents import CANDIDATES, OPENINGS, SPONSORS
from service.db.territories import HOME
from service.filing import new_document
from service.permissions import Reach, Role, Scope, Subject
from tests.service.world import THERE, World

RELATIONS = ("own", "same_organisation", "other_organisation", "other_territory")
ABSENT = "99999999-9999-4999-8999-999999999999"
PROOF = Proof("somebody", "app", "1")


@dataclass(frozen=True)
class Thing:
    """What is known of a person, an opening, a sponsor …: enough to tell who may reach it."""

    id: str
    territory: str
    owners: frozenset[str] = frozenset()  # the candidate, sponsor or territory that it is about
    organisation: str | None = None
    advisers: frozenset[str] = frozenset()
    shown_to: frozenset[str] = frozenset()  # the organisation, sponsor or candidate
    visible: bool = False  # without a name
    published: bool = False
    opened_by: frozenset[str] = frozenset()  # accounts, in an emergency
    parts: dict[str, str] = field(default_factory=dict)  # what lies under it: ids by name


@dataclass
class Things:
    """All things by kind and relation, and for each kind all that lists may show."""

    by_kind: dict[str, dict[str, Thing]] = field(default_factory=dict)
    all: dict[str, Thing] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # ids that bodies may name

    def put(self, kind: str, relation: str, thing: Thing) -> None:
        """Keep a thing."""
        self.by_kind.setdefault(kind, {})[relation] = thing
        self.all[thing.id] = thing


def reaches(subject: Subject, scopes: frozenset[Scope], thing: Thing) -> bool:
    """Whether somebody with these scopes reaches a thing."""
    mine = {subject.account, subject.candidate, subject.sponsor, subject.territory, subject.organisation} - {None}
    by_scope = {
        Scope.OWN: bool(thing.owners & mine),
        Scope.CASELOAD: subject.account in thing.advisers,
        Scope.ORGANISATION: subject.organisation is not None and thing.organisation == subject.organisation,
        Scope.CONSENT: bool(thing.shown_to & mine),
        Scope.TERRITORY: True,
        Scope.PUBLISHED: thing.published,
        Scope.PSEUDONYMOUS: thing.visible,
        Scope.BREAK_GLASS: subject.account in thing.opened_by,
    }
    same = subject.role is Role.ANONYMOUS or thing.territory == subject.territory
    return same and any(by_scope.get(scope, False) for scope in scopes)


def furnish(world: World, now: dt.datetime) -> Things:
    """Add to a world something of each kind in each relation to who is "here"."""
    things = Things()
    with world.store.write() as connection:
        _organisations(connection, world, things)
        _people(connection, world, things, now)
        _openings(connection, world, things)
        _commitments(connection, things, now)
        _sponsors(connection, world, things)
        _programmes(connection, things)
        _meetups(connection, world, things, now)
        for relation, territory in (("own", HOME), ("other_territory", THERE)):
            things.put("territory", relation, Thing(territory, territory, frozenset({territory})))
        listing.refresh(connection)
    return things


def _organisations(connection: Connection, world: World, things: Things) -> None:
    other = organisations.add(connection, HOME, {"kind": "company", "name": "Autre"})
    for relation, name, territory in (
        ("own", world.organisations["company", "here"], HOME),
        ("other_organisation", other, HOME),
        ("other_territory", world.organisations["company", "there"], THERE),
    ):
        things.put("organisation", relation, Thing(name, territory, organisation=name, published=True))
    for (_, place), name in world.organisations.items():
        territory = HOME if place == "here" else THERE
        things.all.setdefault(name, Thing(name, territory, organisation=name, published=True))


def _people(connection: Connection, world: World, things: Things, now: dt.datetime) -> None:
    here, there = world.organisations["association", "here"], world.organisations["association", "there"]
    elsewhere = organisations.add(connection, HOME, {"kind": "association", "name": "Autre structure"})
    things.all[elsewhere] = Thing(elsewhere, HOME, organisation=elsewhere, published=True)
    for relation, person, adviser, organisation, place in (
        ("own", world.subject("candidate").candidate, world.subject("adviser").account, here, "here"),
        ("same_organisation", None, str(uuid.uuid4()), here, "here"),
        ("other_organisation", None, str(uuid.uuid4()), elsewhere, "here"),
        ("other_territory", world.subject("candidate", "there").candidate,
         world.subject("adviser", "there").account, there, "there"),
    ):  # fmt: skip
        territory = HOME if place == "here" else THERE
        person = person or _document(connection, CANDIDATES, territory, {"wishes": [{"occupation": "H2913"}]})
        personal.save(connection, person, {"first_name": "Prénom", "last_name": "Nom", "email": "a@example.org"})
        caseloads.assign(connection, person, adviser or "", organisation, "test", "test", now)
        consents.tell(connection, person, PROOF, now)
        shown = frozenset[str]()
        if relation in ("own", "other_territory"):
            shown = _consents(connection, world, person, place, now)
        thing = Thing(person, territory, frozenset({person}), None, frozenset({adviser or ""}), shown, bool(shown))
        things.put("person", relation, thing)


def _consents(connection: Connection, world: World, person: str, place: str, now: dt.datetime) -> frozenset[str]:
    """Let a person be seen by the company and by the sponsor of a place."""
    company = world.organisations["company", place]
    sponsor = world.subject("sponsor", place).sponsor or ""
    for agreed in (
        Agreed(person, "company_visibility"),
        Agreed(person, "identity", organisation=company),
        Agreed(person, "identity", sponsor=sponsor),
    ):
        consents.give(connection, agreed, PROOF, now)
    return frozenset({company, sponsor})


def _openings(connection: Connection, world: World, things: Things) -> None:
    own, other = (things.by_kind["organisation"][relation].id for relation in ("own", "other_organisation"))
    for relation, organisation, territory, published in (
        ("own", own, HOME, True),
        ("same_organisation", own, HOME, False),
        ("other_organisation", other, HOME, True),
        ("other_territory", world.organisations["company", "there"], THERE, True),
    ):
        state = {"organisation": organisation, "status": "published" if published else "draft", "open": published}
        opening = _document(connection, OPENINGS, territory, {"title": "Soudeur / Soudeuse"}, **state)
        things.put("opening", relation, Thing(opening, territory, organisation=organisation, published=published))


def _commitments(connection: Connection, things: Things, now: dt.datetime) -> None:
    for relation in ("own", "other_organisation", "other_territory"):
        of = things.by_kind["organisation"][relation]
        told = {"kind": "meetup_seat", "places": 9, "note": ""}
        commitment = commitments.add(connection, of.territory, of.id, told, now)
        things.put("commitment", relation, Thing(commitment, of.territory, organisation=of.id))
    things.names["seat"] = things.by_kind["commitment"]["own"].id


def _sponsors(connection: Connection, world: World, things: Things) -> None:
    mine, theirs = world.subject("sponsor").sponsor or "", world.subject("sponsor", "there").sponsor or ""
    candidates = {place: world.subject("candidate", place).candidate or "" for place in ("here", "there")}
    other = _document(connection, SPONSORS, HOME, {"help": ["cv"]})
    gone = _document(connection, SPONSORS, HOME, {"help": ["cv"]}, status="withdrawn", open=False)
    for relation, sponsor, territory, shown in (
        ("own", mine, HOME, {candidates["here"]}),
        ("same_organisation", gone, HOME, set()),
        ("other_organisation", other, HOME, set()),
        ("other_territory", theirs, THERE, {candidates["there"]}),
    ):
        there = sponsor != gone
        thing = Thing(sponsor, territory, frozenset({sponsor}), shown_to=frozenset(shown), visible=there)
        things.put("sponsor", relation, thing)


def _programmes(connection: Connection, things: Things) -> None:
    for relation, territory in (("own", HOME), ("other_territory", THERE)):
        told = {"kind": "course", "name": "Parcours", "about": "", "steps": []}
        programme = programmes.add(connection, territory, told)
        cohort = programmes.add_cohort(connection, programme, {"name": "Promotion"})
        things.put("programme", relation, Thing(programme, territory, published=True, parts={"cohort": cohort}))
        things.all[cohort] = Thing(cohort, territory, published=True)


def _meetups(connection: Connection, world: World, things: Things, now: dt.datetime) -> None:
    """One that was announced to all of the territory, one that is a draft, one of elsewhere; a guest of each."""
    company, people = world.organisations["company", "here"], things.by_kind["person"]
    things.names["candidate"] = people["own"].id
    told = {"title": "Rencontre", "place": "", "rounds": 4, "round_minutes": 10, "break_minutes": 2, "tables": "fixed"}
    told |= {"places": 9, "host_places": 9, "min_meetings": 0, "aims": []}
    for relation, territory, status in (
        ("own", HOME, "planned"),
        ("other_organisation", HOME, "draft"),
        ("other_territory", THERE, "planned"),
    ):
        meetup, person = meetups.add(connection, territory, told, "test", now), people[relation]
        meetups.change(connection, meetup, 1, {"status": status})
        row = meetups.get(connection, Reach(Subject(territory=territory), frozenset({Scope.TERRITORY})), meetup)
        guest = meetup_guests.register(connection, row, "person", {"candidate": person.id}, Subject(), now)
        mine = Thing(meetup, territory, person.owners, None, person.advisers, parts={"guest": guest})
        things.put("guest", relation, mine)
        whose = (frozenset({territory}), company, people["own"].advisers) if status != "draft" else ()
        announced = status != "draft"
        things.put("meetup", relation, Thing(meetup, territory, *whose, published=announced))


def _document(connection: Connection, kind: Kind, territory: str, told: dict[str, Any], **state: Any) -> str:
    document = new_document(kind, str(uuid.uuid4()), told, **state)
    documents.save(connection, kind, document.source, [document], territory)
    return document.public_id
