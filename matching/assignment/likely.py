"""Which pairs an assignment of the greatest fit is likely to use: guesses that save time and decide nothing."""

import numpy as np

from matching.assignment.model import Floats, Ints
from matching.assignment.network import Mask, Network

_NEAR = 30  # pairs of a person, on average, among which prices are balanced
FEW = 20_000  # pairs that are solved sooner than guessed about
_FIRST = 6  # pairs of a person, on average, that are taken greedily at once
_ASKED = 400  # people of whom the demand at each place is taken at first
_TURNS = 60
_SPARE = 2  # pairs of a place to begin with, for each of its seats


def losses(network: Network, score: Floats) -> Floats:
    """Return for each pair what it loses against the best of its person, at prices that about balance the seats.

    In the unit of the greatest loss, below 1: 0 is the likeliest.
    """
    if not len(score):
        return score
    every = max(1, len(network.degree) // _ASKED)
    step, price = float(score.std()), np.zeros(len(network.high))
    if len(score) > FEW:
        price = _balanced(network, score, network.person % every == 0, price, step)
    loss = _loss(network, score, price)
    most = _NEAR * len(network.degree)
    if len(score) > max(most, FEW):
        loss = _loss(network, score, _balanced(network, score, likeliest(loss, most), price, step / 4))
    shares: Floats = loss / (1 + loss.max())
    return shares


def _loss(network: Network, score: Floats, price: Floats) -> Floats:
    cost = price[network.place] - score
    loss: Floats = cost - np.repeat(network.least(cost), network.degree)
    return loss


def _balanced(network: Network, score: Floats, kept: Mask, price: Floats, step: float) -> Floats:
    """Return prices after turns of raising them where more people ask than there are seats, and lowering them."""
    some, value = network.only(kept), score[kept]
    seats = network.high * (float((some.degree > 0).sum()) / max(float((network.degree > 0).sum()), 1.0))
    for turn in range(_TURNS):
        cost = price[some.place] - value
        best = cost <= np.repeat(some.least(cost), some.degree)
        demand = np.bincount(some.place[best], minlength=len(seats))
        excess = np.clip(demand / np.maximum(seats, 1e-9) - 1, -1, 3)
        price = np.maximum(price + step / (1 + 0.1 * turn) * excess, 0)
    return price


def likeliest(losses: Floats, count: int) -> Mask:
    """Return where the least so many of the losses are; all, when that is nearly as many."""
    if 2 * count >= len(losses):
        return np.ones(len(losses), bool)
    found = np.zeros(len(losses), bool)
    few = _below(losses, count)
    found[few[np.argpartition(losses[few], count)[:count]]] = True
    return found


def _below(losses: Floats, count: int) -> Ints:
    """Return where losses are among which the least so many (and one more) surely are, far from all if possible."""
    some = losses[:: max(1, len(losses) // FEW)]
    bar = np.partition(some, nth)[nth] if (nth := 2 * count * len(some) // len(losses)) < len(some) else np.inf
    few = np.flatnonzero(losses <= bar)
    return few if len(few) > count else np.arange(len(losses))


def first(network: Network, loss: Floats, count: int) -> Mask:
    """Return which pairs to begin with: the likeliest, and those of each place that these hardly name.

    Without the second, places that nobody likes are filled against all others, whose prices rise for nothing.
    """
    found = likeliest(loss, count)
    if not found.all():
        named = np.bincount(network.place[found], minlength=len(network.high))
        short = np.flatnonzero(named < _SPARE * network.high)
        few_bits = np.min_scalar_type(len(short))  # they are sorted fast
        number = np.full(len(network.high), len(short), few_bits)
        number[short] = np.arange(len(short))
        theirs = number[network.place]
        pairs = np.flatnonzero(theirs < len(short))
        pairs = pairs[np.argsort(theirs[pairs], kind="stable")]
        ends = np.cumsum(np.bincount(theirs[pairs], minlength=len(short)))
        for place, some in zip(short, np.split(pairs, ends), strict=False):
            found[some[likeliest(loss[some], _SPARE * int(network.high[place]))]] = True
    return found


def greedy(network: Network, loss: Floats, chosen: Ints) -> Ints:
    """Return the chosen pairs and, one by one from the likeliest, all that still find a person and a seat free."""
    chosen = chosen.copy()
    seats = (network.high - np.bincount(network.place[chosen[chosen >= 0]], minlength=len(network.high))).tolist()
    waiting = chosen < 0
    rest = np.arange(len(loss))
    while len(rest):
        some = rest[likeliest(loss[rest], _FIRST * int(waiting.sum()))]
        _take(network, some[np.argsort(loss[some], kind="stable")], seats, waiting, chosen)
        rest = rest[waiting[network.person[rest]] & (np.array(seats) > 0)[network.place[rest]]]
    return chosen


def _take(network: Network, pairs: Ints, seats: list[int], waiting: Mask, chosen: Ints) -> None:
    listed = zip(pairs.tolist(), network.person[pairs].tolist(), network.place[pairs].tolist(), strict=True)
    for pair, person, place in listed:
        if seats[place] > 0 and waiting[person]:
            seats[place] -= 1
            waiting[person] = False
            chosen[person] = pair
