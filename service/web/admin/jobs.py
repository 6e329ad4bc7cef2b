"""What runs by itself, and the messages that did not go."""

import datetime as dt
from operator import itemgetter
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response

from service import short_lists
from service.i18n import name, names, worded
from service.usecases import noticing
from service.web.pages import Page, screen

router = APIRouter()

MOST: Final = 1000  # runs that are looked through
ORDERS: Final[short_lists.Orders[dict[str, Any]]] = {
    "job": itemgetter("called"),
    "began": itemgetter("started_at"),
    "lasted": lambda run: -1 if run["seconds"] is None else run["seconds"],
}


@router.get("/admin/jobs")
def jobs(page: Annotated[Page, screen("key", "R")]) -> Response:
    """Show the last runs of jobs, and what became of messages."""
    told = page.look(
        lambda c, reach: {"runs": noticing.runs(c, MOST), "unsent": noticing.unsent(c), "waiting": noticing.waiting(c)}
    )
    query, ran = page.request.query_params, told["runs"]
    kept = [run for run in ran if query.get("job", "") in ("", run["name"])]
    kept = [run for run in kept if run["error"]] if query.get("failed") else kept
    for run in kept:
        run["seconds"] = _seconds(run)
        run["called"] = name("job", run["name"], page.language)
    told["runs"] = short_lists.listed(kept, query, ORDERS, "-began")
    for run in told["runs"]["items"]:
        run["did"] = _did(run["result"] or {}, page.language)
    known = sorted({run["name"]: name("job", run["name"], page.language) for run in ran}.items(), key=itemgetter(1))
    return page.show("admin/jobs.html", **told, jobs=known, sends_mail=bool(page.services.settings.smtp))


def _did(result: dict[str, Any], language: str) -> list[tuple[str, str]]:
    """Return what a run did, without what it did nothing of."""
    known = names("job", language)
    return [
        (name("job", what, language) if what in known else what, worded(count, "", language))
        for what, count in result.items()
        if count
    ]


def _seconds(run: dict[str, Any]) -> int | None:
    began, ended = run["started_at"], run["ended_at"]
    lasted: dt.timedelta | None = ended and ended - began
    return None if lasted is None else round(lasted.total_seconds())
