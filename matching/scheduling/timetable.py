"""Pairs into rounds: which round each of the chosen pairs meets in.

Without absences a bipartite graph has a proper colouring with as many colours as its greatest degree (König, 1916);
with them that is a list colouring, which is hard in the worst case and nearly always easy here. Each round takes a
matching that serves first whoever has no round to spare; a tabu search over partial colourings (Blöchliger and
Zufferey, 2008) then places what is left.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import numpy as np
import scipy
from numpy.typing import NDArray

from matching.scheduling.model import Meetings, Meetup, Pairs

Free = NDArray[np.bool_]  # shape (people, rounds)
Places = NDArray[np.int64]  # shape (hosts, rounds): seats that are not taken
NOW, LAST = 1e4, 50.0  # weight of a person or seat without a round to spare, of a pair with one common round left
STEPS, TENURE = 4_000, 5  # of the tabu search: pairs placed at most, by how much the time that a round is closed varies
Stop = Callable[[int], bool]  # whether a search ends after so many steps


@dataclass(frozen=True, slots=True)
class Room:
    """Who is free and which seats are not taken."""

    free: Free
    places: Places


def room_of(meetup: Meetup, fixed: Meetings) -> Room:
    """Return the room that some meetings leave."""
    free = meetup.person_free.copy()
    free[fixed[:, 0], fixed[:, 2]] = False
    places = np.where(meetup.host_free, meetup.seats[:, None], 0)
    np.subtract.at(places, (fixed[:, 1], fixed[:, 2]), 1)
    return Room(free, np.maximum(places, 0))


def timetable(pairs: Pairs, room: Room, stop: Stop = lambda step: step > STEPS) -> tuple[Meetings, Pairs]:
    """Return the pairs with a round each, as meetings, and the pairs that found none. Every pair occurs once."""
    placed = _by_round(pairs, room)
    if (placed < 0).any():
        placed = _tabu(pairs, room, placed, stop)
    done = placed >= 0
    return np.column_stack([pairs[done], placed[done]]), pairs[~done]


def _by_round(pairs: Pairs, room: Room) -> NDArray[np.int64]:
    """Return the round of each pair, -1 for none, by one matching a round, the round of least room first."""
    people, hosts = len(room.free), len(room.places)
    which = np.full((people, hosts), -1)
    which[pairs[:, 0], pairs[:, 1]] = np.arange(len(pairs))
    placed = np.full(len(pairs), -1)
    order = np.argsort(np.minimum(room.free.sum(0), room.places.sum(0)), kind="stable")
    for turn, round_ in enumerate(order):
        rest = Room(room.free[:, order[turn:]], room.places[:, order[turn:]])
        person, seat, weight = _wanted(which >= 0, rest)
        for row, column in zip(*scipy.optimize.linear_sum_assignment(weight, maximize=True), strict=True):
            if weight[row, column] > 0:
                placed[which[person[row], seat[column]]] = round_
                which[person[row], seat[column]] = -1
    return placed


def _wanted(left: NDArray[np.bool_], rest: Room) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return who is free in the first round left, the host of each seat, and each pair's urgency, 0 = no pair."""
    person = np.flatnonzero(rest.free[:, 0])
    seats = rest.places[:, 0]
    seat = np.repeat(np.arange(len(seats)), seats)
    number = np.arange(len(seat)) - np.repeat(np.cumsum(seats) - seats, seats)
    spare_rounds = rest.free.sum(1) - left.sum(1)
    spare_seats = (rest.places.sum(1) - left.sum(0))[seat] - (seats[seat] - 1 - number)
    pair = np.ix_(person, seat)
    common = rest.free[person].astype(float) @ (rest.places[seat] > 0).T.astype(float)
    weight = 1 + _urgency(spare_rounds[person])[:, None] + _urgency(spare_seats) + LAST * (common == 1)
    return person, seat, np.where(left[pair], weight, 0.0)


def _urgency(spare: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.where(spare <= 0, NOW, 100.0 / (1 + np.maximum(spare, 0)))


def _tabu(pairs: Pairs, room: Room, placed: NDArray[np.int64], stop: Stop) -> NDArray[np.int64]:
    """Return a timetable with no more pairs left out.

    Each step gives one pair left out the round that puts out the fewest others, and closes that round to these for a
    while. Among equals a hash of the step decides, so that the search wanders and is the same every time.
    """
    seating, fewest = _Seating.of(pairs, room, placed), placed
    options = [np.flatnonzero(room.free[p] & (room.places[h] > 0)).tolist() for p, h in pairs]
    out = [pair for pair, round_ in enumerate(seating.now) if round_ < 0 and options[pair]]
    least, closed = len(out), dict[tuple[int, int], int]()
    for step in count(1):
        moves = [
            (seating.in_the_way(pair, round_), (step * 2654435761 + pair * 40503 + round_ * 2246822519) % 65521, at)
            for pair in out
            for round_ in options[pair]
            if closed.get(at := (pair, round_), 0) <= step
        ]
        if not out or stop(step):
            break
        if not moves:
            continue
        pair, round_ = min(moves)[2]
        out.remove(pair)
        for other in seating.placed(pair, round_, closed):
            out.append(other)
            closed[other, round_] = step + len(out) + step * 40503 % 65521 % TENURE
        if len(out) < least:
            least, fewest = len(out), np.array(seating.now)
    return fewest


@dataclass(slots=True)
class _Seating:
    """Who sits where while the search goes on."""

    told: list[list[int]]  # person and host of each pair
    places: list[list[int]]
    now: list[int]  # the round of each pair, -1 = none
    at_person: dict[tuple[int, int], int]
    at_host: dict[tuple[int, int], list[int]]

    @classmethod
    def of(cls, pairs: Pairs, room: Room, placed: NDArray[np.int64]) -> "_Seating":
        """Return the seating of some pairs."""
        seating = cls(pairs.tolist(), room.places.tolist(), placed.tolist(), {}, defaultdict(list))
        for pair, round_ in enumerate(seating.now):
            if round_ >= 0:
                person, host = seating.told[pair]
                seating.at_person[person, round_] = pair
                seating.at_host[host, round_].append(pair)
        return seating

    def in_the_way(self, pair: int, round_: int) -> int:
        """Return how many pairs must leave a round for another."""
        person, host = self.told[pair]
        table, other = self.at_host[host, round_], self.at_person.get((person, round_), -1)
        return (other >= 0) + (len(table) >= self.places[host][round_] and other not in table)

    def placed(self, pair: int, round_: int, closed: dict[tuple[int, int], int]) -> list[int]:
        """Give a pair its round and return the pairs that leave it."""
        person, host = self.told[pair]
        table, other = self.at_host[host, round_], self.at_person.get((person, round_), -1)
        leave = [other] if other >= 0 else []
        if len(table) >= self.places[host][round_] and other not in table:
            leave.append(min(table, key=lambda one: closed.get((one, round_), 0)))
        for one in leave:
            del self.at_person[self.told[one][0], round_]
            self.at_host[self.told[one][1], round_].remove(one)
            self.now[one] = -1
        self.now[pair] = round_
        self.at_person[person, round_] = pair
        table.append(pair)
        return leave
