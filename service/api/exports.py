"""Lists as files: openings of one's organisation, people whom one follows."""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Response

from service.api.calls import Call, needs
from service.api.fields import Search
from service.api.shapes.openings import RECORD
from service.api.shapes.people import FACTS, PROFILE
from service.exports import write_records
from service.usecases import exporting

router = APIRouter(tags=["exports"])

Taking = Annotated[Call, needs("bulk_export", "X")]
OPENING: Final = ("id", "status", "expires_on", *RECORD)
PERSON: Final = ("id", "status", *FACTS, *PROFILE)


class CsvFile(Response):
    """A table of semicolons, in UTF-8."""

    media_type = "text/csv"


class Workbook(Response):
    """A workbook."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/openings/export.csv", response_class=CsvFile)
def openings_csv(call: Taking) -> Response:
    """Return your organisation's openings as CSV; no cell is a formula."""
    return _file(CsvFile, "openings.csv", _openings(call), OPENING)


@router.get("/openings/export.xlsx", response_class=Workbook)
def openings_xlsx(call: Taking) -> Response:
    """Return your organisation's openings as a workbook; no cell is a formula."""
    return _file(Workbook, "openings.xlsx", _openings(call), OPENING)


@router.get("/people/export.csv", response_class=CsvFile)
def people_csv(call: Taking, q: Search = None) -> Response:
    """Return whom you follow, or yourself, as CSV: at most 200 rows a day, each written down in the person's log."""
    return _file(CsvFile, "people.csv", _people(call, q), PERSON)


@router.get("/people/export.xlsx", response_class=Workbook)
def people_xlsx(call: Taking, q: Search = None) -> Response:
    """Return the same as a workbook."""
    return _file(Workbook, "people.xlsx", _people(call, q), PERSON)


def _openings(call: Call) -> Response:
    return call.read(lambda c, reach: {"items": exporting.openings(c, reach, call.services.now())})


def _people(call: Call, q: str | None) -> Response:
    return call.read(lambda c, reach: {"items": exporting.people_of(c, reach, q, call.services.now())})


def _file(kind: type[Response], name: str, found: Response, fields: Iterable[str]) -> Response:
    """Return the items of an answer as a file to save."""
    rows: list[dict[str, Any]] = orjson.loads(found.body)["items"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_records(path, rows, fields)
        return kind(path.read_bytes(), headers={"content-disposition": f'attachment; filename="{name}"'})
