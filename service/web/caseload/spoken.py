"""Hours as people say them, in the words that are read again when they are typed."""

from collections.abc import Mapping
from typing import Any

from service.i18n import worded


def hours(window: Mapping[str, Any], language: str) -> str:
    """Return hours as a line: le mardi et le jeudi 12:00-14:00; rarer ones by the names of their fields."""
    if window.keys() == {"days", "start", "end"}:
        return f"{worded(window['days'], 'day', language)} {window['start']}-{window['end']}"
    told = {name: ", ".join(value) if isinstance(value, list) else value for name, value in window.items()}
    return "|".join(f"{name}={value}" for name, value in told.items())
