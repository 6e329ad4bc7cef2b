"""What binds people, companies and sponsors, and what accounts hold, in each relation to who is "here"."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from service.db import (
    accounts,
    api_keys,
    appointments,
    break_glass,
    caseloads,
    changes,
    consents,
    introductions,
    memberships,
    notes,
    rights,
    runs,
    sessions,
    sponsorships,
    statuses,
    uploads,
)
from service.db.api_keys import ApiKey
from service.db.consents import Agreed
from service.db.memberships import Membership
from service.db.runs import Run
from service.db.territories import HOME
from service.keys import Keys
from service.permissions import Role
from service.tokens import digest, new_token
from tests.service.followed import alias
from tests.service.relations import PROOF, Thing, Things
from tests.service.world import PLACES, THERE, World

SHORTLY = dt.timedelta(hours=1)
DAYS = dt.timedelta(days=30)
TERRITORIES = {"own": HOME, "same_organisation": HOME, "other_organisation": HOME, "other_territory": THERE}


def bind(world: World, things: Things, keys: Keys, now: dt.datetime) -> None:
    """Add them to a furnished world."""
    with world.store.write() as connection:
        _colleagues(connection, world, things, now)
        _emergencies(connection, world, things, now)
        _parts_of_people(connection, world, things, keys, now)
        _requests_of_sponsors(connection, world, things, now)
        _caseloads(connection, world, things)
        _introductions(connection, world, things, now)
        _offers(connection, things, keys)
        _sponsorships(connection, world, things, now)
        _runs(connection, world, things, now)
        _uploads(connection, world, things, keys, now)
        _held_by_accounts(connection, world, things, now)
        _keys(connection, world, things, now)


def _colleagues(connection: Connection, world: World, things: Things, now: dt.datetime) -> None:
    """Members whom nobody of the world is: a colleague of the adviser, and one in companies of each relation."""
    here = world.organisations["association", "here"]
    colleague = accounts.add(connection, "colleague@here.test", "colleague", "fr", now)
    memberships.add(connection, Membership(Role.ADVISER, HOME, colleague, organisation=here), now)
    things.names |= {"colleague": colleague, "adviser": world.subject("adviser").account or ""}
    things.names |= {"company": world.organisations["company", "here"], "person": things.by_kind["person"]["own"].id}
    things.names["opening"] = things.by_kind["opening"]["own"].id
    for relation, thing in list(things.by_kind["organisation"].items()):
        account = accounts.add(connection, f"{relation}@member.test", relation, "fr", now)
        new = Membership(Role.COMPANY, thing.territory, account, organisation=thing.id)
        _put(things, "member", relation, memberships.add(connection, new, now), Thing("", thing.territory,
             organisation=thing.id))  # fmt: skip


def _emergencies(connection: Connection, world: World, things: Things, now: dt.datetime) -> None:
    """One's own, of the person in one's own relation; and those of others."""
    for relation, account, place in (
        ("own", world.subject("admin").account, HOME),
        ("other_organisation", things.names["colleague"], HOME),
        ("other_territory", world.subject("admin", "there").account, THERE),
    ):
        person = things.by_kind["person"][relation]
        made = break_glass.add(connection, account or "", person.id, place, "Urgence", now, now + SHORTLY)
        _put(things, "emergency", relation, made.id, Thing("", place, frozenset({account or ""})))
        things.put("person", relation, replace(person, opened_by=frozenset({account or ""})))


def _parts_of_people(connection: Connection, world: World, things: Things, keys: Keys, now: dt.datetime) -> None:
    """A consent, a status, a note by who follows them, and a request, of each person."""
    for relation, person in list(things.by_kind["person"].items()):
        author = min(person.advisers)
        consent = consents.give(connection, Agreed(person.id, "learning_opt_out"), PROOF, now)
        agreed = consents.give(connection, Agreed(person.id, "status", detail="rqth"), PROOF, now)
        by = {"consent": agreed, "recorded_at": now, "recorded_by": author}
        request = {"territory": person.territory, "candidate": person.id, "kind": "access", "text": ""}
        request |= {"asked_at": now, "due_at": now + DAYS}
        organiser = world.subject("organiser", "here" if person.territory == HOME else "there").account
        parts = {
            "consent": consent,
            "status": statuses.save(connection, keys, person.id, "rqth", True, "vu", **by),
            "note": notes.add(connection, keys, person.id, author, None, "Une note", now),
            "request": rights.add(connection, {**request, "asked_by": author}).id,
            "organiser request": rights.add(connection, {**request, "asked_by": organiser}).id,
        }
        things.put("person", relation, replace(person, parts=parts))


def _requests_of_sponsors(connection: Connection, world: World, things: Things, now: dt.datetime) -> None:
    """What a sponsor asked themself, and what an organiser wrote down."""
    for relation, sponsor in list(things.by_kind["sponsor"].items()):
        request = {"territory": sponsor.territory, "sponsor": sponsor.id, "kind": "access", "text": ""}
        request |= {"asked_at": now, "due_at": now + DAYS}
        organiser = world.subject("organiser", "here" if sponsor.territory == HOME else "there").account
        parts = {
            "request": rights.add(connection, {**request, "asked_by": None}).id,
            "organiser request": rights.add(connection, {**request, "asked_by": organiser}).id,
        }
        things.put("sponsor", relation, replace(sponsor, parts={**sponsor.parts, **parts}))


def _caseloads(connection: Connection, world: World, things: Things) -> None:
    for row in connection.execute(caseloads.caseloads.select()):
        [relation] = [name for name, person in things.by_kind["person"].items() if person.id == row.candidate]
        both = frozenset({row.adviser, row.candidate})
        _put(things, "caseload", relation, row.id, Thing("", TERRITORIES[relation], both))


def _introductions(connection: Connection, world: World, things: Things, now: dt.datetime) -> None:
    """Shown to the company; not shown; asked for under a pseudonym; another company's; another territory's."""
    people, openings = things.by_kind["person"], things.by_kind["opening"]
    for relation, person, opening, step, shown in (
        ("own", people["own"], openings["own"], "proposed", True),
        ("same_organisation", people["same_organisation"], openings["own"], "suggested", False),
        ("asked", people["own"], openings["same_organisation"], "asked", False),
        ("asked_unseen", people["same_organisation"], openings["same_organisation"], "asked", False),
        ("asked_of_other", people["own"], openings["other_organisation"], "asked", False),
        ("other_organisation", people["other_organisation"], openings["other_organisation"], "proposed", True),
        ("other_territory", people["other_territory"], openings["other_territory"], "proposed", True),
    ):
        values = {"candidate": person.id, "opening": opening.id, "organisation": opening.organisation}
        standing = {"step": step, "open": True, "asked_by": "adviser", "created_by": "test", "pseudonym": "p" * 32}
        name = introductions.add(connection, {**values, **standing, "territory": person.territory}, now)
        introductions.append(connection, name, {"step": step, "side": "person", "day": now.date(), "at": now,
                                                "account": "test"})  # fmt: skip
        if shown:
            agreed = Agreed(person.id, "identity", opening.organisation, introduction=name)
            consents.give(connection, agreed, PROOF, now)
        known = opening.organisation if shown or (step == "asked" and person.visible) else None
        _put(things, "introduction", relation, name, replace(person, organisation=known, shown_to=frozenset()))


def _offers(connection: Connection, things: Things, keys: Keys) -> None:
    """Openings that are in the market, with what a company calls the person who shows themselves."""
    things.names["pseudonym"] = "p" * 32
    for relation, opening in things.by_kind["opening"].items():
        if opening.published:
            called = alias(connection, keys, opening.id, things.by_kind["person"]["own"].id)
            things.put("offer", relation, replace(opening, parts={"pseudonym": called}))


def _sponsorships(connection: Connection, world: World, things: Things, now: dt.datetime) -> None:
    """Shown to the sponsor; not shown; another sponsor's; another territory's: with a meeting each."""
    people, sponsors = things.by_kind["person"], things.by_kind["sponsor"]
    for hour, (relation, sponsor, step) in enumerate((
        ("own", "own", "offered"),
        ("same_organisation", "own", "proposed"),
        ("other_organisation", "other_organisation", "proposed"),
        ("other_territory", "other_territory", "offered"),
    )):  # fmt: skip
        person, whom = people[relation], sponsors[sponsor]
        both = {"candidate": person.id, "sponsor": whom.id}
        by = {"territory": person.territory, "created_by": "test", "changed_by": "test"}
        name = sponsorships.add(connection, {**both, **by, "step": step}, now)
        starts = now + dt.timedelta(days=1, hours=hour)
        booked = {**both, "sponsorship": name, "place": "Ici", "step": "booked", "booked_by": "a", "changed_by": "a"}
        meeting = appointments.book(connection, booked, starts, starts + SHORTLY)
        owners = frozenset({person.id, whom.id} if step == "offered" else {person.id})
        whole = replace(person, owners=owners, parts={"appointment": meeting})
        _put(things, "sponsorship", relation, name, whole)
    things.names["sponsor"] = sponsors["other_organisation"].id


def _runs(connection: Connection, world: World, things: Things, now: dt.datetime) -> None:
    """Rankings for each person, and what companies, an adviser and sponsors were shown."""
    for relation, person in things.by_kind["person"].items():
        adviser = min(person.advisers)
        told = {"account": adviser, "role": "adviser", "organisation": "", "what": "openings"}
        run = _run(connection, person.territory, now, **told, subject_kind="candidates", subject_id=person.id)
        _put(things, "run", relation, run, replace(person, shown_to=frozenset(), organisation=None, parts={}))
    for place, territory in PLACES.items():
        opening = things.by_kind["opening"]["own" if place == "here" else "other_territory"]
        for role in (Role.COMPANY, Role.ADVISER, Role.SPONSOR):
            who = world.subject(role, place)
            of = {"account": who.account, "role": role.value, "organisation": who.organisation or ""}
            shown = {"what": "candidates", "subject_kind": "openings", "subject_id": opening.id}
            account = frozenset({who.account or ""})
            thing = Thing("", territory, account, who.organisation, account)
            _put(things, "run", f"{role} {place}", _run(connection, territory, now, **of, **shown), thing)


def _run(connection: Connection, territory: str, now: dt.datetime, **told: Any) -> str:
    number, reference = changes.numbers(connection)
    made = {"engine": "1", "profile": "p", "documents_number": number, "reference_number": reference, "input": "i"}
    request = {"limit": 10, "first": 1, "since": now.date().isoformat()}
    run = Run(str(uuid.uuid4()), territory, at=now, **made, request=request, shown=[], **told)
    runs.save(connection, run)
    return run.id


def _uploads(connection: Connection, world: World, things: Things, keys: Keys, now: dt.datetime) -> None:
    for place, territory in PLACES.items():
        for role, kind in ((Role.ADVISER, "candidates"), (Role.COMPANY, "openings"), (Role.ORGANISER, "sponsors")):
            who = world.subject(role, place)
            told = {"account": who.account, "territory": territory, "organisation": who.organisation}
            told |= {"kind": kind, "source": f"{who.organisation or territory}:suivi", "suffix": ".json"}
            account = frozenset({who.account or ""})
            sent = uploads.add(connection, keys, told, "people.json", b'[{"id": "1"}]', now)
            _put(things, "import", f"{role} {place}", sent, Thing("", territory, account, who.organisation, account))


def _held_by_accounts(connection: Connection, world: World, things: Things, now: dt.datetime) -> None:
    """A browser of each account, and each account's role."""
    for (role, place), who in world.subjects.items():
        account, membership = who.account or "", world.members[role, place]
        whole = Thing("", PLACES[place], frozenset({account}))
        kept = digest(new_token())
        sessions.add(connection, kept, account, membership, True, "test", now, now)
        session = sessions.by_digest(connection, kept)
        assert session is not None
        _put(things, "session", f"{role} {place}", session.id, whole)


def _keys(connection: Connection, world: World, things: Things, now: dt.datetime) -> None:
    for relation, territory in (("own", HOME), ("other_territory", THERE)):
        account = accounts.add(connection, None, "programme", "fr", now)
        membership = memberships.add(connection, Membership(Role.FUNDER, territory, account), now)
        key = ApiKey(str(uuid.uuid4()), "programme", membership, "reference:R", account, now, now + DAYS)
        api_keys.add(connection, digest(new_token()), key)
        _put(things, "key", relation, key.id, Thing("", territory))


def _put(things: Things, kind: str, relation: str, id: str, thing: Thing) -> None:
    things.put(kind, relation, replace(thing, id=id))
