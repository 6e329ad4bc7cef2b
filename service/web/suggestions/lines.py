"""A match as one line of a list tells it: the strongest reasons, what is missing, what to check, what to ask."""

from collections.abc import Mapping
from typing import Any, Final

from matching.records import Record
from service.web.suggestions.asks import asks

Json = dict[str, Any]
STRONGEST: Final = 3
MISSING: Final = 2
LEAST_LOST: Final = 0.02  # of the whole: less is not worth a sentence
_FACTS: Final = ("contract", "hours", "wage", "start", "published")
_HEAD: Final[Mapping[str, Any]] = {"title": None, "company": None, "place": None, "help": (), "remote": None}
_FAR: Final = ("distance", "meeting_place")


def line(match: Json, side: str, record: Record) -> Json:
    """Return what a list tells of a match with an opening or a sponsor."""
    reasons = {reason["criterion"]: reason for reason in match["reasons"]}
    far = next((reasons[criterion] for criterion in _FAR if criterion in reasons), None)
    strong = strongest(match["reasons"])
    told = {reason["criterion"] for reason in strong} | set(_FAR)
    lacking = [reasons[name] for name in match["missing"] if name not in told and _lost(reasons[name]) >= LEAST_LOST]
    return {
        **_HEAD,
        **match,
        "id": match[side],
        "side": side,
        "company_score": match[f"{side}_score"],
        "facts": {name: record.get(name) for name in _FACTS},
        "far": far["text"] if far else None,
        "km": km_of(match),
        "strong": strong,
        "lacking": lacking[:MISSING],
        "asks": asks(match, occupation_of(record)),
    }


def _lost(reason: Json) -> float:
    return float(reason["most"] * (1.0 - reason["met"] - reason["unknown"]))


def strongest(reasons: list[Json]) -> list[Json]:
    """Return the three reasons that give most; where all are of one side, the best of the other is the third."""
    met = [reason for reason in reasons if reason["met"] >= 0.5 and reason["criterion"] not in _FAR]
    found = met[:STRONGEST]
    others = [reason for reason in met[STRONGEST:] if reason["side"] != found[0]["side"]] if found else []
    if others and len({reason["side"] for reason in found}) == 1:
        found[-1] = others[0]
    return found


def km_of(match: Json) -> float | None:
    """Return how far it is at least; None = not known."""
    for reason in match["reasons"]:
        if reason["criterion"] in _FAR:
            facts: Mapping[str, Any] = reason["facts"]
            found = facts.get("km") if facts.get("km") is not None else facts.get("km_low")
            return None if found is None else float(found)
    return None


def occupation_of(record: Record) -> str | None:
    """Return the occupation of an opening, said or read; None where it is not known."""
    found: str | None = record.get("occupation") or record.get("read", {}).get("occupation")
    return found
