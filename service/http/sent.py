"""What a client says about its request: in headers, or in the hidden fields of a form, which can send none."""

from collections.abc import Mapping
from typing import Final

from fastapi import Request

HIDDEN: Final[Mapping[str, str]] = {"csrf": "x-csrf-token", "once": "idempotency-key", "version": "if-match"}


def sent(request: Request, header: str) -> str | None:
    """Return a header, or the field of a form that stands for it (see `keep_hidden`)."""
    stand_ins: Mapping[str, str] = getattr(request.state, "hidden", {})
    return request.headers.get(header) or stand_ins.get(header)


def keep_hidden(request: Request, fields: Mapping[str, str]) -> None:
    """Let the hidden fields of a form stand for headers."""
    request.state.hidden = {header: fields[name] for name, header in HIDDEN.items() if fields.get(name)}
