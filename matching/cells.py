"""Values as the cells of a spreadsheet: what one writes, the field reads back unchanged."""

import re
from typing import Any


def to_cell(value: Any) -> str | int | float:
    """Return a canonical value as a spreadsheet's cell; the field reads it back unchanged."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return "; ".join(str(to_cell(item)) for item in value) if value else ";"
    if isinstance(value, dict):
        return "|".join(f"{name}={escape(str(to_cell(part)))}" for name, part in value.items())
    return value  # type: ignore[no-any-return]


def escape(text: str) -> str:
    """Return a text that can stand in a list or a group of one cell."""
    return re.sub(r"[\\;|]", lambda found: {"\\": r"\\", ";": r"\;", "|": r"\p"}[found[0]], text)


def unescape(text: str) -> str:
    """Return what `escape` was given."""
    return re.sub(r"\\([\\;p])", lambda found: {"\\": "\\", ";": ";", "p": "|"}[found[1]], text)
