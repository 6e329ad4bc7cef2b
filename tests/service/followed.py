"""People, openings and sponsors for tests of who follows whom, in the small world of world.py."""

import datetime as dt
import json
from typing import Any

import pytest

from matching.packing import pack_candidate, pack_opening, pack_sponsor
from service.db import caseloads, consents, documents, listing, reached
from service.db.consents import Agreed, Proof
from service.db.documents import CANDIDATES, OPENINGS, SPONSORS, Document, Kind
from service.filing import digest
from service.keys import Keys
from service.permissions import Action, Policy, Reach, reach
from service.pseudonyms import pseudonym
from service.usecases import introducing
from tests.service.world import NOW, PLACES, World

KEYS = Keys((bytes(range(32)),))
TODAY = NOW.date()
_PACK = {CANDIDATES.name: pack_candidate, OPENINGS.name: pack_opening, SPONSORS.name: pack_sponsor}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database; of PostgreSQL in the full lane only, where many small tests would be slow."""
    return str(request.getfixturevalue(f"{request.param}_url"))


def right(world: World, role: str, resource: str, action: str = "W", place: str = "here") -> Reach:
    """How far somebody's right goes."""
    return reach(world.subject(role, place), Policy(resource, Action(action)))


def people(connection: Any, count: int, place: str = "here") -> list[str]:
    """New people, of whom nothing is known."""
    return _saved(connection, CANDIDATES, [{"id": f"p{n}"} for n in range(count)], place)


def openings(
    connection: Any, world: World, count: int, positions: int = 1, place: str = "here", **told: Any
) -> list[str]:
    """New openings of the company."""
    records = [{"id": f"o{n}", "title": "Soudeur", "positions": positions, **told} for n in range(count)]
    state = {"organisation": world.organisations["company", place]}
    found = _saved(connection, OPENINGS, records, place, **state)
    listing.refresh(connection)
    return found


def sponsors(connection: Any, count: int, capacity: int = 1, place: str = "here", **told: Any) -> list[str]:
    """New sponsors."""
    return _saved(connection, SPONSORS, [{"id": f"s{n}", "capacity": capacity, **told} for n in range(count)], place)


def follow(connection: Any, world: World, persons: list[str], now: dt.datetime = NOW) -> None:
    """Let the adviser follow people."""
    who = world.subject("adviser")
    for person in persons:
        caseloads.assign(connection, person, who.account, who.organisation, "test", who.account, now)


def tell(connection: Any, persons: list[str], now: dt.datetime = NOW) -> None:
    """Let people have had the notice."""
    for person in persons:
        consents.tell(connection, person, Proof("somebody", "paper", "1"), now)


def show(connection: Any, persons: list[str], now: dt.datetime = NOW) -> None:
    """Let people agree to be suggested without their name."""
    tell(connection, persons, now)
    for person in persons:
        consents.give(connection, Agreed(person, "company_visibility"), Proof("somebody", "paper", "1"), now)


def alias(connection: Any, keys: Keys, opening: str, person: str) -> str:
    """What a company calls a person, for an opening as it is."""
    asked = digest(reached.records(connection, OPENINGS, [opening])[opening])
    return pseudonym(keys, opening, asked, person)


def by_adviser(world: World) -> Proof:
    """What the adviser knows a person's word by."""
    return Proof(world.subject("adviser").account, "paper", "1")


def suggest(connection: Any, world: World, person: str, opening: str, now: dt.datetime = NOW) -> Any:
    """An introduction that the adviser suggests."""
    wanted = introducing.Wanted(opening, person)
    return introducing.create(connection, KEYS, right(world, "adviser", "introduction"), wanted, None, now)


def record(
    connection: Any,
    world: World,
    found: Any,
    step: str,
    side: str,
    reason: str | None = None,
    role: str = "adviser",
    day: dt.date | None = None,
    now: dt.datetime = NOW,
    corrects: int | None = None,
) -> Any:
    """The introduction after a step that somebody records, the adviser unless said."""
    told = introducing.told_of(right(world, role, "introduction"), step, side, day or now.date(), reason, corrects)
    proof = by_adviser(world) if role == "adviser" else Proof("self", "app", "1")
    where = right(world, role, "introduction")
    return introducing.record(connection, where, found.row.id, told, proof, found.row.version, now)


def led(connection: Any, world: World, person: str, opening: str, *steps: tuple[str, str]) -> Any:
    """An introduction led through steps (step, side) by the adviser."""
    found = suggest(connection, world, person, opening)
    for step, side in steps:
        found = record(connection, world, found, step, side)
    return found


def _saved(connection: Any, kind: Kind, records: list[dict[str, Any]], place: str, **state: Any) -> list[str]:
    before = documents.public_ids(connection, kind, "followed", PLACES[place])
    records = [{**record, "id": f"{record['id']}-{place}-{len(before)}"} for record in records]
    pack = _PACK[kind.name]
    made = [Document(record["id"], json.dumps(record), *pack(record), **state) for record in records]
    documents.save(connection, kind, "followed", made, PLACES[place])
    found = documents.public_ids(connection, kind, "followed", PLACES[place])
    return [found[record["id"]] for record in records]
