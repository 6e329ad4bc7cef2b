"""Cursors that tell nothing: where a page ended, sealed with the installation's key."""

import base64
import json
from collections.abc import Sequence
from typing import Any

from service.errors import Invalid, Unavailable
from service.keys import Keys


def sealed(keys: Keys, place: Sequence[Any], about: str) -> str:
    """Return the cursor of a place in the list that is about something."""
    return base64.urlsafe_b64encode(keys.seal(json.dumps(place), f"cursor {about}")).decode().rstrip("=")


def opened(keys: Keys, cursor: str, about: str) -> list[Any]:
    """Return the place that a cursor holds; raise Invalid for one that is not of this list."""
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        place: list[Any] = json.loads(keys.unseal(raw, f"cursor {about}"))
    except (ValueError, Unavailable):
        raise Invalid("cursor: send `next` of the page before, of the same list", "cursor") from None
    return place
