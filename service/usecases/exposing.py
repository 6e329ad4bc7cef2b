"""Lists for everybody at once that do not crowd: by which method, how far, and what that does to all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.exposure import (
    ALPHA,
    ALPHAS,
    BETA,
    Cap,
    Choices,
    Figures,
    Lists,
    best_lists,
    capped_lists,
    choices,
    figures,
    matched_lists,
    shown,
    spread_lists,
)
from matching.market import Market
from matching.profiles import RankProfile
from matching.ranking import reachable
from service.errors import Invalid
from service.importers.scores_file import ScoredPairs

MOST_CHOICES: Final = 2_000_000  # that a flow solves within about a minute
MOST_EACH: Final = 1_000  # openings of one person that are compared
_STRONGEST: Final = ALPHAS[-1]
_MAX_LOSS: Final = 0.1
_ANY_LOSS: Final = 1.0


class Method(StrEnum):
    """How lists are made less crowded."""

    PRICES = "prices"
    CAPPED = "capped"
    MATCHING = "matching"


@dataclass(frozen=True, slots=True)
class Knobs:
    """What somebody may set; None leaves it to the method."""

    top: int = 10
    max_loss: float | None = None  # of the score of any place in any list
    alpha: float | None = None  # prices: how much showing an opening to one more costs
    cap: int | None = None  # capped: lists that an opening is on at most
    floor: int | None = None  # capped: and at least


@dataclass(frozen=True, slots=True)
class Exposed:
    """The new lists, the figures before and after, what was used, and what could not be kept."""

    lists: Lists
    ranks: NDArray[np.int64]  # each shown pair's own rank in its row, from 0; -1 after the end of a list
    before: Figures
    after: Figures
    parameters: Mapping[str, float]
    shown: NDArray[np.int64]  # lists that each column is on
    above_cap: NDArray[np.int64]  # columns
    below_floor: NDArray[np.int64]
    short: NDArray[np.int64]  # rows with fewer pairs than places


def market_scores(
    market: Market, profile: RankProfile, progress: Callable[[int, int], None] = lambda done, total: None
) -> ScoredPairs:
    """Return every candidate's reachable openings with their joint scores; of very many, the best."""
    columns, scores, start = [np.empty(0, np.int64)], [np.empty(0)], [0]
    for row in range(len(market.candidates)):
        found, joint = reachable(market.candidates.take(slice(row, row + 1)), market.openings, market.taxonomy, profile)
        kept = np.argsort(-joint, kind="stable")[:MOST_EACH]
        columns.append(market.openings.ids[found[kept]].astype(np.int64))
        scores.append(joint[kept])
        start.append(start[-1] + len(kept))
        progress(row + 1, len(market.candidates))
    shape = len(market.candidates), len(market.opening_ids)
    names = [market.candidate_ids[number] for number in market.candidates.ids]
    found_scores = csr_array((np.concatenate(scores), np.concatenate(columns), start), shape=shape)
    return ScoredPairs(names, list(market.opening_ids), found_scores)


def expose(scores: csr_array, method: Method, knobs: Knobs) -> Exposed:
    """Return less crowded lists; raise Invalid for a knob that the method does not have, or too much for a flow."""
    _check(method, knobs)
    max_loss = _MAX_LOSS if knobs.max_loss is None else knobs.max_loss
    given = choices(scores, knobs.top, max_loss)
    lists, parameters = _METHODS[method](given, knobs)
    counts = shown(lists, given.n_columns)
    return Exposed(
        lists,
        given.places(lists),
        figures(given, best_lists(given)),
        figures(given, lists),
        {"top": knobs.top, "max_loss": max_loss, **parameters},
        counts,
        np.flatnonzero(counts > parameters.get("cap", np.inf)),
        np.flatnonzero(counts < parameters.get("floor", 0)),
        np.flatnonzero(given.limit[:, -1] == 0),
    )


def front(scores: csr_array, knobs: Knobs) -> tuple[float, list[tuple[float, Figures]]]:
    """Return what prices of rising strength do: what any place may lose, and each alpha with its figures.

    Unless somebody sets a loss, any is allowed, so that the front shows all that prices can do.
    """
    max_loss = _ANY_LOSS if knobs.max_loss is None else knobs.max_loss
    given = choices(scores, knobs.top, max_loss)
    return max_loss, [(alpha, figures(given, spread_lists(given, alpha))) for alpha in ALPHAS]


def _check(method: Method, knobs: Knobs) -> None:
    for knob, own in (("alpha", Method.PRICES), ("cap", Method.CAPPED), ("floor", Method.CAPPED)):
        if getattr(knobs, knob) is not None and method != own:
            raise Invalid(f"--{knob} belongs to --method {own.value}; leave one of them out")
    if knobs.cap is not None and knobs.floor is not None and knobs.floor > knobs.cap:
        raise Invalid(f"--floor {knobs.floor} is above --cap {knobs.cap}; lower it")


def _priced(given: Choices, knobs: Knobs) -> tuple[Lists, dict[str, float]]:
    alpha = ALPHA if knobs.alpha is None else knobs.alpha
    return spread_lists(given, alpha), {"alpha": alpha}


def _capped(given: Choices, knobs: Knobs) -> tuple[Lists, dict[str, float]]:
    """Without a cap, take one that is known to be possible: what strong prices keep everything under."""
    if len(given.column) > MOST_CHOICES:
        raise Invalid(
            f"{len(given.column):,} pairs are too many for --method capped (at most {MOST_CHOICES:,}); "
            "lower --max-loss or --top, or take --method prices"
        )
    floor = 1 if knobs.floor is None else knobs.floor
    cap = knobs.cap or max(1, floor, int(shown(spread_lists(given, _STRONGEST), given.n_columns).max(initial=0)))
    floor = min(floor, cap)
    return capped_lists(given, Cap(cap, floor)), {"cap": cap, "floor": floor}


def _matched(given: Choices, knobs: Knobs) -> tuple[Lists, dict[str, float]]:
    return matched_lists(given, BETA), {"beta": BETA}


_METHODS: Final[Mapping[Method, Callable[[Choices, Knobs], tuple[Lists, dict[str, float]]]]] = {
    Method.PRICES: _priced,
    Method.CAPPED: _capped,
    Method.MATCHING: _matched,
}
