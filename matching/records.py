"""The documented format of a candidate and of an opening: one list of fields for every file.

A record is a JSON object. A list that is given is complete (a licence that it lacks is not held);
a list that is absent is unknown. Limits (max_km, contracts, refuses …) are musts and everything else
is a wish, unless the record's own `must` or `wish` says otherwise.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from matching.enums import ContractType, LanguageLevel, OpeningKind, Requirement, TravelMode, WorkingTime
from matching.errors import InvalidRecord
from matching.fields import Choice, Date, Fault, Field, Flag, Group, Many, Number, Text, read_fields
from matching.record_parts import (
    CODE,
    COMPANY,
    HELP,
    LANGUAGE,
    MEETING,
    OCCUPATION,
    PLACE,
    SECTORS,
    SPOKEN,
    always,
    code_or_label,
    title_or_code,
)

Record = dict[str, Any]  # canonical: what read_candidate and read_opening return
LONGEST_DESCRIPTION = 40_000  # characters


class CandidateLimit(StrEnum):
    """What a candidate sets limits to: a must, unless listed under `wish`."""

    REACH = "reach"
    CONTRACTS = "contracts"
    HOURS = "hours"
    REFUSES = "refuses"
    START = "start"
    WAGE_FLOOR = "wage_floor"
    KINDS = "kinds"


class CandidateList(StrEnum):
    """Lists that are complete when they are given, unless listed under `partial`."""

    LICENCES = "licences"
    CERTIFICATES = "certificates"
    LANGUAGES = "languages"
    EXPERIENCE = "experience"


_ASK = Choice(Requirement, "must or wish")
_HELD = Group({"code": CODE}, ("code",), always("code"))
_ASKED = Group({"code": CODE, "requirement": _ASK}, ("code",), always("code"))
_SURE = Number("how sure, from 0 to 1", 0, 1)
_READ_OCCUPATION: dict[str, Field] = {"occupation": CODE, "confidence": _SURE}
_HOURS = Group(
    {"min": Number("at least, in hours a week", 0, 168), "max": Number("at most, in hours a week", 0, 168)},
    ("min", "max"),
    about="hours a week",
)
_SKILL_LEVEL = Number("1 beginner, 2 practised, 3 skilled, 4 expert", 1, 4, whole=True)
_EDUCATION = Number(
    "European level: 1 none, 2 lower secondary, 3 CAP, 4 bac, 5 bac+2, 6 bac+3/4, 7 bac+5, 8 doctorate",
    1,
    8,
    whole=True,
)
_MONTHS = Number("how long, in months", 0, 900)
_WAGE = "euros a month, gross, for full time"

CANDIDATE: dict[str, Field] = {
    "id": Text("your own identifier, unique in the source", 64),
    "wishes": Many(
        Group({**OCCUPATION, "requirement": _ASK}, tuple(OCCUPATION), title_or_code),
        "jobs wished: any one of title, title_code, occupation",
    ),
    "skills": Many(
        Group(
            {
                "code": CODE,
                "label": Text("the skill in words"),
                "level": _SKILL_LEVEL,
                "held": Flag("no = asked, and not held"),
            },
            ("code", "label"),
            code_or_label,
        ),
        "skills held; one that is not listed is not known to be held",
    ),
    "experience": Many(
        Group({**OCCUPATION, "months": _MONTHS}, tuple(OCCUPATION), title_or_code), "experience per occupation"
    ),
    "education": _EDUCATION,
    "languages": Many(SPOKEN, "languages spoken; French that is not listed is unknown"),
    "licences": Many(_HELD, "driving licences: B, C, CE …"),
    "certificates": Many(_HELD, "certificates: CACES R489 3, habilitation électrique B1V, SST …"),
    "place": PLACE,
    "max_km": Number("how far, as the crow flies, in km", 0, 20_000),
    "max_minutes": Number("how long a journey, in minutes (estimated)", 0, 600),
    "modes": Many(Choice(TravelMode), "how the candidate travels"),
    "contracts": Many(Choice(ContractType), "contracts accepted"),
    "hours": _HOURS,
    "start": Date("earliest start"),
    "refuses": Many(Choice(WorkingTime), "working times refused"),
    "wage_floor": Number(_WAGE, 0, 100_000),
    "kinds": Many(Choice(OpeningKind), "kinds of opening accepted"),
    "help": Many(HELP, "what help is wished of a sponsor"),
    "sectors": Many(SECTORS, "sectors wished"),
    **MEETING,
    "partial": Many(Choice(CandidateList), "lists that are given but may lack something"),
    "must": Many(Choice(CandidateLimit), "limits that are musts (the default)"),
    "wish": Many(Choice(CandidateLimit), "limits that are wishes only"),
    "read": Group(
        {
            "titles": Many(Group({"title": Text(), **_READ_OCCUPATION})),
            "skills": Many(Group({"label": Text(), "code": CODE, "confidence": _SURE})),
        },
        about="what Visavis understood of words without a code",
    ),
}

OPENING: dict[str, Field] = {
    "id": Text("your own identifier, unique in the source", 64),
    "kind": Choice(OpeningKind, "what is offered (job unless said)"),
    **OCCUPATION,
    "description": Text("the whole text", LONGEST_DESCRIPTION),
    "company": Group(COMPANY, about="who offers"),
    "place": PLACE,
    "skills": Many(
        Group(
            {"code": CODE, "label": Text("the skill in words"), "level": _SKILL_LEVEL, "requirement": _ASK},
            ("code", "label"),
            code_or_label,
        ),
        "skills asked",
    ),
    "experience": Group(
        {"months": _MONTHS, "requirement": _ASK}, ("months",), always("months"), "0 = beginners welcome"
    ),
    "education": Group({"level": _EDUCATION, "requirement": _ASK}, ("level",), always("level"), "level asked"),
    "languages": Many(
        Group(
            {
                "code": LANGUAGE,
                "level": Choice(LanguageLevel, "level, from A1 (beginner) to C2 (as at home)"),
                "requirement": _ASK,
            },
            ("code",),
            always("code"),
        ),
        "languages asked",
    ),
    "licences": Many(_ASKED, "licences (a must unless wish)"),
    "certificates": Many(_ASKED, "certificates (a must unless wish)"),
    "contract": Choice(ContractType, "contract offered"),
    "months": Number("length of the contract, in months", 0, 120),
    "hours": _HOURS,
    "working_times": Many(Choice(WorkingTime), "when the work is done; complete when given"),
    "start": Date("first day"),
    "latest_start": Date("the last day on which one may begin"),
    "wage": Group(
        {"min": Number("from, in euros", 300, 30_000), "max": Number("to, in euros", 300, 30_000)},
        ("min", "max"),
        about=_WAGE,
    ),
    "positions": Number("how many people are sought", 1, 10_000, whole=True),
    "gives": Group(
        {
            "skills": Many(
                Group({"code": CODE, "label": Text("the skill in words")}, ("code", "label"), code_or_label),
                "skills that it teaches",
            ),
            "licences": Many(_HELD, "driving licences that it leads to"),
            "certificates": Many(_HELD, "certificates that it leads to"),
        },
        about="what a course brings to who follows it",
    ),
    "published": Date("when it was published"),
    "read": Group(
        {**_READ_OCCUPATION, "skills": Many(Group({"code": CODE, "confidence": _SURE}))},
        about="what Visavis read in the text where nothing is coded; it weighs less than what is said",
    ),
}


def read_candidate(raw: Mapping[str, Any]) -> Record:
    """Return the canonical record; raise InvalidRecord with every field at fault."""
    return read_record(raw, CANDIDATE)


def read_opening(raw: Mapping[str, Any]) -> Record:
    """Return the canonical record; raise InvalidRecord with every field at fault."""
    return read_record(raw, OPENING)


def faults_of(raw: Mapping[str, Any], fields: Mapping[str, Field]) -> tuple[Record, list[Fault]]:
    """Return what can be read of a record and every fault found, for files that keep their good fields."""
    record, faults = read_fields(raw, fields)
    faults += _contradictions(record)
    if "id" not in record:
        faults.insert(0, ("id", "missing"))
    elif bad := re.search(r"[\t\r\n]", record["id"]):
        faults.insert(0, ("id", f"forbidden character U+{ord(bad[0]):04X}"))
    return record, faults


def read_record(raw: Mapping[str, Any], fields: Mapping[str, Field]) -> Record:
    """Return the canonical record of any kind; raise InvalidRecord with every field at fault."""
    record, faults = faults_of(raw, fields)
    if faults:
        raise InvalidRecord(faults)
    return record


def _contradictions(record: Record) -> list[Fault]:
    faults = []
    for name in ("hours", "wage"):
        span = record.get(name, {})
        if isinstance(span, dict) and span.get("min", 0) > span.get("max", float("inf")):
            faults.append((name, f"min {span['min']} is above max {span['max']}"))
    place = record.get("place", {})
    if ("lat" in place) != ("lon" in place):
        faults.append(("place", "lat and lon go together"))
    if both := set(record.get("must", [])) & set(record.get("wish", [])):
        faults.append(("must", f"{', '.join(sorted(both))} is also under wish"))
    if record.get("start", "") > record.get("latest_start", "~"):
        faults.append(("latest_start", "before start"))
    return faults
