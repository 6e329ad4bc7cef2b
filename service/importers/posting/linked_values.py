"""Values of linked data: each may be a text, a number, an object or a list of these; here they become one kind."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from matching.cells import plain_number
from service.importers.html_text import text_of_html

MOST_ITEMS = 500
_WORDED = ("name", "@value", "value", "title", "credentialCategory", "termCode", "codeValue", "text", "@id")


def items(value: Any) -> list[Any]:
    """Return what a value holds, lists in lists opened, at most MOST_ITEMS; nothing for null."""
    return list(islice(_items(value), MOST_ITEMS))


def texts(value: Any) -> list[str]:
    """Return the words of each item that has some, without markup."""
    return [text for item in items(value) if (text := _words(item))]


def text(value: Any) -> str:
    """Return the words of the first item that has some; empty when there are none."""
    return next(iter(texts(value)), "")


def objects(value: Any, name: str) -> list[Mapping[str, Any]]:
    """Return each item as an object; a bare text or number is its `name`."""
    found = (item if isinstance(item, Mapping) else {name: item} for item in items(value))
    return [one for one in found if one.get(name) is not None or len(one) > 1 or name not in one]


def number(value: Any) -> float | None:
    """Return the number of the first item that is one ("1 900,50" is); None when there is none."""
    for item in items(value):
        inner = item.get("value", item.get("@value")) if isinstance(item, Mapping) else item
        if isinstance(inner, int | float) and not isinstance(inner, bool):
            return float(inner)
        if isinstance(inner, str) and re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", digits := plain_number(inner[:40])):
            return float(digits)
    return None


def types(value: Mapping[str, Any]) -> list[str]:
    """Return the names of an object's types, without the address of the vocabulary."""
    return [re.split(r"[/#:]", name)[-1] for name in items(value.get("@type")) if isinstance(name, str)]


def _items(value: Any) -> Iterator[Any]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif one is not None:
            yield one


def _words(item: Any) -> str:
    if isinstance(item, Mapping):
        item = next((item[name] for name in _WORDED if isinstance(item.get(name), str | int | float)), "")
    if isinstance(item, bool) or not isinstance(item, str | int | float):
        return ""
    if isinstance(item, float) and item.is_integer():
        item = int(item)
    return text_of_html(item) if isinstance(item, str) else str(item)
