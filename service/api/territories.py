"""The territory of who asks."""

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import Field

from service.api.calls import Call, needs
from service.api.fields import Answer, Body, Id, PageAnswer, PathId, number, words
from service.usecases import territories

router = APIRouter(prefix="/territories", tags=["territories"])

Name = words(200, "What it is called", "Territoire d’exemple")


class TerritoryChange(Body):
    """Another name."""

    name: Name


class Territory(Answer):
    """A territory."""

    id: Id
    version: number(1, 1_000_000_000, "One more at each change; the ETag", 3)  # type: ignore[valid-type]
    name: Annotated[str, Field(description="What it is called", examples=["Territoire d’exemple"])]


class Territories(PageAnswer):
    """The territories that one is in: one."""

    items: list[Territory]


@router.get("", response_model=Territories)
def browse(call: Annotated[Call, needs("territory", "R")]) -> Response:
    """Return your territory, as a list of one."""
    own = call.reach.subject.territory or ""
    return call.read(lambda c, reach: {"items": [_shown(territories.get(c, reach, own))], "next": None})


@router.get("/{id}", response_model=Territory)
def get(call: Annotated[Call, needs("territory", "R")], id: PathId) -> Response:
    """Return your territory."""
    return call.read(lambda c, reach: _shown(territories.get(c, reach, id)))


@router.patch("/{id}", response_model=Territory)
def rename(call: Annotated[Call, needs("territory", "W")], id: PathId, body: TerritoryChange) -> Response:
    """Give your territory another name."""
    expected = call.expected
    return call.write(lambda c, reach: _shown(territories.rename(c, reach, id, expected, body.name)))


def _shown(row: Any) -> dict[str, Any]:
    return {"id": row.id, "version": row.version, "name": row.name}
