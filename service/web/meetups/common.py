"""What all screens of one meetup share."""

from typing import Annotated, Any

from fastapi import APIRouter
from sqlalchemy import Connection

from service.api.shapes import meetups as shapes
from service.permissions import Reach, Scope
from service.usecases import gatherings, guest_lists
from service.web.pages import Page, screen

Reading = Annotated[Page, screen("meetup", "R")]
Writing = Annotated[Page, screen("meetup", "W")]
Deleting = Annotated[Page, screen("meetup", "D")]


def new_router() -> APIRouter:
    """Return the router of one group of screens."""
    return APIRouter(tags=["pages"], include_in_schema=False)


def base(connection: Connection, reach: Reach, meetup: str) -> dict[str, Any]:
    """Return what the head of each screen of a meetup says; raise NotFound."""
    counts = guest_lists.counts(connection, [meetup])[meetup] if reach.has(Scope.TERRITORY) else {}
    return {"meetup": shapes.meetup(gatherings.get(connection, reach, meetup)), "counts": counts}
