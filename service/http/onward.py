"""Where somebody is led after a form: only to addresses of ours, whatever was put into a link to us."""

import re
from typing import Final
from urllib.parse import urlencode

from fastapi import Request

OURS: Final = re.compile(r"/(?![/\\])[!-\[\]-~]*")  # a path of this site: neither //elsewhere nor /\elsewhere


def onward_of(request: Request, field: str) -> str:
    """Return where a form or an address asks to go on to; "/" where it asks nothing, or leads elsewhere."""
    asked = field or request.query_params.get("next", "")
    return asked if OURS.fullmatch(asked) else "/"


def with_next(address: str, onward: str) -> str:
    """Return an address that leads on to another afterwards."""
    return address if onward == "/" else f"{address}?{urlencode({'next': onward})}"
