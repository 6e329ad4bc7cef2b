"""What a set of lists does to everybody: how crowded it is, and what each person loses for that."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.exposure.choices import Choices, Lists
from matching.metrics import congestion, coverage, gini


@dataclass(frozen=True, slots=True)
class Figures:
    """Crowding of the openings, and fit of the lists; a figure about nobody is nan."""

    congestion: float  # -1 = all openings on as many lists, 0 = one opening on all
    gini: float  # 0 = all openings on as many lists; those on none count
    coverage: float  # the share of the openings that some list shows
    max_shown: int  # lists that the opening shown most is on
    max_share: float  # the same over the number of lists
    never_shown: int  # openings on no list
    ndcg: float  # mean over the lists, against their own scores
    worst_ndcg: float
    mean_loss: float  # of the sum of a list's scores, over that of the best list
    worst_loss: float  # of the person who loses most


def shown(lists: Lists, n_columns: int) -> NDArray[np.int64]:
    """Return how many lists each opening is on."""
    return np.bincount(lists[lists >= 0], minlength=n_columns)


def figures(given: Choices, lists: Lists) -> Figures:
    """Return the figures of lists that were made from these choices."""
    counts = shown(lists, given.n_columns)
    most, nan = int(counts.max(initial=0)), float("nan")
    ndcg, loss = _fit(given, lists)
    fit = (ndcg.mean(), ndcg.min(), loss.mean(), loss.max()) if len(ndcg) else (nan, nan, nan, nan)
    return Figures(
        congestion(counts),
        gini(counts),
        coverage([row[row >= 0] for row in lists], given.n_columns),
        most,
        most / len(lists) if len(lists) else nan,
        int((counts == 0).sum()),
        *map(float, fit),
    )


def _fit(given: Choices, lists: Lists) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the nDCG and the share of the best sum that is lost, of the rows that have something to gain."""
    found, best = given.gains(given.places(lists)), given.best()
    some = best[:, :1].sum(axis=1) > 0
    discount = 1 / np.log2(np.arange(2, lists.shape[1] + 2))
    found, best = found[some], best[some]
    return (found @ discount) / (best @ discount), 1 - found.sum(axis=1) / best.sum(axis=1)
