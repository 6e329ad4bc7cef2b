"""Stability: who would both rather have each other, and assignments in which nobody would.

Both sides rank by scores, the higher the better. Equal scores are no reason to leave anybody.
"""

import numpy as np
from numpy.typing import NDArray

from matching.assignment.model import Floats, Ints


def blocking_pairs(
    person: Ints, place: Ints, wanted: Floats, fitting: Floats, capacity: Ints, made: NDArray[np.bool_]
) -> Ints:
    """Return which of the allowed pairs block an assignment: both would gain by leaving it for each other.

    All is told pair by pair: what the place is to the person (`wanted`), what the person is to the place (`fitting`),
    and whether the assignment makes it. A person gains when the place is better than theirs, or they have none; a place
    when it has a seat left, or the person is better than its worst.
    """
    own = np.full(int(person.max(initial=-1)) + 1, -np.inf)
    own[person[made]] = wanted[made]
    worst = np.full(len(capacity), np.inf)
    np.minimum.at(worst, place[made], fitting[made])
    load = np.bincount(place[made], minlength=len(capacity))
    bar = np.where(load < capacity, -np.inf, worst)
    return np.flatnonzero((wanted > own[person]) & (fitting > bar[place]))


def deferred_acceptance(wanted: Floats, fitting: Floats, capacity: Ints) -> Ints:
    """Return the stable assignment that every person likes best, as pairs in order of person (Gale and Shapley, 1962).

    `wanted` holds what each place is to each person (people × places), `fitting` what each person is to each place;
    -inf is not allowed. Those who have no place yet ask the best one left, all at once; a place keeps its best and
    refuses the others. Equal people are told apart by their order, equal places likewise.
    """
    people = np.arange(len(wanted))
    bar = np.where(capacity > 0, -np.inf, np.inf)  # a full place refuses below its worst; after it, at equal scores
    after = np.full(len(capacity), len(wanted))
    place = np.full(len(wanted), -1)
    asking = people
    while len(asking):
        fits = fitting[asking]
        open_to = (fits > bar) | ((fits == bar) & (asking[:, None] < after) & np.isfinite(fits))
        wishes = np.where(open_to, wanted[asking], -np.inf)
        best = wishes.argmax(1) if wishes.shape[1] else np.zeros(len(asking), np.int64)
        some = np.isfinite(wishes.max(1, initial=-np.inf))
        asking, best = asking[some], best[some]
        place[asking] = best
        refused = _refused(place, fitting, capacity, np.unique(best), bar, after)
        place[refused] = -1
        asking = refused
    placed = np.flatnonzero(place >= 0)
    return np.column_stack((placed, place[placed]))


def _refused(place: Ints, fitting: Floats, capacity: Ints, asked: Ints, bar: Floats, after: Ints) -> Ints:
    """Return who is one too many in the places that were asked, and raise the bar of those that are full."""
    there = np.flatnonzero(np.isin(place, asked))
    there = there[np.lexsort((there, -fitting[there, place[there]], place[there]))]
    at = place[there]
    first = np.searchsorted(at, at)  # where each one's place begins
    nth = np.arange(len(at)) - first
    last = there[nth == capacity[at] - 1]
    bar[place[last]] = fitting[last, place[last]]
    after[place[last]] = last
    return np.sort(there[nth >= capacity[at]])
