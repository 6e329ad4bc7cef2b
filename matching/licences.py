"""Driving licences and certificates: what one carries, what the law asks, and the key of each."""

from collections.abc import Iterable

from matching.codes import NO_KEY, word_key
from matching.enums import OpeningKind, Requirement
from matching.records import Record

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


LEGAL_LICENCES = {  # occupation → the licence that nobody may do without (Code de la route, R221-4)
    "N4101": "C",  # lorries
    "N4111": "C",
    "N4113": "C",  # international lorries
    "N4114": "C",  # fuel delivery
    "N4115": "C",  # very heavy vehicles
    "N4116": "C",  # dangerous goods
    "N4103": "D",  # buses
    "N4109": "D",  # coaches
    "N4102": "B",  # carrying people
    "N4105": "B",  # deliveries
    "N4112": "B",  # private hire
}


def asked_licences(record: Record) -> list[Record]:
    """Return the licences that an opening asks, or that the law asks where the opening says nothing."""
    is_job = record.get("kind", OpeningKind.JOB) == OpeningKind.JOB  # a course or a visit asks no licence
    legal = LEGAL_LICENCES.get(record.get("occupation", "")) if is_job else None
    return record.get("licences") or ([{"code": legal, "requirement": Requirement.MUST.value}] if legal else [])


def permit_key(kind: str, code: str) -> int:
    """Return the key of a licence or certificate: the same for any case, accent and spacing.

    `kind` is the list that holds it: the licence B1 is not the electrical certificate B1.
    """
    return word_key(f"{kind} {code}") if word_key(code) else NO_KEY
