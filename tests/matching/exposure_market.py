"""The synthetic market that two-sided rankings are compared on (Tomita et al., RecSys 2023)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def authors_market(popularity: float, seed: int, n: int = 150) -> tuple[Floats, Floats]:
    """Return how much each side likes the other: part chance, part what everybody agrees on."""
    rng, agreed = np.random.default_rng(seed), popularity * np.linspace(1, 0, n)
    return (1 - popularity) * rng.random((n, n)) + agreed, (1 - popularity) * rng.random((n, n)) + agreed


def full_lists(values: Floats) -> NDArray[Any]:
    """Return everybody's columns, greatest value first."""
    return np.argsort(-values, axis=1, kind="stable")


def expected_matches(p: Floats, q: Floats, ours: NDArray[Any], theirs: NDArray[Any]) -> float:
    """Return Σ p / rank × q / rank: rank r is looked at with probability 1/r, and both must like what they see."""
    return float((p / _ranks(ours) * (q / _ranks(theirs)).T).sum())


def _ranks(lists: NDArray[Any]) -> Floats:
    ranks = np.empty(lists.shape)
    np.put_along_axis(ranks, lists, np.arange(1.0, lists.shape[1] + 1)[None, :], axis=1)
    return ranks
