"""Facts that may come with each code: what the property tests of the sentences draw."""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from matching import enums
from matching.criteria.occupation import READ_STEPS, STEPS

labels = st.sampled_from(
    ["Souder à l’arc", "Conduire un chariot d'atelier", "SST", "Lire un plan", "Pain & viennoiserie"]
)
things = st.fixed_dictionaries({"code": st.sampled_from([None, "104532"]), "label": labels})
nameless = st.just({"code": None, "label": "?"})
many = st.lists(things | nameless, max_size=6)
tongues = st.fixed_dictionaries(
    {
        "language": st.sampled_from(
            [{"code": "en", "label": "en"}, {"code": "xx", "label": "xx"}, {"label": "Sängö"}]
        ).map(lambda found: {"code": None} | found),
        "level": st.sampled_from([None, "A1", "B2"]),
    }
)
spoken = st.lists(tongues, max_size=5)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31)).map(date.isoformat)
maybe_months = st.none() | st.integers(0, 400)
maybe_euros = st.none() | st.sampled_from([0.0, 950.0, 1801.8, 1850.0, 2400.55, 12000.0])
maybe_hours = st.none() | st.sampled_from([0.0, 1.0, 17.5, 24.0, 35.0, 36.33, 39.0])
times = st.lists(st.sampled_from([time.value for time in enums.WorkingTime]), max_size=9, unique=True)
maybe_level = st.none() | st.integers(1, 8)
counts = st.integers(0, 20)
maybe_score = st.none() | st.integers(0, 100)
contracts = st.sampled_from([contract.value for contract in enums.ContractType])
helps = st.lists(st.sampled_from([kind.value for kind in enums.HelpKind]), max_size=5, unique=True)
slots = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(
    lambda at: {"start": f"{at:%Y-%m-%dT%H:%M}+01:00", "end": f"{at + timedelta(minutes=45):%Y-%m-%dT%H:%M}+01:00"}
)
km = st.floats(0, 900).map(lambda value: round(value, 2))

FACTS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "occupation": {"occupation": things | nameless | st.none(), "regulated": st.booleans(), "wished": st.booleans()},
    "distance": {
        "km": km,
        "slack_km": st.sampled_from([0.0, 0.4, 9.0, 40.0]),
        "minutes": st.integers(0, 900),
        "mode": st.sampled_from([mode.value for mode in enums.TravelMode]),
        "reach_km": st.none() | km,
        "max_km": st.none() | km,
        "max_minutes": st.none() | st.integers(0, 600),
    },
    "kind": {"kind": st.sampled_from([kind.value for kind in enums.OpeningKind])},
    "contract": {"contract": st.none() | contracts},
    "working_times": {"clashing_times": times, "refused_times": times},
    "hours": dict.fromkeys(("low", "high", "wanted_low", "wanted_high"), maybe_hours),
    "wage": dict.fromkeys(("wage_min", "wage_max", "floor"), maybe_euros),
    "start": dict.fromkeys(("day", "latest_day", "free_day"), st.none() | days),
    "skills": dict.fromkeys(("asked", "held", "related", "must", "must_held"), counts)
    | dict.fromkeys(("held_skills", "related_skills", "open_skills", "missing_skills"), many),
    "experience": dict.fromkeys(("months", "near_months", "asked_months"), maybe_months),
    "education": dict.fromkeys(("level", "asked_level"), maybe_level),
    "languages": dict.fromkeys(("met_languages", "short_languages", "open_languages"), spoken),
    "permits": dict.fromkeys(("held_permits", "missing_permits", "open_permits"), many),
    "removed": dict.fromkeys(("count", "alone", "unknown"), st.integers(0, 20_000)),
    "lever": {
        "skill": things,
        "permit": things,
        "contract": contracts,
        "title": st.none() | labels,
        "start": st.none() | days,
        "more": st.integers(0, 3000),
        "best_title": st.none() | labels,
        "best_before": maybe_score,
        "best_after": maybe_score,
        "slot_day": st.sampled_from([day.value for day in enums.Weekday]),
        "slot_start": st.just("12:00"),
        "slot_end": st.just("13:30"),
        "languages": st.lists(tongues, min_size=1, max_size=1),
    },
    "trade": {"occupation": things | nameless | st.none()},
    "way_in": {"occupation": things | nameless, "points": maybe_score},
    "help": dict.fromkeys(("common_help", "lacking_help", "offered_help"), helps),
    "meeting": {
        "km": st.none() | km,
        "slack_km": st.sampled_from([0.0, 0.4, 9.0]),
        "reach_km": st.none() | km,
        "sponsor_km": st.none() | km,
    },
    "availability": {"common_slots": st.lists(slots, max_size=3), "days": st.none() | st.integers(0, 60)},
    "load": dict.fromkeys(("followed", "capacity"), st.none() | counts),
    "capacity": dict.fromkeys(("followed", "capacity"), st.none() | counts),
    "common_language": dict.fromkeys(("common_languages", "sponsor_languages"), spoken),
    "pause": {"until": st.none() | days},
}
ENDS = {
    "lever_capacity": counts,
    "lever_meeting_km": st.integers(0, 300),
    "lever_km": st.integers(0, 300),
    "lever_minutes": st.integers(0, 600),
    "lever_start": days,
}
NO_PLACE = {"km": st.none(), "candidate_placed": st.booleans()}


def family_of(code: str) -> str:
    """Return which facts come with a code."""
    if code.startswith(("removed", "lever")):
        return code.split("_")[0]
    if code in {said for _, said in (*STEPS, *READ_STEPS)} or code.endswith("_occupation") or code == "read_other":
        return "occupation"
    if code.startswith(("near_home", "place_")):
        return "distance"
    if code == "beginner_welcome":
        return "experience"
    return max((family for family in FACTS if code.removeprefix("ask_").startswith(family)), key=len)


def facts_of(code: str) -> st.SearchStrategy[dict[str, Any]]:
    """Draw facts that may come with a code, unknown and empty ones among them."""
    family = family_of(code)
    facts = FACTS[family] | ({"from": ENDS[code], "to": ENDS[code]} if code in ENDS else {})
    known = st.fixed_dictionaries(facts)
    if family != "distance" or code in ("near_home", "place_approximate"):
        return known
    limits = {limit: facts[limit] for limit in ("reach_km", "max_km", "max_minutes")}
    nowhere = st.fixed_dictionaries(limits | NO_PLACE)
    return nowhere if code.startswith("place_not") else known | nowhere
