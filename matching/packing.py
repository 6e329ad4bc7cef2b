"""A record as bytes: one fixed row of numbers and a list of coded items, ready to become columns.

The store keeps these bytes beside the record, so that tables of a hundred thousand rows are built
without reading a hundred thousand JSON texts. Codes travel as keys (codes.py); what they mean is looked
up when the tables are built, so a newer taxonomy needs no new packing.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.codes import NO_KEY, code_key, plain, word_key
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
from matching.layout import CANDIDATE_ROW, EPOCH, ITEM, OPENING_ROW, SPONSOR_ROW, UNKNOWN, Ask, Given, ItemKind
from matching.licences import asked_licences, held_permits, permit_key
from matching.meeting import meeting_items
from matching.records import CandidateLimit, Record

SIREN_DIGITS = 9
MEANINGS = 2  # occupations that one wish in words may stand for; months are counted once


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
    row["given"] = sum(bit for bit in Given if _complete(record, bit.name.lower()))
    titles, skills = _understood(record)
    items = [
        *_wishes(_named(record.get("wishes", []), titles, MEANINGS)),
        *_experience(_named(record.get("experience", []), titles, 1)),
        *(
            (ItemKind.SKILL, s.get("held", True), s.get("level", 0), _code_or_words(_coded(s, skills)))
            for s in record.get("skills", [])
        ),
        *_languages(record),
        *_held_permits(record),
        *meeting_items(record),
    ]
    return row.tobytes(), _items(items)


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
        *_read(record.get("read", {})),
        (ItemKind.COMPANY, False, 0, company_key(record.get("company", {}))),
    ]
    return row.tobytes(), _items(items)


def pack_sponsor(record: Record) -> tuple[bytes, bytes]:
    """Return (row, items) of a canonical sponsor record."""
    row = _placed(SPONSOR_ROW, record)
    for name in ("max_km", "capacity", "followed"):
        row[name] = record.get(name, UNKNOWN)
    row["company"] = company_key(record.get("company", {}))
    items = [*_experience(record.get("occupations", [])), *_languages(record), *meeting_items(record)]
    return row.tobytes(), _items(items)


def company_key(company: Record) -> int:
    """Return the key of a company: its SIREN, the first nine digits of its SIRET, else its name in plain words."""
    siren = re.sub(r"\s", "", company.get("siret", ""))[:SIREN_DIGITS]
    return code_key(siren) if len(siren) == SIREN_DIGITS else word_key(company.get("name", ""))


def _items(items: list[tuple[int, bool, int, int]]) -> bytes:
    """Return the items that mean something: words without a letter do not."""
    return np.array([item for item in items if item[3] != NO_KEY], dtype=ITEM).tobytes()


def _complete(record: Record, name: str) -> bool:
    """Return whether a list is given and holds all: experience of unstated length leaves it open."""
    told = name in record and name not in record.get("partial", [])
    return told and not (name == "experience" and any("months" not in entry for entry in record[name]))


def _common(dtype: np.dtype[Any], record: Record) -> NDArray[Any]:
    row, hours = _placed(dtype, record), record.get("hours", {})
    row["hours_min"], row["hours_max"] = hours.get("min", UNKNOWN), hours.get("max", UNKNOWN)
    row["start"] = _day(record.get("start"))
    if isinstance(record.get("education"), int):
        row["education"] = record["education"]
    return row


def _placed(dtype: np.dtype[Any], record: Record) -> NDArray[Any]:
    row, place = np.zeros((), dtype=dtype), record.get("place", {})
    row["lat"], row["lon"] = place.get("lat", UNKNOWN), place.get("lon", UNKNOWN)
    row["radius_km"] = place.get("radius_km", 0)
    if "insee" in place:
        place = {"department": department(place["insee"]), **place}
    for name in ("insee", "postcode", "department"):
        row[name] = place_key(name, place[name]) if name in place else NO_KEY
    return row


def place_key(kind: str, code: str) -> int:
    """Return the key of a commune's INSEE code, a postcode or a department: never one for another."""
    return code_key(f"{kind[0]}{code}")


def _held_permits(record: Record) -> Iterable[tuple[int, bool, int, int]]:
    for name, kind in (("licences", Given.LICENCES), ("certificates", Given.CERTIFICATES)):
        for code in sorted(held_permits(permit["code"] for permit in record.get(name, []))):
            yield ItemKind.PERMIT, True, kind, permit_key(name, code)


def _asked_permits(record: Record) -> Iterable[tuple[int, bool, int, int]]:
    asked = {"licences": asked_licences(record), "certificates": record.get("certificates", [])}
    for name, kind in (("licences", Given.LICENCES), ("certificates", Given.CERTIFICATES)):
        for permit in asked[name]:
            yield ItemKind.PERMIT, _must(permit, "must"), kind, permit_key(name, permit["code"])


def _wishes(wishes: list[Record]) -> Iterable[tuple[int, bool, int, int]]:
    """Yield titles and occupations; those of one wish that names both carry its number as their amount."""
    for number, wish in enumerate(wishes, start=1):
        both = number if "occupation" in wish else 0
        for key in _titles(wish):
            yield ItemKind.WISH_TITLE, _must(wish), both, key
        if "occupation" in wish:
            yield ItemKind.WISH_OCCUPATION, _must(wish), both, code_key(wish["occupation"])


def _experience(entries: list[Record]) -> Iterable[tuple[int, bool, int, int]]:
    for entry in entries:
        months = min(round(entry.get("months", 0)), 65535)
        if "occupation" in entry:
            yield ItemKind.EXPERIENCE_OCCUPATION, False, months, code_key(entry["occupation"])
        else:
            yield ItemKind.EXPERIENCE_TITLE, False, months, next(iter(_titles(entry)))


def _titles(wish: Record) -> Iterable[int]:
    if "title_code" in wish:
        yield code_key(wish["title_code"])
    if "title" in wish:
        yield word_key(wish["title"])


def _languages(record: Record) -> Iterable[tuple[int, bool, int, int]]:
    for language in record.get("languages", []):
        level = 1 + place_in(LanguageLevel, language["level"]) if "level" in language else 0
        yield ItemKind.LANGUAGE, _must(language), level, code_key(language["code"].lower())


def _read(read: Record) -> Iterable[tuple[int, bool, int, int]]:
    if "occupation" in read:
        yield ItemKind.READ_OCCUPATION, False, _in_64ths(read), code_key(read["occupation"])
    for skill in read.get("skills", []):
        yield ItemKind.READ_SKILL, False, _in_64ths(skill), code_key(skill["code"])


def _in_64ths(read: Record) -> int:
    return round(64 * float(read.get("confidence", 1)))


def _understood(record: Record) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the occupations of each title, and the code of each skill, that were understood from words."""
    read = record.get("read", {})
    titles: dict[str, list[str]] = {}
    for entry in read.get("titles", []):
        titles.setdefault(plain(entry["title"]), []).append(entry["occupation"])
    return titles, {plain(entry["label"]): entry["code"] for entry in read.get("skills", [])}


def _coded(skill: Record, codes: Mapping[str, str]) -> Record:
    code = codes.get(plain(skill.get("label", ""))) if skill.get("held", True) else None  # a likeness denies nothing
    return {**skill, "code": code} if code and "code" not in skill else skill


def _named(entries: Iterable[Record], titles: Mapping[str, list[str]], most: int) -> list[Record]:
    """Return wishes or experience with the occupations that a title was understood as, where they name none.

    What was understood is never a must: of such a wish only the title is.
    """
    found = []
    for entry in entries:
        told = [] if {"occupation", "title_code"} & entry.keys() else titles.get(plain(entry.get("title", "")), [])
        meant = [{**entry, "occupation": code, "requirement": Requirement.WISH} for code in told[:most]]
        found += meant if meant and not _must(entry) else [entry, *meant]
    return found


def _code_or_words(item: Record) -> int:
    return code_key(item["code"]) if "code" in item else word_key(item["label"])


def _must(item: Record, default: str = "wish") -> bool:
    return bool(item.get("requirement", default) == Requirement.MUST)


def _mask(values: type[StrEnum], chosen: Iterable[str]) -> int:
    return sum({1 << place_in(values, value) for value in chosen})


def _day(date: str | None) -> float:
    return (dt.date.fromisoformat(date) - EPOCH).days if date else UNKNOWN
