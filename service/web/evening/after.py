"""After the meetings: who met, who wants to go on, what came of it, how the evening went."""

from typing import Any, Final

from fastapi import Response

from service.api.fields import PathId
from service.api.shapes import meetups as shapes
from service.errors import Invalid
from service.http.bodies import LARGER
from service.importers.base import Problem
from service.permissions import Scope
from service.problems import in_language
from service.usecases import attending, guest_lists
from service.usecases.attending import Meeting, Said
from service.web.evening.common import Reading, Writing, base, new_router
from service.web.forms import MB
from service.web.pages import Page

router = new_router()

ROWS: Final = 40  # of one page
MOST_TOLD: Final = 30  # problems of a file on one page
MOST_MB: Final = 2  # of a file that one sends by a form
LARGE: Final = {LARGER: 2 * MOST_MB * MB}  # so that one too large is told beside its field
WORDS: Final = {"yes": True, "no": False}


@router.get("/meetups/{id}/attendance")
def attendance(page: Reading, id: PathId) -> Response:
    """Show the meetings with what is known of each: all to organisers, to others their own."""
    return _attendance(page, id, [])


@router.get("/meetups/{id}/attendance.csv")
def table(page: Reading, id: PathId) -> Response:
    """Return the meetings as a table, to keep or to fill in."""
    rows = page.look(lambda c, reach: attending.meetings(c, reach, id, page.now)[1])
    headers = {"content-disposition": 'attachment; filename="attendance.csv"'}
    return Response(attending.table(rows), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/meetups/{id}/attendance/file")
def back(page: Reading, id: PathId) -> Response:
    """Lead who reloads a page that refused a file to where the form stands."""
    return page.go(f"/meetups/{id}/attendance")


@router.post("/meetups/{id}/attendance")
def hand_in(page: Writing, id: PathId) -> Response:
    """Write down what was said of the meetings of one page."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        rows = attending.meetings(c, reach, id, page.now)[1]
        told = [said for row in rows if (said := _said(page, row))]
        return {"count": attending.hand_in(c, reach, id, told, page.now)}

    def again(refused: Page) -> Response:
        return _attendance(refused, id, [])

    return page.do(act, _here(page, id), again, "evening_handed_in", count=lambda told: told["count"])


@router.post("/meetups/{id}/attendance/file", openapi_extra=LARGE)
def load(page: Writing, id: PathId) -> Response:
    """Write down what a file says; where a line has a fault nothing, and every fault is named."""
    problems: list[Problem] = []

    def act(c: Any, reach: Any) -> dict[str, Any]:
        raw = page.form.content("file", MOST_MB)
        count, problems[:] = attending.load(c, reach, id, raw, page.now)
        if problems:
            raise Invalid("nothing was written down: mend the lines named below, then send the file again", "lines")
        return {"count": count}

    def again(refused: Page) -> Response:
        return _attendance(refused, id, problems)

    return page.do(act, f"/meetups/{id}/attendance", again, "evening_handed_in", count=lambda told: told["count"])


def _attendance(page: Page, id: str, problems: list[Problem]) -> Response:
    asked = page.request.query_params if page.request.method == "GET" else page.form
    found = page.look(lambda c, reach: _told(c, reach, id, page))
    turn, rows = asked.get("round", ""), found.pop("rows")
    shown = [row for row in rows if not turn or str(row.seat.round) == turn]
    first = asked.get("cursor", "")
    start = int(first) if first and first.isdecimal() and len(first) < 6 else 0
    told = [(one.line, one.field, in_language(one.reason, page.language)) for one in problems[:MOST_TOLD]]
    return page.show(
        "evening/attendance.html",
        **found,
        rows=shown[start : start + ROWS],
        start=start,
        n_rows=len(rows),
        n_shown=len(shown),
        next=str(start + ROWS) if len(shown) > start + ROWS else None,
        turn=turn,
        mutual=[row for row in rows if row.is_mutual],
        problems=told,
        n_problems=len(problems),
    )


def _told(c: Any, reach: Any, id: str, page: Page) -> dict[str, Any]:
    row, rows = attending.meetings(c, reach, id, page.now)
    if not reach.has(Scope.TERRITORY):
        return {"meetup": shapes.meetup(row), "counts": {}, "names": {}, "rows": rows, "leads": False, "figures": None}
    names, figures = guest_lists.names(c, reach, id), attending.figures(c, reach, id) if rows else None
    return {**base(c, reach, id), "names": names, "rows": rows, "leads": True, "figures": figures}


def _said(page: Page, row: Meeting) -> Said | None:
    """Return what the form says of a meeting; None where it says nothing."""
    met, person, host = (WORDS.get(page.form.text(f"{row.key}.{name}")) for name in ("met", "person", "host"))
    if met is person is host is None:
        return None
    pair = row.seat.person, row.seat.host
    if row.mine == "both":
        return Said(*pair, met, person, host)
    return Said(*pair, None, person if row.mine == "person" else None, host if row.mine == "host" else None)


def _here(page: Page, id: str) -> str:
    told = [f"{name}={value}" for name in ("round", "cursor") if (value := page.form.text(name)).isdecimal()]
    return f"/meetups/{id}/attendance" + (f"?{'&'.join(told)}" if told else "")
