"""Notices of whoever asks: what was also sent to them by mail."""

from typing import Annotated

from fastapi import APIRouter, Response

from service.api.calls import Call, needs
from service.api.shapes import notices as shapes
from service.usecases import noticing

router = APIRouter(prefix="/notifications", tags=["notifications"])


@router.get("", response_model=shapes.Notifications)
def browse(call: Annotated[Call, needs("account", "R")]) -> Response:
    """List your last notices, of at most thirty days."""
    site = call.services.settings.url
    return call.read(lambda c, reach: {"items": noticing.notices_of(c, reach, call.language, site)})
