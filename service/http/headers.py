"""The headers that every answer carries, whatever it is, and who may show what in a page of ours."""

import secrets
from typing import Any, Final

from starlette.types import Scope

RawHeaders = list[tuple[bytes, bytes]]

ALWAYS: Final[RawHeaders] = [
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),  # seconds: a year
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=()"),
]
_NOTHING: Final = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_PAGE: Final = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)
_POLICY: Final = b"content-security-policy"
_CACHE: Final = b"cache-control"


def nonce_of(state: Any) -> str:
    """Return the word that lets the scripts and styles of this answer run; `state` is the request's."""
    if not hasattr(state, "nonce"):
        state.nonce = secrets.token_urlsafe(16)
    return str(state.nonce)


def with_headers(told: RawHeaders, scope: Scope) -> RawHeaders:
    """Return an answer's headers with ours; what an answer says of its caching stands, else nobody may keep it."""
    state = scope["state"]
    nonce = state.get("nonce")
    policy = _PAGE.format(nonce=nonce).encode() if nonce else _NOTHING
    headers = [pair for pair in told if pair[0] != _POLICY]
    headers += ALWAYS
    headers += (_POLICY, policy), (b"x-request-id", state["request_id"].encode())
    if not any(name == _CACHE for name, _ in told):
        headers.append((_CACHE, b"no-store"))
    return headers
