"""Where the pursuit of aims stands, and one step of it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.assignment.flow import cheapest, whole
from matching.assignment.likely import greedy, losses
from matching.assignment.model import Floats, Ints, Problem, barred
from matching.assignment.network import Costs, Flow, Mask, Network, narrowed

_SPREAD: Final = 2**16  # of the marks that settle ties


@dataclass(frozen=True, slots=True)
class State:
    """What the aims so far have left, and one assignment of it."""

    network: Network
    score: Floats  # of the network's pairs
    loss: Floats  # how unlikely each pair is, see `losses`
    chosen: Ints  # of each person: the place of their pair in the network's list, -1 = left out

    def only(self, network: Network, kept: Mask, chosen: Ints) -> "State":
        """Return the state with some of the pairs, in which the chosen ones are."""
        if kept.all():
            return State(network, self.score, self.loss, chosen)
        position = np.append(np.cumsum(kept) - 1, -1)
        return State(network, self.score[kept], self.loss[kept], position[chosen])


def begun(problem: Problem) -> State:
    """Return where all is open but what the organiser rules: a must is its person's only pair, a never is none."""
    owed = np.full(problem.people, -1, np.int64)
    owed[problem.must[:, 0]] = problem.must[:, 1]
    allowed = ~barred(problem)
    if len(problem.must):
        allowed &= (owed[problem.person] < 0) | (owed[problem.person] == problem.place)
    person, place, score = problem.person, problem.place, problem.score
    if not allowed.all():
        person, place, score = person[allowed], place[allowed], score[allowed]
    degree = np.bincount(person, minlength=problem.people)
    high = np.minimum(problem.free, problem.people)
    network = Network(degree, person, place, owed < 0, np.zeros_like(high), high)
    chosen = np.full(problem.people, -1, np.int64)
    if len(problem.must):
        bound = np.flatnonzero(owed[person] >= 0)
        chosen[person[bound]] = bound
    loss = losses(network, score)
    return State(network, score, loss, greedy(network, loss, chosen))


def pursued(state: State, costs: Costs) -> tuple[State, Flow]:
    """Return what is left when only the cheapest is good enough, and the flow whose prices prove it."""
    cost = whole(costs)
    flow = cheapest(state.network, cost, state.loss, state.chosen)
    network, kept = narrowed(state.network, cost, flow)
    return state.only(network, kept, flow.chosen), flow


def settled(state: State) -> Ints:
    """Return the chosen pairs once ties are settled: who is listed first goes first, then a fixed mark decides."""
    network = state.network
    people = len(network.degree)
    later = np.arange(people, 0, -1.0) * people * _SPREAD
    marks = _marks(network.person, network.place)
    costs = Costs(marks, later, np.zeros(len(network.high)))
    return cheapest(network, costs, state.loss, state.chosen).chosen


def _marks(person: Ints, place: Ints) -> Floats:
    """Return a number of each pair that looks drawn at random (the last steps of SplitMix64: Steele et al., 2014)."""
    mixed = (person.astype(np.uint64) << np.uint64(32)) + place.astype(np.uint64)
    for factor, shift in ((0x9E3779B97F4A7C15, 30), (0xBF58476D1CE4E5B9, 27), (0x94D049BB133111EB, 31)):
        mixed *= np.uint64(factor)
        mixed ^= mixed >> np.uint64(shift)
    marks: Floats = (mixed % np.uint64(_SPREAD)).astype(np.float64)
    return marks
