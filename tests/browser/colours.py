"""What a page tells by colour alone (RGAA 3.1): each check returns what somebody who sees none would miss."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page

CHECKS = Path(__file__).with_suffix(".js").read_text("utf-8")


class Tone(NamedTuple):
    """An element that stands in signal colours, or is of a kind of which others do; `tone` names them, "" for none."""

    kind: str
    words: str
    tone: str


def by_colour(page: Page) -> list[str]:
    """Return the links, states, fields and tones that only a colour tells."""
    found = page.evaluate(f"(({{links, states, fields}}) => [...links(), ...states(), ...fields()])({CHECKS})")
    return [*found, *told_by_tone(tones(page))]


def tones(page: Page) -> list[Tone]:
    """Return what stands in a signal colour of the style sheet, and what is like it and does not."""
    return [Tone(*one) for one in page.evaluate(f"{CHECKS}.tones()")]


def told_by_tone(found: Iterable[Tone]) -> list[str]:
    """Return tones without words, and words that stand in more than one tone: it says what they do not."""
    seen = defaultdict(set)
    for kind, words, tone in found:
        seen[kind, words].add(tone)
    return [
        f"told by its colour alone: {kind} {words[:80]!r} in {sorted(in_tones)}"
        for (kind, words), in_tones in seen.items()
        if len(in_tones) > 1 or not (words or in_tones == {""})
    ]
