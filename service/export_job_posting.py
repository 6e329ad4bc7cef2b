"""An opening as a schema.org JobPosting: only facts that the record has, in the words that search engines ask for."""

import html
import re
from collections.abc import Mapping
from typing import Any

from matching.records import Record
from service.i18n import name
from service.importers.base import filled

FULL_TIME = 35  # hours a week, the legal duration
POSTED = ("job", "apprenticeship", "internship")  # a visit, an immersion or a course is no job to post
_TYPES = {
    "MIS": "TEMPORARY",
    "CDD": "TEMPORARY",
    "SAI": "TEMPORARY",
    "CDDI": "TEMPORARY",
    "LIB": "CONTRACTOR",
    "APP": "OTHER",
    "PRO": "OTHER",
    "STG": "INTERN",
    "AUT": "OTHER",
}
_CREDENTIALS = dict(  # the words of search engines for each European level
    enumerate(
        [
            *("no requirements", "", "professional certificate", "high school", "associate degree"),
            *("bachelor degree", "postgraduate degree", "postgraduate degree"),
        ],
        start=1,
    )
)
_SUCCESSIVE = " alternantes"  # without which "en équipes" would only be a team
Labels = Mapping[str, str]  # code of the reference data → words
Json = dict[str, Any]


def posting_of(record: Record, source: str, labels: Labels) -> Json:
    """Return the posting as JSON-LD; what the record does not tell is absent, codes are worded by `labels`.

    The day until which one may apply, levels and musts have no place in a JobPosting and are left out; so is a
    wage that part time of unknown hours would bring.
    """
    title = record.get("title") or labels.get(record.get("title_code", "")) or labels.get(record.get("occupation", ""))
    told = {
        "identifier": _typed("PropertyValue", name=source, value=record["id"]),
        "title": title,
        "description": _as_html(record.get("description", "")),
        "datePosted": record.get("published"),
        "jobStartDate": record.get("start"),
        "totalJobOpenings": record.get("positions"),
        "employmentType": _employment_type(record),
        "jobDuration": _duration(record.get("months")),
        "workHours": _work_hours(record),
        "hiringOrganization": _company(record.get("company", {})),
        "industry": _code("NAF", "", record.get("company", {}).get("sector")),
        "jobLocation": _place(record.get("place", {}), labels),
        "baseSalary": _salary(record),
        "relevantOccupation": _occupation(record, title, labels),
        "experienceRequirements": _experience(record),
        "educationRequirements": _education(record),
        "skills": [_skill(skill, labels) for skill in record.get("skills", [])],
        "qualifications": _qualifications(record),
    }
    return {"@context": "https://schema.org", "@type": "JobPosting", **filled(told)}


def _typed(kind: str, **told: Any) -> Json | None:
    known = filled(told)
    return {"@type": kind, **known} if known else None


def _as_html(text: str) -> str:
    """Return the text with its lines; in a paragraph even when it is one line, so that no reader unescapes it twice."""
    lines = re.split(r"\r\n?|\n", html.escape(text, quote=False)) if text else []
    return f"<p>{'<br>'.join(lines)}</p>" if lines else ""


def _employment_type(record: Record) -> list[str]:
    hours = record.get("hours", {})
    types = ["FULL_TIME"] if hours.get("min", 0) >= FULL_TIME else []
    types += ["PART_TIME"] if hours.get("max", FULL_TIME) < FULL_TIME else []
    kind = "INTERN" if record.get("kind") == "internship" else _TYPES.get(record.get("contract", ""))
    if record.get("kind") == "apprenticeship":
        kind = "OTHER"
    return [*types, *([kind] if kind else [])]


def _duration(months: float | None) -> str:
    return f"P{months}M" if isinstance(months, int) and months else ""


def _work_hours(record: Record) -> list[str]:
    """Return the hours a week when both ends are known, then each time of work, in French."""
    hours = _hours(record.get("hours", {}))
    times = [name("time", time, "fr") + _SUCCESSIVE * (time == "shifts") for time in record.get("working_times", [])]
    return [part for part in (hours, *times) if part]


def _hours(hours: Mapping[str, float]) -> str:
    span = [f"{hours[end]:g} h" for end in ("min", "max") if end in hours]
    return " à ".join(dict.fromkeys(span)) + " par semaine" if len(span) == 2 else ""


def _company(company: Mapping[str, str]) -> Json | None:
    siret = _typed("PropertyValue", value=company.get("siret"))
    return _typed("Organization", name=company.get("name"), identifier=siret and {**siret, "propertyID": "SIRET"})


def _place(place: Mapping[str, Any], labels: Labels) -> Json | None:
    """Return commune (or department) and point; France is told only where a French code is."""
    insee = place.get("insee") or place.get("department")
    address = _typed(
        "PostalAddress",
        postalCode=place.get("postcode"),
        addressLocality=place.get("label") or labels.get(insee or ""),
        addressCountry="FR" if insee else None,
    )
    code = {"@type": "PropertyValue", "propertyID": "INSEE", "value": insee} if insee else None
    point = _typed("GeoCoordinates", latitude=place.get("lat"), longitude=place.get("lon"))
    return _typed("Place", identifier=code, address=address, geo=point)


def _salary(record: Record) -> Json | None:
    """Return what the job pays a month: our wages are for full time, a posting's are for the hours it asks."""
    hours, wage = record.get("hours", {}), record.get("wage", {})
    if "min" not in hours and hours.get("max", FULL_TIME) < FULL_TIME:
        return None
    share = min(hours.get("max", FULL_TIME) / FULL_TIME, 1)
    span = {f"{end}Value": round(amount * share, 2) for end, amount in wage.items()}
    if span and span.get("minValue") == span.get("maxValue"):
        span = {"value": span["minValue"]}
    value = _typed("QuantitativeValue", **span)
    return {"@type": "MonetaryAmount", "currency": "EUR", "value": {**value, "unitText": "MONTH"}} if value else None


def _code(listed: str, name: str | None, code: str | None) -> Json | None:
    return {**(_typed("DefinedTerm", name=name, termCode=code) or {}), "inDefinedTermSet": listed} if code else None


def _occupation(record: Record, title: str | None, labels: Labels) -> Json | None:
    codes = [("ROME", record.get("occupation")), ("OGR", record.get("title_code"))]
    found = [
        {**(_typed("CategoryCode", name=labels.get(code), codeValue=code) or {}), "inCodeSet": listed}
        for listed, code in codes
        if code
    ]
    return _typed("Occupation", name=title, occupationalCategory=found) if found else None


def _experience(record: Record) -> Json | str | None:
    months = record.get("experience", {}).get("months")
    return _CREDENTIALS[1] if months == 0 else _typed("OccupationalExperienceRequirements", monthsOfExperience=months)


def _education(record: Record) -> Json | str | None:
    level = record.get("education", {}).get("level")
    if level == 1:
        return _CREDENTIALS[1]
    framework = f"EQF {level}" if level else None
    return _typed(
        "EducationalOccupationalCredential",
        credentialCategory=_CREDENTIALS.get(level) or framework,
        educationalLevel=framework,
    )


def _skill(skill: Mapping[str, Any], labels: Labels) -> Json | str | None:
    name = skill.get("label") or labels.get(skill.get("code", ""))
    return _code("ROME", name, skill["code"]) if "code" in skill else name


def _qualifications(record: Record) -> list[Json | None]:
    licences = [_credential("licence", "Permis " + held["code"]) for held in record.get("licences", [])]
    return licences + [_credential("certificate", held["code"]) for held in record.get("certificates", [])]


def _credential(category: str, name: str) -> Json | None:
    return _typed("EducationalOccupationalCredential", credentialCategory=category, name=name)
