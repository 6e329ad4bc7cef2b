"""Sheets of paper as tagged PDF (PDF/UA-1), set by typst in a font that comes with Visavis."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import font_source_sans_pro  # type: ignore[import-untyped]
import typst

from service.i18n import name

_TEMPLATES = Path(__file__).with_name("templates")
_WORDS = (
    *(
        "round",
        "time",
        "table",
        "with",
        "persons",
        "host",
        "name",
        "pause",
        "on_break",
        "question",
        "page",
        "itinerary",
    ),
    *("wall_by_name", "wall_by_round", "table_cards", "badges", "meeting_cards", "itineraries"),
)

_FORMAT: dict[str, Any] = {"format": "pdf", "pdf_standards": "ua-1"}
_PROBE = b'#set document(title: "x")\n#set text(font: "Source Sans Pro")\n#sys.inputs.it'

Json = dict[str, Any]


def pdf_of(kind: str, data: Json) -> bytes:
    """Return a document from the template of that name; `data` has what it prints, and the language as "lang".

    A character that no font of ours has becomes a question mark.
    """
    told = data | {"kind": kind, "words": {word: name("paper", word, data["lang"]) for word in _WORDS}}
    text = json.dumps(told, ensure_ascii=False)
    missing = {ord(character): "?" for character in set(text) if not _has(character)}
    made: Any = _compiler(kind).compile(sys_inputs={"data": text.translate(missing)}, **_FORMAT)
    return bytes(made)


@cache
def _compiler(kind: str) -> typst.Compiler:
    """Return what sets one template; it is kept, for reading the fonts takes longer than a page."""
    return typst.Compiler(_TEMPLATES / f"{kind}.typ", root=_TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _fonts() -> typst.Fonts:
    """Return our font and those that typst brings for what it lacks; none of the machine, so that all print alike."""
    return typst.Fonts(include_system_fonts=False, font_paths=[font_source_sans_pro.font_directory])


@cache
def _has(character: str) -> bool:
    if character <= "\u00ff":
        return True
    try:
        typst.compile(_PROBE, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"it": character}, **_FORMAT)
    except typst.TypstError:
        return False
    return True
