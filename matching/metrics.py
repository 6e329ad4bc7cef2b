"""How good a ranking is, and how crowded a set of lists: the usual measures."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from math import log2

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy


def ndcg_at_k(ranked: Sequence[str], gains: Mapping[str, float], k: int) -> float:
    """Return the discounted gain of the first k over that of the best order (Järvelin and Kekäläinen, 2002).

    Gains are linear, as in trec_eval's ndcg_cut. Nothing to find is nan.
    """
    best = _discounted(sorted(gains.values(), reverse=True)[:k])
    return _discounted([gains.get(item, 0.0) for item in ranked[:k]]) / best if best else float("nan")


def recall_at_k(ranked: Sequence[str], relevant: set[str], k: int) -> float:
    """Return the share of the relevant that the first k hold, of as many as k could hold; nan if there are none."""
    found = len(relevant.intersection(ranked[:k]))
    return found / min(k, len(relevant)) if relevant else float("nan")


def coverage(lists: Iterable[Iterable[Hashable]], items: int) -> float:
    """Return the share of all items that at least one list shows; nan without items (Ge et al., RecSys 2010)."""
    shown = {item for ranked in lists for item in ranked}
    return len(shown) / items if items else float("nan")


def congestion(counts: NDArray[np.int64]) -> float:
    """Return Σ s ln s / ln n over the shares s of what n items are shown (Bied et al., 2021).

    -1 = all shown as often, 0 = one has it all. nan where nothing is shown, or with fewer than two items.
    """
    if len(counts) < 2 or not counts.sum():
        return float("nan")
    share = counts / counts.sum()
    return float(xlogy(share, share).sum() / np.log(len(counts)))


def gini(counts: NDArray[np.int64]) -> float:
    """Return how unequally items are shown, those never shown counted: 0 = all as often, 1 - 1/n = one has it all.

    Half the mean difference of two items over the mean (Gini, 1912); nan where nothing is shown.
    """
    n, total = len(counts), counts.sum()
    return float((2 * np.arange(1, n + 1) - n - 1) @ np.sort(counts) / (n * total)) if total else float("nan")


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(place + 2) for place, gain in enumerate(gains))
