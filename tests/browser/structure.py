"""What a page is made of, for whoever does not see it as it was drawn: tables, pictures, languages, print, motion."""

import re
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

CHECKS = Path(__file__).with_suffix(".js").read_text("utf-8")
FRENCH: Final = r"\b(les?|la|une?|d[eu]s?|et|est|dans|pour|par|sur|avec|que|qui|ce|vous|nous|aux?)\b"
ENGLISH: Final = r"\b(the|of|and|is|are|in|for|by|with|that|which|this|you|we|to|at|be|or|not|an)\b"
SENTENCE: Final = re.compile(r"(\S+\s+){5}.*[.!?…]", re.DOTALL)  # else it is a name or a term
SURE: Final = 3  # of the words above


def badly_made(page: Page) -> list[str]:
    """Return what is wrong with the tables, pictures and frame of a page."""
    return [*_checked(page, "tables"), *_checked(page, "pictures"), *_checked(page, "frame")]


def foreign(page: Page) -> list[str]:
    """Return the passages in another language than the one which the page says they are in."""
    told = ((said, text, language(text)) for said, text in _checked(page, "passages"))
    return [f"said to be in {said}: {text[:120]}" for said, text, found in told if found and found != said]


def language(text: str) -> str | None:
    """Return the language of a sentence; None for a name or term, and where it is not sure."""
    own = re.sub("[«“].*?[»”]", "", text).strip().lower()
    less, more = sorted((len(re.findall(words, own)), name) for words, name in ((FRENCH, "fr"), (ENGLISH, "en")))
    is_sure = SENTENCE.fullmatch(own) and more[0] >= SURE and more[0] >= 2 * less[0]
    return more[1] if is_sure else None


def in_print(page: Page) -> list[str]:
    """Return what paper has no use for and is printed all the same."""
    page.emulate_media(media="print")
    found = _checked(page, "printed")
    page.emulate_media(media="screen")
    return found


def moving(page: Page) -> list[str]:
    """Return what moves of a page whose reader asked for less motion."""
    return _checked(page, "moving")


def _checked(page: Page, name: str) -> Any:
    return page.evaluate(f"{CHECKS}.{name}()")
