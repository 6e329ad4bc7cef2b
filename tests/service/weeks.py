"""What tests of the weekly message share: a company with openings, people who appear, and the job that writes."""

import datetime as dt
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service import jobs
from service.api.calls import Services
from service.db import accounts, documents, listing, outbox
from service.db.base import Store
from service.db.documents import OPENINGS
from service.filing import new_document
from service.settings import Settings
from tests.service.followed import KEYS, follow, led, people, show
from tests.service.world import NOW, World

DAY = dt.timedelta(days=1)
SITE = "https://visavis.invalid"


@dataclass
class Clock:
    """A clock that stands where it is put."""

    at: dt.datetime = NOW

    def __call__(self) -> dt.datetime:
        return self.at


def services_of(store: Store, folder: Path) -> Services:
    return Services(store, Settings(key=str(folder / "visavis.key"), url=SITE), KEYS, Clock())


def post(world: World, title: str = "Soudeur", days: int | None = 300, **told: Any) -> str:
    """Post an opening of the company here that ends so many days from now; return its id."""
    with world.store.write() as connection:
        last = days if days is None else (NOW + days * DAY).date()
        here = {"organisation": world.organisations["company", "here"], "expires_on": last}
        name = str(uuid.uuid4())
        document = new_document(OPENINGS, name, {"title": title, **told}, status="published", open=True, **here)
        territory = world.subject("company").territory or ""
        documents.save(connection, OPENINGS, "api", [document], territory)
        listing.refresh(connection)
        return documents.public_ids(connection, OPENINGS, "api", territory)[name]


def propose(world: World, opening: str, *steps: tuple[str, str]) -> str:
    """Let a person show themselves to the company, and go on so; return who it is."""
    with world.store.write() as connection:
        [person] = people(connection, 1)
        show(connection, [person])
        follow(connection, world, [person])
        led(connection, world, person, opening, ("proposed", "person"), *steps)
    return person


def appear(world: World, count: int, at: dt.datetime = NOW - DAY) -> list[str]:
    """Let so many more people agree to be suggested without their name; return who they are."""
    with world.store.write() as connection:
        new = people(connection, count)
        show(connection, new, at)
    return new


def run(services: Services) -> int:
    """Run the job; return how many messages it wrote."""
    result = jobs.run(services, "weekly")
    assert result.errors == {}
    return result.done["told"]


def taken(store: Store) -> list[outbox.Message]:
    """The messages that wait, which wait no longer."""
    with store.write() as connection:
        found = outbox.take(connection, NOW + 999 * DAY, NOW - 999 * DAY, 99)
        connection.execute(outbox.outbox.delete())
    return found


def texts(store: Store) -> list[str]:
    """What the messages to the company here say has happened."""
    messages = taken(store)
    assert {(message.template, message.to) for message in messages} <= {("weekly", "company@here.test")}
    return [str(message.facts["news"]) for message in messages]


def choose(world: World, **wanted: Any) -> None:
    with world.store.write() as connection:
        account = accounts.get(connection, world.subject("company").account or "")
        accounts.change(connection, account.id, account.version, **wanted)
