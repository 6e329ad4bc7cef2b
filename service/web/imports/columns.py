"""What the columns of a spreadsheet become."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from service import import_words
from service.api.fields import PathId
from service.api.shapes import imports as shapes
from service.permissions import Reach
from service.usecases import looking, mapping, past_imports, uploads
from service.usecases.looking import Looked
from service.web.pages import Page, screen

router = APIRouter()

Sending = Annotated[Page, screen("bulk_import", "W")]
EXAMPLES: Final = 2


@router.get("/imports/{id}/columns")
def columns(page: Sending, id: PathId) -> Response:
    """Show what the columns of a spreadsheet become."""
    return shown(page, id, again(page, id))


@router.post("/imports/{id}/columns")
def agree(page: Sending, id: PathId) -> Response:
    """Keep what the columns of a source become."""
    told, found = (page.form.getlist("column"), page.form.getlist("field")), dict[str, Looked]()

    def ahead(store: Any) -> None:
        kind = page.look(lambda c, reach: past_imports.kind_of(c, reach, id))
        by_hand = {column: _target(field, kind) for column, field in zip(*told, strict=False)}
        found["looked"] = looking.again(store, page.services.keys, page.call.reach, id, page.now, by_hand)

    def act(connection: Connection, reach: Reach) -> dict[str, str]:
        uploads.agree(connection, reach, id, found["looked"])
        return {"id": id}

    return page.do(act, f"/imports/{id}", lambda refused: columns(refused, id), "import_agreed", ahead=ahead)


def again(page: Page, id: str) -> Looked:
    """Return what comes of a file, with the columns as they are agreed to."""
    return looking.again(page.services.store, page.services.keys, page.call.reach, id, page.now, None)


def shown(page: Page, id: str, looked: Looked) -> Response:
    """Show what the columns become."""
    upload = page.look(lambda c, reach: uploads.stands(c, reach, id, looked))
    told, sheet = shapes.upload(upload, page.language), looked.sheet
    for place, column in enumerate(told["columns"]):
        column["examples"] = sheet.table.cells(place)[:EXAMPLES] if sheet else []
        column["label"] = import_words.field(column["field"], page.language)
    targets = mapping.targets(told["kind"]) if sheet else []
    places = {target: place for place, target in enumerate(targets)}
    fields = [
        (import_words.field(target, page.language), target.startswith(import_words.PERSONAL)) for target in targets
    ]
    source = past_imports.own_name(upload.row.source)
    return page.show("imports/columns.html", file=told, source=source, fields=fields, places=places)


def _target(chosen: str, kind: str) -> str | None:
    """Return what a column becomes: told by its place among the fields, which keeps wide tables short, or by name."""
    fields = mapping.targets(kind)
    is_place = chosen.isdecimal() and len(chosen) < 5 and int(chosen) < len(fields)
    return fields[int(chosen)] if is_place else chosen or None
