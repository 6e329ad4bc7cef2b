"""An assignment as the rows of a file: the pairs, those left out, and those who have a sponsorship already."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from service.i18n import name, sentence, worded

Row = dict[str, Any]
_HEADS: Final = ("member", "sponsor", "score", "slot", "why", "state", "left", "change")


def heads(language: str) -> list[str]:
    """Return the heads of the columns, in order."""
    return [sentence(f"cohorts_head_{head}", {}, language) for head in _HEADS]


def rows(found: Mapping[str, Any], language: str) -> list[Row]:
    """Return what the screen shows under these heads, in the same order."""
    named = dict(zip(_HEADS, heads(language), strict=True))
    return [{named[key]: value for key, value in row.items()} for row in _rows(found, language)]


def _rows(found: Mapping[str, Any], language: str) -> Iterator[Row]:
    names, labels = found["names"], found["labels"]
    for one in found["pairs"]:
        yield {
            "member": names[one["person"]],
            "sponsor": labels[one["place"]],
            "score": round(100 * one["score"]),
            "slot": worded(one["slot"], "slot", language) if one["slot"] else None,
            "why": " ".join(one["reasons"]) or None,
            "state": sentence("cohorts_kept" if one["is_kept"] else "cohorts_placed", {}, language),
        }
    for one in found["left_out"]:
        out = sentence("cohorts_left_out", {}, language)
        yield {"member": names[one["person"]], "state": out, "left": one["text"], "change": one["change_text"]}
    for person, row in found["begun"]:
        step = name("sponsorship_step", row.step, language)
        yield {"member": names[person], "sponsor": labels.get(row.sponsor), "state": step}
    for person in found["closed"]:
        yield {"member": names[person], "state": sentence("cohorts_closed_file", {}, language)}
