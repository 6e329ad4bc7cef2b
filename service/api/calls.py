"""One request: who asks, what their right reaches, and the transaction that their answer stands in."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from fastapi import Depends, Request, Response
from sqlalchemy import Connection

from service.api.sign_in import subject_of
from service.db import audit, idempotency
from service.db.base import Store
from service.db.idempotency import Kept
from service.errors import Invalid, PreconditionRequired
from service.keys import Keys
from service.permissions import Action, Policy, Reach, reach
from service.settings import Settings

Act = Callable[[Connection, Reach], Any]

SEEN: Final = frozenset({"identity", "status", "note", "right"})  # to read one of these is written down


@dataclass(frozen=True)
class Services:
    """What a running server has, made once in app.py; `request.app.state.services`."""

    store: Store
    settings: Settings
    keys: Keys
    now: Callable[[], dt.datetime] = field(default=lambda: dt.datetime.now(dt.UTC))


@dataclass(frozen=True)
class Call:
    """A request by somebody whose role allows it; which objects it reaches is for the queries to say."""

    request: Request
    services: Services
    policy: Policy
    reach: Reach
    language: str

    def read(self, act: Act) -> Response:
        """Answer with what `act` returns, as JSON, from one state of the database; `version` becomes the ETag."""
        if self.policy.resource in SEEN:
            with self.services.store.write() as connection:
                body = act(connection, self.reach)
                self._record(connection, body)
        else:
            with self.services.store.read() as connection:
                body = act(connection, self.reach)
        return _answer(200, orjson.dumps(body), body, self.request)

    def write(self, act: Act, status: int = 200) -> Response:
        """Do `act` in one transaction, once for each Idempotency-Key, write it down, and answer as `read` does."""
        key, digest = self._key()
        account = self.reach.subject.account or ""
        with self.services.store.write() as connection:
            if key and (kept := idempotency.find(connection, account, key, digest)):
                return _answer(kept.status, kept.body, orjson.loads(kept.body or b"null"), self.request)
            body = act(connection, self.reach)
            raw = orjson.dumps(body)
            self._record(connection, body)
            if key:
                idempotency.keep(connection, account, key, digest, Kept(status, raw))
        return _answer(status, raw, body, self.request)

    @property
    def expected(self) -> int:
        """The version that the client changes (If-Match); raise PreconditionRequired where it is not said."""
        told = self.request.headers.get("if-match")
        if told is None:
            raise PreconditionRequired("say which version you change: send its ETag as If-Match")
        number = told.removeprefix("W/").strip('"')
        if not number.isdecimal() or len(number) > 9:
            raise Invalid('If-Match: send the ETag of what you read, such as "3"')
        return int(number)

    def _key(self) -> tuple[str | None, str]:
        key = self.request.headers.get("idempotency-key")
        if key is None and self.request.method == "POST":
            raise Invalid("send an Idempotency-Key: a text of your own, new for each thing you do", "idempotency_key")
        told = f"{self.request.method} {self.request.url.path}?{self.request.url.query}".encode()
        return key, hashlib.sha256(told + b"\n" + getattr(self.request, "_body", b"")).hexdigest()

    def _record(self, connection: Connection, body: Any) -> None:
        objects = [str(value) for value in self.request.path_params.values()] or _ids(body)
        request_id = getattr(self.request.state, "request_id", "")
        audit.record(connection, self.reach.subject, str(self.policy), objects, request_id)


class Needs:
    """The policy of a route, as its dependency: `call: Annotated[Call, needs("opening", "R")]`."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    def __call__(self, request: Request) -> Call:
        """Return the call; raise Unauthenticated, Forbidden or TooMany."""
        services: Services = request.app.state.services
        with services.store.read() as connection:
            subject = subject_of(request, connection, services.now())
        return Call(request, services, self.policy, reach(subject, self.policy), language_of(request))


def needs(resource: str, action: str) -> Any:
    """Return the dependency that gives a route its policy."""
    return Depends(Needs(Policy(resource, Action(action))))


def language_of(request: Request) -> str:
    """Return the first of our languages that the client accepts, else French."""
    told = [part.split(";")[0].strip()[:2].casefold() for part in request.headers.get("accept-language", "").split(",")]
    return next((language for language in told if language in ("fr", "en")), "fr")


def _ids(body: Any) -> list[str]:
    if isinstance(body, dict) and "id" in body:
        return [str(body["id"])]
    return [str(item["id"]) for item in body.get("items", []) if "id" in item] if isinstance(body, dict) else []


def _answer(status: int, raw: bytes, body: Any, request: Request) -> Response:
    headers = {"ETag": f'"{body["version"]}"'} if isinstance(body, dict) and "version" in body else {}
    if (
        status == 200
        and headers
        and request.method == "GET"
        and request.headers.get("if-none-match") == headers["ETag"]
    ):
        return Response(status_code=304, headers=headers)
    return Response(raw, status, headers, "application/json")
