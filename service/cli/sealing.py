"""What files told of sensitive statuses is sealed as soon as it is loaded, not only by the hourly job."""

import datetime as dt
from dataclasses import replace

from service.db import personal
from service.db.base import Store
from service.db.statuses import KINDS
from service.errors import Unavailable
from service.keys import open_keys
from service.settings import read_settings
from service.usecases import statuses


def seal(store: Store, db: str | None) -> None:
    """Seal the statuses that stand open in a store, with the installation's keys, made where there are none.

    Where PostgreSQL is used and this command was not told the file of keys, the next hourly job of a server does it.
    """
    with store.read() as connection:
        if not personal.named(connection, KINDS):
            return
    settings = read_settings()
    try:
        keys = open_keys(replace(settings, db=db or settings.db))
    except Unavailable:
        return
    with store.write() as connection:
        statuses.seal_imported(connection, keys, dt.datetime.now(dt.UTC))
