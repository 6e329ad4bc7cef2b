"""What all screens of one meetup share."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from service import short_lists
from service.api.fields import PathId
from service.api.shapes import meetups as shapes
from service.permissions import Reach
from service.usecases import gatherings, guest_lists
from service.web.pages import Page, screen

Reading = Annotated[Page, screen("meetup", "R")]
Writing = Annotated[Page, screen("meetup", "W")]
Deleting = Annotated[Page, screen("meetup", "D")]


def new_router() -> APIRouter:
    """Return the router of one group of screens."""
    return APIRouter(tags=["pages"], include_in_schema=False)


def leads_back(router: APIRouter, place: str, *words: str) -> None:
    """Lead who asks for the address of a form, as when they reload a page that refused it, to where the form stands."""

    def back(page: Reading, id: PathId) -> Response:
        query = page.request.url.query
        return page.go(place.format(id=id) + (f"?{query}" if query else ""))

    for word in words:
        router.get(f"{place}/{word}")(back)


def part(page: Page, rows: Sequence[Any], most: int) -> tuple[Sequence[Any], str | None]:
    """Return the rows of one page of a list that is all there, and the cursor of the next page."""
    told = page.typed.get("cursor") or page.request.query_params.get("cursor", "")
    found = short_lists.part(rows, told, most)
    return found["items"], found["next"]


def base(connection: Connection, reach: Reach, meetup: str) -> dict[str, Any]:
    """Return what the head of each screen of a meetup says; raise NotFound, Forbidden for who does not lead it."""
    row = gatherings.led(connection, reach, meetup)
    return {"meetup": shapes.meetup(row), "counts": guest_lists.counts(connection, [meetup])[meetup]}
