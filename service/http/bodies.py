"""How large a request may be, watched while it comes in."""

from typing import Final

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

USUAL: Final = 1 << 20  # bytes
LARGER: Final = "x-max-bytes"  # a route that takes more says so: openapi_extra={"x-max-bytes": 20_000_000}


def bounded(scope: Scope, receive: Receive) -> Receive:
    """Return a `receive` that raises HTTPException 413 as soon as a body is larger than its route takes."""
    told = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    announced = int(told) if told.isdigit() else 0
    read = 0

    async def receiving() -> Message:
        nonlocal read
        limit = _limit(scope)
        if announced > limit:
            raise HTTPException(413)
        message = await receive()
        read += len(message.get("body", b""))
        if read > limit:
            raise HTTPException(413)
        return message

    return receiving


def _limit(scope: Scope) -> int:
    extra = getattr(scope.get("route"), "openapi_extra", None) or {}
    return int(extra.get(LARGER, USUAL))
