"""What an opening gives: contract, length, hours, working times, wage, number of people."""

from random import Random

from service.demo.draws import one_of, told
from service.demo.reference import Row

MINIMUM_WAGE = 1823  # euros a month, gross, 35 hours, 2026
_APPRENTICE = {"APP": 784, "PRO": 1003}  # the least at 18 to 20 years: 43 and 55 % of the minimum wage
_MONTHS: dict[str, tuple[float, ...]] = {
    "CDD": (3, 4, 6, 6, 9, 12),
    "MIS": (1, 1, 2, 3, 6),
    "CDDI": (4, 6, 12),
    "SAI": (3, 4, 6),
    "APP": (12, 24, 24),
    "PRO": (6, 12),
}
_STAYS = {"internship": (1, 1, 2), "immersion": (0.25, 0.5)}


def draw_terms(rng: Random, trade: Row, kind: str, contract: str | None) -> Row:
    """Return the terms that were told; a visit has none but its number of people."""
    if kind == "visit":
        return {"positions": rng.randint(6, 12)}
    terms: Row = {"contract": contract} if contract and (kind != "job" or told(rng, 0.94)) else {}
    months = _STAYS.get(kind) or _MONTHS.get(contract or "")
    if months and told(rng, 0.85):
        terms["months"] = rng.choice(months)
    if kind in ("job", "apprenticeship"):
        return terms | _hours(rng, trade, kind) | _times(rng, trade) | _wage(rng, trade, contract) | _positions(rng)
    return terms | ({"hours": {"min": 35, "max": 35}} if told(rng, 0.5) else {}) | _day(rng)


def _hours(rng: Random, trade: Row, kind: str) -> Row:
    if not told(rng, 0.74):
        return {}
    least, most = (35, 35) if kind == "apprenticeship" else rng.choice(trade["hours"])
    return {"hours": {"min": least, "max": most}}


def _times(rng: Random, trade: Row) -> Row:
    return {"working_times": rng.choice(trade["times"])} if told(rng, 0.72) else {}


def _day(rng: Random) -> Row:
    return {"working_times": ["day"]} if told(rng, 0.5) else {}


def _wage(rng: Random, trade: Row, contract: str | None) -> Row:
    if not told(rng, 0.6):
        return {}
    if contract in _APPRENTICE:
        return {"wage": {"min": _APPRENTICE[contract], "max": MINIMUM_WAGE}}
    low, high = trade["wage"]
    least = _about(rng, low, (low + high) / 2)
    return {"wage": {"min": least} | ({"max": _about(rng, least, high)} if told(rng, 0.45) else {})}


def _about(rng: Random, low: float, high: float) -> int:
    """Return a wage in tens of euros, as companies write them, or the minimum wage itself."""
    return max(MINIMUM_WAGE, 10 * round(rng.uniform(low, high) / 10), 10 * int(low / 10))


def _positions(rng: Random) -> Row:
    count = one_of(rng, {1: 78, 2: 13, 3: 5, 5: 3, 8: 1})
    return {"positions": count} if count > 1 or told(rng, 0.5) else {}
