"""Every refusal as RFC 9457 tells it: a status, a stable code, and words in the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from urllib.parse import quote, urlsplit

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from service.api.calls import Call, Needs, policy_of
from service.api.faults import fault
from service.api.sign_in import is_judged
from service.errors import Invalid, ServiceError, TooMany
from service.http.language import language_of
from service.logs import told
from service.problems import in_language
from service.settings import Settings

MEDIA_TYPE: Final = "application/problem+json"
COME_AGAIN: Final = 5  # seconds, where nobody knows how long it takes

TITLES: Final = {
    400: "this request cannot be read",
    401: "nobody has signed in",
    403: "this is not allowed",
    404: "nothing has this address",
    405: "not possible at this address",
    409: "something else came first",
    412: "it has changed meanwhile",
    413: "too large",
    415: "not a format that is read here",
    421: "not this server's name",
    422: "something in it cannot be kept",
    428: "a version is missing",
    429: "too many requests",
    431: "too many headers",
    500: "a fault of ours",
    503: "not available just now",
    507: "the disk is full",
}
HTTP: Final = {  # what the frame refuses by itself: a code, and what to do
    400: ("malformed", "the request cannot be read: check how it is written"),
    404: ("no_such_address", "nothing has this address: see /api/v1/openapi.json for those there are"),
    405: ("method_not_allowed", "this address does not answer that method: see the header Allow"),
    413: ("too_large", "the request is larger than this address reads: send less at once"),
    415: ("unsupported_media_type", "send JSON, with the header Content-Type: application/json"),
}
STATUSES: Final = {"busy": 503, "disk_full": 507}  # over HTTP; a command has its exit code
STORAGE: Final = {  # what people are told of the database, instead of the text that names its address and files
    "unavailable": "the service cannot answer just now: come again in a moment",
    "disk_full": "the disk is full, nothing of this was kept: tell those who run the service",
}
ALWAYS_ANSWERED: Final = frozenset({"/health", "/metrics"})  # also when too many wait
MOST_INSIDE: Final = 256  # requests that one worker answers or lets wait
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
BUSY: Final = "too many ask at once: come again in a moment"
UNEXPECTED: Final = "something went wrong here, and has been written down: tell us the request_id if it comes again"


AsPage = Callable[[Request, Mapping[str, Any], Mapping[str, str]], Response | None]


def register(app: FastAPI, as_page: AsPage = lambda request, problem, headers: None) -> None:
    """Make an application tell each refusal as a problem; to those who read, as the page that `as_page` makes."""
    app.state.as_page = as_page
    app.add_exception_handler(ServiceError, refused)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(HTTPException, not_routed)


def problem(
    request: Request,
    status: int,
    code: str,
    text: str,
    faults: Iterable[tuple[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a refusal; `text` and the reasons of `faults` (field, reason) are English, and said in the reader's."""
    language = language_of(request)
    body: dict[str, Any] = {
        "type": f"urn:visavis:problem:{code}",
        "title": in_language(TITLES.get(status, TITLES[400]), language),
        "status": status,
        "detail": in_language(text, language),
        "instance": quote(request.url.path, errors="replace"),
        "code": code,
        "request_id": getattr(request.state, "request_id", ""),
        "errors": [{"field": field, "reason": in_language(reason, language)} for field, reason in faults],
    }
    told = {"Content-Language": language, **(headers or {})}
    as_page: AsPage = request.app.state.as_page
    return as_page(request, body, told) or Response(orjson.dumps(body), status, told, MEDIA_TYPE)


async def refused(request: Request, error: Exception) -> Response:
    """Answer an error of ours, but only to those who may ask: the others learn nothing of it."""
    assert isinstance(error, ServiceError)
    return _refusal(request, await _may_not(request) or error)


def _refusal(request: Request, error: ServiceError) -> Response:
    faults = error.faults if isinstance(error, Invalid) else ()
    status, text = STATUSES.get(error.code, error.status), STORAGE.get(error.code, str(error))
    if status >= 500:
        told.event("refused", code=error.code, request_id=request.state.request_id)
    return problem(request, status, error.code, text, faults, _headers(status, error))


async def unreadable(request: Request, error: Exception) -> Response:
    """Answer a request whose fields are wrong, again only to those who may ask."""
    assert isinstance(error, RequestValidationError)
    if refusal := await _may_not(request):
        return _refusal(request, refusal)
    if any(part["loc"] == ("body",) and isinstance(part["input"], str | bytes) for part in error.errors()):
        return problem(request, 415, *HTTP[415])
    faults = [fault(part) for part in error.errors()]
    first = f"{faults[0][0]}: {faults[0][1]}" if faults else ""
    return problem(request, 422, "invalid_fields", f"the request has faults: {first}", faults)


async def not_routed(request: Request, error: Exception) -> Response:
    """Answer what no route takes, and what the frame cannot read."""
    assert isinstance(error, HTTPException)
    if error.status_code == 400 and (refusal := await _may_not(request)):
        return _refusal(request, refusal)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = request.app.state.addresses.allow(request.url.path)
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=headers)
    code, text = HTTP.get(error.status_code, HTTP[400])
    return problem(request, error.status_code, code, text, headers=headers)


def unexpected(request: Request) -> Response:
    """Answer a fault of ours, without a word of what it was."""
    return problem(request, 500, "unexpected", UNEXPECTED)


def kept_out(settings: Settings) -> Callable[[Request, int], Response | None]:
    """Return what says no before any route is asked: to another server's name, and when too many wait already."""
    ours = {urlsplit(settings.url).hostname, *LOOPBACK}

    def refusal(request: Request, inside: int) -> Response | None:
        if inside > MOST_INSIDE and request.scope["path"] not in ALWAYS_ANSWERED:
            return problem(request, 503, "busy", BUSY, headers={"Retry-After": "1"})
        if _host(request) not in ours:
            return problem(request, 421, "wrong_host", "this server does not have that name: use its own address")
        return None

    return refusal


def _host(request: Request) -> str | None:
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname
    except ValueError:
        return None


async def _may_not(request: Request) -> ServiceError | None:
    """Return why a request that was refused before anybody asked whose it is may not be made at all; else None."""
    route = request.scope.get("route")
    policy = policy_of(route) if isinstance(route, APIRoute) and not is_judged(request) else None
    return policy and await run_in_threadpool(_forbidden, Needs(policy).call(request))


def _forbidden(call: Call) -> ServiceError | None:
    try:
        call.reach  # noqa: B018 (raises for those who may not)
    except ServiceError as refusal:
        return refusal
    return None


def _headers(status: int, error: ServiceError) -> dict[str, str]:
    if isinstance(error, TooMany):
        return {"Retry-After": str(error.seconds)}
    return {"Retry-After": str(COME_AGAIN)} if status == 503 else {}
