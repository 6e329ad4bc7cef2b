"""How good a ranking is: the usual measures, on lists of ids and gains."""

from collections.abc import Iterable, Mapping, Sequence
from math import log2


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


def coverage(lists: Iterable[Sequence[str]], items: int) -> float:
    """Return the share of all items that at least one list shows; nan without items."""
    shown = {item for ranked in lists for item in ranked}
    return len(shown) / items if items else float("nan")


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(place + 2) for place, gain in enumerate(gains))
