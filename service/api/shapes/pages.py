"""Pages of lists."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from service.problems import in_language


def page(found: Any, item: Callable[[Any], Mapping[str, Any]]) -> dict[str, Any]:
    """Return a page as routes answer it: items, next and, where it was asked, total."""
    total = {} if found.total is None else {"total": found.total}
    return {"items": [item(row) for row in found.rows], "next": found.next, **total}


def row_by_row(done: Iterable[Mapping[str, Any]], language: str) -> dict[str, Any]:
    """Return what became of each of many, with the reason why not in the reader's language."""
    return {"items": [{**one, "reason": one["reason"] and in_language(one["reason"], language)} for one in done]}
