"""A meetup's file written for people: a line for each person, host, pair and score."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from service.exports import write_text


def write_meetup(path: Path, document: Mapping[str, Any]) -> None:
    """Write a meetup; the file appears whole or not at all. Raise Invalid for a folder that cannot be written."""
    told = ",\n".join(f"{_json(key)}: {_listed(value)}" for key, value in document.items())
    write_text(path, f"{{\n{told}\n}}\n")


def _listed(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return _json(value)
    items = ",\n".join(f"  {_json(item)}" for item in value)
    return f"[\n{items}\n]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
