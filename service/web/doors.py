"""The doors: signing in step by step, choosing a role, signing out."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from service.api import entrance
from service.api.entrance import Entry, EntryNeeds
from service.api.shapes import accounts as shapes
from service.api.sign_in import set_cookie
from service.errors import Invalid, ServiceError, Unauthenticated
from service.http.language import set_language
from service.http.onward import onward_of, with_next
from service.permissions import NOBODY, Action, Policy
from service.usecases import accounts, second_factor
from service.usecases.recognising import subject_of
from service.usecases.signing_in import Started
from service.web.forms import form_of
from service.web.pages import Page

router = APIRouter(tags=["pages"], include_in_schema=False)

TOKEN: Final = re.compile(r"[\w-]{43}", re.ASCII)
NO_LINK: Final = "this is no sign-in link: copy the whole link from the message, up to its last character"
_OWN: Final = Policy("account", Action.WRITE)


async def at_the_door(request: Request) -> Page:
    """Return the page of who is not in yet; what a form sends must come from a page of ours, and not too often."""
    if request.method == "POST":
        await run_in_threadpool(entrance.from_us, request)
    request.state.subject = NOBODY
    return Page(EntryNeeds(_OWN).call(request), await form_of(request))


class Coming(EntryNeeds):
    """The policy of a step that finishes signing in: the hidden fields of its form stand for headers."""

    async def __call__(self, request: Request) -> tuple[Page, Entry]:  # type: ignore[override]
        """Return the page and the session; raise as EntryNeeds does."""
        form = await form_of(request)
        entry = await run_in_threadpool(super().__call__, request)
        request.state.subject = NOBODY if entry.found.needs_second_factor else subject_of(entry.found)
        return Page(self.call(request), form), entry


Door = Annotated[Page, Depends(at_the_door)]
Step = Annotated[tuple[Page, Entry], Depends(Coming(_OWN))]


@router.get("/sign-in")
def sign_in(page: Door) -> Response:
    """Show the step that signing in has reached; a link's token stands behind the #, where only a script sees it."""
    try:
        found = entrance.recognised(page.request)
    except Unauthenticated:
        return page.show("doors/sign_in.html", next=_next(page), state="ended")
    if found is None:
        return page.show("doors/sign_in.html", next=_next(page), state="out")
    if not found.needs_second_factor:
        return page.go(_next(page)) if _next(page) != "/" else page.show("doors/sign_in.html", next="/", state="in")
    if found.enrolled:
        return page.show("doors/code.html", next=_next(page))
    return page.go(with_next("/sign-in/second-factor", _next(page)))


@router.post("/sign-in")
def with_password(page: Door) -> Response:
    """Sign in with a password."""

    def enter() -> Response:
        told = page.form.told(shapes.Password)
        return _entered(page, entrance.by_password(page.request, page.services, told))

    return _tried(page, enter, _sign_in_again)


@router.post("/sign-in/mail")
def ask_for_link(page: Door, later: BackgroundTasks) -> Response:
    """Have a link sent by mail; what is answered is the same for an address that nobody has."""

    def ask() -> Response:
        later.add_task(entrance.send_link, page.services, page.form.told(shapes.LinkAsked).email)
        return page.go(with_next("/sign-in", _next(page)), said="doors_link_sent")

    return _tried(page, ask, _sign_in_again)


@router.post("/sign-in/link")
def with_link(page: Door) -> Response:
    """Sign in with a link, once; who is the first to use an account tells who they are."""

    def enter() -> Response:
        told = page.form.told(shapes.LinkUsed, token=_token(page))
        try:
            return _entered(page, entrance.by_link(page.request, page.services, told))
        except Invalid as error:
            if error.code != "newcomer" or is_newcomer:
                raise
            return page.show("doors/newcomer.html", next=_next(page))

    def again(refused: Page) -> Response:
        return refused.show("doors/newcomer.html", next=_next(page)) if is_newcomer else _sign_in_again(refused)

    is_newcomer = "name" in page.form.typed

    return _tried(page, enter, again)


@router.post("/sign-in/code")
def with_code(step: Step) -> Response:
    """Finish signing in with the code of an app or on paper."""
    page, entry = step

    def enter() -> Response:
        return _entered(page, entrance.with_code(entry, page.form.told(shapes.CodeGiven).code))

    return _tried(page, enter, lambda refused: refused.show("doors/code.html", next=_next(page)))


@router.get("/sign-in/second-factor")
def enrolment(step: Step) -> Response:
    """Say what a second factor is, or show the secret that was offered."""
    page, entry = step
    return page.go(_next(page)) if entry.found.enrolled else _enrolment(page, entry)


@router.post("/sign-in/second-factor")
def offer(step: Step) -> Response:
    """Offer a secret for an app that shows codes."""
    page, entry = step
    entry.write(lambda c, found: second_factor.offer(c, page.services.keys, found.session.account))
    return page.go(with_next("/sign-in/second-factor", _next(page)))


@router.post("/sign-in/second-factor/confirm")
def enrol(step: Step) -> Response:
    """Let the secret count once a code shows that the app works, and show the codes on paper, this once."""
    page, entry = step

    def confirm() -> Response:
        codes, started = entrance.enrolled(entry, page.form.told(shapes.CodeGiven).code)
        page.request.state.subject = NOBODY  # no form of this page could be sent: its session goes on under a new token
        answer = page.show("doors/recovery.html", codes=codes, next=_next(page))
        set_cookie(answer, started.token)
        return answer

    return _tried(page, confirm, lambda refused: _enrolment(refused, entry))


@router.get("/sign-in/role")
def roles(step: Step) -> Response:
    """Let somebody who has several roles choose the one to go on in."""
    page, entry = step
    account = entry.found.session.account
    held = entry.read(lambda c, _: accounts.roles(c, account, page.now))
    return page.show("doors/role.html", roles=held, current=entry.found.membership.id, next=_next(page))


@router.post("/sign-in/role")
def choose_role(step: Step) -> Response:
    """Go on in another role."""
    page, entry = step
    return _entered(page, entrance.in_role(entry, page.form.told(shapes.RoleChosen).membership))


@router.post("/sign-out")
def leave(step: Step) -> Response:
    """Sign out."""
    page, entry = step
    entrance.leave(entry)
    answer = page.go("/sign-in", said="doors_signed_out")
    set_cookie(answer, None)
    return answer


@router.get("/sign-in/{step}")
def step_again(page: Door) -> Response:
    """Lead whoever asks for the address of a step by itself to the step that they have reached."""
    return page.go(with_next("/sign-in", _next(page)))


def _sign_in_again(page: Page) -> Response:
    return page.show("doors/sign_in.html", next=_next(page), state="out")


def _enrolment(page: Page, entry: Entry) -> Response:
    account = entry.found.session.account
    made = entry.read(lambda c, _: second_factor.offered(c, page.services.keys, account))
    qr = entrance.picture(made.uri) if made else ""
    return page.show("doors/enrolment.html", made=made, qr=qr, next=_next(page))


def _entered(page: Page, started: Started) -> Response:
    """Keep the session in the browser, in the language of its account, and lead on: to what is missing first."""
    told = entrance.described(page.services, started.token)
    onward = _next(page)
    if started.new and len(told.roles) > 1:
        onward = with_next("/sign-in/role", onward)
    answer = page.go(onward if told.complete else with_next("/sign-in", onward))
    set_cookie(answer, started.token)
    set_language(answer, told.account.language)
    return answer


def _tried(page: Page, act: Callable[[], Response], again: Callable[[Page], Response]) -> Response:
    """Return what `act` returns; where it is refused, the same form with what was typed, and why."""
    try:
        return act()
    except ServiceError as error:
        shown = again(replace(page, refusal=error))
        shown.status_code = error.status
        return shown


def _token(page: Page) -> str:
    """Return what stands behind the # of a link, whether all of it was pasted or that alone; raise Invalid."""
    found = page.form.text("link").rpartition("#")[2]
    if not TOKEN.fullmatch(found):
        raise Invalid(NO_LINK, "no_link", (("link", NO_LINK),))
    return found


def _next(page: Page) -> str:
    return onward_of(page.request, page.form.text("next"))
