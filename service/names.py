"""Words for the keys that the engine speaks in: from the records at hand, else from the reference data."""

from collections.abc import Iterable, Mapping
from typing import Any

from matching.codes import code_key, code_of, word_key
from matching.licences import asked_licences, held_permits, permit_key
from matching.records import Record

Named = dict[int, dict[str, str]]  # key → code and label (and, for permits, the list that holds them)
_KEYED = frozenset({"occupation", "skill", "permit", "language", "course"})
_LISTS = ("skills", "permits")


def names_in(records: Iterable[Record]) -> Named:
    """Return the words that records use for their skills and permits, by key; the first wording stays."""
    named: Named = {}
    for record in records:
        for source in (record, record["gives"]) if "gives" in record else (record,):
            for item in source.get("skills", []):
                key = code_key(item["code"]) if "code" in item else word_key(item["label"])
                known = named.setdefault(key, {})
                known |= {part: item[part] for part in ("code", "label") if part in item and part not in known}
            lists = {"licences": asked_licences(source), "certificates": source.get("certificates", [])}
            for name, items in lists.items():
                given = [item["code"] for item in items]
                for code in [*given, *sorted(held_permits(given) - set(given))]:
                    named.setdefault(permit_key(name, code), {"code": code, "label": code, "list": name})
    return named


def resolved(numbers: Mapping[str, Any], names: Mapping[int, Mapping[str, str]]) -> dict[str, Any]:
    """Return an explanation's numbers with every key turned into its code and label."""
    told = dict(numbers)
    for name, value in numbers.items():
        if isinstance(value, list):
            told[name] = _each_resolved(name, value, names)
        elif name in _KEYED and isinstance(value, int):
            told[name] = _word(value, names)
    return told


def keys_in(numbers: Mapping[str, Any]) -> set[int]:
    """Return the keys that an explanation's numbers hold."""
    found: set[int] = set()
    for name, value in numbers.items():
        if isinstance(value, list):
            if name.endswith(_LISTS):
                found.update(value)
            else:
                found.update(entry["language"] for entry in value if isinstance(entry, dict) and "language" in entry)
        elif isinstance(value, int) and name in _KEYED:
            found.add(value)
    return found


def _each_resolved(name: str, values: list[Any], names: Mapping[int, Mapping[str, str]]) -> list[Any]:
    if name.endswith(_LISTS):
        return [_word(key, names) for key in values]
    return [resolved(entry, names) if isinstance(entry, dict) else entry for entry in values]


def _word(key: int, names: Mapping[int, Mapping[str, str]]) -> dict[str, str | None]:
    found = names.get(key, {})
    code = found["code"] if "code" in found else code_of(key) or None
    return {"code": code, "label": found.get("label") or code or "?"}
