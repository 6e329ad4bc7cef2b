"""The territory's sponsors: volunteers who know trades from inside, with the hours that they can give."""

from random import Random
from typing import Any

from service.demo.draws import one_of, some_of, told
from service.demo.reference import Commune, Row, Rows

COUNT = 60
HELP = ("network", "mock_interview", "cv", "project", "trade_discovery")
# ISO weekday (1 = Monday), from, to
HOURS = (
    (1, "18:00", "19:30"),
    (2, "12:15", "13:30"),
    (2, "18:00", "20:00"),
    (3, "14:00", "17:00"),
    (4, "12:15", "13:30"),
    (4, "18:30", "20:00"),
    (5, "16:30", "18:00"),
    (6, "09:30", "12:00"),
)
DAYTIME = ((1, "10:00", "12:00"), (2, "14:00", "17:00"), (4, "09:30", "11:30"), (5, "10:00", "12:00"))


def draw_sponsors(
    rng: Random, trades: Rows, companies: list[Row], communes: tuple[Commune, ...]
) -> list[dict[str, Any]]:
    """Return the sponsors; a retired one has no company and is free by day."""
    return [{"id": f"P{number:03d}", **_sponsor(rng, trades, companies, communes)} for number in range(1, COUNT + 1)]


def _sponsor(rng: Random, trades: Rows, companies: list[Row], communes: tuple[Commune, ...]) -> dict[str, Any]:
    trade, retired = rng.choice(trades), told(rng, 0.3)
    home = rng.choices(communes, [commune.people + commune.firms for commune in communes])[0]
    return {
        "occupations": [trade["code"], *some_of(rng, trade["near"], 0, 2)],
        "company": None if retired else _employer(rng, trade, companies),
        "retired": retired,
        "help": some_of(rng, HELP, 1, 3),
        "languages": ["fr", *some_of(rng, ["en", "es", "pt", "ar"], 0, 1)],
        "place": home.place,
        "remote": told(rng, 0.45),
        "capacity": one_of(rng, {1: 0.4, 2: 0.35, 3: 0.17, 4: 0.08}),
        "slots": _slots(rng, retired),
    }


def _employer(rng: Random, trade: Row, companies: list[Row]) -> str:
    return str(rng.choice([company["id"] for company in companies if company["activity"] in trade["at"]]))


def _slots(rng: Random, retired: bool) -> list[dict[str, Any]]:
    chosen = some_of(rng, DAYTIME + HOURS if retired else HOURS, 1, 3)
    return [{"weekday": weekday, "start": start, "end": end} for weekday, start, end in chosen]
