"""What a plan reaches of each aim, the most that anybody can see at once, and the aim as an objective of a program.

Inside, more is always better: the value of `minimum` is the number of meetings short, negative.
"""

from bisect import bisect_right
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack

from matching.scheduling.linear import Column, Linear
from matching.scheduling.model import Aim, AimReached, Breach, Meetings, Meetup, Plan

Chosen = NDArray[np.int64]  # shape (n, 2 or more): person, host of each meeting or pair


def value(meetup: Meetup, aim: Aim, chosen: Chosen) -> float:
    """Return what meetings, or pairs, reach of an aim."""
    person, host = chosen[:, 0], chosen[:, 1]
    people = len(meetup.people)
    scores = meetup.score[person, host]
    if aim is Aim.MINIMUM:
        return -float(np.maximum(meetup.minimum - np.bincount(person, minlength=people), 0).sum())
    if aim is Aim.WISHES:
        return float((wished(meetup) & _mask(meetup, chosen)).sum())
    if aim is Aim.WORST_OFF:
        totals = np.bincount(person, scores, people).astype(float)  # numpy counts nobody in whole numbers
        return float(totals[can_meet(meetup)].min(initial=np.inf)) if can_meet(meetup).any() else 0.0
    return float(scores.sum())


def ceiling(meetup: Meetup, aim: Aim) -> float:
    """Return a value that no plan passes, told without any search: everybody alone with everyone they like best."""
    if aim is Aim.MINIMUM:
        most = np.minimum(could_meet(meetup).sum(1), _rounds(meetup))
        alone = np.maximum(meetup.minimum - most, 0).sum()
        return -float(max(alone, meetup.minimum.sum() - _places(meetup, meetup.minimum > 0)))
    if aim is Aim.WISHES:
        return float((wished(meetup) & could_meet(meetup)).sum())
    totals = highest_totals(meetup)[:, -1]
    if aim is Aim.WORST_OFF:
        return _level_most(meetup) if can_meet(meetup).any() else 0.0
    return min(float(totals.sum()), _hosts_most(meetup))


def highest_totals(meetup: Meetup) -> NDArray[np.float64]:
    """Return each person's greatest total with 1, 2, … meetings, in shape (people, meetings); level when rounds end."""
    rounds = _rounds(meetup)
    best = -np.sort(-np.where(could_meet(meetup), meetup.score, 0.0), axis=1)
    most = int(rounds.max(initial=1))
    best = np.pad(best, ((0, 0), (0, most)))[:, :most]
    return np.cumsum(np.where(np.arange(best.shape[1]) < rounds[:, None], best, 0.0), axis=1)


def _level_most(meetup: Meetup) -> float:
    """Return the highest total for which everyone who can meet anybody could have the meetings that it takes."""
    people = can_meet(meetup)
    totals, places = highest_totals(meetup)[people], _places(meetup, people)
    levels = np.unique(totals[totals <= totals[:, -1].min()])
    first = bisect_right(levels, places, key=lambda level: (totals < level).sum() + len(totals) * (level > 0))
    return float(levels[first - 1]) if first else 0.0


def _hosts_most(meetup: Meetup) -> float:
    """Return the greatest sum of scores that the seats of the hosts could hold."""
    met = np.bincount(meetup.met[:, 1], minlength=len(meetup.hosts))
    seats = np.where(meetup.host_free, meetup.seats[:, None], 0).sum(axis=1) + met
    best = -np.sort(-np.where(could_meet(meetup), meetup.score, 0.0), axis=0)
    return float(best[np.arange(len(best))[:, None] < seats].sum())


def _places(meetup: Meetup, asking: NDArray[np.bool_]) -> int:
    """Return how many meetings some people could have all together: in a round, no more than there are seats."""
    met = np.zeros(meetup.host_free.shape, dtype=np.int64)
    np.add.at(met, (meetup.met[:, 1], meetup.met[:, 2]), 1)
    seats = np.maximum(met, np.where(meetup.host_free, meetup.seats[:, None], 0)).sum(axis=0)
    return int(np.minimum(seats, _there(meetup)[asking].sum(axis=0)).sum())


def _rounds(meetup: Meetup) -> NDArray[np.int64]:
    """Return in how many meetings each person can be, hosts aside."""
    return np.asarray(_there(meetup).sum(axis=1))


def _there(meetup: Meetup) -> NDArray[np.int64]:
    """Return in how many meetings each person can be in each round, hosts aside."""
    met = np.zeros(meetup.person_free.shape, dtype=np.int64)
    np.add.at(met, (meetup.met[:, 0], meetup.met[:, 2]), 1)
    return np.maximum(met, meetup.person_free)


def can_meet(meetup: Meetup) -> NDArray[np.bool_]:
    """Tell who could meet anybody."""
    return np.asarray(could_meet(meetup).any(axis=1))


def wished(meetup: Meetup) -> NDArray[np.bool_]:
    """Return the wishes as a mask of people and hosts."""
    return _mask(meetup, meetup.wish)


def could_meet(meetup: Meetup) -> NDArray[np.bool_]:
    """Return who could meet whom, in shape (people, hosts): allowed, and a round in which both are there."""
    hosts_free = meetup.host_free & (meetup.seats > 0)[:, None]
    possible = np.asarray((meetup.person_free.astype(float) @ hosts_free.T.astype(float)) > 0)
    possible[tuple(meetup.never.T)] = False
    possible[tuple(meetup.met[:, :2].T)] = True
    return possible


def _mask(meetup: Meetup, chosen: Chosen) -> NDArray[np.bool_]:
    mask = np.zeros(meetup.score.shape, dtype=bool)
    mask[chosen[:, 0], chosen[:, 1]] = True
    return mask


def with_shortage(linear: Linear, meetup: Meetup) -> tuple[Linear, Column]:
    """Return the program with a column for the meetings that each person is short of, and less of them as objective."""
    asking = np.flatnonzero(meetup.minimum > 0)
    held = linear.with_columns(csr_array((len(linear.lower), len(asking))), meetup.minimum[asking].astype(float))
    meetings = linear.per_person(len(meetup.people))[asking]
    gap = csr_array((len(asking), len(linear.low) - len(linear.person)))
    held = held.with_rows(hstack([meetings, gap, eye_array(len(asking))], "csr"), meetup.minimum[asking], np.inf)
    objective = np.zeros(len(held.low))
    objective[len(linear.low) :] = -1
    return held, objective


def objective(linear: Linear, meetup: Meetup, aim: Aim) -> Column:
    """Return what each column counts for the wishes kept or for the total."""
    each = wished(meetup)[linear.person, linear.host].astype(float) if aim is Aim.WISHES else linear.score
    return np.pad(each, (0, len(linear.low) - len(each)))


def plan_of(
    meetup: Meetup, meetings: Meetings, reached: Mapping[Aim, AimReached], breaches: tuple[Breach, ...] = ()
) -> Plan:
    """Return the plan of some meetings, of which is known what they reach of each aim asked for, and of the total."""
    return Plan(
        meetings,
        tuple(reached[aim] for aim in meetup.aims),
        total=reached[Aim.TOTAL].value,
        bound=reached[Aim.TOTAL].bound,
        worst_off=value(meetup, Aim.WORST_OFF, meetings),
        stopped=not all(one.proved for one in reached.values()),
        breaches=breaches,
    )
