"""The territory's candidates: unequal and incomplete, as an adviser's list is.

Nobody is named and no sensitive fact is here: those are drawn apart, in personal.py.
"""

from random import Random
from typing import Any

from service.demo.draws import one_of, told
from service.demo.limits import draw_limits
from service.demo.past import draw_past
from service.demo.reference import Commune, Reference, Row, Rows, read_file

COUNT = 240
OPENNESS: dict[float, float] = {1.0: 0.45, 0.75: 0.35, 0.4: 0.17, 0.0: 0.03}  # share of the facts told → weight


def draw_candidates(rng: Random, reference: Reference, communes: tuple[Commune, ...]) -> list[dict[str, Any]]:
    """Return the candidates; the hand-written ones whom nobody can place stand at regular intervals."""
    words = read_file("hard_to_place.toml")
    hard = _at_intervals(words["records"])
    found = []
    for number in range(1, COUNT + 1):
        home = rng.choices(communes, [commune.people for commune in communes])[0]
        drawn = _candidate(rng, reference, home, words)
        found.append({"id": f"C{number:03d}", **(_at_home(hard[number], home) if number in hard else drawn)})
    return found


def _at_intervals(records: Rows) -> dict[int, Row]:
    step = COUNT // len(records)
    return {step * place - 7: record for place, record in enumerate(records, start=1)}


def _at_home(record: Row, home: Commune) -> Row:
    return {**record, "place": home.place} if record and "place" not in record else record


def _candidate(rng: Random, reference: Reference, home: Commune, words: Row) -> Row:
    trades = reference.trades
    openness = one_of(rng, OPENNESS)
    wished = _popular(rng, trades)
    past = _past_trade(rng, wished, {trade["code"]: trade for trade in trades}, trades)
    drives = told(rng, 0.7 if wished.get("licences") else 0.35)
    return {
        **_wishes(rng, openness, wished, trades, words["vague_wishes"]),
        **draw_past(rng, openness, past, wished, drives, reference, words),
        **draw_limits(rng, openness, drives, home),
    }


def _popular(rng: Random, trades: Rows) -> Row:
    return rng.choices(trades, [trade["wished"] for trade in trades])[0]


def _past_trade(rng: Random, wished: Row, by_code: dict[str, Row], trades: Rows) -> Row | None:
    """Return the trade that the person has done: often the one wished, a near one, another, or none yet."""
    trade = {
        "same": wished,
        "near": by_code[rng.choice(wished["near"])],
        "other": _popular(rng, trades),
        "none": None,
    }
    return trade[one_of(rng, {"same": 42, "near": 20, "other": 16, "none": 22})]


def _wishes(rng: Random, openness: float, wished: Row, trades: Rows, vague: list[str]) -> Row:
    if not told(rng, 0.6 + 0.4 * openness if openness else 0):
        return {}
    count = one_of(rng, {1: 55, 2: 31, 3: 14})
    by_code = {trade["code"]: trade for trade in trades}
    more = [by_code[code] for code in rng.sample(wished["near"], count - 1)] if len(wished["near"]) >= count else []
    wishes = [_wish(rng, trade, vague) for trade in [wished, *more]]
    if told(rng, 0.08):
        wishes[0]["requirement"] = "must"
    return {"wishes": wishes}


def _wish(rng: Random, trade: Row, vague: list[str]) -> Row:
    how = one_of(rng, {"title": 52, "words": 22, "occupation": 15, "vague": 11})
    if how == "title":
        return {"title_code": rng.choice(list(trade["titles"]))}
    if how == "occupation":
        return {"occupation": trade["code"]}
    return {"title": rng.choice(trade["words"] if how == "words" else vague)}
