"""The web application: where the parts meet."""

from fastapi import FastAPI, Request, Response

from service.api.calls import Services
from service.db.base import open_store
from service.errors import ServiceError
from service.keys import open_keys
from service.settings import Settings, read_settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application of one installation; its store is opened at once, and closed with the application."""
    chosen = settings or read_settings()
    app = FastAPI(title="Visavis")
    app.state.services = Services(open_store(chosen.db), chosen, open_keys(chosen))
    app.add_exception_handler(ServiceError, _refused)
    return app


def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, ServiceError)
    return Response(str(error), error.status)
