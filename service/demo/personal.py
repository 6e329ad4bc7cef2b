"""Made-up sensitive facts, drawn without a look at anything else: what an audit of fairness needs.

They stand apart from the records on purpose; a candidate's age and experience may therefore disagree.
"""

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any

from service.demo.draws import one_of, told

SHARE = 0.6  # of the candidates, those about whom such facts are known
TODAY = dt.date(2026, 11, 22)
_AGES: dict[tuple[int, int], float] = {(18, 21): 18, (22, 25): 28, (26, 35): 24, (36, 49): 20, (50, 61): 10}


def draw_personal(rng: Random, candidates: list[str]) -> list[dict[str, Any]]:
    """Return the facts known of some of the candidates; each fact may be missing."""
    known = [name for name in candidates if told(rng, SHARE)]
    return [{"candidate": name, "facts": _facts(rng)} for name in known]


def _facts(rng: Random) -> dict[str, Any]:
    drawn = {name: draw(rng) for name, draw in _DRAWS.items()}
    kept = {name: value for name, value in drawn.items() if told(rng, 0.9)}
    return kept or {"qpv": drawn["qpv"]}


def _birth_date(rng: Random) -> str:
    youngest, oldest = one_of(rng, _AGES)
    return (TODAY - dt.timedelta(days=rng.randint(youngest * 366, oldest * 365 + 364))).isoformat()


_DRAWS: dict[str, Callable[[Random], Any]] = {
    "qpv": lambda rng: told(rng, 0.52),
    "rsa": lambda rng: told(rng, 0.28),
    "rqth": lambda rng: told(rng, 0.08),
    "sex": lambda rng: one_of(rng, {"F": 0.51, "M": 0.49}),
    "birth_date": _birth_date,
    "nationality": lambda rng: one_of(rng, {"française": 0.76, "Union européenne": 0.06, "autre": 0.18}),
}
