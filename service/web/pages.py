"""What every screen stands in: who asks, what they may, the forms they send, and the page that they get.

A screen is a function that parses, asks use cases, and shows a template:

    @router.get("/people/{id}/notes")
    def notes_of(page: Annotated[Page, screen("note", "R")], id: PathId) -> Response:
        found = page.look(lambda c, reach: notes.browse(c, reach, id, ...))
        return page.show("people/notes.html", notes=[shapes.note(row) for row in found.rows])

    @router.post("/people/{id}/notes")
    def add(page: Annotated[Page, screen("note", "W")], id: PathId) -> Response:
        def act(c, reach):
            return shapes.note(notes.add(c, keys, reach, id, page.form.told(shapes.NewNote).text, now))
        return page.do(act, then=f"/people/{id}/notes", again=lambda refused: notes_of(refused, id), said="note_added")
"""

import datetime as dt
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, TypeVar
from urllib.parse import quote, urlencode

import orjson
from fastapi import Depends, Request, Response
from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from service.api.calls import Act, Ahead, Call, Needs, Services
from service.api.sign_in import COOKIE, check_origin
from service.errors import Invalid, ServiceError, Unauthenticated
from service.http.headers import nonce_of
from service.i18n import LANGUAGES
from service.permissions import NOBODY, Action, Policy, Reach, Subject, matrix
from service.problems import in_language
from service.tokens import csrf_token
from service.usecases import accounts, inhabiting
from service.web.done import NOTE, Done, Undo, note_of, sealed
from service.web.forms import Form, form_of
from service.web.rendering import rendered

T = TypeVar("T", bound=BaseModel)
_IN_ADDRESSES: Final = "!#$%&'()*+,/:;=?@[]~"  # what else stands there would break the header, or is no ASCII
_OWN_ACCOUNT: Final = Policy("account", Action.READ)


@dataclass(frozen=True)
class Page:
    """One request of a browser, under the right that its screen needs."""

    call: Call
    form: Form = field(default_factory=Form)
    refusal: ServiceError | None = None  # why what was sent was not done: the form is shown again

    @property
    def request(self) -> Request:
        """The request."""
        return self.call.request

    @property
    def services(self) -> Services:
        """What a running server has."""
        return self.call.services

    @property
    def now(self) -> dt.datetime:
        """The moment of this request, in UTC."""
        return self.services.now()

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.call.language

    @property
    def other_language(self) -> str:
        """The one that it can be changed to."""
        return next(language for language in LANGUAGES if language != self.language)

    @property
    def subject(self) -> Subject:
        """Who asks; NOBODY before they have signed in."""
        subject: Subject = getattr(self.request.state, "subject", NOBODY)
        return subject

    @property
    def path(self) -> str:
        """The address without its filters."""
        return self.request.url.path

    def under(self, right: str) -> Call:
        """Return the same request under another right, such as "note:W"."""
        resource, _, action = right.partition(":")
        return replace(self.call, policy=Policy(resource, Action(action)))

    def may(self, right: str) -> bool:
        """Return whether who asks has a right to at least some objects: what is shown, never what is allowed."""
        resource, _, action = right.partition(":")
        return bool(matrix()[resource][self.subject.role].get(Action(action)))

    def look(self, act: Act, right: str | None = None) -> Any:
        """Return what `act` reads, under the screen's right or the one that is named; raise what it raises."""
        return (self.under(right) if right else self.call).look(act)

    def do(
        self,
        act: Act,
        then: str | Callable[[Any], str],
        again: "Callable[[Page], Response]",
        said: str = "",
        undo: Undo | Callable[[Any], Undo | None] | None = None,
        ahead: Ahead | None = None,
        **facts: Any,
    ) -> Response:
        """Do what a form asks, once, and lead on to `then`; where it is refused, show `again` with what was typed.

        `act` returns plain JSON (shapes), which `then`, `undo` and facts may be made of; one form does one act.
        """
        try:
            body = orjson.loads(self.call.do(act, ahead=ahead).raw)
        except Unauthenticated:
            raise
        except ServiceError as error:
            shown = again(replace(self, refusal=error))
            shown.status_code = error.status
            return shown
        address = then(body) if callable(then) else then
        facts = {name: fact(body) if callable(fact) else fact for name, fact in facts.items()}
        return self.go(address, said, undo(body) if callable(undo) else undo, **facts)

    def go(self, address: str, said: str = "", undo: Undo | None = None, **facts: Any) -> Response:
        """Lead on to a page of ours, which says once what was done, and how to undo it."""
        answer = Response(status_code=303, headers={"Location": quote(address, safe=_IN_ADDRESSES)})
        if said:
            note = sealed(self.services.keys, Done(said, facts, undo))
            answer.set_cookie(NOTE, note, max_age=60, path="/", secure=True, httponly=True, samesite="lax")
        return answer

    def asked(self, model: type[T]) -> T:
        """Return the filters of the address as one of the API's queries; what is left empty is not told."""
        return Form(FormData(self.request.query_params.multi_items())).told(model)

    @property
    def typed(self) -> Mapping[str, str]:
        """What was typed into a form that was refused; empty else."""
        return self.form.typed if self.refusal else {}

    @property
    def faults(self) -> Mapping[str, str]:
        """The fields of a refused form that are wrong, each with the reason in the reader's language."""
        found = self.refusal.faults if isinstance(self.refusal, Invalid) else ()
        return {name: in_language(reason, self.language) for name, reason in found}

    @property
    def fault(self) -> str:
        """Why a form was refused, in the reader's language; "" where it was not."""
        told = in_language(str(self.refusal), self.language) if self.refusal else ""
        return told[:1].upper() + told[1:]

    def at(self, **changes: Any) -> str:
        """Return this address with other filters; None takes one away. A page further on begins anew."""
        gone = {*changes, "cursor"}
        kept = [pair for pair in self.request.query_params.multi_items() if pair[0] not in gone]
        told = urlencode([pair for pair in (*kept, *changes.items()) if pair[1] not in (None, "")])
        return f"{self.path}?{told}" if told else self.path

    @property
    def here(self) -> str:
        """The whole address, to come back to."""
        return self.path + (f"?{self.request.url.query}" if self.request.url.query else "")

    @property
    def csrf(self) -> str:
        """The token that every form of this session sends back."""
        token = self.request.cookies.get(COOKIE, "")
        return csrf_token(token) if token else ""

    @property
    def nonce(self) -> str:
        """The word that lets the scripts and styles of this page run."""
        return nonce_of(self.request.state)

    @staticmethod
    def new_key() -> str:
        """Return an Idempotency-Key for one form: sent twice, it is done once."""
        return secrets.token_urlsafe(16)

    @cached_property
    def done(self) -> Done | None:
        """What was just done, if the page before left a note of it."""
        return note_of(self.services.keys, self.request.cookies.get(NOTE, ""), self.language)

    def show(self, template: str, status: int = 200, **told: Any) -> Response:
        """Return a page made of a template of templates/, in the reader's language."""

        def head(connection: Connection, reach: Reach) -> dict[str, Any]:
            account, _ = accounts.get(connection, reach)
            return {"account_name": account.name, "is_demonstration": inhabiting.is_settled(connection)}

        known = self.look(head, "account:R") if self.subject.account else {}
        return self.alone(template, status, **known, **told)

    def alone(self, template: str, status: int = 200, **told: Any) -> Response:
        """Return such a page without reading anything: for refusals, among them that of the database."""
        answer = Response(rendered(template, self, told), status, media_type="text/html; charset=utf-8")
        answer.headers["Content-Language"] = self.language
        answer.headers["Vary"] = "Accept-Language, Cookie"
        if self.done:
            answer.delete_cookie(NOTE, path="/", secure=True, httponly=True, samesite="lax")
        return answer


class Screen(Needs):
    """The policy of a screen, as its dependency: `page: Annotated[Page, screen("opening", "R")]`."""

    async def __call__(self, request: Request) -> AsyncIterator[Page]:  # type: ignore[override]
        """Yield the page to those who may; a form's hidden fields stand for headers, its files are closed after."""
        try:
            page = Page(self.call(request), await form_of(request))
            await run_in_threadpool(lambda: page.call.reach)
            yield page
        finally:
            await request.close()


def screen(resource: str, action: str) -> Any:
    """Return the dependency that gives a screen its policy."""
    return Depends(Screen(Policy(resource, Action(action))))


async def visited(request: Request) -> Page:
    """Return the page of a screen that is open to everybody; who has signed in keeps their menu.

    A form that is sent to it must come from a page of ours.
    """
    form, call = await form_of(request), Needs(_OWN_ACCOUNT).call(request)
    if request.method == "POST":
        check_origin(request)
    with suppress(ServiceError):
        await run_in_threadpool(lambda: call.reach)
    request.state.subject = getattr(request.state, "subject", NOBODY)
    return Page(call, form)
