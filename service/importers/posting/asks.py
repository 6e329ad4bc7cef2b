"""What a JobPosting asks: experience, education, skills, licences and certificates, as fields of our opening record."""

import re
from collections.abc import Mapping
from typing import Any

from matching.text.facts.durations import months_in
from matching.text.facts.education_labels import education_level
from matching.text.facts.licences import licence_code
from service.importers.mending import Part
from service.importers.posting.linked_values import items, number, objects, text
from service.importers.posting.parts import LONGEST_LABEL

Posting = Mapping[str, Any]

_LEVELS = {  # the words that search engines ask for → the French ladder
    "no requirements": 1,
    "high school": 4,
    "associate degree": 5,
    "professional certificate": 3,
    "bachelor degree": 6,
    "postgraduate degree": 7,
}


def experience(posting: Posting) -> Part:
    """Return the months of experience asked; 0 where none are needed."""
    for item in objects(posting.get("experienceRequirements"), "name"):
        months = number(item.get("monthsOfExperience"))
        told = text(item.get("name")) or text(item.get("description"))
        if months is None and re.match(r"(no requirements|aucune|sans exp|d[ée]butant)", told, re.IGNORECASE):
            months = 0
        months = months_in(told) if months is None else months
        if months is not None:
            return {"experience": {"months": months}}, []
    return {}, []


def education(posting: Posting) -> Part:
    """Return the lowest level that will do."""
    levels, faults = [], []
    for item in objects(posting.get("educationRequirements"), "credentialCategory"):
        told = [text(item.get(name)) for name in ("educationalLevel", "credentialCategory", "name", "description")]
        level = next((level for one in told if (level := _level(one))), None)
        levels += [level] if level else []
        if not level and any(told) and len(told[1] or told[2]) <= LONGEST_LABEL:
            faults.append(("education", f"unknown level {next(filter(None, told))[:40]!r}, left out"))
    return {"education": {"level": min(levels)}} if levels else {}, faults


def _level(told: str) -> int | None:
    framework = re.fullmatch(r"(?:EQF|CEC)\s*(?:level\s*)?([1-8])", told, re.IGNORECASE)
    return int(framework[1]) if framework else _LEVELS.get(told.casefold().strip()) or education_level(told)


def skills(posting: Posting) -> Part:
    """Return each skill once; a sentence is no skill, it is in the description."""
    found: dict[str, dict[str, str]] = {}
    for item in items(posting.get("skills")):
        code = text(item.get("termCode")) if isinstance(item, Mapping) else ""
        code = code if re.fullmatch(r"\d{4,7}", code) and "ROME" in text(item.get("inDefinedTermSet")).upper() else ""
        told = text(item)
        parts = [told] if isinstance(item, Mapping) else re.split(r"[;,\n•]|\s-\s|^- ", told)
        for label in (part.strip(" .-") for part in parts):
            if label and len(label) <= LONGEST_LABEL:
                skill = {"code": code, "label": label if label != code else ""}
                found.setdefault(code or label.casefold(), {name: value for name, value in skill.items() if value})
    return {"skills": list(found.values())}, []


def permits(posting: Posting) -> Part:
    """Return the licences and certificates among the qualifications; other texts are in the description."""
    licences, certificates = [], []
    for item in items(posting.get("qualifications")):
        told = text(item)
        of_kind = text(item.get("credentialCategory")).casefold() if isinstance(item, Mapping) else ""
        parts = [told] if of_kind else re.split(r"[;,\n•]", told)
        licences += [
            code for part in parts if re.match(r"\W*permis\b", part, re.IGNORECASE) and (code := _licence(part))
        ]
        if of_kind.startswith("certificat") and told and len(told) <= 40:
            certificates.append(told)
    asked = {"licences": licences, "certificates": certificates}
    return {name: [{"code": code} for code in dict.fromkeys(codes)] for name, codes in asked.items()}, []


def _licence(part: str) -> str | None:
    return licence_code(part.strip(" -.")[:60])
