"""What surrounds every request: its name, its limits, its headers, and the line that is written about it."""

import re
import secrets
from collections.abc import Callable
from time import perf_counter
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.addresses import Addresses
from service.http.bodies import bounded
from service.http.headers import with_headers
from service.http.leaving import leaving
from service.logs import told
from service.metrics import counted

_NAME: Final = re.compile(rb"[A-Za-z0-9._-]{8,64}")

Refuse = Callable[[Request], Response]


class Shell:
    """The outermost layer. `refusal` says whether a request may not come in, `unexpected` answers our faults."""

    def __init__(
        self, app: ASGIApp, addresses: Addresses, refusal: Callable[[Request, int], Response | None], unexpected: Refuse
    ) -> None:
        self._app = app
        self._addresses = addresses
        self._refusal = refusal
        self._unexpected = unexpected
        self._inside = 0  # requests being answered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        began = perf_counter()
        bare = scope["method"] == "HEAD"
        scope = {**scope, "method": "GET" if bare else scope["method"]}
        state = scope["state"] = {**scope.get("state", {}), "request_id": _name(scope)}
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = with_headers(message["headers"], scope)
                if leaving.is_set():
                    message["headers"].append((b"connection", b"close"))
            elif bare:
                message = {**message, "body": b""}
            await send(message)

        self._inside += 1
        try:
            await self._answer(scope, bounded(scope, receive), sending)
        except Exception as error:  # a fault of ours: nobody above could tell it better
            told.fault(error, state["request_id"], self._addresses.template(scope))
            if status:
                raise
            await self._unexpected(Request(scope))(scope, receive, sending)
        finally:
            self._inside -= 1
            self._note(scope, status, perf_counter() - began)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(Request(scope), self._inside)
        await (refusal or self._app)(scope, receive, send)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        template = self._addresses.template(scope)
        counted(scope["method"], template, status, seconds)
        subject = scope["state"].get("subject")
        role = str(subject.role) if subject else ""
        told.request(scope["method"], template, status, seconds, scope["state"]["request_id"], role)


def _name(scope: Scope) -> str:
    """Return the name that the client gave its request, if it is a sound one, else a new one."""
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
    return given.decode("ascii") if _NAME.fullmatch(given) else secrets.token_hex(16)
