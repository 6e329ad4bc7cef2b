"""One request: who asks, what their right reaches, and the transaction that their answer stands in."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import orjson
from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy import Connection

from service import limits
from service.api.sign_in import subject_of
from service.db import audit, idempotency
from service.db.base import Ahead, Store
from service.db.idempotency import Kept
from service.errors import Conflict, Invalid, PreconditionRequired, TooMany
from service.filing import digest
from service.http.about import about
from service.http.language import language_of
from service.http.sent import sent
from service.keys import Keys
from service.permissions import Action, Policy, Reach, Role, Scope, Subject, reach
from service.settings import Settings

Act = Callable[[Connection, Reach], Any]

_SOUND_KEY: Final = re.compile(r"[ -~]{1,200}")
SEEN: Final = frozenset({"identity", "status", "note", "right", "bulk_export"})  # to read one of these is written down
LONG: Final = frozenset({"bulk_import", "bulk_export"})  # nobody who writes something short waits for these to end
FILES: Final = frozenset({"identity", "profile", "status", "note"})  # of one person; very many are no work


@dataclass(frozen=True)
class Services:
    """What a running server has, made once in app.py; `request.app.state.services`."""

    store: Store
    settings: Settings
    keys: Keys
    now: Callable[[], dt.datetime] = field(default=lambda: dt.datetime.now(dt.UTC))


class Done(NamedTuple):
    """What became of something that was asked for: a status, and JSON."""

    status: int
    raw: bytes


@dataclass(frozen=True)
class Call:
    """A request by somebody whose role allows it; which objects it reaches is for the queries to say."""

    request: Request
    services: Services
    policy: Policy
    language: str

    @property
    def reach(self) -> Reach:
        """How far the right of who asks goes; raise Unauthenticated, Forbidden or TooMany."""
        if hasattr(self.request.state, "subject"):
            return reach(self.request.state.subject, self.policy)
        with self.services.store.read() as connection:
            return self._signed_in(connection)

    def read(self, act: Act) -> Response:
        """Answer with what `act` returns, as JSON; `version` becomes the ETag."""
        body = self.look(act)
        return _answer(200, orjson.dumps(body, option=orjson.OPT_NAIVE_UTC), body, self.request)

    def look(self, act: Act) -> Any:
        """Return what `act` returns; who asks, what they reach and what they see are of one state of the database."""
        with self.services.store.read() as connection:
            found = self._signed_in(connection)
            self._count_file()
            taken = self.policy.action is Action.EXPORT
            seen = taken or self.policy.resource in SEEN or found.has(Scope.BREAK_GLASS)
            body = None if seen else act(connection, found)

        def look(connection: Connection) -> Any:
            told = act(connection, found)
            self._record(connection, told)
            return told

        return self._committed(look) if seen else body

    def write(self, act: Act, status: int = 200, ahead: Ahead | None = None) -> Response:
        """Do `act` as `do` does, and answer as `read` does."""
        done = self.do(act, status, ahead)
        return _answer(done.status, done.raw, orjson.loads(done.raw), self.request)

    def do(self, act: Act, status: int = 200, ahead: Ahead | None = None) -> Done:
        """Do `act` in one transaction, once for each Idempotency-Key, and write it down.

        What is done `ahead` keeps no other process waiting. Raise Conflict for what was done already by somebody who
        may no longer see what was answered.
        """
        key, asked = self._key()
        account = self.reach.subject.account

        def once(connection: Connection) -> Done:
            if key and account and (kept := idempotency.find(connection, account, key, asked)):
                return self._told_again(connection, kept, account, key)
            body = act(connection, self.reach)
            raw = orjson.dumps(body, option=orjson.OPT_NAIVE_UTC)
            self._record(connection, body)
            if key and account:
                sealed = Kept(status, self.services.keys.seal(raw.decode(), account + key))
                idempotency.keep(connection, account, key, asked, sealed, self.services.now())
            return Done(status, raw)

        done: Done = self._committed(once, ahead)
        return done

    def _committed(self, do: Callable[[Connection], Any], ahead: Ahead | None = None) -> Any:
        if self.policy.resource not in LONG:
            return self.services.store.together(do, ahead)
        with self.services.store.write(ahead) as connection:
            return do(connection)

    def _told_again(self, connection: Connection, kept: Kept, account: str, key: str) -> Done:
        if not idempotency.may_be_told(connection, self.reach, key, self.services.now()):
            raise Conflict("this was done; what was answered then may no longer be shown", "done_already")
        return Done(kept.status, self.services.keys.unseal(kept.body, account + key).encode())

    def count_question(self, opening: str, record: Mapping[str, Any]) -> None:
        """Count that a company asks who fits an opening as it is; raise TooMany after very many in a day."""
        who = self.reach.subject
        if who.role is Role.COMPANY and who.organisation:
            limits.check_question(self.services.settings, who.organisation, f"{opening} {digest(record)}")

    @property
    def expected(self) -> int:
        """The version that the client changes (If-Match); raise PreconditionRequired where it is not said."""
        told = sent(self.request, "if-match")
        if told is None:
            raise PreconditionRequired("say which version you change: send its ETag as If-Match")
        number = told.removeprefix("W/").strip('"')
        if not number.isdecimal() or len(number) > 9:
            raise Invalid('If-Match: send the ETag of what you read, such as "3"')
        return int(number)

    def _signed_in(self, connection: Connection) -> Reach:
        state = self.request.state
        if not hasattr(state, "subject"):
            state.subject = subject_of(self.request, connection, self.services.now())
        return reach(state.subject, self.policy)

    def _key(self) -> tuple[str | None, str]:
        """Return the request's Idempotency-Key and the digest of what it asks for."""
        key = sent(self.request, "idempotency-key")
        if key is None and self.request.method == "POST" and self.reach.subject.account:
            raise Invalid("send an Idempotency-Key: a text of your own, new for each thing you do", "idempotency_key")
        if key is not None and not _SOUND_KEY.fullmatch(key):
            raise Invalid("Idempotency-Key: send 1 to 200 printable ASCII characters", "idempotency_key")
        return key, _digest(self.request, self.reach.subject) if key else ""

    def _record(self, connection: Connection, body: Any) -> None:
        subject, request_id = self.reach.subject, getattr(self.request.state, "request_id", "")
        objects = about(self.request.path_params, body, subject)
        tags, now = "break_glass" if self.reach.has(Scope.BREAK_GLASS) else "", self.services.now()
        audit.record(connection, subject, str(self.policy), objects, request_id, tags=tags, at=now)

    def _count_file(self) -> None:
        """Count that somebody opens a person's file; raise TooMany, and write an alert down, after very many."""
        subject, person = self.reach.subject, self.request.path_params.get("id")
        if self.policy.resource not in FILES or not subject.account or not person:
            return
        try:
            limits.check_file(self.services.settings, subject.account, person)
        except TooMany:
            if limits.is_first_alert(self.services.settings, subject.account):
                with self.services.store.write() as connection:
                    now = self.services.now()
                    audit.record(connection, subject, str(self.policy), [], "", tags="alert files", at=now)
            raise


def _digest(request: Request, who: Subject) -> str:
    """Return a digest of a request and of the role in which it is made.

    Of a form it takes the fields and files, whatever separates them, else the bytes.
    """
    acting = f"{who.role} {who.territory} {who.organisation} {who.candidate} {who.sponsor}"
    whole = hashlib.sha256(f"{acting}\n{request.method} {request.url.path}?{request.url.query}\n".encode())
    whole.update(getattr(request, "_body", b""))
    for name, value in form.multi_items() if (form := getattr(request, "_form", None)) else ():
        whole.update(f"\0{name}\0".encode())
        if isinstance(value, str):
            whole.update(value.encode())
        else:
            value.file.seek(0)
            whole.update(value.file.read())
            value.file.seek(0)
    return whole.hexdigest()


class Needs:
    """The policy of a route, as its dependency: `call: Annotated[Call, needs("opening", "R")]`.

    Who asks is read with what they ask for, in the thread that answers; where something else is refused before that,
    they are asked for first (problems.py).
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    async def __call__(self, request: Request) -> Call:
        """Return the call."""
        return self.call(request)

    def call(self, request: Request) -> Call:
        """Return the call; nothing has been read for it yet."""
        return Call(request, request.app.state.services, self.policy, language_of(request))


def needs(resource: str, action: str) -> Any:
    """Return the dependency that gives a route its policy."""
    return Depends(Needs(Policy(resource, Action(action))))


def policy_of(route: APIRoute) -> Policy | None:
    """Return the policy that a route carries; None for one without."""
    found = [part.call.policy for part in route.dependant.dependencies if isinstance(part.call, Needs)]
    return found[0] if found else None


def _answer(status: int, raw: bytes, body: Any, request: Request) -> Response:
    headers = {"ETag": f'"{body["version"]}"'} if isinstance(body, dict) and "version" in body else {}
    if status == 200 and headers and request.method == "GET" and known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(raw, status, headers, "application/json")


def known(request: Request, tag: str) -> bool:
    """Return whether the client has that very version already (If-None-Match, RFC 9110)."""
    told = request.headers.get("if-none-match", "")
    return told.strip() == "*" or tag in {part.strip().removeprefix("W/") for part in told.split(",")}
