"""The language of an answer: the one that was chosen in this browser, else what its client likes best."""

import re
from typing import Final

from fastapi import Request, Response

from service.i18n import LANGUAGES

COOKIE: Final = "visavis-language"
_WEIGHT: Final = re.compile(r"[01](\.\d{1,3})?")


def language_of(request: Request) -> str:
    """Return one of our languages; French where nobody says anything."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    told = request.headers.get("accept-language", "")
    return _liked(told) if told else "fr"


def set_language(response: Response, language: str) -> None:
    """Let a browser keep its language for a year."""
    response.set_cookie(COOKIE, language, max_age=31_536_000, path="/", secure=True, httponly=True, samesite="lax")


def _liked(told: str) -> str:
    weights = {"fr": 0.0, "en": 0.0}
    for part in told.split(","):
        language, _, weight = part.partition(";q=")
        name = language.split(";")[0].strip()[:2].casefold()
        if name in weights:
            weights[name] = max(weights[name], float(weight) if _WEIGHT.fullmatch(weight) else 1.0)
    return max(weights, key=lambda name: weights[name])
