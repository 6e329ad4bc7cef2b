"""Which pairs an assignment of the greatest fit is likely to use: guesses that save time and decide nothing."""

import numpy as np

from matching.assignment.model import Floats, Ints
from matching.assignment.network import Mask, Network

_NEAR = 30  # pairs of a person, on average, among which prices are balanced
FEW = 20_000  # pairs that are solved sooner than guessed about
_FIRST = 6  # pairs of a person, on average, that are taken greedily at first
_ASKED = 400  # people of whom the demand at each place is taken at first
_TURNS = 120


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
        near = np.zeros(len(score), bool)
        near[np.argpartition(loss, most)[:most]] = True
        loss = _loss(network, score, _balanced(network, score, near, price, step / 4))
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


def greedy(network: Network, loss: Floats, chosen: Ints) -> Ints:
    """Return the chosen pairs and, one by one from the likeliest, all that still find a person and a seat free."""
    chosen = chosen.copy()
    seats = (network.high - np.bincount(network.place[chosen[chosen >= 0]], minlength=len(network.high))).tolist()
    waiting = chosen < 0
    most = _FIRST * len(chosen)
    first = np.argpartition(loss, most)[:most] if len(loss) > most else np.arange(len(loss))
    _take(network, first[np.argsort(loss[first], kind="stable")], seats, waiting, chosen)
    if len(loss) > most:  # those whose likeliest places are full
        rest = np.flatnonzero(waiting[network.person] & (np.array(seats) > 0)[network.place])
        _take(network, rest[np.argsort(loss[rest], kind="stable")], seats, waiting, chosen)
    return chosen


def _take(network: Network, pairs: Ints, seats: list[int], waiting: Mask, chosen: Ints) -> None:
    listed = zip(pairs.tolist(), network.person[pairs].tolist(), network.place[pairs].tolist(), strict=True)
    for pair, person, place in listed:
        if seats[place] > 0 and waiting[person]:
            seats[place] -= 1
            waiting[person] = False
            chosen[person] = pair
