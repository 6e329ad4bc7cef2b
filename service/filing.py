"""A record as it is kept: canonical, packed for the engine, with the keys that lists are ordered and searched by."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from matching.errors import InvalidRecord
from matching.packing import pack_candidate, pack_opening, pack_sponsor
from matching.records import Record, read_candidate, read_opening
from matching.sponsor_record import read_sponsor
from service.collation import search_key, sort_key
from service.db.document_tables import Kind
from service.db.documents import API, Document
from service.errors import Invalid
from service.understood import read_at_once
from service.words import Words

_PACK: Final = {"candidates": pack_candidate, "openings": pack_opening, "sponsors": pack_sponsor}
_READ: Final = {"candidates": read_candidate, "openings": read_opening, "sponsors": read_sponsor}
OURS: Final = ("id", "read")  # fields of a record that nobody types


def document_of(kind: Kind, record: Record, **state: Any) -> Document:
    """Return a canonical record as a document; `state` is any of its columns, such as status."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return Document(record["id"], text, *_PACK[kind.name](record), **_keys(kind, record), **state)


def new_document(
    kind: Kind, public_id: str, told: Mapping[str, Any], words: Words | None = None, **state: Any
) -> Document:
    """Return the document of what somebody typed, understood if `words` are at hand.

    Raise Invalid with every field at fault.
    """
    record = read_at_once(_checked(kind, {**_typed(told), "id": public_id}), kind, words)
    return document_of(kind, record, source=API, public_id=public_id, **state)


def understand(kind: Kind, told: Mapping[str, Any], words: Words | None) -> None:
    """Understand what somebody typed, if it is sound: `new_document` then finds it understood."""
    with suppress(Invalid):
        read_at_once(_checked(kind, {**_typed(told), "id": "ahead"}), kind, words)


def changed_document(
    kind: Kind, record: Record, changes: Mapping[str, Any], words: Words | None = None, **state: Any
) -> Document:
    """Return a document with changes merged into its record (RFC 7396: null removes), understood anew.

    Raise Invalid likewise.
    """
    whole = _merged(record, _typed(changes))
    if whole == record:
        return document_of(kind, _checked(kind, whole), **state)
    whole.pop("read", None)  # what was understood of words that may have gone
    return document_of(kind, read_at_once(_checked(kind, {**whole, "id": record["id"]}), kind, words), **state)


def digest(record: Record) -> str:
    """Return a digest of a record."""
    told = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def _checked(kind: Kind, record: Mapping[str, Any]) -> Record:
    try:
        return _READ[kind.name](record)
    except InvalidRecord as error:
        faults = tuple((f"record.{field}", reason) for field, reason in error.problems)
        raise Invalid("; ".join(f"{field}: {reason}" for field, reason in faults), "record", faults) from None


def _typed(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what somebody typed; raise Invalid for what is ours to say."""
    if faults := tuple((f"record.{name}", "unknown field") for name in OURS if name in told):
        raise Invalid("; ".join(f"{field}: {reason}" for field, reason in faults), "record", faults)
    return told


def _merged(record: Mapping[str, Any], changes: Mapping[str, Any]) -> Record:
    whole = dict(record)
    for name, value in changes.items():
        if value is None:
            whole.pop(name, None)
        elif isinstance(value, Mapping):
            before = whole.get(name)
            whole[name] = _merged(before if isinstance(before, Mapping) else {}, value)
        else:
            whole[name] = value
    return whole


def _keys(kind: Kind, record: Record) -> dict[str, str]:
    """Return what a document is ordered and searched by; people have no name here.

    None of an opening whose title is a code: `listing.refresh` gives it those of the code's label.
    """
    company = str(record.get("company", {}).get("name", ""))
    if kind.name != "openings":
        return {"sort_key": sort_key(company), "search_key": search_key(company)}
    if "title" not in record and ("title_code" in record or "occupation" in record):
        return {}
    title = str(record.get("title", ""))
    return {"sort_key": sort_key(title), "search_key": search_key(f"{title} {company}")}
