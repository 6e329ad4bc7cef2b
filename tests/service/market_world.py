"""The invented territory in the small world: people, openings and sponsors, and who may see whom."""

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Connection

from matching.records import read_candidate, read_opening
from matching.sponsor_record import read_sponsor
from service.app import create_app
from service.db import caseloads, consents, documents, rows
from service.db.base import Store, open_store
from service.db.outbox import seal_with
from service.demo import territory
from service.filing import document_of
from service.keys import Keys
from service.settings import Settings
from service.usecases import demonstration
from tests.service.world import HOME, NOW, SITE, World, build

KINDS = (documents.CANDIDATES, documents.OPENINGS, documents.SPONSORS)
READ = (read_candidate, read_opening, read_sponsor)
SOURCE = "market"


@dataclass(frozen=True)
class Market:
    """A world with a market, its application, and public ids in the order of loading."""

    world: World
    app: FastAPI
    people: list[str]
    openings: list[str]
    sponsors: list[str]

    @property
    def store(self) -> Store:
        return self.world.store

    def client(self, role: str, where: str = "here") -> Any:
        """A browser in which somebody in that role has signed in."""
        return self.world.client(self.app, role, where)


@contextmanager
def market_at(folder: Path, url: str | None = None) -> Iterator[Market]:
    """A market in an empty database: the company here posts its openings, the adviser here follows everybody."""
    place = url or f"sqlite:///{folder / 'visavis.db'}"
    with open_store(place) as store:
        seal_with(store.engine, Keys((bytes(range(32)),)))
        world = build(store)
        people, openings, sponsors = _load(world)
        app = create_app(Settings(db=place, key=str(folder / "visavis.key"), url=SITE))
        object.__setattr__(app.state.services, "now", lambda: NOW)
        yield Market(world, app, people, openings, sponsors)
        app.state.services.store.close()


def _load(world: World) -> list[list[str]]:
    shown = territory()
    with world.store.write() as connection:
        for table, found in demonstration._tables(shown).items():
            rows.apply(connection, rows.difference(connection, table, found))
        for kind, read, records in zip(KINDS, READ, (shown.candidates, shown.openings, shown.sponsors), strict=True):
            documents.save(connection, kind, SOURCE, [document_of(kind, read(record)) for record in records])
        ids = [list(documents.public_ids(connection, kind, SOURCE, HOME).values()) for kind in KINDS]
        here = documents.OPENINGS.main
        company = world.subject("company").organisation
        connection.execute(here.update().where(here.c.public_id.in_(ids[1])).values(organisation=company))
        follow(connection, world, ids[0])
    return ids


def follow(connection: Connection, world: World, people: Iterable[str]) -> None:
    """Let the adviser here follow some people."""
    adviser = world.subject("adviser")
    for person in people:
        caseloads.assign(connection, person, adviser.account, adviser.organisation, "test", adviser.account, NOW)


def tell(connection: Connection, people: Iterable[str]) -> None:
    """Write down that people were told what becomes of their data."""
    connection.execute(consents.notices.insert(), [{"candidate": person, **_proof()} for person in people])


def agree(connection: Connection, people: Iterable[str]) -> None:
    """Let people agree to be suggested to companies without their name."""
    given = [{"candidate": person, "purpose": "company_visibility", **_proof()} for person in people]
    connection.execute(consents.consents.insert(), given)


def withdraw(connection: Connection, person: str) -> None:
    """Let a person withdraw what they agreed to."""
    table = consents.consents
    connection.execute(table.update().where(table.c.candidate == person).values(withdrawn_at=NOW))


def change(connection: Connection, kind: Any, public_id: str, **values: Any) -> None:
    """Give a document other values, as somebody who edits it does."""
    row = documents.get_by_id(connection, kind, public_id, kind.main.c.public_id == public_id)
    record = READ[KINDS.index(kind)](json.loads(row.record) | values)
    documents.change(connection, kind, public_id, row.version, document_of(kind, record))


def _proof() -> dict[str, Any]:
    at = NOW - dt.timedelta(days=1)
    return {"id": str(uuid.uuid4()), "given_by": "test", "channel": "paper", "text_version": "1", "given_at": at}
