"""Stability, against a textbook's deferred acceptance and the definition of a blocking pair."""

import numpy as np

from matching.assignment.model import made_in, problem_of
from matching.assignment.solve import assign
from matching.assignment.stability import blocking_pairs, deferred_acceptance


def textbook(wanted, fitting, capacity):
    """One proposal at a time, lists and a stack: as Gale and Shapley tell it."""
    people, places = wanted.shape
    wishes = [
        [
            j
            for j in sorted(range(places), key=lambda j: (-wanted[i, j], j))
            if np.isfinite(wanted[i, j] + fitting[i, j])
        ]
        for i in range(people)
    ]
    held, free = [[] for _ in range(places)], list(range(people))
    while free:
        person = free.pop()
        if wishes[person]:
            place = wishes[person].pop(0)
            held[place] = sorted([*held[place], person], key=lambda i: (-fitting[i, place], i))
            free += held[place][capacity[place] :]
            del held[place][capacity[place] :]
    return sorted((person, place) for place, there in enumerate(held) for person in there)


def blocking_by_definition(wanted, fitting, capacity, pairs):
    found, own = [], dict(pairs)
    for i, j in np.ndindex(wanted.shape):
        there = [person for person, place in pairs if place == j]
        gains = np.isfinite(wanted[i, j] + fitting[i, j]) and (i not in own or wanted[i, j] > wanted[i, own[i]])
        room = len(there) < capacity[j] or any(fitting[i, j] > fitting[person, j] for person in there)
        if gains and room and capacity[j] > 0:
            found.append((i, j))
    return found


def drawn(seed):
    draw = np.random.default_rng(seed)
    shape = draw.integers(0, 12), draw.integers(1, 6)
    wanted, fitting = (draw.integers(0, 5, shape) / 4 for _ in range(2))
    wanted[draw.random(shape) < 0.2] = -np.inf
    fitting[draw.random(shape) < 0.1] = -np.inf
    return wanted, fitting, draw.integers(0, 4, shape[1])


def blocking(wanted, fitting, capacity, pairs):
    person, place = np.nonzero(np.isfinite(wanted) & np.isfinite(fitting))
    made = np.array([(i, j) in pairs for i, j in zip(person.tolist(), place.tolist(), strict=True)], bool)
    at = blocking_pairs(person, place, wanted[person, place], fitting[person, place], capacity, made)
    return list(zip(person[at].tolist(), place[at].tolist(), strict=True))


def test_deferred_acceptance_is_that_of_the_textbook_ties_included():
    for seed in range(1000):
        wanted, fitting, capacity = drawn(seed)
        found = [tuple(pair) for pair in deferred_acceptance(wanted, fitting, capacity).tolist()]
        assert found == textbook(wanted, fitting, capacity), seed
        assert blocking(wanted, fitting, capacity, found) == [], seed


def test_blocking_pairs_are_those_of_the_definition():
    some = 0
    for seed in range(100):
        wanted, fitting, capacity = drawn(seed)
        score = np.where(np.isfinite(wanted + fitting), np.random.default_rng(seed).random(wanted.shape), -np.inf)
        problem = problem_of(score, capacity)
        found = assign(problem)
        assert made_in(problem, found).sum() == len(found.pairs)
        pairs = [tuple(pair) for pair in found.pairs.tolist()]
        expected = blocking_by_definition(wanted, fitting, capacity, pairs)
        assert blocking(wanted, fitting, capacity, pairs) == expected, seed
        some += len(expected)
    assert some > 20


def test_two_who_would_both_rather_have_each_other_are_named():
    score = np.array([[0.9, 0.8], [0.8, 0.1]])
    assert blocking(score, score, np.array([1, 1]), [(0, 1), (1, 0)]) == [(0, 0)]
    assert deferred_acceptance(score, score, np.array([1, 1])).tolist() == [[0, 0], [1, 1]]
