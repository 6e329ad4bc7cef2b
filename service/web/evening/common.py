"""What the screens of a meetup that has a plan share."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter
from sqlalchemy import Connection

from service.api.shapes import meetups as shapes
from service.permissions import Reach
from service.usecases import gatherings, guest_lists, on_paper
from service.web.pages import Page, screen

Reading = Annotated[Page, screen("meetup", "R")]
Writing = Annotated[Page, screen("meetup", "W")]
Naming = Annotated[Page, screen("identity", "R")]


def new_router() -> APIRouter:
    """Return the router of one group of screens."""
    return APIRouter(tags=["pages"], include_in_schema=False)


def base(connection: Connection, reach: Reach, meetup: str) -> dict[str, Any]:
    """Return what the head of each screen says; raise NotFound, Forbidden for who does not lead the meetup."""
    row = gatherings.led(connection, reach, meetup)
    return {"meetup": shapes.meetup(row), "counts": guest_lists.counts(connection, [meetup])[meetup]}


def called(page: Page, meetup: str) -> Mapping[str, str]:
    """Return what guests are called besides their labels; people by their first name where ?names=1 asks for it.

    That names were read is written down, so nobody reads them by merely opening the page.
    """
    names: dict[str, str] = dict(page.look(lambda c, reach: guest_lists.names(c, reach, meetup)))
    if page.request.query_params.get("names") == "1" and page.may("identity:R"):
        told = page.look(lambda c, reach: on_paper.registrants(c, reach, meetup, page.now), "identity:R")
        names |= {one["guest"].id: one["first_name"] for one in told if one["first_name"]}
    return names
