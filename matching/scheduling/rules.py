"""What a plan breaks, whoever made it: the solver, a hand, or a day that went otherwise."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.scheduling.model import Breach, Meetings, Meetup, Pairs, Rule

Index = NDArray[np.int64]
Mask = NDArray[np.bool_]


def conflicts(meetup: Meetup, meetings: Meetings) -> tuple[Breach, ...]:
    """Return all that a plan breaks, in the order of the rules, then of rounds, hosts and people.

    Rounds are numbered from 0; a meeting that is listed twice counts once. What took place (`meetup.met`) is a fact:
    a rule is broken only by more than those meetings. `who` begins with the one that the rule is about.
    """
    every = np.unique(np.asarray(meetings, dtype=np.int64).reshape(-1, 3), axis=0)
    known = np.all((every >= 0) & (every < [*meetup.score.shape, meetup.rounds]), axis=1)
    there = every[known][np.lexsort(every[known].T)]
    met = _among(there, meetup.met, meetup)
    unknown = (Breach(Rule.UNKNOWN, (), _numbers(meeting)) for meeting in every[~known])
    return (*unknown, *(breach for check in _CHECKS for breach in check(meetup, there, met)))


def _person_away(meetup: Meetup, meetings: Meetings, met: Mask) -> Iterator[Breach]:
    for person, host, round_ in meetings[~meetup.person_free[meetings[:, 0], meetings[:, 2]] & ~met].tolist():
        yield Breach(Rule.PERSON_AWAY, (meetup.people[person], meetup.hosts[host]), {"round": round_})


def _host_away(meetup: Meetup, meetings: Meetings, met: Mask) -> Iterator[Breach]:
    for person, host, round_ in meetings[~meetup.host_free[meetings[:, 1], meetings[:, 2]] & ~met].tolist():
        yield Breach(Rule.HOST_AWAY, (meetup.hosts[host], meetup.people[person]), {"round": round_})


def _seats(meetup: Meetup, meetings: Meetings, met: Mask) -> Iterator[Breach]:
    person, host, round_ = meetings.T
    for crowd in _crowds(round_ * len(meetup.hosts) + host, met, np.maximum(meetup.seats[host], 0)):
        at, seats = host[crowd[0]], int(meetup.seats[host[crowd[0]]])
        who = (meetup.hosts[at], *(meetup.people[one] for one in person[crowd]))
        yield Breach(Rule.SEATS, who, {"round": int(round_[crowd[0]]), "people": len(crowd), "seats": seats})


def _two_tables(meetup: Meetup, meetings: Meetings, met: Mask) -> Iterator[Breach]:
    person, host, round_ = meetings.T
    for crowd in _crowds(round_ * len(meetup.people) + person, met, 1):
        who = (meetup.people[person[crowd[0]]], *(meetup.hosts[one] for one in host[crowd]))
        yield Breach(Rule.TWO_TABLES, who, {"round": int(round_[crowd[0]])})


def _again(meetup: Meetup, meetings: Meetings, met: Mask) -> Iterator[Breach]:
    person, host, round_ = meetings.T
    for crowd in _crowds(person * len(meetup.hosts) + host, met, 1):
        who = (meetup.people[person[crowd[0]]], meetup.hosts[host[crowd[0]]])
        yield Breach(Rule.AGAIN, who, {"rounds": round_[crowd].tolist()})


def _company(meetup: Meetup, meetings: Meetings, met: Mask) -> Iterator[Breach]:
    """One host met twice is told by `again`: here only different hosts of one company count."""
    first = np.sort(np.unique(meetings[:, 0] * len(meetup.hosts) + meetings[:, 1], return_index=True)[1])
    told = first[meetup.company[meetings[first, 1]] >= 0]
    person, host, round_ = meetings[told].T
    companies = int(meetup.company.max(initial=0)) + 1
    for crowd in _crowds(person * companies + meetup.company[host], met[told], 1):
        who = (meetup.people[person[crowd[0]]], *(meetup.hosts[one] for one in host[crowd]))
        yield Breach(Rule.COMPANY, who, {"rounds": round_[crowd].tolist()})


def _never(meetup: Meetup, meetings: Meetings, met: Mask) -> Iterator[Breach]:
    forbidden = _meeting_pairs(meetings, meetup.never, meetup) & ~met
    for person, host, round_ in meetings[forbidden].tolist():
        yield Breach(Rule.NEVER, (meetup.people[person], meetup.hosts[host]), {"round": round_})


def _must(meetup: Meetup, meetings: Meetings, met: Mask) -> Iterator[Breach]:
    for pair in _missing(meetup, meetup.must, meetings):
        yield Breach(Rule.MUST, pair)


def _pinned(meetup: Meetup, meetings: Meetings, met: Mask) -> Iterator[Breach]:
    for person, host, round_ in meetup.met[~_among(meetup.met, meetings, meetup)].tolist():
        yield Breach(Rule.PINNED, (meetup.people[person], meetup.hosts[host]), {"round": round_})


def _min_meetings(meetup: Meetup, meetings: Meetings, met: Mask) -> Iterator[Breach]:
    count = np.bincount(meetings[:, 0], minlength=len(meetup.people))
    for person in np.flatnonzero(count < meetup.minimum).tolist():
        numbers = {"meetings": int(count[person]), "minimum": int(meetup.minimum[person])}
        yield Breach(Rule.MIN_MEETINGS, (meetup.people[person],), numbers)


def _wish(meetup: Meetup, meetings: Meetings, met: Mask) -> Iterator[Breach]:
    for pair in _missing(meetup, meetup.wish, meetings):
        yield Breach(Rule.WISH, pair)


_CHECKS = (
    *(_person_away, _host_away, _seats, _two_tables, _again, _company, _never),
    *(_must, _pinned, _min_meetings, _wish),
)


def _crowds(keys: Index, met: Mask, most: Index | int) -> list[Index]:
    """Return the places of the meetings of each key that has more than `most` of them, and more than took place."""
    _, first, group, count = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    limit = np.broadcast_to(np.asarray(most), keys.shape)[first]
    over = count > np.maximum(limit, np.bincount(group, met, len(count)))
    return [np.flatnonzero(group == number) for number in np.flatnonzero(over)]


def _meeting_pairs(meetings: Meetings, pairs: Pairs, meetup: Meetup) -> Mask:
    """Return which meetings are of one of these pairs."""
    hosts = len(meetup.hosts)
    return np.isin(meetings[:, 0] * hosts + meetings[:, 1], pairs[:, 0] * hosts + pairs[:, 1])


def _missing(meetup: Meetup, pairs: Pairs, meetings: Meetings) -> Iterator[tuple[str, str]]:
    different = np.unique(pairs.reshape(-1, 2), axis=0)
    for person, host in different[~_meeting_pairs(different, meetings[:, :2], meetup)].tolist():
        yield meetup.people[person], meetup.hosts[host]


def _among(meetings: Meetings, others: Meetings, meetup: Meetup) -> Mask:
    """Return which meetings are among others."""
    shape = (*meetup.score.shape, meetup.rounds)
    return np.isin(np.ravel_multi_index(tuple(meetings.T), shape), np.ravel_multi_index(tuple(others.T), shape))


def _numbers(meeting: Index) -> dict[str, Any]:
    return dict(zip(("person", "host", "round"), meeting.tolist(), strict=True))
