"""Cells about what somebody can do: education, languages, licences, certificates, skills."""

import re
from types import MappingProxyType
from typing import Any

from matching.codes import plain
from matching.enums import Requirement
from matching.text.facts.education_labels import education_level
from matching.text.facts.licences import LICENCES, licence_code
from matching.text.facts.requirement import is_alternative, refused_near, requirement_near, without_asking
from service.importers.foreign.reads import Column, Read, incomplete, unreadable
from service.importers.foreign.words import language_of, level_of, parts_of, yes_or_no
from service.importers.personal import masked

_ROMAN = MappingProxyType({"vi": 2, "v bis": 2, "v": 3, "iv": 4, "iii": 5, "ii": 6, "i": 7})  # levels before 2019
_LEVELS = (  # what France Travail's labels lack, on plain words
    (r"^(sans|aucune?|non diplomee?|pas de diplome|infra 3|no degree)\b", 1),
    (r"\b(brevet|college|troisieme|3e|3eme)\b", 2),
    (r"\b(phd)\b", 8),
    (r"\b(bachelor|but)\b", 6),
    (r"\b(high school|terminale)\b", 4),
)
_LICENCE_WORDS = re.compile(r"\b(?:permis|de conduire|licen[cs]e|driving|et|and)\b|\(.*?\)", re.IGNORECASE)
_NOT_YET = re.compile(r"\b(en cours|prevu|preparation|passage|code obtenu|suspendu|annule|invalide)\b")
_VEHICLES = MappingProxyType({"VL": "B", "PL": "C", "SPL": "CE"})
_ANY_CERTIFICATE = re.compile(r"(caces|certificats?|certifications?|certificates?|habilitations?)")


def education(cell: str, column: Column) -> Read:
    """Return the European level of a diploma, of a level old (V) or new (3)."""
    level = _level(plain(cell))
    if level is None:
        return unreadable(cell)
    return {"education": {"level": level} if column.kind == "openings" else level}, ""


def languages(cell: str, column: Column) -> Read:
    """Return languages with their levels; under a header that names one language, the cell is its level."""
    named, said = language_of(column.header), yes_or_no(cell)
    if said is False or (said and not named):
        return ({}, "") if said is False else unreadable(cell)
    if named and not language_of(cell) and (said or level_of(cell)):
        return {"languages": [_spoken(named, cell)], **incomplete("languages", column)}, ""
    parts = [part for part in parts_of(cell) if not re.fullmatch("[ABC][12]", part, re.IGNORECASE)]
    codes = [language_of(part) for part in parts]
    spoken = [_spoken(code, part) for code, part in zip(codes, parts, strict=True) if code]
    if not spoken:
        return unreadable(cell)
    return {"languages": spoken, **({} if all(codes) else incomplete("languages", column))}, (
        "" if all(codes) else f"{masked(cell)[:60]!r} cannot be read here as a whole: what is not known is left out"
    )


def licences(cell: str, column: Column) -> Read:
    """Return licences by their codes; of yes or no, the licence that the header names, or else the car's."""
    said = yes_or_no(cell)
    if said is False:
        return {"licences": []}, ""
    if said:
        asked = _how_asked(cell, (0, len(cell)), column)
        return {
            "licences": [{"code": code, **asked} for code in _header_codes(column)],
            **incomplete("licences", column),
        }, ""
    if _NOT_YET.search(plain(cell)):
        return unreadable(cell)
    return _listed_licences(cell, column)


def _listed_licences(cell: str, column: Column) -> Read:
    words_out = _LICENCE_WORDS.sub(lambda word: " " * len(word[0]), cell)
    parts = re.finditer(r"[^\s,;/+|.&-]+", words_out)
    found: dict[str, dict[str, str]] = {}
    for part in parts:
        if code := licence_code(_VEHICLES.get(part[0].upper(), part[0])):
            found.setdefault(code, {"code": code, **_how_asked(cell, part.span(), column)})
    return ({"licences": list(found.values())}, "") if found else _asked_alone(cell, column)


def _asked_alone(cell: str, column: Column) -> Read:
    """Return the licence of the header where an opening's cell only says how it is asked: "souhaité"."""
    if column.kind != "openings" or not (requirement_near(cell, 0, 0) or refused_near(cell, 0, 0)):
        return unreadable(cell)
    if refused_near(cell, 0, 0):
        return {}, ""
    asked = _how_asked(cell, (0, len(cell)), column, cell)
    return {"licences": [{"code": code, **asked} for code in _header_codes(column)]}, ""


def _header_codes(column: Column) -> list[str]:
    words = [word.upper() for word in re.findall(r"[A-Za-z0-9]+", column.header)]
    return [word for word in words if word in LICENCES] or ["B"]


def certificates(cell: str, column: Column) -> Read:
    """Return certificates as they are written; of "yes", the one that the header names."""
    header = " ".join(re.sub(r"\(.*?\)", " ", column.header).split())
    said = yes_or_no(cell) if not cell.isdigit() else None
    if said is False:
        return {}, ""
    if said:
        whole = not _ANY_CERTIFICATE.fullmatch(plain(header))
        return (_certified([header]) | incomplete("certificates", column), "") if whole else unreadable(cell)
    before = "CACES " if "caces" in plain(header) else ""
    if column.kind == "openings":
        return _asked_certificates(cell, before, column)
    parts = [_whole_name(part, before) for part in parts_of(cell)]
    return (_certified(parts), "") if parts else unreadable(cell)


def skills(cell: str, column: Column) -> Read:
    """Return the skills listed: in words, or by their codes."""
    parts = [part for part in parts_of(cell) if yes_or_no(part) is None]
    found = [{"code" if re.fullmatch(r"\d{5,6}", part) else "label": part[:300]} for part in parts]
    return ({"skills": found}, "") if found else unreadable(cell)


def _whole_name(part: str, before: str) -> str:
    return part if re.search(r"[^\W\d_]{2}", part) else before + part


def _asked_certificates(cell: str, before: str, column: Column) -> Read:
    """Return certificates with how an opening asks for them; the words that ask are no part of their names."""
    found = []
    for part in parts_of(cell):
        at = max(0, cell.find(part))
        if name := without_asking(part):
            found.append(
                {"code": _whole_name(name, before)[:40].strip(), **_how_asked(cell, (at, at + len(part)), column, part)}
            )
    return ({"certificates": found}, "") if found else unreadable(cell)


def _how_asked(cell: str, place: tuple[int, int], column: Column, part: str = "") -> dict[str, str]:
    """Return how an opening asks for what stands at a place of a cell: its own words, else those of the header."""
    if column.kind != "openings":
        return {}
    if is_alternative(cell, *place) or re.search(r"\bou\b", plain(cell)) or refused_near(cell, *place):
        return {"requirement": Requirement.WISH.value}
    own = requirement_near(part, 0, 0) if part else None
    asked = own or requirement_near(cell, *place) or requirement_near(column.header, 0, len(column.header))
    return {"requirement": Requirement.WISH.value} if asked is Requirement.WISH else {}


def _level(words: str) -> int | None:
    if found := re.fullmatch(r"(?:niveau |niv )?(vi|v bis|v|iv|iii|ii|i)", words):
        return _ROMAN[found[1]]
    if found := re.fullmatch(r"(?:niveau |niv |level )?([1-8])", words):
        return int(found[1])
    own = next((level for pattern, level in _LEVELS if re.search(pattern, words)), None)
    return education_level(words) or own


def _spoken(code: str, words: str) -> dict[str, Any]:
    level = level_of(words)
    return {"code": code, "level": level} if level else {"code": code}


def _certified(names: list[str]) -> dict[str, Any]:
    return {"certificates": [{"code": name[:40].strip()} for name in names]}
