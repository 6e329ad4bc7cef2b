"""Why there is no plan, where counting shows it: at once, and minimal by itself."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from matching.scheduling.model import Meetup, Rule

Label = tuple[Rule, int, int, int]  # rule, who (as in program.py), round; -1 = none
Index = NDArray[np.int64]


def certificates(meetup: Meetup) -> Iterator[list[Label]]:
    """Yield minimal sets of rules that no plan keeps together, the smallest kinds first; there may be others."""
    different = np.unique(meetup.must, axis=0)
    hosts = len(meetup.hosts)
    must = different[~np.isin(different @ [hosts, 1], meetup.met[:, :2] @ [hosts, 1])]
    for person, host in must[np.isin(must @ [hosts, 1], meetup.never @ [hosts, 1])].tolist():
        yield [(Rule.NEVER, person, host, -1), _must(person, host)]
    yield from _companies(meetup, must)
    yield from _never_together(meetup, must)
    met_of_person, met_of_host = np.zeros(meetup.person_free.shape, int), np.zeros(meetup.host_free.shape, int)
    np.add.at(met_of_person, (meetup.met[:, 0], meetup.met[:, 2]), 1)
    np.add.at(met_of_host, (meetup.met[:, 1], meetup.met[:, 2]), 1)
    tables, seats = np.maximum(met_of_person, 1), np.maximum(met_of_host, meetup.seats[:, None])
    yield from _crowded(must, 0, meetup.person_free, tables, (Rule.PERSON_AWAY, Rule.TWO_TABLES))
    yield from _crowded(must, 1, meetup.host_free, seats, (Rule.HOST_AWAY, Rule.SEATS))


def _companies(meetup: Meetup, must: Index) -> Iterator[list[Label]]:
    """Yield two musts of one person with one company."""
    company = meetup.company[must[:, 1]]
    met = set(zip(meetup.met[:, 0].tolist(), meetup.company[meetup.met[:, 1]].tolist(), strict=True))
    told = must[company >= 0]
    groups: dict[tuple[int, int], list[int]] = {}
    for (person, host), of in zip(told.tolist(), company[company >= 0].tolist(), strict=True):
        groups.setdefault((person, of), []).append(host)
    for (person, of), hosts in groups.items():
        for one, other in combinations(hosts if (person, of) not in met else [], 2):
            yield [(Rule.COMPANY, person, of, -1), _must(person, one), _must(person, other)]


def _never_together(meetup: Meetup, must: Index) -> Iterator[list[Label]]:
    """Yield musts of two who are never there in one round."""
    common = meetup.person_free[must[:, 0]] & meetup.host_free[must[:, 1]]
    for person, host in must[~common.any(axis=1)].tolist():
        away = [
            (Rule.HOST_AWAY, host, -1, round_) if free else (Rule.PERSON_AWAY, person, -1, round_)
            for round_, free in enumerate(meetup.person_free[person].tolist())
        ]
        yield [*away, _must(person, host)]


def _crowded(
    must: Index, side: int, free: NDArray[np.bool_], room: Index, rules: tuple[Rule, Rule]
) -> Iterator[list[Label]]:
    """Yield the people, or hosts, with more musts than places in the rounds in which they are there."""
    away, full = rules
    places = np.where(free, room, 0).sum(axis=1)
    asked = np.bincount(must[:, side], minlength=len(free))
    for who in np.flatnonzero(asked > places).tolist():
        rounds = [(full if there else away, who, -1, round_) for round_, there in enumerate(free[who].tolist())]
        pairs = must[must[:, side] == who][: places[who] + 1]
        yield [*rounds, *(_must(*pair) for pair in pairs.tolist())]


def _must(person: int, host: int) -> Label:
    return (Rule.MUST, person, host, -1)
