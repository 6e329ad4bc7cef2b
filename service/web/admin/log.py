"""The log: who saw or changed what, and when."""

import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy import Connection

from service.api.fields import ListQuery
from service.api.shapes import audit as shapes
from service.api.shapes.accounts import RoleName
from service.api.shapes.pages import page as page_of
from service.i18n import names
from service.permissions import Reach, about
from service.usecases import auditing
from service.web.pages import Page, screen
from service.wording import FRANCE

router = APIRouter()

Day = Annotated[dt.date, Field(ge=dt.date(1900, 1, 1), le=dt.date(9000, 1, 1))] | Literal[""] | None


class LogQuery(ListQuery):
    """Which rows of the log."""

    since: Day = None
    until: Day = None
    role: RoleName | Literal[""] | None = None
    resource: Annotated[str | None, Query(max_length=40, pattern=r"^[a-z_]*$")] = None
    action: Literal["R", "W", "D", "X", "A", ""] | None = None
    tag: Literal["break_glass", "alert", "import", "restore", ""] | None = None
    sort: Literal["at", "-at"] = "-at"


@router.get("/admin/log")
def log(page: Annotated[Page, screen("audit", "R")], query: Annotated[LogQuery, Query()]) -> Response:
    """Show the log of the territory, by day, role, what it was about and what was done."""
    asked = auditing.Asked(query.limit, query.cursor, total=True)
    sought = auditing.Sought(
        _begins(query.since),
        _begins(query.until, 1),
        query.role or None,
        query.resource or None,
        query.action or None,
        query.tag or None,
        oldest=query.sort == "at",
    )

    def look(connection: Connection, reach: Reach) -> dict[str, Any]:
        found, objects = auditing.browse(connection, reach, asked, sought)
        return page_of(found, lambda row: shapes.entry(row, objects))

    return page.show("admin/log.html", found=page.look(look), **_words(page.language))


def _begins(day: Day, later: int = 0) -> dt.datetime | None:
    """Return when a day begins in France, or so many days later."""
    if not day:
        return None
    return dt.datetime.combine(day + dt.timedelta(days=later), dt.time(), FRANCE).astimezone(dt.UTC)


def _words(language: str) -> dict[str, Any]:
    about_words = {what: told[language] for what, told in about().items()}
    return {
        "resources": about_words,
        "actions": names("admin_action", language),
        "roles": names("account_role", language),
        "tags": names("admin_tag", language),
    }
