"""What commands need of an installation: its store, settings and keys, as a server has them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from service.api.calls import Services
from service.db.base import open_store
from service.db.outbox import seal_with
from service.keys import open_keys
from service.settings import read_settings


@contextmanager
def installed(db: str | None) -> Iterator[Services]:
    """Yield the installation at a database URL, or else the one that the settings name."""
    settings = read_settings()
    settings = replace(settings, db=db or settings.db)
    with open_store(settings.db) as store:
        keys = open_keys(settings)
        seal_with(store.engine, keys)
        yield Services(store, settings, keys)
