"""What a candidate can and will do: where, how far, which contracts, hours, days and wage."""

import datetime as dt
from random import Random

from service.demo.draws import a_monday, one_of, told
from service.demo.reference import Commune, Row

FIRST_MONDAY = dt.date(2026, 11, 30)
_CONTRACTS = (
    ["CDI"],
    ["CDI", "CDD"],
    ["CDI", "CDD"],
    ["CDI", "CDD", "MIS"],
    ["CDI", "CDD", "MIS"],
    ["CDI", "CDD", "MIS", "CDDI"],
    ["CDD", "MIS", "SAI"],
    ["CDI", "CDD", "CDDI"],
)
_ALSO = {"apprenticeship": ("APP", "PRO"), "internship": ("STG",), "immersion": ("STG",)}  # what these kinds need
_KINDS = (
    ["job"],
    ["job"],
    ["job", "training"],
    ["job", "immersion", "training"],
    ["job", "immersion", "visit", "training"],
    ["job", "apprenticeship"],
    ["apprenticeship"],
    ["internship", "immersion", "visit"],
)
_HOURS = ({"min": 35}, {"min": 30}, {"min": 24, "max": 35}, {"max": 28}, {"min": 15, "max": 25}, {"max": 20})
_REFUSES: tuple[tuple[list[str], float], ...] = (
    (["night"], 30),
    (["night", "sunday"], 18),
    (["sunday"], 12),
    (["evening", "night", "saturday", "sunday"], 10),
    (["early", "evening", "night"], 9),
    (["night", "shifts"], 6),
    (["split"], 6),
    (["early"], 3),
    ([], 6),
)
_FLOORS = (1823, 1823, 1850, 1900, 1900, 2000, 2100, 2300)
_RELAXABLE = ("hours", "start", "wage_floor", "refuses")


def draw_limits(rng: Random, openness: float, drives: bool, home: Commune) -> Row:
    """Return the limits that were told; what was not told is absent."""
    limits = {
        **_place(rng, openness, home),
        **_reach(rng, openness, drives),
        **_kinds_and_contracts(rng, openness),
        **_hours(rng, openness),
        **({"start": a_monday(rng, FIRST_MONDAY, 18)} if told(rng, 0.5 * openness) else {}),
        **_refuses(rng, openness),
    }
    if "job" in limits.get("kinds", ["job"]) and told(rng, 0.25 * openness):
        limits["wage_floor"] = rng.choice(_FLOORS)
    relaxed = [name for name in _RELAXABLE if name in limits and told(rng, 0.2)]
    return limits | ({"wish": relaxed} if relaxed else {})


def _place(rng: Random, openness: float, home: Commune) -> Row:
    if not openness and told(rng, 0.5):
        return {}
    how = one_of(rng, {"point": 72, "commune": 16, "postcode": 5, "words": 5, "nothing": 2})
    kept = {
        "point": ("insee", "postcode", "label", "lat", "lon"),
        "commune": ("insee",),
        "postcode": ("postcode",),
        "words": ("label",),
    }
    return {"place": {name: home.place[name] for name in kept[how]}} if how in kept else {}


def _reach(rng: Random, openness: float, drives: bool) -> Row:
    if not told(rng, 0.9 * openness):
        return {}
    how = one_of(rng, {"car": 65 if drives else 0, "transit": 50, "bike": 10, "walk": 8})
    modes = {"car": ["car"], "transit": ["walk", "transit"], "bike": ["bike", "transit"], "walk": ["walk"]}[how]
    far = {"car": (10, 15, 20, 30, 40), "transit": (5, 10, 12, 15), "bike": (5, 8, 10), "walk": (2, 3, 4)}[how]
    reach: Row = {"max_minutes": rng.choice([20, 30, 30, 45, 45, 60])} if told(rng, 0.5) else {}
    if not reach or told(rng, 0.15):
        reach["max_km"] = rng.choice(far)
    return reach | ({"modes": modes} if told(rng, 0.85) else {})


def _kinds_and_contracts(rng: Random, openness: float) -> Row:
    limits: Row = {"kinds": rng.choice(_KINDS)} if told(rng, 0.38 * openness) else {}
    if told(rng, 0.55 * openness):
        kinds = limits.get("kinds", ["job"])
        also = [contract for kind in kinds for contract in _ALSO.get(kind, ())]
        limits["contracts"] = list(dict.fromkeys((rng.choice(_CONTRACTS) if "job" in kinds else []) + also))
    return limits


def _hours(rng: Random, openness: float) -> Row:
    return {"hours": dict(rng.choice(_HOURS))} if told(rng, 0.4 * openness) else {}


def _refuses(rng: Random, openness: float) -> Row:
    if not told(rng, 0.5 * openness):
        return {}
    patterns, weights = zip(*_REFUSES, strict=True)
    return {"refuses": list(rng.choices(patterns, weights)[0])}
