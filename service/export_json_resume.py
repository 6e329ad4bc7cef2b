"""A candidate as a JSON Resume 1.0: words for any program, and under meta.visavis the record itself.

The format has no place for availability, mobility, licences, wishes, contracts or codes. `meta` is the one part of its
schema that is open: there stands the whole record in our own format, from which it is read back unchanged. No name
and no contact: a record has none.
"""

from collections.abc import Mapping
from typing import Any

from matching.records import Record
from service.i18n import name
from service.importers.base import filled
from service.importers.resumes.json_resume import EXTENSION

Labels = Mapping[str, str]  # code of the reference data → words
Json = dict[str, Any]

VERSION = "v1.0.0"
_SKILL_LEVELS = {1: "Beginner", 2: "Intermediate", 3: "Advanced", 4: "Master"}
_LADDER = "Sans diplôme|Brevet des collèges|CAP|Bac|Bac+2|Bac+3|Bac+5|Doctorat"
_STUDIES = dict(enumerate(_LADDER.split("|"), start=1))


def resume_of(record: Record, labels: Labels, language: str) -> Json:
    """Return the resume; what the record does not tell is absent, codes are worded by `labels`."""
    wishes = [title for wish in record.get("wishes", []) if (title := _titled(wish, labels))]
    resume = {
        "basics": filled({"label": " / ".join(wishes), "location": _location(record.get("place", {}), labels)}),
        "work": [{"position": title} for job in record.get("experience", []) if (title := _titled(job, labels))],
        "education": [{"studyType": _STUDIES[record["education"]]}] if "education" in record else [],
        "certificates": [
            *({"name": held["code"]} for held in record.get("certificates", [])),
            *({"name": f"Permis {held['code']}"} for held in record.get("licences", [])),
        ],
        "skills": [skill for held in record.get("skills", []) if (skill := _skill(held, labels))],
        "languages": [
            filled({"language": name("language", spoken["code"], language), "fluency": spoken.get("level")})
            for spoken in record.get("languages", [])
        ],
    }
    return {**filled(resume), "meta": {"version": VERSION, EXTENSION: dict(record)}}


def _titled(entry: Mapping[str, Any], labels: Labels) -> str:
    return entry.get("title") or labels.get(entry.get("title_code", "")) or labels.get(entry.get("occupation", ""), "")


def _location(place: Mapping[str, Any], labels: Labels) -> Json:
    insee = place.get("insee", "")
    city = place.get("label") or labels.get(insee)
    return filled({"postalCode": place.get("postcode"), "city": city, "countryCode": "FR" if insee else None})


def _skill(held: Mapping[str, Any], labels: Labels) -> Json:
    """Return a skill that is held, in words; nothing for one that is not, or that nobody can word."""
    label = held.get("label") or labels.get(held.get("code", ""))
    if not label or held.get("held") is False:
        return {}
    return filled({"name": label, "level": _SKILL_LEVELS.get(held.get("level", 0))})
