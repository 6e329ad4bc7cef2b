"""The grid of a plan: seats moved by menu or keys, locked, undone, computed again, saved."""

from typing import Any, Final

from fastapi import Response

from service.api.fields import PathId
from service.errors import Conflict, Invalid
from service.problems import in_language
from service.usecases import adjusting, guest_lists, recomputing
from service.usecases.adjusting import Grid, Place
from service.usecases.working import Work
from service.web.meetups.common import Writing, base, leads_back, new_router, part
from service.web.meetups.grid_view import PAUSE, barred, hurt, lines, menu, said, seat_of
from service.web.pages import Page

router = new_router()
leads_back(router, "/meetups/{id}/grid", "move", "lock", "undo", "redo", "back", "save", "again", "stop")

VIEWS: Final = ("table", "person", "host", "round")
WHERE: Final = ("view", "round", "cursor")  # of an address and of every form: what one sees
ROWS: Final = 60  # of one page, and fewer where there are many rounds
CELLS: Final = 400


@router.get("/meetups/{id}/grid")
def show(page: Writing, id: PathId) -> Response:
    """Show the grid; with ?seat=3J12 the places where J12 could sit in round 3."""
    try:
        found = page.look(lambda c, reach: _told(c, reach, id, page))
    except Conflict as refused:
        if refused.code not in ("no_plan", "nobody"):
            raise
        return page.show("meetups/no_grid.html", **page.look(lambda c, reach: base(c, reach, id)))
    return page.show("meetups/grid.html", **found)


@router.post("/meetups/{id}/grid/move")
def move(page: Writing, id: PathId) -> Response:
    """Move somebody to another table, or in exchange with somebody, or let them pause."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        ids = {label: guest for guest, label in adjusting.read(c, reach, id).file.labels.items()}
        turn, person = seat_of(page.form.text("seat"), ids)
        host, _, instead = page.form.text("to").partition("/")
        if not host:
            raise Invalid("choose where to", "to", (("to", "missing"),))
        if not {host, instead} <= {*ids, PAUSE, ""}:
            raise Invalid("nobody at this meetup has that name", "to", (("to", "nobody is called so here"),))
        to = Place(ids.get(host, ""), ids.get(instead, ""), ())
        return {"step": adjusting.move(c, reach, id, page.call.expected, turn, person, to, page.now)}

    return _done(page, id, act, "meetups_moved", at=page.form.text("seat"))


@router.post("/meetups/{id}/grid/lock")
def lock(page: Writing, id: PathId) -> Response:
    """Lock or unlock a seat, or all seats of a round."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        grid = adjusting.read(c, reach, id)
        which = [(turn, person) for turn, person, _, _ in grid.seats if _is_meant(grid, turn, person, page)]
        keep = page.form.text("keep") == "true"
        return {"step": adjusting.lock(c, reach, id, page.call.expected, which, keep, page.now)}

    said = "meetups_locked" if page.form.text("keep") == "true" else "meetups_unlocked"
    return _done(page, id, act, said, at=page.form.text("seat"))


@router.post("/meetups/{id}/grid/undo")
def undo(page: Writing, id: PathId) -> Response:
    """Show the step before."""
    return _done(page, id, lambda c, r: {"step": adjusting.undo(c, r, id, page.call.expected)}, "meetups_step_undone")


@router.post("/meetups/{id}/grid/redo")
def redo(page: Writing, id: PathId) -> Response:
    """Show the step that was undone."""
    return _done(page, id, lambda c, r: {"step": adjusting.redo(c, r, id, page.call.expected)}, "meetups_step_redone")


@router.post("/meetups/{id}/grid/back")
def back(page: Writing, id: PathId) -> Response:
    """Take up a version that was saved earlier."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        number = page.form.text("number")
        chosen = int(number) if number.isdecimal() and len(number) < 9 else 0
        return {"step": adjusting.go_back(c, reach, id, page.call.expected, chosen, page.now)}

    return _done(page, id, act, "meetups_taken_up")


@router.post("/meetups/{id}/grid/save")
def save(page: Writing, id: PathId) -> Response:
    """Make the version shown the plan that everybody sees."""
    return _done(
        page, id, lambda c, r: {"step": adjusting.save(c, r, id, page.call.expected, page.now)}, "meetups_saved"
    )


@router.post("/meetups/{id}/grid/again")
def again(page: Writing, id: PathId) -> Response:
    """Compute the rest again, beside the pages; what takes no longer than a moment is there at once."""
    begun: list[str] = []

    def act(c: Any, reach: Any) -> dict[str, Any]:
        begun[:] = [recomputing.begin(c, reach, id, page.call.expected, page.now)]
        return {"work": begun[0]}

    answer = _done(page, id, act, "")
    if begun and answer.status_code == 303:
        thread = recomputing.beside(page.services.store, page.services.now, page.call.reach, id, begun[0])
        thread.join(recomputing.MOMENT)
    return answer


@router.post("/meetups/{id}/grid/stop")
def stop(page: Writing, id: PathId) -> Response:
    """Stop computing the rest again, and keep what is found so far."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        recomputing.stop(c, reach, id, page.now)
        return {}

    return _done(page, id, act, "meetups_stopping")


@router.get("/meetups/{id}/grid/progress")
def progress(page: Writing, id: PathId) -> Response:
    """Show whether the rest is still being computed; when it no longer is, let the whole page be asked for again."""
    work = page.look(lambda c, reach: recomputing.follow(c, reach, id, page.now))
    shown = page.show("meetups/recomputing.html", work=work, meetup={"id": id})
    if work is None or not work.is_going_on:
        shown.headers["HX-Refresh"] = "true"
    return shown


def _done(page: Page, id: str, act: Any, said: str, at: str = "") -> Response:
    """Do something to the grid, and come back to the view, its page and the seat where one was."""
    where = {name: page.form.text(name) for name in WHERE} | {"at": at}
    told = [f"{name}={value}" for name, value in where.items() if value.isalnum()]
    then = f"/meetups/{id}/grid{'?' if told else ''}{'&'.join(told)}"
    return page.do(act, then=then, again=lambda refused: show(refused, id), said=said)


def _is_meant(grid: Grid, turn: int, person: str, page: Page) -> bool:
    seat, chosen = f"{turn}{grid.file.labels[person]}", page.form.text("seat")
    return seat == chosen if chosen else str(turn) == page.form.text("round")


def _told(c: Any, reach: Any, id: str, page: Page) -> dict[str, Any]:
    """Return all that the grid shows."""
    grid, asked = adjusting.read(c, reach, id), {**page.request.query_params, **page.typed}
    names = guest_lists.names(c, reach, id)
    work = recomputing.follow(c, reach, id, page.now)
    view = next((view for view in VIEWS if view == asked.get("view")), VIEWS[0])
    chosen = asked.get("seat", "")
    rounds = 1 if view == "round" else grid.file.meetup.rounds
    rows, following = part(page, lines(grid, view), min(ROWS, CELLS // rounds))
    turn = asked.get("round", "") or chosen.partition("J")[0] or asked.get("at", "").partition("J")[0]
    return {
        **base(c, reach, id),
        "grid": grid,
        "names": names,
        "labels": grid.file.labels,
        "view": view,
        "where": {name: asked[name] for name in WHERE if asked.get(name)},
        "rows": rows,
        "next": following,
        "turn": int(turn) if turn.isdecimal() and len(turn) < 4 and 0 < int(turn) <= grid.file.meetup.rounds else 1,
        "broken": said(grid.firm, grid, page.language),
        "unkept": said(grid.soft, grid, page.language),
        "hurt": hurt(grid, page.language),
        "barred": barred(grid) if grid.is_open else [],
        "idle": adjusting.idle(grid),
        "changes": adjusting.changes(grid),
        "versions": adjusting.versions(c, id),
        "menu": menu(grid, chosen, page.language) if grid.is_open else None,
        "at": asked.get("at") or page.typed.get("seat", ""),
        "work": work if work and _matters(work, grid) else None,
        "failed": in_language(work.report.get("error", ""), page.language) if work else "",
    }


def _matters(work: Work, grid: Grid) -> bool:
    """Return whether a computation still tells something of the version that is shown."""
    return work.is_going_on or work.report.get("step", grid.step.number) == grid.step.number
