"""Who meets whom, before when: a far smaller program whose best is a bound for every plan, and nearly always reached.

Pairs stand for meetings. Each person is in as many rounds as they have pairs, each table seats in its rounds as many
as it has pairs, and in every round as many people sit as are seated. What is given up is only that one person is at
one table, so every plan is a solution, and a solution that `timetable` places is a plan.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_array, csr_array, eye_array, kron

from matching.scheduling.aims import could_meet
from matching.scheduling.linear import Linear
from matching.scheduling.model import Meetup, Rule
from matching.scheduling.program import binding, companies, pairs

Index = NDArray[np.int64]
Places = NDArray[np.float64]


def pairing_of(meetup: Meetup) -> Linear:
    """Return the program of pairs: its first columns are the pairs in order of person and host."""
    people, hosts = meetup.score.shape
    person, host = np.nonzero(could_meet(meetup))
    met = np.zeros(meetup.score.shape)
    met[meetup.met[:, 0], meetup.met[:, 1]] = 1
    taken = met[person, host]
    present, seats, least_present, least_seats = _attendance(meetup)
    matrix = _balance(person, host, (people, hosts, meetup.rounds))
    zero = np.zeros(matrix.shape[0])
    low = np.concatenate([taken, least_present.ravel(), least_seats.ravel()])
    high = np.concatenate([np.ones(len(person)), present.ravel(), seats.ravel()])
    linear = Linear(
        *(person, host, meetup.score[person, host], matrix, zero, zero, low, high),
        whole=np.arange(len(low)) < len(person),
    )
    for rule in (companies(meetup, person, host), pairs(Rule.MUST, meetup.must, person * hosts + host, hosts)):
        rows = binding(rule, taken)
        linear = linear.with_rows(rows.matrix, rows.lower, rows.upper)
    return linear


def _attendance(meetup: Meetup) -> tuple[Places, Places, Places, Places]:
    """Return the most places of each person-round and host-round, and how many of them are taken already."""
    person_met = np.zeros(meetup.person_free.shape)
    host_met = np.zeros(meetup.host_free.shape)
    np.add.at(person_met, (meetup.met[:, 0], meetup.met[:, 2]), 1)
    np.add.at(host_met, (meetup.met[:, 1], meetup.met[:, 2]), 1)
    seats = np.where(meetup.host_free, meetup.seats[:, None], 0)
    return np.maximum(meetup.person_free, person_met), np.maximum(seats, host_met), person_met, host_met


def _balance(person: Index, host: Index, sizes: tuple[int, int, int]) -> Any:
    """Return the rows that are 0: pairs less rounds of a person and of a host, people less seats of a round."""
    people, hosts, rounds = sizes
    each, ones = np.arange(len(person)), np.ones(len(person))
    of_person = csr_array((ones, (person, each)), shape=(people, len(person)))
    of_host = csr_array((ones, (host, each)), shape=(hosts, len(person)))
    in_round = eye_array(rounds)
    return block_array(
        [
            [of_person, -kron(eye_array(people), np.ones((1, rounds))), None],
            [of_host, None, -kron(eye_array(hosts), np.ones((1, rounds)))],
            [None, kron(np.ones((1, people)), in_round), -kron(np.ones((1, hosts)), in_round)],
        ],
        format="csr",
    )
