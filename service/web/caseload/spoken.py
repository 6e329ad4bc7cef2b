"""Hours in words: to be read, and as they are typed."""

from collections.abc import Mapping
from typing import Any

from service.i18n import sentence, worded


def told(window: Mapping[str, Any], language: str) -> str:
    """Return hours as one reads them: le mardi et le jeudi, de 12 h à 14 h, à partir du …"""
    code = f"me_hours_window_{window['weeks']}" if "weeks" in window else "me_hours_window"
    when = sentence("me_hours_once" if "date" in window else code, window, language)
    ends = (sentence(f"me_hours_{end}", {"day": window[end]}, language) for end in ("from", "until") if end in window)
    return ", ".join([when, *(end[0].lower() + end[1:] for end in ends)])


def typed(window: Mapping[str, Any], language: str) -> str:
    """Return hours as one types them: le mardi et le jeudi 12:00-14:00; rarer ones by the names of their fields."""
    if window.keys() == {"days", "start", "end"}:
        return f"{worded(window['days'], 'day', language)} {window['start']}-{window['end']}"
    parts = {name: ", ".join(value) if isinstance(value, list) else value for name, value in window.items()}
    return "|".join(f"{name}={value}" for name, value in parts.items())
