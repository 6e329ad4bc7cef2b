"""Values that were read, in the words of the terminal: names, units and numbers as each language writes them."""

from collections.abc import Callable
from typing import Any, Final

from rich.markup import escape

from service.i18n import NARROW, name

Json = dict[str, Any]
_LONGEST: Final = 90  # characters of a passage that is shown
_NAMED: Final = {  # field → the [names] of its values
    "kind": "kind",
    "contract": "contract",
    "working_times": "time",
    "education": "level",
    "level": "level",
}
_MEASURED: Final = ("months", "hours", "wage")  # each has its unit in [names.read], as unit_…
_FEMININE: Final = ("experience", "skills")


def value_of(value: Any, language: str, field: str = "") -> str:
    """Return the value of a field in few words: what is listed by its name, amounts with units, others as they are."""
    if isinstance(value, list):
        return ", ".join(value_of(part, language, field) for part in value)
    if field in _GROUPS and isinstance(value, dict):
        return _GROUPS[field](value, language)
    if field in _MEASURED:
        return _measured(value, language, field)
    if isinstance(value, dict):
        parts = {key: value_of(part, language, field if key == "code" else key) for key, part in value.items()}
        if "requirement" in value:
            parts["requirement"] = asked(value["requirement"], language, field)
        return ", ".join(parts.values())
    if field in _NAMED:
        return _listed(_NAMED[field], value, language)
    return _number(value, language) if isinstance(value, float) else escape(str(value))


def asked(requirement: str, language: str, field: str = "") -> str:
    """Return whether something is asked or wished, in the gender of the field's name."""
    return name("read", f"{requirement}_{'feminine' if field in _FEMININE else 'masculine'}", language)


def quoted(text: str, language: str) -> str:
    """Return a passage between quotation marks, cut where it is long."""
    short = " ".join(text.split())
    short = short if len(short) <= _LONGEST else f"{short[: _LONGEST - 1]}…"
    return escape(f"«{NARROW}{short}{NARROW}»" if language == "fr" else f"“{short}”")


def percent(share: float, language: str) -> str:
    """Return a share as a percentage, as wide for few as for many."""
    return f"{100 * share:3.0f}{NARROW if language == 'fr' else ''}%"


def _experience(value: Json, language: str) -> str:
    if value.get("months") == 0:
        return name("read", "beginner", language)
    told = [_measured(value["months"], language, "months")] if "months" in value else []
    return ", ".join(told + ([asked(value["requirement"], language, "experience")] if "requirement" in value else []))


def _language(value: Json, language: str) -> str:
    about = [value["level"]] if "level" in value else []
    about += [asked(value["requirement"], language)] if "requirement" in value else []
    spoken = _listed("language", value.get("code", ""), language)
    return f"{spoken} ({', '.join(about)})" if about else spoken


_GROUPS: Final[dict[str, Callable[[Json, str], str]]] = {"experience": _experience, "languages": _language}


def _measured(value: Any, language: str, field: str) -> str:
    ends = [value[end] for end in ("min", "max") if end in value] if isinstance(value, dict) else [value]
    amount = "–".join(dict.fromkeys(_number(end, language) for end in ends))
    return name("read", f"unit_{field}", language).format(amount)


def _number(value: Any, language: str) -> str:
    """Return 1 895,87 or 1,895.87; what is no number as it is."""
    if not isinstance(value, int | float):
        return escape(str(value))
    text = f"{value:,.2f}".removesuffix(".00")
    return text.replace(",", NARROW).replace(".", ",") if language == "fr" else text


def _listed(group: str, value: Any, language: str) -> str:
    """Return the name of a listed value; any other value is its own."""
    try:
        return name(group, str(value), language)
    except KeyError:
        return escape(str(value))
