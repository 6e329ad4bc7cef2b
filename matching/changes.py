"""A change to a candidate's record, in the record's own words, and what would lift a rule that is broken."""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from matching.codes import code_of
from matching.enums import Criterion, Requirement
from matching.fields import read_fields
from matching.layout import EPOCH
from matching.model import Finding
from matching.records import CANDIDATE, CandidateList, Record, read_candidate

ADDED: Final = (
    *("wishes", "skills", "experience", "languages", "licences", "certificates", "contracts", "kinds"),
    *("availability", "help", "sectors"),
)

_WINDOW: Final = ("days", "date", "start", "end", "weeks", "from", "until")
Names = Mapping[int, Mapping[str, str]]  # key of a skill or permit → {"code" or "label": …, "list": …}


def apply(record: Record, change: Mapping[str, Any]) -> Record:
    """Return the record with the change made: items join their list, any other value takes the old one's place.

    A list that was not given stays open: what else it might hold is as unknown as before. Raise
    InvalidRecord for a change that the format refuses.
    """
    merged = dict(record)
    for name, value in change.items():
        if name in ADDED and isinstance(value, list):
            new = [_name(item) for item in value]
            kept = [item for item in record.get(name, []) if _name(item) not in new]
            merged[name] = [*kept, *value]
            if name in set(CandidateList) and name not in record:
                merged["partial"] = [*merged.get("partial", []), name]
        else:
            merged[name] = value
    return read_candidate(merged)


def _name(item: Any) -> Any:
    if not isinstance(item, Mapping):
        return item
    code = item.get("code") or item.get("label")
    return code or [item.get(name) for name in ("title_code", "title", "occupation", *_WINDOW)]


def lift(finding: Finding, names: Names) -> Record | None:
    """Return the change of the candidate's record that lifts a broken rule, None where only time or study can."""
    make = _LIFTS.get(finding.criterion)
    change = make(finding.numbers, names) if make else None
    return change if change and is_possible(change) else None


def is_possible(change: Mapping[str, Any]) -> bool:
    """Return whether the format allows the values of a change."""
    return not read_fields(change, CANDIDATE)[1]


def _reach(numbers: Record, names: Names) -> Record:
    change: Record = {}
    if numbers["km"] is not None and numbers["max_km"] is not None:
        change["max_km"] = max(math.ceil(numbers["km"]), numbers["max_km"])
    if numbers["km"] is not None and numbers["max_minutes"] is not None:
        change["max_minutes"] = max(numbers["minutes"] + 1, numbers["max_minutes"])
    return change


def _video(numbers: Record, names: Names) -> Record | None:
    return {"remote": True} if numbers["sponsor_video"] else None


def _start(numbers: Record, names: Names) -> Record:
    return {"start": (EPOCH + dt.timedelta(days=int(numbers["latest_day"]))).isoformat()}


def _hours(numbers: Record, names: Names) -> Record:
    """Widen the side that is too narrow, by whole hours; the other stays."""
    wanted = {"min": numbers["wanted_low"], "max": numbers["wanted_high"]}
    offered = [value for value in (numbers["low"], numbers["high"]) if value is not None]
    if wanted["min"] is not None and wanted["min"] > max(offered):
        wanted["min"] = math.floor(max(offered))
    if wanted["max"] is not None and wanted["max"] < min(offered):
        wanted["max"] = math.ceil(min(offered))
    return {"hours": {name: value for name, value in wanted.items() if value is not None}}


def _times(numbers: Record, names: Names) -> Record:
    return {"refuses": [time for time in numbers["refused_times"] if time not in numbers["clashing_times"]]}


def _occupation(numbers: Record, names: Names) -> Record | None:
    code = code_of(numbers["occupation"])
    return {"wishes": [{"occupation": code, "requirement": Requirement.MUST.value}]} if code else None


def _permits(numbers: Record, names: Names) -> Record | None:
    change: Record = {}
    for key in numbers["missing_permits"]:
        if key not in names:
            return None
        change.setdefault(names[key]["list"], []).append({"code": names[key]["code"]})
    return change


def _languages(numbers: Record, names: Names) -> Record | None:
    short = [{"code": code_of(e["language"]), "level": e["level"]} for e in numbers["short_languages"]]
    if not all(entry["code"] for entry in short):
        return None
    return {"languages": [{name: value for name, value in entry.items() if value} for entry in short]}


def _skills(numbers: Record, names: Names) -> Record | None:
    keys = numbers["missing_skills"]
    return (
        {"skills": [skill(key, names) for key in keys]} if all(key in names or code_of(key) for key in keys) else None
    )


def skill(key: int, names: Names) -> Record:
    """Return a skill as a record names it: by its code, else in words."""
    found = names.get(key, {})
    code = code_of(key) or found.get("code")
    return {"code": code} if code else {"label": found["label"]}


_LIFTS: Final[Mapping[Criterion, Callable[[Record, Names], Record | None]]] = {
    Criterion.DISTANCE: _reach,
    Criterion.KIND: lambda numbers, names: {"kinds": [numbers["kind"]]},
    Criterion.CONTRACT: lambda numbers, names: {"contracts": [numbers["contract"]]},
    Criterion.WORKING_TIMES: _times,
    Criterion.HOURS: _hours,
    Criterion.WAGE: lambda numbers, names: {"wage_floor": math.floor(numbers["wage_max"])},
    Criterion.START: _start,
    Criterion.OCCUPATION: _occupation,
    Criterion.EDUCATION: lambda numbers, names: {"education": numbers["asked_level"]},
    Criterion.PERMITS: _permits,
    Criterion.LANGUAGES: _languages,
    Criterion.SKILLS: _skills,
    Criterion.MEETING_PLACE: _video,
}
