"""Figures of the quarters that are over, as charts with their tables, and as a file."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Response

from service import drawing, figure_words
from service.table_file import table_file
from service.usecases import figures
from service.web.pages import Page, screen

router = APIRouter(tags=["pages"], include_in_schema=False)

Reading = Annotated[Page, screen("figure", "R")]
KINDS: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("/figures")
def browse(page: Reading) -> Response:
    """Show what was counted of one's territory, of their company to companies."""
    told = page.look(figures.browse)
    chapters = figure_words.charts(told["items"], page.language)
    for chapter in chapters:
        chapter["drawn"] = drawing.columns([count for *_, count in chapter["columns"]])
    return page.show("figures/figures.html", until=told["until"], chapters=chapters, due=figures.due(page.now))


@router.get("/figures.{kind}")
def save(page: Reading, kind: Literal["csv", "xlsx"]) -> Response:
    """Return the same as a file to save."""
    told: dict[str, Any] = page.look(figures.browse)
    name = f"visavis-figures.{kind}"
    raw = table_file(name, figure_words.rows(told["items"], page.language), figure_words.FIELDS)
    return Response(raw, headers={"content-disposition": f'attachment; filename="{name}"'}, media_type=KINDS[kind])
