"""Notes that advisers write about those whom they follow; the person reads them too."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from service.api.calls import Call, needs
from service.api.fields import ListQuery, PathId
from service.api.shapes import following as shapes
from service.api.shapes.pages import page
from service.usecases import notes

router = APIRouter(prefix="/people/{id}/notes", tags=["notes"])

Writing = Annotated[Call, needs("note", "W")]


@router.get("", response_model=shapes.NotePage)
def browse(call: Annotated[Call, needs("note", "R")], id: PathId, query: Annotated[ListQuery, Query()]) -> Response:
    """List the notes about a person, the newest first."""
    keys, now = call.services.keys, call.services.now()
    asked = notes.Asked(query.limit, query.cursor, query.total)

    def show(row: Any) -> dict[str, Any]:
        return shapes.note(notes.opened(keys, row))

    return call.read(lambda c, reach: page(notes.browse(c, reach, id, asked, now), show))


@router.post("", response_model=shapes.Note, status_code=201)
def add(call: Writing, id: PathId, body: shapes.NewNote) -> Response:
    """Write a note."""
    keys, now = call.services.keys, call.services.now()
    return call.write(lambda c, reach: shapes.note(notes.add(c, keys, reach, id, body.text, now)), 201)


@router.put("/{note}", response_model=shapes.Note)
def change(call: Writing, id: PathId, note: PathId, body: shapes.NewNote) -> Response:
    """Write your own note anew."""
    keys, expected, now = call.services.keys, call.expected, call.services.now()
    return call.write(lambda c, reach: shapes.note(notes.change(c, keys, reach, id, note, body.text, expected, now)))


@router.delete("/{note}", response_model=shapes.Gone)
def delete(call: Writing, id: PathId, note: PathId) -> Response:
    """Delete your own note."""
    expected, now = call.expected, call.services.now()
    return call.write(lambda c, reach: notes.delete(c, reach, id, note, expected, now))
