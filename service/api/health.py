"""Whether the service runs, whether it can answer, and what it counts: for whoever keeps it running."""

from ipaddress import ip_address

from fastapi import APIRouter, Request, Response
from sqlalchemy import select, text

from service import live
from service.api.calls import Needs
from service.errors import Unavailable
from service.metrics import MEDIA_TYPE, exposition
from service.permissions import Action, Policy

router = APIRouter(tags=["health"], include_in_schema=False)

_KEY = Needs(Policy("key", Action.READ))


@router.get("/health")
async def health() -> Response:
    """Say that the process answers; asks nothing of the database."""
    return Response(b'{"status":"ok"}', media_type="application/json")


@router.get("/ready")
def ready(request: Request) -> Response:
    """Say that the database answers and that no ranking waits for its catalogue; 503 while that is not so."""
    store = request.app.state.services.store
    with store.read() as connection:
        connection.execute(select(text("1")))
    warm = getattr(request.app.state, "ready", None)
    if (warm and not warm.is_set()) or not live.at_hand(store.engine):
        raise Unavailable("the catalogues are being read: come again in a moment", "warming")
    return Response(b'{"status":"ready"}', media_type="application/json")


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Return the counts, to this machine itself or to a program whose key has the right key:R."""
    if not _from_here(request):
        _KEY.call(request).reach  # noqa: B018 (raises for those who may not)
    return Response(exposition(), media_type=MEDIA_TYPE)


def _from_here(request: Request) -> bool:
    """Return whether a program of this machine asks for itself, and not for somebody behind it."""
    passed_on = {"forwarded", "x-forwarded-for", "x-real-ip", "via"} & set(request.headers)
    try:
        return bool(request.client and ip_address(request.client.host).is_loopback and not passed_on)
    except ValueError:
        return False
