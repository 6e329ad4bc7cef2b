"""Cells about what somebody can do: education, languages, licences, certificates, skills."""

import re
from types import MappingProxyType
from typing import Any

from matching.codes import plain
from matching.text.facts.education_labels import education_level
from matching.text.facts.licences import LICENCES, licence_code
from service.importers.foreign.reads import Column, Read, incomplete, unreadable
from service.importers.foreign.words import language_of, level_of, parts_of, yes_or_no

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
        "" if all(codes) else f"{cell[:60]!r} cannot be read here as a whole: what is not known is left out"
    )


def licences(cell: str, column: Column) -> Read:
    """Return licences by their codes; of yes or no, the licence that the header names, or else the car's."""
    said = yes_or_no(cell)
    if said is False:
        return {"licences": []}, ""
    if said:
        words = [word.upper() for word in re.findall(r"[A-Za-z0-9]+", column.header)]
        codes = [word for word in words if word in LICENCES] or ["B"]
        return {"licences": [{"code": code} for code in codes], **incomplete("licences", column)}, ""
    if _NOT_YET.search(plain(cell)):
        return unreadable(cell)
    parts = re.split(r"[\s,;/+|.&-]+", _LICENCE_WORDS.sub(" ", cell))
    codes = list(dict.fromkeys(code for part in parts if (code := licence_code(_VEHICLES.get(part.upper(), part)))))
    return ({"licences": [{"code": code} for code in codes]}, "") if codes else unreadable(cell)


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
    parts = [part if re.search(r"[^\W\d_]{2}", part) else before + part for part in parts_of(cell)]
    return (_certified(parts), "") if parts else unreadable(cell)


def skills(cell: str, column: Column) -> Read:
    """Return the skills listed: in words, or by their codes."""
    parts = [part for part in parts_of(cell) if yes_or_no(part) is None]
    found = [{"code" if re.fullmatch(r"\d{5,6}", part) else "label": part[:300]} for part in parts]
    return ({"skills": found}, "") if found else unreadable(cell)


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
