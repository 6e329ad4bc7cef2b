"""Courses that a territory could open: the usual skills of a trade that lacks people, or a licence often asked."""

import numpy as np
from numpy.typing import NDArray

from matching.asks import usual_skills
from matching.changes import Names, skill
from matching.codes import code_of
from matching.market import Market
from matching.pathways.model import Day, Session, Step
from matching.records import Record

SEATS = 12  # of a course that does not exist yet
DAYS = 90
TRADES = 20  # those with most places that nobody could take
PERMITS = 10
OFTEN = 1 / 3  # of a trade's openings: asked by as many, a permit is part of its course
LEAST_OPENINGS = 2  # that ask a permit, for a course of it alone


def possible_steps(market: Market, empty: dict[int, int], names: Names, day: Day) -> list[Step]:
    """Return a course for each trade and each permit that openings with empty places ask, the most places first.

    `empty` tells how many places stay empty of each row of the openings; the steps begin on a day and last 90.
    """
    rows = np.array(sorted(empty), dtype=np.int64)
    places = np.array([empty[row] for row in rows.tolist()], dtype=np.int64)
    trades = np.bincount(market.openings.occupation[rows], weights=places, minlength=1) if len(rows) else np.zeros(1)
    trades[0] = 0  # none
    order = np.lexsort((np.arange(len(trades)), -trades))[:TRADES]
    steps = [_trade(int(trade), rows, market, names, day) for trade in order if trades[trade] > 0]
    return [step for step in [*steps, *_permits(rows, market, names, day)] if any(step.gives.values())]


def _trade(trade: int, rows: NDArray[np.int64], market: Market, names: Names, day: Day) -> Step:
    usual = usual_skills(market.taxonomy).take(np.array([trade]))
    weight = usual.weight[usual.flat]
    core = usual.index[usual.flat][weight == weight.max(initial=0)]
    keys = [int(market.taxonomy.skills.codes[index]) for index in core]
    skills = [skill(key, names) for key in keys if key in names or code_of(key)]
    asking = rows[market.openings.occupation[rows] == trade]
    asked = _asked(asking, market)
    gives: Record = {"skills": skills}
    for key in (key for key, count in asked.items() if count >= OFTEN * len(asking) and key in names):
        gives.setdefault(names[key]["list"], []).append({"code": names[key]["code"]})
    code = code_of(int(market.taxonomy.occupations.codes[trade])) or ""
    return _step(f"possible:{code}", gives, day, {"occupation": code})


def _permits(rows: NDArray[np.int64], market: Market, names: Names, day: Day) -> list[Step]:
    asked = {key: count for key, count in _asked(rows, market).items() if count >= LEAST_OPENINGS and key in names}
    often = sorted(asked, key=lambda key: (-asked[key], key))[:PERMITS]
    return [
        _step(f"possible:{names[key]['code']}", {names[key]["list"]: [{"code": names[key]["code"]}]}, day, {})
        for key in often
    ]


def _asked(rows: NDArray[np.int64], market: Market) -> dict[int, int]:
    """Return how many of some openings ask each permit as a must."""
    permits = market.openings.permits.take(rows)
    must = permits.index[permits.flat][permits.flag[permits.flat]]
    keys, counts = np.unique(market.taxonomy.permits.codes[must], return_counts=True)
    return dict(zip(map(int, keys), map(int, counts), strict=True))


def _step(key: str, gives: Record, day: Day, about: Record) -> Step:
    opening = {"id": key, "kind": "training", **about}
    return Step(key, "", opening, (Session(day, day + DAYS - 1, SEATS),), gives)
