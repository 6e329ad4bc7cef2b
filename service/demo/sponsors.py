"""The territory's sponsors: volunteers who know trades from inside, with the hours that they can give."""

from random import Random
from typing import Any

from matching.enums import HelpKind
from service.demo.draws import one_of, some_of, told
from service.demo.reference import Commune, Row, Rows

COUNT = 60
HELP = tuple(help_.value for help_ in HelpKind)
HOURS = (
    ("mon", "18:00", "19:30"),
    ("tue", "12:15", "13:30"),
    ("tue", "18:00", "20:00"),
    ("wed", "14:00", "17:00"),
    ("thu", "12:15", "13:30"),
    ("thu", "18:30", "20:00"),
    ("fri", "16:30", "18:00"),
    ("sat", "09:30", "12:00"),
)
DAYTIME = (
    ("mon", "10:00", "12:00"),
    ("tue", "14:00", "17:00"),
    ("thu", "09:30", "11:30"),
    ("fri", "10:00", "12:00"),
)
CHRISTMAS = {"from": "2026-12-19", "until": "2027-01-03"}


def draw_sponsors(
    rng: Random, trades: Rows, companies: list[Row], communes: tuple[Commune, ...]
) -> list[dict[str, Any]]:
    """Return the sponsors; a retired one has no company and is free by day."""
    return [{"id": f"P{number:03d}", **_sponsor(rng, trades, companies, communes)} for number in range(1, COUNT + 1)]


def _sponsor(rng: Random, trades: Rows, companies: list[Row], communes: tuple[Commune, ...]) -> dict[str, Any]:
    trade, retired = rng.choice(trades), told(rng, 0.3)
    home = rng.choices(communes, [commune.people + commune.firms for commune in communes])[0]
    capacity = one_of(rng, {1: 0.4, 2: 0.35, 3: 0.17, 4: 0.08})
    employer = {} if retired else _employer(rng, trade, companies)
    return {
        "occupations": [{"occupation": code} for code in (trade["code"], *some_of(rng, trade["near"], 0, 2))],
        **employer,
        "help": some_of(rng, HELP, 1, 3),
        "languages": [{"code": code} for code in ("fr", *some_of(rng, ["en", "es", "pt", "ar"], 0, 1))],
        "place": home.place,
        "max_km": rng.choice((5, 10, 20, 30)),
        "capacity": capacity,
        "followed": rng.choice((0, 0, capacity // 2, capacity)),
        **({"pauses": [dict(CHRISTMAS)]} if told(rng, 0.2) else {}),
        "availability": _windows(rng, retired),
        **({"away": [{"month": 8}]} if told(rng, 0.5) else {}),
        "remote": told(rng, 0.45),
    }


def _employer(rng: Random, trade: Row, companies: list[Row]) -> Row:
    """Return the company of a sponsor in work and its sector, as a sponsor's record names them."""
    company = rng.choice([company for company in companies if company["activity"] in trade["at"]])
    known = {"name": company["name"], "sector": company["sector"]}
    return {"sectors": [company["sector"]], "company": known}


def _windows(rng: Random, retired: bool) -> list[dict[str, Any]]:
    chosen = some_of(rng, DAYTIME + HOURS if retired else HOURS, 1, 3)
    odd = {"weeks": one_of(rng, {"odd": 0.5, "even": 0.5})} if told(rng, 0.25) else {}
    return [{"days": [day], "start": start, "end": end, **odd} for day, start, end in chosen]
