"""What is wrong with a field of a request, in words of ours, whatever the checker calls it."""

from collections.abc import Mapping
from typing import Any, Final

_PLAIN: Final = {
    "missing": "missing",
    "extra_forbidden": "unknown field",
    "json_invalid": "this is not JSON",
    "string_type": "a text is expected",
    "string_unicode": "a text is expected, in UTF-8",
    "string_pattern_mismatch": "it does not have the form that the documentation shows",
    "int_type": "a whole number is expected",
    "int_parsing": "a whole number is expected",
    "int_from_float": "a whole number is expected",
    "int_parsing_size": "number too large",
    "float_type": "a number is expected",
    "float_parsing": "a number is expected",
    "finite_number": "a number is expected",
    "decimal_type": "a number is expected",
    "decimal_parsing": "a number is expected",
    "bool_type": "true or false is expected",
    "bool_parsing": "true or false is expected",
    "list_type": "a list is expected",
    "dict_type": "a JSON object is expected",
    "model_type": "a JSON object is expected",
    "model_attributes_type": "a JSON object is expected",
    "uuid_type": "an identifier is expected, such as 3f0c2b1e-8a4d-4c55-9b7e-2f6d1a0c9e88",
    "uuid_parsing": "an identifier is expected, such as 3f0c2b1e-8a4d-4c55-9b7e-2f6d1a0c9e88",
    "date_type": "a day is expected, such as 2026-12-01",
    "date_parsing": "a day is expected, such as 2026-12-01",
    "date_from_datetime_parsing": "a day is expected, such as 2026-12-01",
    "date_from_datetime_inexact": "a day is expected, such as 2026-12-01",
    "datetime_type": "a time is expected, such as 2026-12-01T14:30:00+01:00",
    "datetime_parsing": "a time is expected, such as 2026-12-01T14:30:00+01:00",
    "datetime_from_date_parsing": "a time is expected, such as 2026-12-01T14:30:00+01:00",
    "timezone_aware": "a time with its zone is expected, such as 2026-12-01T14:30:00+01:00",
}
OTHER: Final = "it cannot be read: see the documentation of this field"


def fault(part: Mapping[str, Any]) -> tuple[str, str]:
    """Return the field and the reason (in English) of one of the checker's errors, without what was sent."""
    where = [str(step) for step in part["loc"] if step not in ("body", "query", "path", "header", "cookie")]
    if part["type"] == "json_invalid":
        return "body", _PLAIN["json_invalid"]
    return ".".join(where) or "body", _reason(part["type"], part.get("ctx", {}))


def _reason(kind: str, about: Mapping[str, Any]) -> str:
    if kind in ("value_error", "assertion_error"):
        return str(about.get("error", OTHER))  # a sentence of ours
    if kind == "string_pattern_mismatch" and "@" in about.get("pattern", ""):
        return "an e-mail address is expected, such as name@example.org"
    return _PLAIN.get(kind) or _bounded(kind, about) or OTHER


def _bounded(kind: str, about: Mapping[str, Any]) -> str:
    match kind:
        case "string_too_short":
            return f"at least {about['min_length']} characters are expected"
        case "string_too_long":
            return f"longer than {about['max_length']} characters"
        case "too_short":
            return f"at least {about['min_length']} items are expected"
        case "too_long":
            return f"more than {about['max_length']} items"
        case "greater_than" | "greater_than_equal":
            return f"more than {about['gt']} is expected" if "gt" in about else f"at least {about['ge']} is expected"
        case "less_than" | "less_than_equal":
            return f"less than {about['lt']} is expected" if "lt" in about else f"at most {about['le']} is expected"
        case "enum" | "literal_error":
            return f"one of these is expected: {about['expected'].replace(' or ', ', ')}"
    return ""
