"""Who sends a request: a browser with a session's cookie, or a program with a key."""

import datetime as dt
import hmac
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final
from urllib.parse import urlsplit

from fastapi import Request, Response
from sqlalchemy import Connection

from service import limits
from service.db.subjects import SignedIn
from service.errors import Forbidden, ServiceError, Unauthenticated
from service.http.sent import sent
from service.permissions import NOBODY, Subject
from service.tokens import csrf_token
from service.usecases import recognising

COOKIE: Final = "__Host-visavis"  # the prefix binds it to this host and to https
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
BEARER: Final = "Bearer vv_"


def subject_of(request: Request, connection: Connection, now: dt.datetime) -> Subject:
    """Return who asks, in which role; NOBODY without a session or key.

    Raise Unauthenticated for a session or key that has ended or a sign-in that lacks its second factor, Forbidden
    for an unsafe request of a browser that does not come from our own pages.
    """
    told = request.headers.get("authorization", "")
    if told.startswith(BEARER):
        return _program(request, connection, told.removeprefix("Bearer "), now)
    found = signed_in(request, connection, now)
    if found is None:
        return NOBODY
    if found.needs_second_factor:
        raise Unauthenticated("finish signing in: send the code of your second factor", "second_factor")
    return recognising.subject_of(found)


def signed_in(request: Request, connection: Connection, now: dt.datetime) -> SignedIn | None:
    """Return the session of a browser, with or without its second factor; None without one.

    Raise Unauthenticated for one that has ended, Forbidden for an unsafe request from elsewhere.
    """
    token = request.cookies.get(COOKIE, "")
    found = recognising.by_session(connection, token) if token else None
    _count(request, found.session.id if found else None)
    if not token:
        return None
    if found is None or recognising.has_run_out(found, now):
        _write(request, lambda writing: found and recognising.end(writing, found, now))
        raise Unauthenticated("this session has ended: sign in again", "session_ended")
    if request.method not in SAFE:
        check_origin(request)
        if not hmac.compare_digest((sent(request, "x-csrf-token") or "").encode(), csrf_token(token).encode()):
            raise Forbidden("send the token of this session as X-CSRF-Token: GET /api/v1/session tells it", "csrf")
    if recognising.is_due(found.session.seen_at, now):
        _write(request, lambda writing: recognising.touch(writing, found, now))
    return found


def check_origin(request: Request) -> None:
    """Raise Forbidden for a request that another site's page makes a browser send."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    ours = {_origin(request.app.state.services.settings.url), _origin(str(request.base_url))}
    if site not in (None, "same-origin", "none") or (origin is not None and _origin(origin) not in ours):
        raise Forbidden("this request comes from another site's page: use the pages of this service", "csrf")


def set_cookie(response: Response, token: str | None) -> None:
    """Give a browser its session's token, or take it away."""
    options: dict[str, Any] = {"path": "/", "secure": True, "httponly": True, "samesite": "lax"}
    if token is None:
        response.delete_cookie(COOKIE, **options)
    else:
        response.set_cookie(COOKIE, token, **options)


def address_of(request: Request) -> str:
    """Return the network address that a request comes from."""
    return request.client.host if request.client else ""


def _program(request: Request, connection: Connection, secret: str, now: dt.datetime) -> Subject:
    found = recognising.by_key(connection, secret, now)
    _count(request, found and found[0].session)
    if found is None:
        raise Unauthenticated("this key is not in force: ask the administrator of your territory for another", "key")
    if found[1]:
        _write(request, lambda writing: recognising.touch_key(writing, str(found[0].session), now))
    return found[0]


def is_judged(request: Request) -> bool:
    """Return whether it has been looked up who sends a request."""
    return hasattr(request.state, "judged")


def _count(request: Request, session: str | None) -> None:
    request.state.judged = True
    limits.check(request.app.state.services.settings, session, address_of(request))


def _write(request: Request, act: Callable[[Connection], Any]) -> None:
    """Write down what the request itself does not depend on: where that fails, it goes on."""
    with suppress(ServiceError), request.app.state.services.store.write() as writing:
        act(writing)


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.casefold()
