"""The web application: where the parts meet."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from threading import Event, Thread
from typing import Final

from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from service import metrics
from service.api import (
    account,
    audit,
    break_glass,
    caseloads,
    commitments,
    consents,
    exports,
    figures,
    health,
    imports,
    introductions,
    jobs,
    keys,
    meetups,
    members,
    notes,
    notifications,
    openapi,
    openings,
    organisations,
    pairs,
    people,
    problems,
    programmes,
    rankings,
    reference,
    reminders,
    rights,
    runs,
    session,
    sponsors,
    sponsorships,
    statuses,
    territories,
)
from service.api.calls import Services
from service.db.base import open_store
from service.db.outbox import seal_with
from service.errors import ServiceError
from service.http.addresses import addresses_of
from service.http.shell import Shell
from service.job_queue import working
from service.keys import open_keys
from service.logs import told
from service.settings import Settings, read_settings
from service.usecases import finding, warming
from service.web import refusals, screens

BASE: Final = "/api/v1"
THREADS: Final = 12  # that answer at once, in one worker: fewer than the connections that a store hands out

BARE: Final[tuple[APIRouter, ...]] = (health.router,)  # at the root, for machines
ROUTERS: Final[tuple[APIRouter, ...]] = (  # under /api/v1; tried in this order: what is asked most comes first
    exports.router,  # before what reads /openings/{id}
    openings.router,
    rankings.router,
    people.router,
    organisations.router,
    account.router,
    audit.router,
    break_glass.router,
    caseloads.router,
    commitments.router,
    consents.router,
    figures.router,
    imports.router,
    introductions.router,
    jobs.router,
    keys.router,
    meetups.router,
    members.router,
    notes.router,
    notifications.router,
    openapi.router,
    pairs.router,
    programmes.router,
    reference.router,
    reminders.router,
    rights.people,
    runs.router,
    session.router,
    rights.sponsors,
    sponsors.router,
    sponsorships.router,
    statuses.router,
    territories.router,
)


def create_app(settings: Settings | None = None, once_warm: Callable[[], None] = lambda: None) -> FastAPI:
    """Return the application of one installation; its store is opened at once, and closed with the application.

    `once_warm` is called when all that it keeps in memory is there.
    """
    chosen = settings or read_settings()
    app = FastAPI(
        title="Visavis",
        version=version("visavis"),
        lifespan=_running,
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation,
    )
    app.state.services = Services(open_store(chosen.db), chosen, open_keys(chosen))
    app.state.once_warm = once_warm
    seal_with(app.state.services.store.engine, app.state.services.keys)
    for router in (*BARE, *screens.routers()):  # at the root, for machines and for browsers
        app.include_router(router)
    for router in ROUTERS:
        app.include_router(router, prefix=BASE)
    problems.register(app, refusals.as_page)
    app.state.addresses = addresses_of(app.routes)
    app.add_middleware(
        Shell, addresses=app.state.addresses, refusal=problems.kept_out(chosen), unexpected=problems.unexpected
    )
    return app


def _operation(route: APIRoute) -> str:
    """Return the name of an operation, such as openings_list; it stays when the address changes."""
    return "_".join([*map(str, route.tags[:1]), route.name]).replace("-", "_").replace(" ", "_")


def _warm(services: Services, ready: Event, once_warm: Callable[[], None]) -> None:
    try:
        warming.catalogues(services.store, services.now())
        finding.warm(services.store)
        ready.set()
        warming.reader(services.store)
        once_warm()
    except ServiceError as error:  # those who ask first wait, or are told the same
        told.event("not warm", code=error.code)
    finally:
        ready.set()


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = THREADS
    metrics.catalogue_gauges()
    ready = app.state.ready = Event()
    told_of = (app.state.services, ready, app.state.once_warm)
    thread = app.state.warming = Thread(target=_warm, args=told_of, name="warming", daemon=True)
    thread.start()
    with working(app.state.services):
        yield
    thread.join()
    app.state.services.store.close()
