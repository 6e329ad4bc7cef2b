"""Small random meetups, and the rules of a plan written a second time, as plainly as a person would check them."""

from collections import defaultdict
from itertools import product

import numpy as np

from matching.scheduling.model import Meetup, Rule


def plain_meetup(**given):
    """Three people and two hosts of one seat, three rounds, everybody there, nothing asked."""
    none = np.empty((0, 2), dtype=int)
    return Meetup(
        **{
            "rounds": 3,
            "people": ("J1", "J2", "J3"),
            "hosts": ("P1", "P2"),
            "score": np.ones((3, 2)),
            "person_free": np.ones((3, 3), dtype=bool),
            "host_free": np.ones((2, 3), dtype=bool),
            "seats": np.array([1, 1]),
            "company": np.array([-1, -1]),
            "minimum": np.zeros(3, dtype=int),
            "must": none,
            "wish": none,
            "never": none,
            "met": np.empty((0, 3), dtype=int),
            **given,
        }
    )


def small_meetup(rng, people=4, hosts=3, rounds=3):
    """A meetup of at most that size, crowded enough for its rules to matter."""
    people, hosts, rounds = (int(rng.integers(1, most + 1)) for most in (people, hosts, rounds))
    pairs = list(product(range(people), range(hosts)))
    must, wish, never = (_some(rng, pairs, most) for most in (3, 3, 2))
    taken = [pairs[i] for i in rng.permutation(len(pairs))[: rng.integers(0, 2)]]
    return Meetup(
        rounds=rounds,
        people=tuple(f"J{n + 1}" for n in range(people)),
        hosts=tuple(f"P{n + 1}" for n in range(hosts)),
        score=rng.integers(0, 10, (people, hosts)) / 8,
        person_free=rng.random((people, rounds)) < 0.8,
        host_free=rng.random((hosts, rounds)) < 0.8,
        seats=rng.integers(1, 3, hosts),
        company=rng.integers(-1, 2, hosts),
        minimum=rng.integers(0, 3, people),
        must=must,
        wish=wish,
        never=np.array([pair for pair in never.tolist() if pair not in must.tolist()], int).reshape(-1, 2),
        met=np.array([(*pair, 0) for pair in taken], dtype=int).reshape(-1, 3),
    )


def _some(rng, pairs, most):
    chosen = rng.permutation(len(pairs))[: rng.integers(0, most + 1)]
    return np.array([pairs[i] for i in sorted(chosen)], dtype=int).reshape(-1, 2)


def broken(meetup, meetings):
    """What a plan breaks: (rule, who it is about, round or None); the facts alone break nothing."""
    plan, met = {tuple(map(int, row)) for row in meetings}, {tuple(map(int, row)) for row in meetup.met}
    found = set()
    for person, host, round_ in plan - met:
        who = meetup.people[person], meetup.hosts[host]
        if not meetup.person_free[person][round_]:
            found.add((Rule.PERSON_AWAY, who, round_))
        if not meetup.host_free[host][round_]:
            found.add((Rule.HOST_AWAY, who[::-1], round_))
        if [person, host] in meetup.never.tolist():
            found.add((Rule.NEVER, who, round_))
    found |= _crowds(meetup, plan, met)
    pairs = {meeting[:2] for meeting in plan}
    for rule, asked in ((Rule.MUST, meetup.must), (Rule.WISH, meetup.wish)):
        found |= {(rule, _ids(meetup, pair), None) for pair in asked.tolist() if tuple(pair) not in pairs}
    found |= {(Rule.PINNED, _ids(meetup, meeting[:2]), meeting[2]) for meeting in met - plan}
    for person, least in enumerate(meetup.minimum):
        if sum(meeting[0] == person for meeting in plan) < least:
            found.add((Rule.MIN_MEETINGS, (meetup.people[person],), None))
    return found


def _ids(meetup, pair):
    return meetup.people[pair[0]], meetup.hosts[pair[1]]


def _crowds(meetup, plan, met):
    tables, seats, pairs, companies = (defaultdict(set) for _ in range(4))
    for meeting in plan:
        person, host, round_ = meeting
        tables[meetup.hosts[host], round_].add(meeting)
        seats[meetup.people[person], round_].add(meeting)
        pairs[person, host].add(meeting)
        if meetup.company[host] >= 0:
            companies[meetup.people[person], int(meetup.company[host])].add(meeting)
    places = dict(zip(meetup.hosts, meetup.seats.tolist(), strict=True))
    full = {key: max(places[key[0]], len(who & met)) for key, who in tables.items()}
    found = {(Rule.SEATS, (host,), r) for (host, r), who in tables.items() if len(who) > full[host, r]}
    found |= {(Rule.TWO_TABLES, (person,), r) for (person, r), who in seats.items() if _too_many(who, met)}
    found |= {(Rule.AGAIN, _ids(meetup, pair), None) for pair, who in pairs.items() if _too_many(who, met)}
    for (person, _), who in companies.items():
        hosts = {host for _, host, _ in who}
        if len(hosts) > max(1, len({host for _, host, _ in who & met})):
            found.add((Rule.COMPANY, (person,), None))
    return found


def _too_many(meetings, met):
    return len(meetings) > max(1, len(meetings & met))
