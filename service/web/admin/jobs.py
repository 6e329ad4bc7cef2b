"""What runs by itself, and the messages that did not go."""

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Response

from service.i18n import name, names, worded
from service.usecases import noticing
from service.web.pages import Page, screen

router = APIRouter()


@router.get("/admin/jobs")
def jobs(page: Annotated[Page, screen("key", "R")]) -> Response:
    """Show the last runs of jobs, and what became of messages."""
    told = page.look(
        lambda c, reach: {"runs": noticing.runs(c), "unsent": noticing.unsent(c), "waiting": noticing.waiting(c)}
    )
    for run in told["runs"]:
        run["did"] = _did(run["result"] or {}, page.language)
        run["seconds"] = _seconds(run)
    return page.show("admin/jobs.html", **told, sends_mail=bool(page.services.settings.smtp))


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
