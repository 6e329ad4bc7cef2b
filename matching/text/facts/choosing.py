"""From everything that was found to the facts that are told: each value once, the surest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matching.text.facts.base import Found, folded
from matching.text.facts.confidence import confidence
from matching.text.facts.hours import FULL_TIME
from matching.text.reading import Fact, Span

_ITEMS = ("licences", "certificates", "languages")  # told once for each code


@dataclass(frozen=True, slots=True)
class Placed:
    """What was found, and in which text."""

    field: str
    found: Found


def chosen(placed: Sequence[Placed]) -> list[Fact]:
    """Return each value once, with where it was read most surely; facts of one name stay together."""
    best: dict[tuple[str, str], Fact] = {}
    for one in placed:
        fact = _fact(one)
        key = (fact.name, _identity(fact))
        if key not in best or _rank(fact) > _rank(best[key]):
            best[key] = fact
    names = list(dict.fromkeys(fact.name for fact in best.values()))
    facts = sorted(best.values(), key=lambda fact: (names.index(fact.name), -fact.confidence))
    return _for_full_time(_each_place_once(_without_contradictions(facts)), placed)


def _fact(one: Placed) -> Fact:
    found = one.found
    sure = confidence(found.kind)
    return Fact(found.name, found.value, Span(one.field, found.start, found.end), sure)


def _identity(fact: Fact) -> str:
    return str(fact.value["code"]) if fact.name in _ITEMS else repr(fact.value)


def _rank(fact: Fact) -> tuple[bool, bool, float]:
    """Return what makes one place tell more than another: a must, then a wish, then confidence."""
    asked: Any = fact.value.get("requirement") if fact.name in _ITEMS else None
    return asked == "must", asked == "wish", fact.confidence


def _without_contradictions(facts: list[Fact]) -> list[Fact]:
    """Leave out the length of a contract that has no end."""
    first = next((fact.value for fact in facts if fact.name == "contract"), None)
    return [fact for fact in facts if fact.name != "months" or first != "CDI"]


def _each_place_once(facts: list[Fact]) -> list[Fact]:
    """Leave out a place that another one tells with its postcode or department too."""
    places = [fact.value for fact in facts if fact.name == "place"]
    return [
        fact
        for fact in facts
        if fact.name != "place"
        or not any(
            len(fact.value) < len(other) and folded(fact.value["label"]) == folded(other["label"]) for other in places
        )
    ]


def _for_full_time(facts: list[Fact], placed: Sequence[Placed]) -> list[Fact]:
    """Turn the wage of part time, told by the month or the year, into what full time would bring."""
    weekly = next((fact.value.get("max", FULL_TIME) for fact in facts if fact.name == "hours"), FULL_TIME)
    if weekly >= FULL_TIME:
        return facts
    by_hour = {(one.field, one.found.start) for one in placed if one.found.kind == "wage.hour"}
    return [
        Fact(
            fact.name,
            {name: round(amount * FULL_TIME / weekly, 2) for name, amount in fact.value.items()},
            fact.span,
            fact.confidence,
        )
        if fact.name == "wage" and (fact.span.field, fact.span.start) not in by_hour
        else fact
        for fact in facts
    ]
