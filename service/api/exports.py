"""Lists as files: openings of one's organisation, people whom one follows."""

from collections.abc import Iterable
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Query, Response

from service.api.calls import Call, needs
from service.api.shapes.openings import RECORD, OpeningExport
from service.api.shapes.people import FACTS, PROFILE, PeopleExport
from service.table_file import table_file
from service.usecases import exporting, openings

router = APIRouter(tags=["exports"])

Taking = Annotated[Call, needs("bulk_export", "X")]
Filters = Annotated[OpeningExport, Query()]
OPENING: Final = ("id", "status", "expires_on", *RECORD)
PERSON: Final = ("id", "status", *FACTS, *PROFILE)


class CsvFile(Response):
    """A table of semicolons, in UTF-8."""

    media_type = "text/csv"


class Workbook(Response):
    """A workbook."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/openings/export.csv", response_class=CsvFile)
def openings_csv(call: Taking, query: Filters) -> Response:
    """Return your organisation's openings as CSV; no cell is a formula."""
    return _file(CsvFile, "openings.csv", _openings(call, query), OPENING)


@router.get("/openings/export.xlsx", response_class=Workbook)
def openings_xlsx(call: Taking, query: Filters) -> Response:
    """Return your organisation's openings as a workbook; no cell is a formula."""
    return _file(Workbook, "openings.xlsx", _openings(call, query), OPENING)


@router.get("/people/export.csv", response_class=CsvFile)
def people_csv(call: Taking, query: Annotated[PeopleExport, Query()]) -> Response:
    """Return whom you follow, or yourself, as CSV: at most 200 rows a day, each written down in the person's log."""
    return _file(CsvFile, "people.csv", _people(call, query), PERSON)


@router.get("/people/export.xlsx", response_class=Workbook)
def people_xlsx(call: Taking, query: Annotated[PeopleExport, Query()]) -> Response:
    """Return the same as a workbook."""
    return _file(Workbook, "people.xlsx", _people(call, query), PERSON)


def _openings(call: Call, query: OpeningExport) -> Response:
    filters, now = openings.Filters(**query.model_dump()), call.services.now()
    return call.read(lambda c, reach: {"items": exporting.openings(c, reach, filters, now)})


def _people(call: Call, query: PeopleExport) -> Response:
    wanted = exporting.Wanted(query.q or "", query.step or "", query.closed, query.person)
    return call.read(lambda c, reach: {"items": exporting.people_of(c, reach, wanted, call.services.now())})


def _file(kind: type[Response], name: str, found: Response, fields: Iterable[str]) -> Response:
    """Return the items of an answer as a file to save."""
    rows: list[dict[str, Any]] = orjson.loads(found.body)["items"]
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return kind(table_file(name, rows, fields), headers=headers)
