"""The territory's companies: invented, with names that say so."""

from random import Random
from typing import Any

from service.demo.reference import Commune, Rows

NOWHERE = ("Valfictive", "Seinexemple", "Montfable", "Bourgdémo", "Rivinventée")


def draw_companies(rng: Random, houses: Rows, communes: tuple[Commune, ...]) -> list[dict[str, Any]]:
    """Return the companies of every kind; `activity` is the kind that a trade names under `at`."""
    kinds = [house for house in houses for _ in range(house["count"])]
    shares = [commune.firms for commune in communes]
    return [
        {
            "id": f"E{number:03d}",
            "name": f"{house['name']} {rng.choice(NOWHERE)} {number:03d}",
            "activity": house["name"],
            "sector": house["naf"],
            "place": rng.choices(communes, shares)[0].place,
        }
        for number, house in enumerate(kinds, start=1)
    ]
