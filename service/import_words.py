"""What files that are loaded hold, in words: fields of columns, what agrees, records side by side."""

from collections.abc import Mapping
from typing import Any, Final

from service.i18n import name, names, sentence

PERSONAL: Final = "personal."
_SHOWN: Final = ("title", "title_code", "occupation", "company", "place", "contract", "hours", "start", "published")
Pairs = list[tuple[str, str]]


def field(target: str | None, language: str) -> str:
    """Return what a column becomes; a fact that has no word of ours is told as its file calls it."""
    if not target:
        return sentence("import_left_out", {}, language)
    known = names("import_field", language)
    what = target.removeprefix(PERSONAL).replace("_", " ")
    return known[target] if target in known else sentence("import_apart", {"what": what}, language)


def agreement(code: str, numbers: Mapping[str, int], language: str) -> str:
    """Return what two documents have in common."""
    return name("duplicate", code, language).format_map(numbers)


def beside(here: Pairs, there: Pairs) -> list[tuple[str, str, str]]:
    """Return what two documents say of the same, line by line; what one does not say is empty."""
    one, other = dict(here), dict(there)
    return [(label, one.get(label, ""), other.get(label, "")) for label in {**one, **other}]


def lines(record: Mapping[str, Any], facts: Mapping[str, str], language: str) -> Pairs:
    """Return what tells one document from another: of people their facts, of openings what and where they are."""
    told = [(field(f"{PERSONAL}{fact}", language), value) for fact, value in facts.items()]
    return told or [(_label(part, language), _value(record[part])) for part in _SHOWN if part in record]


def _label(part: str, language: str) -> str:
    return name("field", part, language)


def _value(told: Any) -> str:
    if not isinstance(told, Mapping):
        return str(told)
    return ", ".join(str(told[part]) for part in ("name", "label", "postcode", "min", "max") if part in told)
