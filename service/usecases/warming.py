"""What a server makes ready before the first request that needs it, so that nobody waits for it."""

import datetime as dt

from service import labels, live, words
from service.db import territories
from service.db.base import Store


def catalogues(store: Store, now: dt.datetime) -> None:
    """Read the catalogue of every territory into memory, and the words that rankings are told in."""
    with store.read() as connection:
        labels.hold(connection)
        for territory in territories.every(connection):
            live.at(connection, territory, now.date())


def reader(store: Store) -> None:
    """Read into memory what reading words needs."""
    words.hold(store.engine)
