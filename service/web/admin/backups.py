"""The backups that there are: made now, or read again to prove that they are whole."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Response

from service import short_lists
from service.backups.folder import beside
from service.keys import key_file
from service.usecases import keeping
from service.usecases.keeping import Kept
from service.web.pages import Page, screen

router = APIRouter()

Writing = Annotated[Page, screen("key", "W")]
ORDERS: Final[short_lists.Orders[Kept]] = {"at": lambda one: one.at, "size": lambda one: one.size}


@router.get("/admin/backups")
def backups(page: Annotated[Page, screen("key", "R")]) -> Response:
    """Show the backups, and how one is put back."""
    page.look(lambda c, reach: None)
    kept = keeping.kept(beside(key_file(page.services.settings)))
    found = short_lists.listed(kept, page.request.query_params, ORDERS, "-at")
    last = kept[0].name if kept else None
    return page.show("admin/backups.html", found=found, last=last, every=page.services.settings.backup)


@router.post("/admin/backups")
def back_up(page: Writing) -> Response:
    """Make a backup, once for each form: nobody who writes meanwhile waits for it."""
    services, folder = page.services, beside(key_file(page.services.settings))

    def make(told: Mapping[str, str]) -> str:
        at = dt.datetime.fromisoformat(told["at"])
        if not keeping.has(folder, at):
            keeping.back_up(services.store, services.keys, folder, at)
        return "/admin/backups"

    return page.do(lambda c, reach: {"at": page.now.isoformat()}, make, backups, "admin_backup_made")


@router.post("/admin/backups/verify")
def verify(page: Writing) -> Response:
    """Read a backup again, all of it."""
    folder, asked = beside(key_file(page.services.settings)), page.form.text("name")
    if page.call.reach:  # raises for who may not
        told = keeping.check_kept(folder, asked, page.services.keys)
    rows = sum(count for count, _ in told.tables.values())
    return page.do(lambda c, reach: {"done": True}, "/admin/backups", backups, "admin_backup_whole", rows=rows)
