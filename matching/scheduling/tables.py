"""At which table each meeting is: hosts keep theirs, or people do as far as possible and hosts move."""

from collections.abc import Iterator
from itertools import chain, count

import numpy as np
import scipy
from numpy.typing import NDArray

from matching.scheduling.model import Meetings, Meetup

Index = NDArray[np.int64]


def tables(meetup: Meetup, meetings: Meetings) -> Index:
    """Return the table of each meeting, numbered from 1; two hosts never share one in a round.

    Fixed: the host's own number. Moving: round after round, as few people as possible change table (exact for each
    round, given the ones before; over a whole day it is a multi-dimensional assignment, which nobody solves at once).
    """
    if not meetup.moving:
        return meetings[:, 1] + 1
    found = np.zeros(len(meetings), dtype=np.int64)
    seat = np.full(len(meetup.people), -1)  # the last table of each person
    place = np.arange(len(meetup.hosts))  # and of each host
    for now in _by_round(meetings):
        person, host, _ = meetings[now].T
        place = _places(host, seat[person], place)
        seat[person] = place[host]
        found[now] = place[host] + 1
    return found


def _by_round(meetings: Meetings) -> Iterator[Index]:
    for round_ in np.unique(meetings[:, 2]):
        yield np.flatnonzero(meetings[:, 2] == round_)


def _places(host: Index, seat: Index, before: Index) -> Index:
    """Return the table of each host when most people stay where they are; among equals, most hosts do."""
    hosts = len(before)
    stay = np.zeros((hosts, hosts))
    np.add.at(stay, (host[seat >= 0], seat[seat >= 0]), hosts + 1.0)
    stay[np.arange(hosts), before] += 1.0
    return np.asarray(scipy.optimize.linear_sum_assignment(stay, maximize=True)[1], dtype=np.int64)


def tables_kept(meetup: Meetup, meetings: Meetings, published: Meetings, table: Index) -> Index:
    """Return the table of each meeting when a host keeps in each round the one that was published for it.

    A host with none in that round gets its own number, or the lowest that is free; 0 among the published says none.
    """
    there = {(host, round_): at for (_, host, round_), at in zip(published.tolist(), table.tolist(), strict=True) if at}
    taken = {(round_, at) for (_, round_), at in there.items()}
    for host, round_ in np.unique(meetings[:, 1:], axis=0).tolist():
        if (host, round_) not in there:
            own = [at for (other, _), at in there.items() if other == host] + [host + 1]
            there[host, round_] = next(at for at in chain(own, count(1)) if (round_, at) not in taken)
            taken.add((round_, there[host, round_]))
    return np.array([there[host, round_] for _, host, round_ in meetings.tolist()], dtype=np.int64)
