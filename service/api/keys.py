"""Keys for programs."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Response

from service.api.calls import Call, needs
from service.api.fields import PathId
from service.api.shapes import members as shapes
from service.api.shapes.accounts import Done, done, listed
from service.permissions import Role
from service.usecases import programs
from service.usecases.programs import Membership

router = APIRouter(prefix="/keys", tags=["keys"])

Writing = Annotated[Call, needs("key", "W")]


@router.get("", response_model=shapes.KeyList)
def browse(call: Annotated[Call, needs("key", "R")]) -> Response:
    """List the territory's keys, ended ones too."""
    return call.read(lambda c, reach: listed(programs.browse(c, reach), shapes.key_of))


@router.post("", response_model=shapes.KeyMade, status_code=201)
def make(call: Writing, body: shapes.NewKey) -> Response:
    """Make a key; its secret is told in this answer only."""
    role = Membership(Role(body.role), str(call.reach.subject.territory), organisation=body.organisation)
    until, now = dt.datetime.combine(body.expires_on, dt.time(), dt.UTC), call.services.now()
    asked = (body.name, role, body.scopes, until, now)
    return call.write(lambda c, reach: shapes.key_made(programs.make(c, reach, *asked)), 201)


@router.delete("/{id}", response_model=Done)
def revoke(call: Writing, id: PathId) -> Response:
    """End a key at once."""
    return call.write(lambda c, reach: done(programs.revoke(c, reach, id, call.services.now())))
