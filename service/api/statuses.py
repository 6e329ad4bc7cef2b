"""Sensitive statuses of a person: kept with their explicit consent to each, and never ranked by."""

from typing import Annotated

from fastapi import APIRouter, Response

from service.api.calls import Call, needs
from service.api.fields import PathId
from service.api.shapes import following as shapes
from service.usecases import consenting, statuses

router = APIRouter(prefix="/people/{id}/statuses", tags=["statuses"])


@router.get("", response_model=shapes.Statuses)
def browse(call: Annotated[Call, needs("status", "R")], id: PathId) -> Response:
    """List the statuses that a person agreed to have kept."""
    keys, now = call.services.keys, call.services.now()
    return call.read(lambda c, r: {"items": [shapes.status(found) for found in statuses.browse(c, keys, r, id, now)]})


@router.post("", response_model=shapes.Status, status_code=201)
def declare(call: Annotated[Call, needs("status", "W")], id: PathId, body: shapes.NewStatus) -> Response:
    """Keep a status that the person agrees to have kept; in place of what was known of it."""
    keys, now = call.services.keys, call.services.now()
    proof = consenting.proof_of(call.reach, body.channel, body.text_version)
    told = statuses.Told(body.kind, body.holds, body.proof)
    return call.write(lambda c, reach: shapes.status(statuses.declare(c, keys, reach, id, told, proof, now)), 201)


@router.post("/{status}/check", response_model=shapes.Status)
def check(call: Annotated[Call, needs("status", "W")], id: PathId, status: PathId) -> Response:
    """Say that you saw the proof: yes or no and the day stay, the proof goes."""
    keys, expected, now = call.services.keys, call.expected, call.services.now()
    return call.write(lambda c, reach: shapes.status(statuses.check(c, keys, reach, id, status, expected, now)))


@router.delete("/{status}", response_model=shapes.Gone)
def withdraw(call: Annotated[Call, needs("status", "W")], id: PathId, status: PathId) -> Response:
    """Delete a status, and withdraw the consent to keep it."""
    keys, now = call.services.keys, call.services.now()
    return call.write(lambda c, reach: statuses.withdraw(c, keys, reach, id, status, now))
