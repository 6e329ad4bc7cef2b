"""Cells about work: jobs wished, done and offered, experience, contracts, dates, working times."""

import re
from collections.abc import Callable
from typing import Any

from matching.codes import plain
from matching.text.facts.contract_labels import contract_of
from matching.text.facts.durations import months_in
from matching.text.facts.working_times import working_times
from service.importers.foreign.dates import date_in
from service.importers.foreign.reads import Column, Read, unreadable
from service.importers.foreign.words import is_any, job_with_months, parts_of, yes_or_no

LATEST = 2079  # of years written with two digits
_AT_ONCE = re.compile(r"immediat|de suite|des que possible|asap|des maintenant|disponible|\bnow\b|at once|urgent")
_BEGINNERS = re.compile(r"\b(debutante?s?|sans experience|aucune|beginners?|no experience)\b")
_CONTRACTS = (  # in everyday words, on plain words; the first that is found counts, before France Travail's labels
    (r"\b(cddi|ci[ep]|iae)\b", "CDDI"),
    (r"\b(apprentie?|apprentissage|apprenticeship|alternance|alternante?)\b", "APP"),
    (r"\b(professionnalisation|contrat pro)\b", "PRO"),
    (r"\b(stage|stagiaire|internship|intern)\b", "STG"),
    (r"\b(permanent|open ended)\b", "CDI"),
    (r"\bfixed term\b", "CDD"),
    (r"\b(temporary|temp|interimaire)\b", "MIS"),
    (r"\b(seasonal|saison|saisonniere?)\b", "SAI"),
    (r"\b(freelance|independante?|auto entrepreneur|liberal)\b", "LIB"),
)


def wishes(cell: str, column: Column) -> Read:
    """Return the jobs wished: titles as they are written, codes as codes."""
    if yes_or_no(cell) is not None:
        return unreadable(cell)
    return {"wishes": [_named(part) for part in _either(cell) if not is_any(part)]}, ""


def title(cell: str, column: Column) -> Read:
    """Return the title of an opening, on one line."""
    return ({"title": " ".join(cell.split())[:300]}, "") if re.search(r"[^\W\d_]{2}", cell) else unreadable(cell)


def occupation(cell: str, column: Column) -> Read:
    """Return the code of an occupation, among other words too."""
    found = re.search(r"\b([A-N]\d{4})\b", cell.upper())
    return ({"occupation": found[1]}, "") if found else unreadable(cell)


def experience(cell: str, column: Column) -> Read:
    """Return jobs done with their months, as far as both are told; a duration alone is an entry without a job."""
    if (months := _months(cell, column.header)) is not None and cell.isdigit():
        return {"experience": [{"months": months}]}, ""
    if yes_or_no(cell) is not None or not re.search(r"[^\W\d_]{2}", cell):
        return unreadable(cell)
    if _BEGINNERS.search(plain(cell)):
        return {"experience": []}, ""
    jobs = [job_with_months(part) for part in parts_of(cell)]
    return {"experience": [_done(job, months) for job, months in jobs if plain(job) or months is not None]}, ""


def experience_asked(cell: str, column: Column) -> Read:
    """Return the months of experience that an opening asks; none of beginners."""
    if _BEGINNERS.search(plain(cell)) or yes_or_no(cell) is False:
        return {"experience": {"months": 0}}, ""
    months = _months(cell, column.header)
    return ({"experience": {"months": months}}, "") if months is not None else unreadable(cell)


def contracts(cell: str, column: Column) -> Read:
    """Return the contracts that a candidate accepts; all of them are no limit. One that is unknown spoils the cell."""
    if is_any(cell):
        return {}, ""
    parts = [part for words in parts_of(cell) for part in re.split(r"\s+(?:et|ou|and|or)\s+", words)]
    codes = [_contract(part) for part in parts]
    return ({"contracts": list(dict.fromkeys(codes))}, "") if codes and all(codes) else unreadable(cell)


def contract_offered(cell: str, column: Column) -> Read:
    """Return an opening's contract, and its length where that stands beside it: "CDD 6 mois"."""
    if (code := _contract(cell)) is None:
        return unreadable(cell)
    months = months_in(cell) if code != "CDI" else None
    return {"contract": code} | ({} if months is None else {"months": months}), ""


def date_of(name: str) -> Callable[[str, Column], Read]:
    """Return the reader of a day; "at once" is no date and no fault."""

    def read(cell: str, column: Column) -> Read:
        if (day := date_in(cell, column.order, LATEST)) is not None:
            return {name: day}, ""
        told = _AT_ONCE.search(plain(cell)) or yes_or_no(cell) is not None
        return ({}, "") if told else unreadable(cell)

    return read


def times_in(name: str) -> Callable[[str, Column], Read]:
    """Return the reader of working times."""

    def read(cell: str, column: Column) -> Read:
        times = working_times([cell])
        return ({name: times}, "") if times else unreadable(cell)

    return read


def _either(cell: str) -> list[str]:
    """Return the jobs that a cell lists, those between which it says "or" too."""
    return [job for part in parts_of(cell) for job in re.split(r"\s+(?:ou bien|ou|or)\s+", part) if plain(job)]


def _named(job: str) -> dict[str, Any]:
    if re.fullmatch(r"[A-N]\d{4}", job):
        return {"occupation": job}
    return {"title_code": job} if re.fullmatch(r"\d{5,6}", job) else {"title": job[:300]}


def _done(job: str, months: float | None) -> dict[str, Any]:
    return (_named(job) if plain(job) else {}) | ({} if months is None else {"months": months})


def _months(cell: str, header: str) -> float | None:
    """Return the months of a duration; the header tells the unit of a bare number."""
    words = plain(header)
    if not re.fullmatch(r"\d{1,3}", cell):
        return months_in(cell)
    if re.search(r"\b(mois|months?)\b", words):
        return int(cell)
    return 12 * int(cell) if re.search(r"\b(ans?|annees?|years?)\b", words) else None


def _contract(words: str) -> str | None:
    bare = plain(words)
    everyday = next((code for pattern, code in _CONTRACTS if re.search(pattern, bare)), None)
    return everyday or contract_of(words, words, words)
