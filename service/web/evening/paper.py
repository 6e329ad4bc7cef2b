"""What is printed of a plan: sheets as PDF, all of them or only those that changed today."""

from typing import Any, Final

from fastapi import Response

from service.api.fields import PathId
from service.api.shapes import meetup_paper as papers
from service.errors import Conflict, NotFound
from service.printing.pdf import pdf_of
from service.usecases import on_paper, playing
from service.web.evening.common import Naming, Writing, base, new_router
from service.web.pages import Page

router = new_router()

EARLY: Final = ("no_plan", "nobody")
CHANGING: Final = ("itineraries", "badges", "table_cards", on_paper.CARDS)  # that are somebody's own


@router.get("/meetups/{id}/paper")
def paper(page: Writing, id: PathId) -> Response:
    """Show what can be printed."""
    found = page.look(lambda c, reach: {**base(c, reach, id), "changes": _changes(c, reach, id)})
    return page.show("evening/paper.html", **found, kinds=tuple(on_paper.SHEETS), changing=CHANGING)


@router.get("/meetups/{id}/paper/{kind}.pdf")
def pdf(page: Naming, id: PathId, kind: str) -> Response:
    """Return sheets with the names of who registered; with ?only=changed those that the last new plan changed."""
    _check(kind)
    asked, language = page.request.query_params, page.language
    is_part = asked.get("only") == "changed" and kind in CHANGING

    def act(c: Any, reach: Any) -> tuple[str, dict[str, Any]]:
        only = _changes(c, reach, id) if is_part else None
        return on_paper.sheets(c, reach, id, kind, language, page.now, papers.words, only)

    place = "attachment" if asked.get("save") == "1" else "inline"
    headers = {"content-disposition": f'{place}; filename="{kind}.pdf"'}
    return Response(pdf_of(*page.look(act)), media_type="application/pdf", headers=headers)


@router.get("/meetups/{id}/paper/{kind}")
def preview(page: Writing, id: PathId, kind: str) -> Response:
    """Show what the first sheets say, without the names of who registered: reading those is for the PDF."""
    _check(kind)

    def act(c: Any, reach: Any) -> dict[str, Any]:
        return {**base(c, reach, id), "sheets": _preview(c, reach, id, kind, page)}

    return page.show("evening/preview.html", **page.look(act), kind=kind)


def _check(kind: str) -> None:
    if kind not in on_paper.SHEETS:
        raise NotFound("there are no such sheets: choose among those of the page")


def _preview(c: Any, reach: Any, id: str, kind: str, page: Page) -> dict[str, Any] | None:
    """Return what the sheets say; None before there is a plan."""
    try:
        return on_paper.preview(c, reach, id, kind, page.language, page.now, papers.words)
    except Conflict as refused:
        if refused.code not in EARLY:
            raise
        return None


def _changes(c: Any, reach: Any, id: str) -> list[str] | None:
    """Return the guests whose sheet changed today; None before there is a plan."""
    try:
        return [sheet.who for sheet in playing.changes(c, playing.read(c, reach, id))]
    except Conflict as refused:
        if refused.code not in EARLY:
            raise
        return None
