"""Pairs into rounds: which round each of the chosen pairs meets in.

Without absences a bipartite graph has a proper colouring with as many colours as its greatest degree (König, 1916);
with them that is a list colouring, which is hard in the worst case and nearly always easy here. Each round takes a
matching that serves first whoever has no round to spare; a tabu search over partial colourings (Blöchliger and
Zufferey, 2008) then places what is left.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from matching.scheduling.model import Meetings, Meetup, Pairs

Free = NDArray[np.bool_]  # shape (people, rounds)
Places = NDArray[np.int64]  # shape (hosts, rounds): seats that are not taken
NOW, LAST = 1e4, 50.0  # weight of a person or seat without a round to spare, of a pair with one common round left
STEPS, TENURE = 4_000, 7  # of the tabu search: pairs placed at most, steps for which a round is closed to a pair


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


def timetable(pairs: Pairs, room: Room) -> tuple[Meetings, Pairs]:
    """Return the pairs with a round each, as meetings, and the pairs that found none. Every pair occurs once."""
    placed = _by_round(pairs, room)
    if (placed < 0).any():
        placed = _tabu(pairs, room, placed)
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
        for row, column in zip(*linear_sum_assignment(weight, maximize=True), strict=True):
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


def _tabu(pairs: Pairs, room: Room, placed: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a timetable with no more pairs left out: each step places one pair and puts out whoever is in its way."""
    now, fewest = placed.tolist(), placed
    at_person: dict[tuple[int, int], int] = {}
    at_host: dict[tuple[int, int], list[int]] = defaultdict(list)
    for pair, round_ in enumerate(now):
        if round_ >= 0:
            at_person[int(pairs[pair, 0]), round_] = pair
            at_host[int(pairs[pair, 1]), round_].append(pair)
    options = [np.flatnonzero(room.free[p] & (room.places[h] > 0)).tolist() for p, h in pairs]
    places, told = room.places.tolist(), pairs.tolist()
    closed: dict[tuple[int, int], int] = {}
    out = [pair for pair, round_ in enumerate(now) if round_ < 0 and options[pair]]
    for step in range(STEPS):
        if not out:
            break
        pair = out.pop(0)
        person, host = told[pair]
        choices = []
        for round_ in options[pair]:
            table = at_host[host, round_]
            full = len(table) >= places[host][round_]
            leaves = min(table, key=lambda other: closed.get((other, round_), -1)) if full else -1
            evicted = {at_person.get((person, round_), -1), leaves} - {-1}
            until = closed.get((pair, round_), -1)
            choices.append((until > step, len(evicted), until, round_, evicted))
        round_, evicted = min(choices, key=lambda choice: choice[:4])[3:]
        for other in evicted:
            del at_person[told[other][0], round_]
            at_host[told[other][1], round_].remove(other)
            now[other] = -1
            closed[other, round_] = step + TENURE + len(out)
            out.append(other)
        now[pair] = round_
        at_person[person, round_] = pair
        at_host[host, round_].append(pair)
        if now.count(-1) < (fewest < 0).sum():
            fewest = np.array(now)
    return fewest
