"""Who registered for a meetup by name, and what is handed out of its plan, as files to save."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import orjson
from fastapi import Query, Response
from pydantic import Field
from sqlalchemy import Connection

from matching.model import Match
from service import gathered, shapes
from service.api.fields import Answer, Id
from service.api.shapes.meetups import Label
from service.names import Named
from service.printing.pdf import pdf_of

Kind = Annotated[
    Literal["itineraries", "badges", "table_cards", "meeting_cards", "wall_by_name", "wall_by_round"],
    Query(description="Which sheets", examples=["itineraries"]),
]


class Registrant(Answer):
    """Somebody who registered."""

    id: Id
    label: Label
    person: Id
    first_name: Annotated[str, Field(description="Empty = not known", examples=[""])]
    last_name: Annotated[str, Field(description="Empty = not known", examples=[""])]


class Registrants(Answer):
    """Who registered, by the number of their place."""

    items: list[Registrant]


class Paper(Response):
    """Sheets of paper."""

    media_type = "application/pdf"


class Calendar(Response):
    """A calendar file."""

    media_type = "text/calendar"


def words(connection: Connection, matches: Iterable[Match], language: str) -> Named:
    """Return the words for all that matches speak of."""
    return shapes.words(connection, matches, [], language)


def registrants(found: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return who registered."""
    return {"items": [_registrant(**one) for one in found]}


def pdf(found: Response) -> Paper:
    """Return an answer (template, data) as sheets of paper."""
    kind, data = orjson.loads(found.body)
    return Paper(pdf_of(kind, data), headers=_saved(f"{kind}.pdf"))


def ics(found: Response) -> Calendar:
    """Return an answer that is the text of a calendar as a file."""
    return Calendar(orjson.loads(found.body), headers=_saved("meetup.ics"))


def _saved(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}


def _registrant(guest: Any, **names: str) -> dict[str, Any]:
    return {"id": guest.id, "label": gathered.label(guest), "person": guest.candidate, **names}
