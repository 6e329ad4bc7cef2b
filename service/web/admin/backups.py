"""The backups that there are: made now, or read again to prove that they are whole."""

from typing import Annotated

from fastapi import APIRouter, Response

from service.backups.folder import beside
from service.keys import key_file
from service.usecases import keeping
from service.web.pages import Page, screen

router = APIRouter()

Writing = Annotated[Page, screen("key", "W")]


@router.get("/admin/backups")
def backups(page: Annotated[Page, screen("key", "R")]) -> Response:
    """Show the backups, and how one is put back."""
    page.look(lambda c, reach: None)
    folder = beside(key_file(page.services.settings))
    return page.show("admin/backups.html", found=keeping.kept(folder), every=page.services.settings.backup)


@router.post("/admin/backups")
def back_up(page: Writing) -> Response:
    """Make a backup: nobody who writes meanwhile waits for it."""
    folder = beside(key_file(page.services.settings))
    if page.call.reach:  # raises for who may not
        keeping.back_up(page.services.store, page.services.keys, folder, page.now)
    return page.do(lambda c, reach: {"done": True}, "/admin/backups", backups, "admin_backup_made")


@router.post("/admin/backups/verify")
def verify(page: Writing) -> Response:
    """Read a backup again, all of it."""
    folder, asked = beside(key_file(page.services.settings)), page.form.text("name")
    if page.call.reach:  # raises for who may not
        told = keeping.check_kept(folder, asked, page.services.keys)
    rows = sum(count for count, _ in told.tables.values())
    return page.do(lambda c, reach: {"done": True}, "/admin/backups", backups, "admin_backup_whole", rows=rows)
