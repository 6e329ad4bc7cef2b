"""Pairs that are to be kept or never made, as the address of an assignment holds them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from service.api.fields import UUID

KEEP: Final = "keep"
NEVER: Final = ("refused", "family", "conflict")
CHANGED: Final = ("keep", "never", "person", "with", "rule", "pair", "other", "cursor")  # not filters
MOST: Final = 200  # rules, and pairs that are proposed at once

Pair = tuple[str, str]  # person and sponsor


@dataclass(frozen=True, slots=True)
class Rules:
    """Which pairs are kept, and which are never made, with why."""

    keep: Sequence[Pair]
    never: Mapping[Pair, str]

    def without(self, pair: Pair) -> "Rules":
        """Return the rules without those about a pair."""
        left = {other: why for other, why in self.never.items() if other != pair}
        return Rules([other for other in self.keep if other != pair], left)

    def with_(self, pair: Pair, rule: str) -> "Rules":
        """Return the rules with one more; what was said of the pair, or kept for the person, goes."""
        others = self.without(pair)
        if rule != KEEP:
            return Rules(others.keep, {**others.never, pair: rule})
        return Rules([*(other for other in others.keep if other[0] != pair[0]), pair], others.never)

    def query(self) -> list[tuple[str, str]]:
        """Return them as an address holds them."""
        kept = [("keep", joined(pair)) for pair in self.keep]
        return kept + [("never", f"{joined(pair)}.{why}") for pair, why in self.never.items()]


def rules_of(query: QueryParams) -> Rules:
    """Return the rules of an address; what is none is passed over."""
    never = dict[Pair, str]()
    for told in query.getlist("never")[:MOST]:
        names, _, why = told.rpartition(".")
        if why in NEVER:
            never.update(dict.fromkeys(pairs_of([names]), why))
    return Rules(pairs_of(query.getlist("keep")), never)


def pairs_of(told: Sequence[str]) -> list[Pair]:
    """Return pairs that an address or a form tells, each once; what is none is passed over."""
    split = [one.partition(".") for one in told[:MOST]]
    return list(dict.fromkeys((person, other) for person, _, other in split if _is_id(person) and _is_id(other)))


def _is_id(text: str) -> bool:
    return re.fullmatch(UUID, text) is not None


def joined(pair: Pair) -> str:
    """Return a pair as an address tells it."""
    return ".".join(pair)


def address(path: str, query: QueryParams, rules: Rules) -> str:
    """Return an address with other rules, and its filters as they are."""
    kept = [one for one in query.multi_items() if one[0] not in CHANGED]
    return f"{path}?{urlencode([*kept, *rules.query()])}"
