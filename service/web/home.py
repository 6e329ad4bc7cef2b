"""Where everybody begins, and the language in which they go on."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from service.api.shapes import accounts as shapes
from service.errors import Invalid
from service.http.language import set_language
from service.http.onward import onward_of
from service.i18n import LANGUAGES
from service.permissions import Role
from service.usecases import accounts, demonstration
from service.web.navigation import HOME
from service.web.pages import Page, visited

router = APIRouter(tags=["pages"], include_in_schema=False)

Anybody = Annotated[Page, Depends(visited)]


@router.get("/")
def home(page: Anybody) -> Response:
    """Lead everybody to where their work begins."""
    role = page.subject.role
    if role is Role.ADMIN and page.look(lambda c, reach: demonstration.may_begin(c), "territory:W"):
        return page.go("/first-steps")
    return page.go(HOME[role])


@router.post("/language")
def speak(page: Anybody) -> Response:
    """Speak another language in this browser, and to this account; raise Invalid for one that is not ours."""
    language = page.form.text("language")
    if language not in LANGUAGES:
        raise Invalid("language: one of fr, en is expected", faults=(("language", "one of fr, en is expected"),))
    if page.subject.account:
        page.under("account:W").do(lambda c, reach: shapes.done(accounts.speak(c, reach, language)))
    answer = page.go(onward_of(page.request, page.form.text("next")))
    set_language(answer, language)
    return answer
