"""The log: who saw or changed what."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from sqlalchemy import Connection

from service.api.calls import Call, needs
from service.api.fields import ListQuery, PathId
from service.api.shapes import audit as shapes
from service.api.shapes.pages import page
from service.permissions import Reach
from service.usecases import auditing

router = APIRouter(tags=["audit"])

Reading = Annotated[Call, needs("audit", "R")]


@router.get("/audit", response_model=shapes.Log)
def browse(call: Reading, query: Annotated[ListQuery, Query()]) -> Response:
    """List what was seen and done: by yourself, your organisation or in your territory, as far as your right goes."""
    asked = auditing.Asked(query.limit, query.cursor, query.total)

    def show(connection: Connection, reach: Reach) -> dict[str, Any]:
        found, objects = auditing.browse(connection, reach, asked)
        return page(found, partial(shapes.entry, objects=objects))

    return call.read(show)


@router.get("/people/{id}/seen-by", response_model=shapes.SeenPage)
def seen_by(call: Reading, id: PathId, query: Annotated[ListQuery, Query()]) -> Response:
    """List who saw or changed your file: when, in which role, of which organisation, and what."""
    asked = auditing.Asked(query.limit, query.cursor, query.total)
    return call.read(lambda c, reach: page(auditing.who_saw(c, reach, id, asked), shapes.seen))
