"""How the territory is drawn: one stream of chance per subject, so that one subject never shifts another."""

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


def stream(seed: int, subject: str) -> Random:
    """Return the chance of one subject: the same in every process, whatever the others draw."""
    return Random(f"{seed} {subject}")


def told(rng: Random, share: float) -> bool:
    """Return True for that share of the cases: whether somebody told a fact."""
    return rng.random() < share


def one_of(rng: Random, weights: dict[Item, float]) -> Item:
    """Return one key, drawn by its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def some_of(rng: Random, items: Sequence[Item], least: int, most: int) -> list[Item]:
    """Return between `least` and `most` of the items, in their order; all when there are fewer."""
    count = min(len(items), rng.randint(least, most))
    return [items[place] for place in sorted(rng.sample(range(len(items)), count))]


def a_monday(rng: Random, first: dt.date, weeks: int) -> str:
    """Return one of the Mondays of so many weeks from `first`, itself a Monday."""
    return (first + dt.timedelta(weeks=rng.randrange(weeks))).isoformat()
