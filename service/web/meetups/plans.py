"""The plan of a meetup: computed in the background, followed, stopped with the best so far, told in words."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import Response

from service import meetup_shapes, meetup_words
from service.api.fields import PathId
from service.problems import in_language
from service.usecases import adjusting, evenings, guest_lists, planning, working
from service.usecases.working import Work
from service.web.meetups.common import Writing, base, leads_back, new_router
from service.web.meetups.grid_view import said
from service.web.pages import Page

router = new_router()
leads_back(router, "/meetups/{id}/plan", "stop")

SECONDS: Final = (5, 20, 60, 180)


@router.get("/meetups/{id}/plan")
def report(page: Writing, id: PathId) -> Response:
    """Show how far the computation is, what the last one said, and the plan in words."""
    found = page.look(lambda c, reach: _told(c, reach, id, page))
    return page.show("meetups/plan.html", **found, seconds=SECONDS)


@router.get("/meetups/{id}/plan/progress")
def progress(page: Writing, id: PathId) -> Response:
    """Show how far the computation is, alone; when it has ended, let the whole page be asked for again."""
    work = page.look(lambda c, reach: planning.follow(c, reach, id, page.now))
    shown = page.show("meetups/progress.html", work=work, meetup={"id": id})
    if work is None or not work.is_going_on:
        shown.headers["HX-Refresh"] = "true"
    return shown


@router.post("/meetups/{id}/plan")
def compute(page: Writing, id: PathId) -> Response:
    """Begin to compute a plan, beside the pages."""
    asked = page.form.text("seconds")
    seconds = float(asked) if asked in map(str, SECONDS) else planning.SECONDS
    begun: list[str] = []

    def act(c: Any, reach: Any) -> dict[str, Any]:
        begun[:] = [planning.begin(c, reach, id, page.now)]
        return {"id": begun[0]}

    answer = page.do(act, then=f"/meetups/{id}/plan", again=lambda refused: report(refused, id))
    if begun and answer.status_code == 303:
        planning.beside(page.services.store, page.services.now, page.call.reach, id, begun[0], seconds)
    return answer


@router.post("/meetups/{id}/plan/stop")
def stop(page: Writing, id: PathId) -> Response:
    """Stop a computation and keep the best so far."""

    def act(c: Any, reach: Any) -> dict[str, Any]:
        work = planning.follow(c, reach, id, page.now)
        if work:
            working.stop(c, reach, work.id)
        return {}

    again = report
    return page.do(act, then=f"/meetups/{id}/plan", again=lambda refused: again(refused, id), said="meetups_stopping")


def _told(c: Any, reach: Any, id: str, page: Page) -> dict[str, Any]:
    """Return the plan, the last computation and what both say, in words."""
    found = {**base(c, reach, id), "work": planning.follow(c, reach, id, page.now), "names": {}, "cause": []}
    found |= {"report": None, "worth": None, "unkept": [], "broken": [], "labels": {}, "failed": ""}
    shown = evenings.show(c, reach, id, page.now)
    file = shown.file or (evenings.file_of(c, shown.row) if all(found["counts"].values()) else None)
    found |= {"names": guest_lists.names(c, reach, id), "labels": shown.labels}
    if file and found["work"]:
        found["failed"] = in_language(found["work"].report.get("error", ""), page.language)
        found["cause"] = _cause(found["work"], file, page.language)
    if shown.file:
        told = [meetup_shapes.unkept(one, shown.file, page.language) for one in shown.unkept]
        found |= {"report": planning.report(shown.file, shown.seats), "worth": shown.worth, "unkept": told}
        grid = adjusting.read(c, reach, id)
        if grid.is_open and grid.is_saved:  # whoever was added, or paired, since then
            found["broken"] = said(grid.firm, grid, page.language)
    return found


def _cause(work: Work, file: Any, language: str) -> list[Mapping[str, str]]:
    """Return the rules that together leave no plan, each with where it can be mended."""
    told = []
    for breach in planning.cause(work.report):
        where, guest = planning.mend(breach)
        told.append({"text": meetup_words.rule(breach, file, language), "where": where, "guest": guest})
    return told
