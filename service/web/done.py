"""What a page says once about what was just done: a sealed note that travels with the browser, not in the address."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from service.errors import ServiceError
from service.i18n import sentence
from service.keys import Keys

NOTE: Final = "__Host-visavis-done"
_ABOUT: Final = "note of a page"


@dataclass(frozen=True, slots=True)
class Undo:
    """The form that undoes it: an address of ours, and hidden fields (`version` among them where it is needed)."""

    action: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, as the code of a sentence with its facts, and how to undo it."""

    code: str
    facts: Mapping[str, Any]
    undo: Undo | None = None
    sentence: str = ""


def sealed(keys: Keys, done: Done) -> str:
    """Return a note for a cookie, which nobody else can read or make."""
    undo = [done.undo.action, dict(done.undo.fields)] if done.undo else None
    raw = keys.seal(orjson.dumps([done.code, dict(done.facts), undo]).decode(), _ABOUT)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def note_of(keys: Keys, note: str, language: str) -> Done | None:
    """Return what a note says; None without one, and for one that is not ours."""
    if not note:
        return None
    try:
        raw = keys.unseal(base64.urlsafe_b64decode(note + "=" * (-len(note) % 4)), _ABOUT)
    except (ServiceError, ValueError):
        return None
    code, facts, undo = orjson.loads(raw)
    return Done(code, facts, Undo(*undo) if undo else None, sentence(code, facts, language))
