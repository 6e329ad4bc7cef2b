"""The demonstration, loaded and lived in: for the command that serves it, and for the page that asks for it."""

import datetime as dt

from service import demo_gatherings, demo_history, demo_scenes
from service.api.calls import Services
from service.db.base import Store
from service.errors import ServiceError
from service.keys import Keys
from service.progress import Progress, quiet
from service.usecases import demonstration, inhabiting, statuses
from service.usecases.demonstration import EXAMPLE
from service.usecases.inhabiting import Inhabited, Shown


def prepared(store: Store, keys: Keys, progress: Progress, now: dt.datetime) -> Inhabited:
    """Return who lives in the demonstration, loaded and lived in if nobody does yet."""
    if not inhabiting.is_inhabited(store):
        demonstration.load(store, progress)
        with store.write() as connection:
            statuses.seal_imported(connection, keys, now)
    cast = inhabiting.inhabit(store, Shown(EXAMPLE.candidate, EXAMPLE.opening, EXAMPLE.sponsor), now)
    if cast.is_new:
        demo_scenes.play(store, keys, cast, now)
        demo_history.play(store, keys, cast, now)
        demo_gatherings.play(store, cast, now)
    return cast


def run(services: Services, id: str) -> None:
    """Prepare the demonstration where demonstration.begin noted that run, and note how it ended."""
    error = ""
    try:
        prepared(services.store, services.keys, quiet, services.now())
    except Exception as failure:  # whatever it was, the run tells of it, and it can be tried again
        error = failure.code if isinstance(failure, ServiceError) else type(failure).__name__
    with services.store.write() as connection:
        demonstration.end(connection, id, error, services.now())
