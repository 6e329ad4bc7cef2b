"""The state of an installation at a glance, and the name of its territory."""

import datetime as dt
from importlib.metadata import version
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from service.api.fields import Body, words
from service.backups.folder import beside
from service.keys import key_file
from service.permissions import Reach
from service.usecases import auditing, emergencies, keeping, members, noticing, rights, territories
from service.web.pages import Page, screen

router = APIRouter()

RECENT: Final = dt.timedelta(days=30)
LATE: Final = dt.timedelta(days=1)  # without a backup

Reading = Annotated[Page, screen("key", "R")]


class Named(Body):
    """What a territory is called."""

    name: words(200, "What it is called", "Territoire d’exemple")  # type: ignore[valid-type]


@router.get("/admin")
def glance(page: Reading) -> Response:
    """Show what needs a look: jobs, messages, backups, alerts, requests, roles that wait."""
    backups = keeping.kept(beside(key_file(page.services.settings)))
    last = backups[0] if backups else None
    return page.show(
        "admin/glance.html",
        **page.look(_machine),
        **_people(page),
        backup=last,
        is_late=last is None or page.now - last.at > LATE,
        sends_mail=bool(page.services.settings.smtp),
        version=version("visavis"),
        territory=page.look(lambda c, reach: territories.get(c, reach, _own(reach)), "territory:R"),
    )


@router.post("/admin/territory")
def rename(page: Annotated[Page, screen("territory", "W")]) -> Response:
    """Give the territory another name."""
    expected = page.call.expected

    def act(connection: Connection, reach: Reach) -> dict[str, Any]:
        row = territories.rename(connection, reach, _own(reach), expected, page.form.told(Named).name)
        return {"id": row.id, "version": row.version}

    return page.do(act, "/admin", glance, "admin_territory_named")


def _own(reach: Reach) -> str:
    return reach.subject.territory or ""


def _machine(connection: Connection, reach: Reach) -> dict[str, Any]:
    latest: dict[str, dict[str, Any]] = {}
    for run in noticing.runs(connection):
        latest.setdefault(run["name"], run)
    return {"runs": [*latest.values()], "waiting": noticing.waiting(connection), "unsent": noticing.unsent(connection)}


def _people(page: Page) -> dict[str, Any]:
    since, one = page.now - RECENT, auditing.Asked(5, total=True)
    sought = auditing.Sought(since=since, tag="alert")
    alerts, _ = page.look(lambda c, reach: auditing.browse(c, reach, one, sought), "audit:R")
    pending = page.look(lambda c, reach: members.search(c, reach, "", "", "pending"), "member:R")
    due = page.look(lambda c, reach: rights.due(c, reach, "open", rights.Asked(1, total=True), page.now))
    opened = page.look(emergencies.mine, "emergency:R")
    return {
        "alerts": alerts.total,
        "pending": len(pending),
        "due": due.total,
        "overdue": bool(due.rows) and due.rows[0].due_at.date() < page.now.date(),
        "emergencies": [one for one in opened if one.ends_at > page.now],
    }
