"""Emergencies in which an administrator opens one person's file."""

from typing import Annotated

from fastapi import APIRouter, Response

from service.api.calls import Call, needs
from service.api.fields import PathId
from service.api.shapes import members as shapes
from service.api.shapes.accounts import Done, done, listed
from service.usecases import emergencies

router = APIRouter(prefix="/break-glass", tags=["break-glass"])

Opening = Annotated[Call, needs("emergency", "W")]


@router.get("", response_model=shapes.EmergencyList)
def browse(call: Annotated[Call, needs("emergency", "R")]) -> Response:
    """List one's own emergencies."""
    return call.read(lambda c, reach: listed(emergencies.mine(c, reach), shapes.emergency_of))


@router.post("", response_model=shapes.EmergencyAnswer, status_code=201)
def open_file(call: Opening, body: shapes.EmergencyAsked) -> Response:
    """Open one person's file for 30 minutes; the reason is written down and told to the person."""
    asked = (body.person, body.reason, call.services.now())
    return call.write(lambda c, reach: shapes.emergency_of(emergencies.open_file(c, reach, *asked)), 201)


@router.delete("/{id}", response_model=Done)
def end(call: Opening, id: PathId) -> Response:
    """Close the file before the 30 minutes are over."""
    return call.write(lambda c, reach: done(emergencies.end(c, reach, id, call.services.now())))
