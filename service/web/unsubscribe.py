"""Stopping the weekly message by the link in it, without signing in."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from service import limits
from service.api.calls import Needs
from service.api.sign_in import address_of
from service.permissions import NOBODY, Action, Policy
from service.usecases import weekly
from service.web.forms import form_of
from service.web.pages import Page

router = APIRouter(prefix="/unsubscribe", tags=["pages"], include_in_schema=False)

ONE_CLICK: Final = "List-Unsubscribe"  # the field that a mail program sends by itself (RFC 8058)
_OWN: Final = Policy("account", Action.WRITE)


async def by_link(request: Request) -> Page:
    """Return the page of whoever has a link: it alone counts, whoever has signed in and wherever it is sent from."""
    await run_in_threadpool(limits.check, request.app.state.services.settings, None, address_of(request))
    request.state.subject = NOBODY
    return Page(Needs(_OWN).call(request), await form_of(request))


ByLink = Annotated[Page, Depends(by_link)]


@router.get("/{link}")
def ask(page: ByLink, link: str) -> Response:
    """Say whether the message comes, with a button: programs that only look at links change nothing."""
    found = weekly.by_link(page.services.store, page.services.keys, link)
    return page.show("doors/unsubscribe.html", comes=found.weekly)


@router.post("/{link}")
def stop(page: ByLink, link: str) -> Response:
    """Stop the message, or let it come again; a mail program is answered at once, as it does not follow."""
    weekly.want(page.services.store, page.services.keys, link, page.form.text("weekly") == "true")
    return ask(page, link) if ONE_CLICK in page.form else page.go(page.path)
