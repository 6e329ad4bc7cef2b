"""A record as bytes: one fixed row of numbers and a list of coded items, ready to become columns.

The store keeps these bytes beside the record, so that tables of a hundred thousand rows are built
without reading a hundred thousand JSON texts. Codes travel as keys (codes.py); what they mean is looked
up when the tables are built, so a newer taxonomy needs no new packing.
"""

import datetime as dt
from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.codes import NO_KEY, code_key, word_key
from matching.enums import (
    ContractType,
    LanguageLevel,
    OpeningKind,
    Requirement,
    TravelMode,
    WorkingTime,
    place_in,
)
from matching.geo import department, reach_km
from matching.records import CandidateLimit, Record

UNKNOWN = np.nan
EPOCH = dt.date(2020, 1, 1)  # day 0 of every date column


class ItemKind(IntEnum):
    """What an item of a record's lists is."""

    WISH_TITLE = 1
    WISH_OCCUPATION = 2
    SKILL = 3
    EXPERIENCE_TITLE = 4
    EXPERIENCE_OCCUPATION = 5
    LANGUAGE = 6
    PERMIT = 7


class Given(IntEnum):
    """Bits of the lists that a candidate gave: what such a list lacks is not held."""

    LICENCES = 1
    CERTIFICATES = 2
    LANGUAGES = 4
    EXPERIENCE = 8


class Ask(IntEnum):
    """Bits of what an opening makes a must, item lists apart."""

    EXPERIENCE = 1
    EDUCATION = 2


ITEM = np.dtype([("kind", "u1"), ("flag", "u1"), ("amount", "<u2"), ("key", "<u8")])
PLACE = [
    ("lat", "<f4"),
    ("lon", "<f4"),
    ("radius_km", "<f4"),
    ("insee", "<u8"),
    ("postcode", "<u8"),
    ("department", "<u8"),
]
SPAN = [("hours_min", "<f4"), ("hours_max", "<f4"), ("start", "<f4"), ("education", "u1")]
CANDIDATE_ROW = np.dtype(
    [
        *PLACE,
        *SPAN,
        ("max_km", "<f4"),
        ("max_minutes", "<f4"),
        ("reach_km", "<f4"),
        ("wage_floor", "<f4"),
        ("modes", "u1"),
        ("kinds", "u1"),
        ("contracts", "<u2"),
        ("refuses", "<u2"),
        ("wishes", "u1"),  # bits of CandidateLimit that are wishes only
        ("given", "u1"),  # bits of Given
    ]
)
OPENING_ROW = np.dtype(
    [
        *PLACE,
        *SPAN,
        ("title", "<u8"),
        ("occupation", "<u8"),
        ("latest_start", "<f4"),
        ("wage_min", "<f4"),
        ("wage_max", "<f4"),
        ("experience", "<f4"),  # months
        ("months", "<f4"),
        ("positions", "<u2"),
        ("kind", "u1"),  # 1 + place in OpeningKind
        ("contract", "u1"),  # 1 + place in ContractType; 0 = unknown
        ("working_times", "<u2"),
        ("musts", "u1"),  # bits of Ask
    ]
)


def pack_candidate(record: Record) -> tuple[bytes, bytes]:
    """Return (row, items) of a canonical candidate record."""
    row = _common(CANDIDATE_ROW, record)
    modes = record.get("modes", [])
    row["max_km"] = record.get("max_km", UNKNOWN)
    row["max_minutes"] = record.get("max_minutes", UNKNOWN)
    row["reach_km"] = reach_km(record.get("max_km"), record.get("max_minutes"), modes)
    row["wage_floor"] = record.get("wage_floor", UNKNOWN)
    row["modes"] = _mask(TravelMode, modes)
    row["kinds"] = _mask(OpeningKind, record.get("kinds", []))
    row["contracts"] = _mask(ContractType, record.get("contracts", []))
    row["refuses"] = _mask(WorkingTime, record.get("refuses", []))
    row["wishes"] = _mask(CandidateLimit, record.get("wish", []))
    row["given"] = sum(bit for bit in Given if bit.name.lower() in record)
    items = [
        *_occupations(record.get("wishes", []), ItemKind.WISH_TITLE, ItemKind.WISH_OCCUPATION),
        *_occupations(record.get("experience", []), ItemKind.EXPERIENCE_TITLE, ItemKind.EXPERIENCE_OCCUPATION),
        *(
            (ItemKind.SKILL, s.get("held", True), s.get("level", 0), _code_or_words(s))
            for s in record.get("skills", [])
        ),
        *_languages(record),
        *_held_permits(record),
    ]
    return row.tobytes(), np.array(items, dtype=ITEM).tobytes()


def pack_opening(record: Record) -> tuple[bytes, bytes]:
    """Return (row, items) of a canonical opening record."""
    row = _common(OPENING_ROW, record)
    row["title"] = code_key(record["title_code"]) if "title_code" in record else word_key(record.get("title", ""))
    row["occupation"] = code_key(record.get("occupation", ""))
    row["latest_start"] = _day(record.get("latest_start"))
    wage, ask = record.get("wage", {}), record.get("experience", {})
    row["wage_min"] = wage.get("min", UNKNOWN)
    row["wage_max"] = wage.get("max", wage.get("min", UNKNOWN))
    row["experience"] = ask.get("months", UNKNOWN)
    row["months"] = record.get("months", UNKNOWN)
    row["positions"] = record.get("positions", 1)
    row["kind"] = 1 + place_in(OpeningKind, record.get("kind", OpeningKind.JOB))
    row["contract"] = 1 + place_in(ContractType, record["contract"]) if "contract" in record else 0
    row["working_times"] = _mask(WorkingTime, record.get("working_times", []))
    row["education"] = record.get("education", {}).get("level", 0)
    row["musts"] = Ask.EXPERIENCE * _must(ask) + Ask.EDUCATION * _must(record.get("education", {}))
    items = [
        *((ItemKind.SKILL, _must(s), s.get("level", 0), _code_or_words(s)) for s in record.get("skills", [])),
        *_languages(record),
        *_asked_permits(record),
    ]
    return row.tobytes(), np.array(items, dtype=ITEM).tobytes()


IMPLIED_LICENCES = {  # driving licence → the others that it carries (Code de la route, R221-4 to R221-8)
    "B": ("B1", "AM"),
    "BE": ("B",),
    "C1": ("B",),
    "C": ("C1", "B"),
    "C1E": ("C1", "BE"),
    "CE": ("C", "C1E", "BE"),
    "D1": ("B",),
    "D": ("D1", "B"),
    "D1E": ("D1", "BE"),
    "DE": ("D", "D1E", "BE"),
    "A": ("A2", "A1", "AM"),
    "A2": ("A1", "AM"),
    "A1": ("AM",),
}


def held_permits(codes: Iterable[str]) -> set[str]:
    """Return the licences and certificates held, with those that each of them carries."""
    held: set[str] = set()
    waiting = [code.strip() for code in codes]
    while waiting:
        if (code := waiting.pop()) not in held:
            held.add(code)
            waiting += IMPLIED_LICENCES.get(code.upper(), ())
    return held


def permit_key(code: str) -> int:
    """Return the key of a licence or certificate: the same for any case, accent and spacing."""
    return word_key(code)


def _common(dtype: np.dtype[Any], record: Record) -> NDArray[Any]:
    row = np.zeros((), dtype=dtype)
    place, hours = record.get("place", {}), record.get("hours", {})
    row["lat"], row["lon"] = place.get("lat", UNKNOWN), place.get("lon", UNKNOWN)
    row["radius_km"] = place.get("radius_km", 0)
    if "insee" in place:
        place = {"department": department(place["insee"]), **place}
    for name in ("insee", "postcode", "department"):
        row[name] = place_key(name, place[name]) if name in place else NO_KEY
    row["hours_min"], row["hours_max"] = hours.get("min", UNKNOWN), hours.get("max", UNKNOWN)
    row["start"] = _day(record.get("start"))
    if isinstance(record.get("education"), int):
        row["education"] = record["education"]
    return row


def place_key(kind: str, code: str) -> int:
    """Return the key of a commune's INSEE code, a postcode or a department: never one for another."""
    return code_key(f"{kind[0]}{code}")


def _held_permits(record: Record) -> Iterable[tuple[int, bool, int, int]]:
    for name, kind in (("licences", Given.LICENCES), ("certificates", Given.CERTIFICATES)):
        for code in sorted(held_permits(permit["code"] for permit in record.get(name, []))):
            yield ItemKind.PERMIT, True, kind, permit_key(code)


def _asked_permits(record: Record) -> Iterable[tuple[int, bool, int, int]]:
    for name, kind in (("licences", Given.LICENCES), ("certificates", Given.CERTIFICATES)):
        for permit in record.get(name, []):
            yield ItemKind.PERMIT, _must(permit, "must"), kind, permit_key(permit["code"])


def _occupations(wishes: list[Record], title: ItemKind, occupation: ItemKind) -> Iterable[tuple[int, bool, int, int]]:
    for wish in wishes:
        amount = min(round(wish.get("months", 0)), 65535)
        if "title_code" in wish or "title" in wish:
            key = code_key(wish["title_code"]) if "title_code" in wish else word_key(wish["title"])
            yield title, _must(wish), amount if "occupation" not in wish else 0, key
        if "occupation" in wish:
            yield occupation, _must(wish), amount, code_key(wish["occupation"])


def _languages(record: Record) -> Iterable[tuple[int, bool, int, int]]:
    for language in record.get("languages", []):
        level = 1 + place_in(LanguageLevel, language["level"]) if "level" in language else 0
        yield ItemKind.LANGUAGE, _must(language), level, code_key(language["code"].lower())


def _code_or_words(item: Record) -> int:
    return code_key(item["code"]) if "code" in item else word_key(item["label"])


def _must(item: Record, default: str = "wish") -> bool:
    return bool(item.get("requirement", default) == Requirement.MUST)


def _mask(values: type[StrEnum], chosen: Iterable[str]) -> int:
    return sum({1 << place_in(values, value) for value in chosen})


def _day(date: str | None) -> float:
    return (dt.date.fromisoformat(date) - EPOCH).days if date else UNKNOWN
