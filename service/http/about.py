"""What a request and its answer are about, as the log tells it: the ids of people, openings and sponsors."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from service.permissions import Subject

_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAMED: Final = ("id", "person", "opening", "sponsor")  # by an answer about one thing


def about(address: Mapping[str, Any], body: Any, subject: Subject) -> list[str]:
    """Return what the holes of an address name, else its answer; and oneself, whatever names one."""
    return [*(_ids(address.values()) or _answered(body)), *_ids((subject.candidate, subject.sponsor))]


def _answered(body: Any) -> list[str]:
    """Return what an answer is about: itself and those whom it names, or the items of a list that were done."""
    if not isinstance(body, dict):
        return []
    items = (item.get("id") for item in body.get("items", ()) if item.get("done", True))
    return _ids(map(body.get, _NAMED) if "id" in body else items)


def _ids(values: Iterable[Any]) -> list[str]:
    return [value for value in values if isinstance(value, str) and _ID.fullmatch(value)]
