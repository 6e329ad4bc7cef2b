"""Pages of lists."""

from collections.abc import Callable, Mapping
from typing import Any


def page(found: Any, item: Callable[[Any], Mapping[str, Any]]) -> dict[str, Any]:
    """Return a page as routes answer it: items, next and, where it was asked, total."""
    total = {} if found.total is None else {"total": found.total}
    return {"items": [item(row) for row in found.rows], "next": found.next, **total}
