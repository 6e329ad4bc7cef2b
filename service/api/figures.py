"""Figures of a territory, or of a company: counts of at least 11 people."""

from typing import Annotated

from fastapi import APIRouter, Response

from service.api.calls import Call, needs
from service.api.shapes import figures as shapes
from service.usecases import figures

router = APIRouter(prefix="/figures", tags=["figures"])


@router.get("", response_model=shapes.Figures)
def browse(call: Annotated[Call, needs("figure", "R")]) -> Response:
    """List what was counted of the quarters that are over: of your territory, of your company for companies."""
    return call.read(figures.browse)
