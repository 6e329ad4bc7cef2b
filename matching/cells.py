"""Values as text: the cells of a spreadsheet, which a field reads back unchanged, and the words for what is wrong."""

import re
from typing import Any

_KINDS = {bool: "yes/no", int: "a number", float: "a number", str: "text", list: "a list", dict: "named values"}


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


def plain_number(text: str) -> str:
    """Return a number as Python writes it: "1 800,50" → "1800.50"."""
    joined = re.sub(r"(?<=\d)[\u202f\xa0 ](?=\d{3})", "", text.strip())
    return "?" if "_" in joined else joined.replace(",", ".")


def kind_of(value: Any) -> str:
    """Return what sort of value it is, in plain words."""
    return next((name for kind, name in _KINDS.items() if isinstance(value, kind)), type(value).__name__)


def short_number(value: float | int) -> str:
    """Return a number for a message; one with too many digits is not written out."""
    return f"{value:g}" if isinstance(value, float) or abs(value) < 1 << 63 else "the number"
