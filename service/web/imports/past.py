"""The files that were sent so far, and sending another."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Response
from sqlalchemy import Connection

from service.api.fields import Body, ListQuery
from service.api.shapes import imports as shapes
from service.i18n import name
from service.permissions import Reach
from service.usecases import looking, past_imports, uploads
from service.usecases.looking import Looked
from service.web.imports.columns import Sending
from service.web.pages import Page

router = APIRouter()

LARGE: Final = {"x-max-bytes": looking.MOST_BYTES + 10_000}  # with what stands around the file


class ImportQuery(ListQuery):
    """Which files."""

    of: shapes.Kind | Literal[""] = ""
    sort: Literal["sent", "-sent"] = "-sent"


class Sent(Body):
    """What is said of a file."""

    kind: shapes.Kind
    source: shapes.Source


@router.get("/imports")
def past(page: Sending, query: Annotated[ImportQuery, Query()]) -> Response:
    """Show what was sent so far, and the form that sends more."""
    return _past(page, query)


@router.post("/imports", openapi_extra=LARGE)
def send(page: Sending) -> Response:
    """Keep a file, and lead to what loading it would change."""
    keys, now, reach, found = page.services.keys, page.now, page.call.reach, dict[str, Looked]()

    def ahead(store: Any) -> None:
        told, file = page.form.told(Sent), page.form.file("file")
        given = looking.given(reach, told.kind, file.filename or "", told.source, file.file.read())
        found["looked"] = looking.look(store, reach, given, now)

    def act(connection: Connection, reach: Reach) -> dict[str, Any]:
        return shapes.upload(uploads.keep(connection, keys, reach, found["looked"], now), page.language)

    return page.do(
        act, lambda told: f"/imports/{told['id']}", lambda refused: _past(refused, ImportQuery()), ahead=ahead
    )


def _past(page: Page, query: ImportQuery) -> Response:
    asked = past_imports.Asked(query.limit, query.cursor, total=True)

    def look(connection: Connection, reach: Reach) -> dict[str, Any]:
        found = past_imports.browse(connection, reach, asked, query.of, query.sort == "sent")
        items = [{**row._mapping, "source": past_imports.own_name(row.source)} for row in found.rows]
        told = {"items": items, "next": found.next, "total": found.total}
        kinds = [(kind, name("import_kind", kind, page.language)) for kind in looking.kinds(reach)]
        return {"found": told, "sources": past_imports.sources(connection, reach), "kinds": kinds}

    return page.show("imports/list.html", **page.look(look))
